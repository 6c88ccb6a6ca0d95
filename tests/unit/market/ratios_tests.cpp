#include <ec/market/ratios.hpp>

#include <support/random_seed.hpp>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

using ec::Date;
using namespace ec::market;

namespace {

Date day(char const* iso) { return Date::parse(iso, "day"); }

/// One annual report in the spelling of CSV files.
struct Company {
    std::vector<FiledFact> facts;

    Company() {
        for (auto const& [item, value] :
             {std::pair("revenue", 1000.0), std::pair("gross_profit", 400.0),
              std::pair("operating_income", 200.0), std::pair("pretax_income", 190.0),
              std::pair("income_tax", 38.0), std::pair("net_income", 152.0),
              std::pair("operating_cash_flow", 210.0), std::pair("capital_expenditure", 60.0),
              std::pair("depreciation", 50.0)})
            put(item, value, "USD", day("2019-01-01"));
        put("eps_diluted", 1.52, "USD/shares", day("2019-01-01"));
        for (auto const& [item, value] :
             {std::pair("equity", 500.0), std::pair("current_assets", 300.0),
              std::pair("current_liabilities", 150.0), std::pair("long_term_debt", 180.0),
              std::pair("short_term_borrowings", 20.0), std::pair("cash", 70.0),
              std::pair("short_term_investments", 30.0)})
            put(item, value, "USD", std::nullopt);
        put("shares_outstanding", 100, "shares", std::nullopt);
        put("revenue", 800, "USD", day("2018-01-01"), day("2018-12-31"));
        put("revenue", 512, "USD", day("2016-01-01"), day("2016-12-31"));
    }
    void put(std::string item, double value, char const* unit, std::optional<Date> start,
             Date end = day("2019-12-31")) {
        facts.push_back({std::move(item), unit, start, end, "0001-20-000001", "10-K",
                         day("2020-02-10"), value});
    }
    double& value(std::string_view item) {
        auto const found = std::ranges::find(facts, item, &FiledFact::tag);
        BOOST_REQUIRE(found != facts.end());
        return found->value;
    }
    void drop(std::string_view item) {
        std::erase_if(facts, [&](FiledFact const& f) { return f.tag == item; });
    }
    [[nodiscard]] Statements statements(char const* as_of = "2020-06-30") const {
        return compute_statements(FundamentalsView(facts, day(as_of)));
    }
    [[nodiscard]] Ratio ratio(std::string_view id, MarketPrice price = {20, "USD", {}},
                              char const* as_of = "2020-06-30") const {
        for (auto const& ratio : compute_ratios(statements(as_of), price))
            if (ratio.definition->id == id) return ratio;
        BOOST_FAIL("no ratio " << id);
        return {};
    }
};

void check_value(Company const& company, std::string_view id, double expected) {
    auto const ratio = company.ratio(id);
    BOOST_TEST_CONTEXT(id << " " << to_string(ratio.absent)) {
        BOOST_REQUIRE(ratio.absent == FigureAbsence::none);
        BOOST_TEST(ratio.value == expected, boost::test_tools::tolerance(1e-12));
    }
}

void check_absent(Company const& company, std::string_view id, FigureAbsence reason) {
    BOOST_TEST(to_string(company.ratio(id).absent) == to_string(reason), id);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(ratios)

BOOST_AUTO_TEST_CASE(values_follow_their_formulas) {
    Company const company;
    check_value(company, "revenue_growth", 25);
    check_value(company, "revenue_cagr_3", 25);  // 512 x 1.25^3 = 1000
    check_value(company, "gross_margin", 40);
    check_value(company, "operating_margin", 20);
    check_value(company, "net_margin", 15.2);
    check_value(company, "roe", 30.4);
    check_value(company, "roic", 100 * 200 * 0.8 / 600);  // 200 + 500 - 100 of capital
    check_value(company, "current_ratio", 2);
    check_value(company, "debt_to_equity", 0.4);
    check_value(company, "pe_ttm", 20 / 1.52);
    check_value(company, "pb", 4);
    check_value(company, "ps", 2);
    check_value(company, "ev_ebitda", (2000.0 + 200 - 100) / 250);
    check_value(company, "fcf_yield", 7.5);
    check_absent(company, "revenue_cagr_5", FigureAbsence::not_in_filing);
}

BOOST_AUTO_TEST_CASE(every_ratio_names_its_filings) {
    for (auto const& ratio : compute_ratios(Company().statements(), MarketPrice{20, "USD", {}})) {
        BOOST_TEST(!ratio.definition->formula.empty());
        if (ratio.absent != FigureAbsence::none) continue;
        auto const filings = filings_of(ratio.inputs);
        BOOST_REQUIRE(filings.size() == 1U);
        BOOST_TEST(filings[0].accession == "0001-20-000001");
        BOOST_TEST(filings[0].form == "10-K");
        BOOST_CHECK(filings[0].filed == day("2020-02-10"));
    }
}

BOOST_AUTO_TEST_CASE(absent_with_a_reason) {
    Company company;
    company.drop("gross_profit");
    check_absent(company, "gross_margin", FigureAbsence::not_in_filing);
    company.put("cost_of_revenue", 700, "USD", day("2019-01-01"));
    check_value(company, "gross_margin", 30);
    company.value("equity") = -1;
    for (auto const* id : {"roe", "debt_to_equity", "pb"})
        check_absent(company, id, FigureAbsence::not_positive);
    company.value("eps_diluted") = -1.52;
    check_absent(company, "pe_ttm", FigureAbsence::not_positive);
    company.drop("long_term_debt");
    check_absent(company, "ev_ebitda", FigureAbsence::not_in_filing);
    company.put("long_term_debt_noncurrent", 170, "USD", std::nullopt);
    company.put("long_term_debt_current", 10, "USD", std::nullopt);
    check_value(company, "ev_ebitda", (2000.0 + 200 - 100) / 250);
}

BOOST_AUTO_TEST_CASE(statements_older_than_eighteen_months_are_stale) {
    Company const company;
    auto const at = [&](char const* as_of) {
        return company.ratio("net_margin", {20, "USD", {}}, as_of).absent;
    };
    BOOST_CHECK(at("2021-07-01") == FigureAbsence::none);
    BOOST_CHECK(at("2021-07-02") == FigureAbsence::stale_filing);
    BOOST_CHECK(at("2020-02-09") == FigureAbsence::no_filing_by_as_of);
}

BOOST_AUTO_TEST_CASE(price_and_accounts_share_currency_and_share_basis) {
    Company const company;
    BOOST_CHECK(company.ratio("pe_ttm", {20, "HKD", {}}).absent == FigureAbsence::currency_differs);
    BOOST_CHECK(company.ratio("roe", {20, "HKD", {}}).absent == FigureAbsence::none);
    std::vector<CorporateAction> const splits{
        {day("2020-01-31"), ActionKind::split, 0.5, 0, "before the filing"},
        {day("2020-05-29"), ActionKind::split, 0.25, 0, "after it"}};
    BOOST_TEST(company.ratio("pe_ttm", {5, "USD", splits}).value == 20 / 1.52,
               boost::test_tools::tolerance(1e-12));
    BOOST_TEST(company.ratio("ps", {5, "USD", splits}).value == 2,
               boost::test_tools::tolerance(1e-12));
    for (auto const& ratio : compute_ratios(company.statements(), std::nullopt))
        if (ratio.definition->needs_price)
            BOOST_CHECK(ratio.absent == FigureAbsence::not_in_filing);
}

BOOST_AUTO_TEST_CASE(an_accounting_year_in_another_currency_is_kept_apart) {
    Company company;
    company.put("revenue", 7000, "CNY", day("2019-01-01"));
    auto const statements = company.statements();
    BOOST_TEST(statements.currency == "USD");
    BOOST_TEST(statements.figure("revenue_ttm").value == 1000);
}

// A report keeps only what was used: it must lead to the same figures.
BOOST_AUTO_TEST_CASE(used_facts_alone_give_the_same_statements) {
    std::mt19937_64 random(ec::test::random_seed());
    auto const below = [&](std::uint64_t n) { return random() % n; };
    for (int round = 0; round < 100; ++round) {
        Company company;
        for (int i = 0; i < 150; ++i) {
            auto const item = static_cast<StatementItem>(below(statement_item_count));
            auto const tags = tags_of(item);
            FiledFact f;
            f.tag = tags[below(tags.size())];
            auto const flow = item <= StatementItem::depreciation;
            auto const start = day("2014-01-01") + 91 * static_cast<std::int32_t>(below(24));
            f.end = start + 91 * static_cast<std::int32_t>(1 + below(4)) - 1;
            if (flow) f.start = start;
            f.unit = item == StatementItem::eps_diluted          ? "USD/shares"
                     : item == StatementItem::shares_outstanding ? "shares"
                                                                 : "USD";
            f.filed = f.end + static_cast<std::int32_t>(20 + below(400));
            f.accession = std::to_string(below(50));
            f.form = "10-Q";
            f.value = static_cast<double>(below(1000)) - 100;
            company.facts.push_back(f);
        }
        auto const full = company.statements();
        company.facts = used_facts(full);
        auto const kept = company.statements();
        BOOST_CHECK(kept.filed == full.filed);
        BOOST_TEST(kept.form == full.form);
        BOOST_CHECK(used_facts(kept) == company.facts);
        for (auto const& [id, figure] : full.figures) {
            BOOST_TEST_CONTEXT(id) {
                BOOST_CHECK(kept.figure(id).absent == figure.absent);
                BOOST_TEST(kept.figure(id).value == figure.value);
            }
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
