#include <ec/narrative/audit.hpp>

#include "sample_reports.hpp"
#include "worked_example.hpp"
#include "written_report.hpp"

#include <algorithm>
#include <string>

#include <boost/test/unit_test.hpp>

using namespace ec;
using narrative::Language;
using narrative::SectionId;
using narrative::Verdict;

namespace {

struct Words {
    char const* fact;
    double value;
    char const* en;  // with the figure as "#"
    char const* zh;
};

constexpr Words words[]{
    {"gross_margin", 46.9, "The gross margin was # %.", "毛利率为 #%。"},
    {"operating_margin", 31.9, "The operating margin was # %.", "营业利润率为 #%。"},
    {"net_margin", 26.9, "The net margin was # %.", "净利率为 #%。"},
    {"roe", 151.9, "Return on equity was # %.", "净资产收益率为 #%。"},
    {"roic", 95.4, "Return on invested capital was # %.", "投入资本回报率为 #%。"},
    {"current_ratio", 0.89, "The current ratio was #.", "流动比率为 #。"},
    {"debt_to_equity", 1.34, "The debt-to-equity ratio was #.", "有息负债权益比为 #。"},
    {"ps", 9.64, "The price-sales ratio was #.", "市销率为 # 倍。"},
    {"ev_ebitda", 28.01, "EV/EBITDA was #.", "EV/EBITDA 为 # 倍。"},
    {"fcf_yield", 2.5, "The free cash flow yield was # %.", "自由现金流收益率为 #%。"},
    {"revenue_cagr_3", 7.3, "Three-year revenue growth was # %.", "三年复合收入增速 #%。"},
};

analysis::FactSheet sheet_with_ratios() {
    auto sheet = test::make_aapl_sheet();
    for (auto const& word : words) {
        std::erase_if(sheet.facts, [&](analysis::Fact const& f) { return f.id == word.fact; });
        test::put(sheet, word.fact, word.value);
    }
    std::ranges::sort(sheet.facts, {}, &analysis::Fact::id);
    return sheet;
}

narrative::Verdict verdict(char const* pattern, std::string const& figure, Language language) {
    std::string text = pattern;
    text.replace(text.find('#'), 1, figure);
    auto const result = narrative::audit_text(text, language, sheet_with_ratios());
    for (auto const& claim : result.claims)
        if (claim.text.find(figure) != std::string::npos) return claim.verdict;
    BOOST_FAIL("no claim in " << text);
    return Verdict::unsupported;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(audit_fundamentals)

BOOST_AUTO_TEST_CASE(every_ratio_is_known_by_its_names) {
    for (auto const& word : words) {
        char right[32];
        std::snprintf(right, sizeof right, "%g", word.value);
        char wrong[32];
        std::snprintf(wrong, sizeof wrong, "%g", word.value * 3);
        for (auto const language : test::both_languages) {
            auto const* pattern = language == Language::en ? word.en : word.zh;
            BOOST_TEST_CONTEXT(pattern) {
                BOOST_TEST(to_string(verdict(pattern, right, language)) == "supported");
                BOOST_TEST(to_string(verdict(pattern, wrong, language)) == "contradicted");
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(the_section_names_its_filings_and_is_clean) {
    auto const& store = test::SampleStore::instance();
    auto const input = store.input("market/us/AAPL.csv", Date::from_ymd(2021, 3, 31));
    auto const en = test::written(input, Language::en);
    test::says(en, SectionId::fundamentals, "revenue was USD 294.13 bn");
    test::says(en, SectionId::fundamentals,
               "The newest filing used is the 10-Q of 2021-01-28; the filing before it is the 10-K "
               "of 2020-10-30.");
    test::check_clean(en);
    auto const zh = test::written(input, Language::zh);
    test::says(zh, SectionId::fundamentals, "营业收入 2941.3 亿美元");
    test::says(zh, SectionId::fundamentals,
               "数据取自 2021-01-28 披露的 10-Q，前一份财报为 2020-10-30 披露的 10-K。");
    test::check_clean(zh);
}

BOOST_AUTO_TEST_CASE(before_the_first_filing_the_absence_is_said_without_its_date) {
    auto const& store = test::SampleStore::instance();
    auto const input = store.input("market/us/AAPL.csv", Date::from_ymd(2020, 10, 29));
    auto const en = test::written(input, Language::en);
    test::says(en, SectionId::fundamentals,
               "No filing in the store was public on 2020-10-29; growth and valuation are not "
               "shown.");
    BOOST_TEST(test::section_text(en, SectionId::fundamentals).find("2020-10-30") ==
               std::string::npos);
    test::check_clean(en);
    auto const zh = test::written(input, Language::zh);
    test::says(zh, SectionId::fundamentals, "截至 2020-10-29，库内没有已披露的财报");
    test::check_clean(zh);
}

BOOST_AUTO_TEST_SUITE_END()
