#include <ec/narrative/offline_analyst.hpp>

#include "worked_example.hpp"
#include "written_report.hpp"

#include <ec/narrative/audit.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace ec;
using ec::test::both_languages;
using ec::test::check_clean;
using ec::test::ids_of;
using ec::test::says;
using ec::test::section_text;
using ec::test::written;
using narrative::Language;
using narrative::SectionId;

namespace {

narrative::ReportInput abstaining(analysis::AbstainReason reason) {
    auto input = ec::test::make_aapl_input();
    input.call.reset();
    input.abstained = {reason};
    return input;
}

narrative::ReportInput renamed(std::string_view symbol, std::string_view name_en,
                               std::string_view name_zh, std::string_view currency) {
    auto input = ec::test::make_aapl_input();
    for (auto* sheet : {&input.sheet, &*input.previous}) {
        sheet->symbol = market::Symbol::parse(symbol);
        sheet->name_en = name_en;
        sheet->name_zh = name_zh;
        sheet->currency = currency;
    }
    return input;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(report_cases)

BOOST_AUTO_TEST_CASE(silence_keeps_the_measured_sections_and_says_why) {
    using enum SectionId;
    std::vector<SectionId> const kept{status, header, bottom_line,  chart,      trend, levels,
                                      volume, risk,   fundamentals, data_notes, audit, method};
    using analysis::AbstainReason;
    for (auto const reason :
         {AbstainReason::too_few_sessions, AbstainReason::flagged_bar, AbstainReason::suspended,
          AbstainReason::limit_locked, AbstainReason::unexplained_gap, AbstainReason::thin_turnover,
          AbstainReason::delisting_period})
        for (auto const language : both_languages) {
            auto const document = written(abstaining(reason), language);
            BOOST_TEST((ids_of(document) == kept));
            says(document, bottom_line,
                 language == Language::en ? "No call is given: " : "不给观点：");
            BOOST_TEST(section_text(document, bottom_line).find("base rate") == std::string::npos);
            check_clean(document);
        }
}

BOOST_AUTO_TEST_CASE(facts_only_shows_no_opinion) {
    auto input = ec::test::make_aapl_input();
    input.profile = "facts_only";
    for (auto const language : both_languages) {
        auto const document = written(input, language);
        for (auto const id : {SectionId::call_card, SectionId::for_against, SectionId::scenarios})
            BOOST_TEST(narrative::find_section(document, id) == nullptr);
        BOOST_TEST(section_text(document, SectionId::bottom_line) ==
                   (language == Language::en
                        ? "Apple closed 4.2 % above its rising 200-day average and 4.6 % below its "
                          "falling 50-day average.\n"
                        : "收盘高于上行的 200 日均线 4.2%，低于下行的 50 日均线 4.6%。\n"));
        BOOST_TEST(section_text(document, SectionId::changes).find("Call") == std::string::npos);
        BOOST_TEST(section_text(document, SectionId::changes).find("观点") == std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(a_void_call_is_named) {
    auto input = ec::test::make_aapl_input();
    input.call.reset();
    input.void_reason = "level_on_wrong_side";
    says(written(input, Language::en), SectionId::bottom_line,
         "The call was removed: a reference level stood on the wrong side of the close.");
    says(written(input, Language::zh), SectionId::call_card,
         "观点已撤下：参考位落在收盘价的错误一侧。");
}

BOOST_AUTO_TEST_CASE(without_benchmark_the_gap_is_named) {
    auto input = ec::test::make_aapl_input();
    for (auto const id : {"beta_250", "correlation_250", "benchmark_return_20",
                          "benchmark_return_60", "excess_return_20", "excess_return_60"})
        ec::test::put_absent(input.sheet, id, "no_benchmark_overlap");
    auto const en = written(input, Language::en);
    says(en, SectionId::risk,
         "Beta and excess return are not available: no benchmark bars for these dates.");
    check_clean(en);
    auto const zh = written(input, Language::zh);
    says(zh, SectionId::risk, "贝塔与超额收益不可得：这些日期没有基准行情。");
    check_clean(zh);
}

BOOST_AUTO_TEST_CASE(without_volume_one_line_says_how_to_add_it) {
    auto input = ec::test::make_aapl_input();
    for (auto const id : {"volume", "volume_avg_20", "volume_ratio_20", "volume_ratio_5"})
        ec::test::put_absent(input.sheet, id, "no_volume");
    BOOST_TEST(section_text(written(input, Language::en), SectionId::volume) ==
               "The source carries no volume for this session; importing a file with a volume "
               "column would fill this section.\n");
    BOOST_TEST(section_text(written(input, Language::zh), SectionId::volume) ==
               "当日来源没有成交量，导入带成交量的文件即可补上。\n");
}

BOOST_AUTO_TEST_CASE(bound_words_of_volume) {
    auto input = ec::test::make_aapl_input();
    ec::test::put(input.sheet, "volume_ratio_20", 1.66);
    ec::test::put(input.sheet, "volume", 181'100'000);
    says(written(input, Language::en), SectionId::volume,
         "Volume was heavy: 181.1 m shares, 1.66 times the 20-day average. On that volume the "
         "close rose 1.9 %.");
    says(written(input, Language::zh), SectionId::volume,
         "成交 1.81 亿股，为 20 日均量的 1.66 倍，属放量上涨。");
    ec::test::put(input.sheet, "volume_ratio_20", 0.66);
    says(written(input, Language::en), SectionId::volume, "Volume was light");
    ec::test::put(input.sheet, "volume_ratio_20", 1.49);
    auto const ordinary = section_text(written(input, Language::en), SectionId::volume);
    BOOST_TEST(ordinary.find("heavy") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_index_has_points_and_no_accounts) {
    auto const input = renamed("^GSPC", "S&P 500", "标普500", "USD");
    auto const en = written(input, Language::en);
    says(en, SectionId::header, " · points");
    BOOST_TEST(section_text(en, SectionId::header).find("USD") == std::string::npos);
    says(en, SectionId::bottom_line, "The S&P 500 closed 4.2 % above");
    says(en, SectionId::fundamentals, "An index files no accounts");
    says(en, SectionId::status, "index level");
    says(written(input, Language::zh), SectionId::fundamentals, "指数没有财报");
}

BOOST_AUTO_TEST_CASE(market_rules_stand_in_the_header) {
    auto hk = renamed("0700.HK", "TENCENT", "腾讯控股", "HKD");
    ec::test::put(hk.sheet, "board_lot", 100);
    ec::test::put_text(hk.sheet, "other_counter", "80700.HK");
    says(written(hk, Language::en), SectionId::header,
         "Board lot 100 shares, other counter 80700.HK.");
    says(written(hk, Language::zh), SectionId::header, "每手 100 股，另一柜台 80700.HK。");

    auto cn = renamed("300750.SZ", "", "宁德时代", "CNY");
    ec::test::put_text(cn.sheet, "board", "chinext");
    ec::test::put(cn.sheet, "price_limit_pct", 20);
    ec::test::put(cn.sheet, "turnover_pct", 1.234);
    ec::test::put_text(cn.sheet, "limit_state", "limit_up");
    ec::test::put_text(cn.sheet, "ex_date", "dividend");
    auto const zh = written(cn, Language::zh);
    says(zh, SectionId::header, "创业板，涨跌幅限制 ±20%，换手率 1.23%。");
    says(zh, SectionId::header, "收于涨停，当日除息。");
    says(zh, SectionId::volume, "当日收于涨停。");
    auto const en = written(cn, Language::en);
    says(en, SectionId::header, "ChiNext, price limit ±20 %, turnover rate 1.23 %.");
    says(en, SectionId::header, "Closed limit up and ex-date of a dividend on this session.");
    // No English name is known, so the symbol stands in the sentence.
    says(en, SectionId::bottom_line, "300750.SZ closed");
}

BOOST_AUTO_TEST_CASE(a_day_locked_at_its_limit) {
    auto input = renamed("600519.SH", "", "贵州茅台", "CNY");
    input.call.reset();
    input.abstained = {analysis::AbstainReason::limit_locked};
    ec::test::put_text(input.sheet, "limit_state", "locked_down");
    says(written(input, Language::en), SectionId::header, "Locked limit down all day.");
    says(written(input, Language::en), SectionId::volume,
         "The stock was locked limit down all day.");
    says(written(input, Language::zh), SectionId::bottom_line,
         "不给观点：全天封于涨跌停价，成交价没有信息量。");
}

BOOST_AUTO_TEST_CASE(prices_adjusted_to_a_later_day_are_owned_up_to) {
    auto input = ec::test::make_aapl_input();
    input.sheet.basis = market::PriceBasis::adjusted;
    input.sheet.base_date = Date::from_ymd(2025, 11, 21);
    input.sheet.vintage_adjusted = true;
    auto const en = written(input, Language::en);
    says(en, SectionId::status, "adjusted to 2025-11-21, after that day");
    says(en, SectionId::data_notes, "levels differ from those quoted on the day");
    says(written(input, Language::zh), SectionId::status, "前复权至 2025-11-21（晚于当日）");
}

BOOST_AUTO_TEST_CASE(splits_are_named_once) {
    auto input = ec::test::make_aapl_input();
    ec::test::put(input.sheet, "split_ratio", 0.125);
    says(written(input, Language::en), SectionId::data_notes,
         "1-for-8 reverse split of 2020-08-31 applied.");
    says(written(input, Language::zh), SectionId::data_notes, "已计入 2020-08-31 的 8 合 1。");
    input.data_notes_en = {"Reverse split of 2020-08-31: 1 for 8."};
    auto const text = section_text(written(input, Language::en), SectionId::data_notes);
    BOOST_TEST(text.find("applied") == std::string::npos);
    BOOST_TEST(text.find("Reverse split of 2020-08-31: 1 for 8.") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_lean_that_ended_today) {
    auto input = ec::test::make_aapl_input();
    ec::test::put_date(input.sheet, "lean_since", "2021-03-31");
    ec::test::put(input.sheet, "lean_sessions", 1);
    input.call->lean_since = input.sheet.as_of;
    ec::test::put_text(*input.previous, "lean", "up");
    auto const en = written(input, Language::en);
    says(en, SectionId::bottom_line, "; with this session the lean turned mixed.");
    says(en, SectionId::changes, "The lean turned from up to mixed.");
    auto const zh = written(input, Language::zh);
    says(zh, SectionId::bottom_line, "，倾向当日转为不明。");
    says(zh, SectionId::changes, "倾向由上行转为不明");
}

BOOST_AUTO_TEST_CASE(a_call_against_the_lean_explains_itself) {
    auto input = ec::test::make_aapl_input();
    input.call->lean = analysis::Lean::down;
    input.call->against_lean = true;
    ec::test::put_text(input.sheet, "lean", "down");
    says(written(input, Language::en), SectionId::bottom_line,
         "Trend evidence is down, yet the opposite outcome followed such readings more often.");
    says(written(input, Language::zh), SectionId::bottom_line,
         "趋势证据向下，但历史上类似读数之后，价格升破区间的次数多于跌破。");
}

BOOST_AUTO_TEST_CASE(shares_that_do_not_round_to_a_hundred_get_a_decimal) {
    auto input = ec::test::make_aapl_input();
    input.call->probability = {0.376, 0.378, 0.246};
    says(written(input, Language::en), SectionId::call_card,
         "Up (close above 127.97) 37.6 %, inside 37.8 %, down (below 116.59) 24.6 %;");
}

BOOST_AUTO_TEST_CASE(the_prior_alone_is_named) {
    auto input = ec::test::make_aapl_input();
    input.call->windows = 0;
    says(written(input, Language::en), SectionId::call_card,
         "no comparable windows, so the drift-free prior stands alone.");
    says(written(input, Language::zh), SectionId::method, "所列概率为无漂移先验");
}

BOOST_AUTO_TEST_CASE(an_upward_plan_needs_room) {
    auto input = ec::test::make_aapl_input();
    input.call->direction = analysis::Direction::up;
    ec::test::put_text(input.sheet, "call_direction", "up");
    // 127.1 is 4.95 away, 116.21 is 5.94 below
    says(written(input, Language::en), SectionId::scenarios, "would be too short for a plan.");
    input.call->reopen_below = 119.5;  // 2.65 below: the way up is 1.9 times as long
    auto const text = section_text(written(input, Language::en), SectionId::scenarios);
    BOOST_TEST(text.find("Upward, the reference zone would be 116.2-118.4.") != std::string::npos);
    BOOST_TEST(text.find("Between them") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(only_problems_are_tabled) {
    auto input = ec::test::make_aapl_input();
    auto document = narrative::write_report(input, Language::en);
    ec::test::put(input.sheet, "rsi_14", 71.2);
    for (auto& section : document.sections)
        if (section.id == SectionId::trend)
            section.blocks.push_back(
                {narrative::BlockKind::paragraph, 0, {{{"RSI(14) was 66.6.", -1, false}}}});
    narrative::audit_document(document, input.sheet);
    narrative::finish_document(document, input, {"rules/1", "", "ab", "t"});
    auto const text = section_text(document, SectionId::audit);
    BOOST_TEST(text.find("1 contradicted.") != std::string::npos);
    BOOST_TEST(text.find("66.6\n") != std::string::npos);
    BOOST_TEST(text.find("71.2") != std::string::npos);
    BOOST_TEST(text.find("4.2 %") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(state_and_forecast_never_share_a_sentence) {
    for (auto const language : both_languages) {
        auto const text =
            section_text(written(ec::test::make_aapl_input(), language), SectionId::bottom_line);
        std::string_view const stop = language == Language::en ? ". " : "。";
        std::size_t begin = 0;
        for (auto end = text.find(stop); begin < text.size(); end = text.find(stop, begin)) {
            auto const sentence = text.substr(begin, end - begin);
            bool const state = sentence.find("average") != std::string::npos ||
                               sentence.find("均线") != std::string::npos ||
                               sentence.find("conditions") != std::string::npos ||
                               sentence.find("证据") != std::string::npos;
            bool const forecast = sentence.find("call is") != std::string::npos ||
                                  sentence.find("概率") != std::string::npos;
            BOOST_TEST(!(state && forecast), sentence);
            if (end == std::string::npos) break;
            begin = end + stop.size();
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
