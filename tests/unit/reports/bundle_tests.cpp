#include "made_report.hpp"

#include <ec/base/error.hpp>
#include <ec/base/math.hpp>
#include <ec/reports/compose.hpp>
#include <ec/reports/render.hpp>
#include <ec/reports/report.hpp>
#include <support/filed_year.hpp>

#include <cmath>
#include <string>

#include <boost/test/unit_test.hpp>

using ec::Error;
using ec::narrative::Language;
using ec::reports::parse_report;
using ec::reports::render_report_json;
using ec::test::made_report;

namespace {

auto malformed_at(std::string pointer) {
    return [pointer = std::move(pointer)](Error const& error) {
        BOOST_TEST(error.reason() == "report.malformed");
        BOOST_TEST(std::string(error.what()).find(pointer) != std::string::npos, error.what());
        return error.code() == ec::ErrorCode::invalid_input;
    };
}

std::string replaced(std::string text, std::string const& from, std::string const& to) {
    auto const at = text.find(from);
    BOOST_REQUIRE_MESSAGE(at != std::string::npos, from);
    return text.replace(at, from.size(), to);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(bundle)

BOOST_AUTO_TEST_CASE(a_report_comes_back_as_the_same_bytes) {
    for (auto const language : {Language::en, Language::zh}) {
        auto const report = made_report(language);
        auto const json = render_report_json(report);
        auto const back = parse_report(json);
        BOOST_TEST(render_report_json(back) == json);
        BOOST_TEST(back.document.title == report.document.title);
        BOOST_TEST(back.inputs.symbol.bars.close == report.inputs.symbol.bars.close,
                   boost::test_tools::per_element());
        BOOST_TEST(std::isnan(back.inputs.symbol.bars.amount.at(3)));
        BOOST_TEST(back.call->probability.inside == 0.40);
        BOOST_TEST(ec::reports::compute_hashes(back).bundle ==
                   ec::reports::compute_hashes(report).bundle);
    }
}

BOOST_AUTO_TEST_CASE(every_optional_part_comes_back) {
    auto report = made_report(Language::en);
    report.outcome = ec::analysis::Outcome::void_call;
    report.call.reset();
    report.void_reason = "levels_wrong_side";
    report.abstained = {ec::analysis::AbstainReason::suspended,
                        ec::analysis::AbstainReason::delisting_period};
    report.previous = report.sheet;
    report.data_notes_zh = {"已计入派息。"};
    report.authorship = {"llm", "7", "openai", "a model \"x\"\n", {{"temperature", "0"}}, ""};
    report.answer = "raw\r\n\t\x01 answer \xF0\x9F\x98\x80";
    auto& inputs = report.inputs;
    inputs.benchmark = inputs.symbol;
    inputs.benchmark->base_date = ec::Date::from_ymd(2021, 3, 31);
    inputs.benchmark->basis = ec::market::PriceBasis::adjusted;
    inputs.symbol.bars.amount[5] = 1.25e9;
    inputs.symbol.bars.flags[7] = 48;
    inputs.instrument.board_lot = 100;
    inputs.instrument.session_kind = ec::analysis::SessionKind::half_day;
    inputs.instrument.delisting_period = true;
    inputs.instrument.events = {{ec::Date::from_ymd(2021, 1, 4), ec::market::EventKind::name_change,
                                 ec::Date::from_ymd(2020, 12, 31), "旧名", "a \"new\" name"}};
    inputs.filings = ec::test::filed_year(
        ec::Date::from_ymd(2021, 1, 28), "10-Q",
        {{ec::market::StatementItem::eps_diluted, 3.68}, {ec::market::StatementItem::equity, 0.1}});
    auto const json = render_report_json(report);
    auto const back = parse_report(json);
    BOOST_TEST(render_report_json(back) == json);
    BOOST_TEST(back.answer == report.answer);
    BOOST_TEST(back.void_reason == "levels_wrong_side");
    BOOST_TEST((back.abstained == report.abstained));
    BOOST_CHECK(back.inputs.filings == inputs.filings);
    BOOST_CHECK(back.inputs.instrument.events == inputs.instrument.events);
    BOOST_TEST(back.inputs.symbol.bars.amount[5] == 1.25e9);
    BOOST_TEST(std::isnan(back.inputs.symbol.bars.amount[6]));
}

BOOST_AUTO_TEST_CASE(bytes_that_are_not_utf8_cannot_get_in) {
    auto report = made_report(Language::en);
    report.answer = "cut \xE4\xB8 off, \xFF";
    auto const back = parse_report(render_report_json(report));
    BOOST_TEST(back.answer.find('\xFF') == std::string::npos);
    BOOST_TEST(back.answer.find("\xEF\xBF\xBD") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(no_clock_no_run_no_host_no_revision) {
    auto report = made_report(Language::en);
    auto const json = render_report_json(report);
    report.inputs.symbol.id = "ser_01ABC";
    report.inputs.symbol.revision = 77;
    BOOST_TEST(render_report_json(report) == json);
    for (auto const* word : {"created", "run_id", "host", "revision", "_us\""})
        BOOST_TEST(json.find(word) == std::string::npos, word);
}

BOOST_AUTO_TEST_CASE(the_audit_and_the_label_stand_at_the_top) {
    auto const json = render_report_json(made_report(Language::en));
    BOOST_TEST(json.find("\"audit\":{\"supported\":1,\"derived\":1,\"unsupported\":1,"
                         "\"contradicted\":1}") != std::string::npos);
    BOOST_TEST(json.find("\"label\":\"Written by rules, no AI model.\"") != std::string::npos);
    auto model = made_report(Language::zh);
    model.authorship.model = "deepseek-chat";
    BOOST_TEST(ec::reports::label_text(model) ==
               "正文由人工智能生成（deepseek-chat），数字经程序核对。");
}

BOOST_AUTO_TEST_CASE(anything_but_canonical_form_is_refused_with_member_and_byte) {
    auto const json = render_report_json(made_report(Language::en));
    BOOST_CHECK_EXCEPTION((void)parse_report(""), Error, malformed_at("byte 0"));
    BOOST_CHECK_EXCEPTION((void)parse_report(json + " "), Error, malformed_at("canonical"));
    BOOST_CHECK_EXCEPTION((void)parse_report(json.substr(0, json.size() / 2)), Error,
                          malformed_at("byte"));
    BOOST_CHECK_EXCEPTION((void)parse_report("{}"), Error, malformed_at("\"format\""));
    BOOST_CHECK_EXCEPTION((void)parse_report("[" + json + "]"), Error, malformed_at("object"));
    struct Case {
        std::string from;
        std::string to;
        std::string pointer;
    };
    for (auto const& c : {
             Case{"equitycompass-report/1", "equitycompass-report/2", "/format"},
             Case{"\"inside\":0.4,", "\"inside\":0.40,", "/call/probability/inside"},
             Case{"\"inside\":0.4,", "\"inside\":\"0.4\",", "/call/probability/inside"},
             Case{"\"horizon\":20,\"outcome\"", "\"horizon\": 20,\"outcome\"", "/subject/horizon"},
             Case{"\"symbol\":\"AAPL\",\"as_of\"", "\"symbol\":\"MSFT\",\"as_of\"",
                  "/subject/symbol"},
             Case{"\"kind\":\"table\"", "\"kind\":\"chair\"", "/document/sections/4/blocks/0/kind"},
             Case{"\"columns\":3", "\"columns\":4", "/document/sections/4/blocks/0"},
             Case{"\"claim\":3", "\"claim\":4", "/claim"},
             Case{"\"id\":1,\"begin\"", "\"id\":7,\"begin\"", "/document/claims/1/id"},
             Case{"\"verdict\":\"derived\"", "\"verdict\":\"fine\"", "/document/claims/1/verdict"},
             Case{"\"2020-04-20\",\"2020-04-21\"", "\"2020-04-21\",\"2020-04-20\"",
                  "/inputs/symbol/bars/date/1"},
             Case{"\"2020-04-20\",\"2020-04-21\"", "\"2020-04-31\",\"2020-04-21\"",
                  "/inputs/symbol/bars/date/0"},
             Case{"\"flags\":[0,", "\"flags\":[", "/inputs/symbol/bars/flags"},
             Case{"\"flags\":[0,", "\"flags\":[-1,", "/inputs/symbol/bars/flags/0"},
             Case{"\"kind\":\"dividend\"", "\"kind\":\"gift\"", "/inputs/symbol/actions/0/kind"},
             Case{"\"unit\":\"ratio\"", "\"unit\":\"furlong\"", "/facts"},
             Case{"\"previous\":null", "\"previous\":{}", "/context/previous"},
         }) {
        BOOST_TEST_CONTEXT(c.from << " -> " << c.to)
        BOOST_CHECK_EXCEPTION((void)parse_report(replaced(json, c.from, c.to)), Error,
                              malformed_at(c.pointer));
    }
}

BOOST_AUTO_TEST_CASE(depth_size_and_bad_escapes_are_limits_not_crashes) {
    BOOST_CHECK_EXCEPTION((void)parse_report(std::string(100'000, '[')), Error,
                          malformed_at("deep"));
    BOOST_CHECK_EXCEPTION((void)parse_report(std::string(ec::reports::max_report_bytes + 1, ' ')),
                          Error, malformed_at("longer"));
    for (auto const* text :
         {"{\"a\":\"\\ud800\"}", "{\"a\":\"\\u12\"}", "{\"a\":\"\\x\"}", "{\"a\":01}", "{\"a\":.5}",
          "{\"a\":1e}", "{\"a\":nul}", "{\"a\":\"\xC3\x28\"}", "{\"a\":\"\n\"}", "{\"a\" 1}",
          "{\"a\":1,}", "{a:1}", "[1 2]", "{\"a\":\"", "{\"a\":-}", "\xEF\xBB\xBF{}"})
        BOOST_CHECK_EXCEPTION((void)parse_report(text), Error, malformed_at("byte"));
}

BOOST_AUTO_TEST_CASE(inputs_hold_nothing_later_than_the_session) {
    auto const report = made_report(Language::en);
    auto series = report.inputs.symbol;
    series.actions.push_back(
        {series.bars.date[200], ec::market::ActionKind::split, 0.25, 0, "4-for-1 split"});
    using enum ec::market::StatementItem;
    auto const early =
        ec::test::filed_year(series.bars.date[10], "10-K", {{net_income, 5}, {cost_of_revenue, 3}});
    auto const late = ec::test::filed_year(series.bars.date[230], "10-K", {{net_income, 6}});
    auto both = late;
    both.insert(both.end(), early.begin(), early.end());
    auto const as_of = series.bars.date[150];
    auto const inputs = ec::reports::make_inputs(series, &series, {}, both, as_of);
    BOOST_TEST(inputs.symbol.bars.size() == 151U);
    BOOST_TEST(inputs.symbol.actions.size() == 1U);
    BOOST_TEST(inputs.filings.size() == 1U);
    BOOST_TEST(inputs.filings[0].tag == "net_income");  // no figure is made of costs alone
    BOOST_TEST(inputs.benchmark->bars.size() == 151U);
    auto const none = ec::reports::make_inputs(series, nullptr, {}, late, as_of);
    BOOST_TEST(none.filings.empty());
}

BOOST_AUTO_TEST_CASE(an_extract_for_facts_only_says_so_and_holds_no_call) {
    ec::reports::RenderOptions options;
    options.profile = ec::reports::Profile::facts_only;
    auto const report = made_report(Language::en);
    auto const json = ec::reports::render_json(report, options);
    BOOST_TEST(json.find("equitycompass-report-extract/1") != std::string::npos);
    BOOST_TEST(json.find("\"call\":null") != std::string::npos);
    BOOST_TEST(json.find("For and against") == std::string::npos);
    BOOST_TEST(json.find("A wrong one") == std::string::npos);  // past the first sentence
    BOOST_TEST(json.find("\"audit\":{\"supported\":1,\"derived\":1,\"unsupported\":0,"
                         "\"contradicted\":0}") != std::string::npos);
    BOOST_CHECK_EXCEPTION((void)parse_report(json), Error, malformed_at("/format"));
    BOOST_TEST(ec::reports::render_json(report, {}) == render_report_json(report));
    auto const view = ec::reports::render_view_json(report, options);
    BOOST_TEST(view.find("\"call\"") == std::string::npos);
    BOOST_TEST(view.find("\"inputs\"") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
