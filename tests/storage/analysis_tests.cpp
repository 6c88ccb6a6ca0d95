#include <ec/workflows/analyze_symbol.hpp>
#include <ec/workflows/market_view.hpp>
#include <ec/workflows/reveal.hpp>

#include "analysis_fixture.hpp"

#include <ec/base/error.hpp>
#include <ec/base/json_writer.hpp>
#include <ec/workflows/reveal.hpp>

#include <support/stub_server.hpp>

#include <cstdlib>
#include <fstream>

#include <boost/test/unit_test.hpp>

using namespace ec;
using test::StubAnswer;
using test::StubServer;
using workflows::TaskState;

namespace ec::test::analyses {

llm::ModelSettings stub_settings(StubServer const& server) {
    llm::ModelSettings settings;
    settings.base_url = server.url("/v1");
    settings.model = "stub-1";
    settings.first_backoff_ms = 5;
    settings.idle_timeout_ms = 300;
    settings.total_timeout_ms = 2'000;
    return settings;
}

StubAnswer streamed(std::string_view text, std::string_view finish_reason) {
    JsonWriter w;
    w.begin_object().key("choices").begin_array().begin_object().key("delta").begin_object();
    w.member("content", text).end_object().member("finish_reason", finish_reason);
    w.end_object().end_array().end_object();
    return StubAnswer::event_stream().send("data: " + w.take() + "\n\ndata: [DONE]\n\n").close();
}

constexpr std::string_view prose =
    "## Bottom line\nApple closed at 131.96.\n\n## Trend and momentum\nThe RSI(14) was 55.\n\n"
    "## Levels\nNo level stood near.\n\n## Volume\nVolume was light.\n\n";

std::string with_call(std::string_view numbers) {
    return std::string(prose) + "```json\n{" + std::string(numbers) +
           R"(, "thesis": "No edge was measured.", "reopen_above": 145.2, "reopen_below": 120.1})"
           "\n```\n";
}

}  // namespace ec::test::analyses

using namespace ec::test::analyses;

BOOST_AUTO_TEST_SUITE(analysis)

BOOST_DATA_TEST_CASE(a_worker_writes_what_the_callers_own_thread_writes, test::engines(), engine) {
    Slice f(engine);
    auto const task = f.analyse("rules");
    BOOST_REQUIRE((task.state == TaskState::succeeded));
    BOOST_REQUIRE(task.report_id.has_value());
    BOOST_TEST(task.outcome == "ok");

    workflows::AnalysisOrder order;
    order.symbol = "aapl.us";
    order.as_of = Date::parse("2021-01-31", "as_of");  // a Sunday: the session before it
    order.surface = "cli";
    auto const same = workflows::analyze_symbol(f.services(), f.context(), order,
                                                [](workflows::Step, std::int32_t) {});
    BOOST_REQUIRE(same.row.has_value());
    BOOST_TEST(same.row->id == *task.report_id);
    BOOST_TEST(f.count("SELECT COUNT(*) FROM runs") == 1);
    BOOST_TEST(f.count("SELECT COUNT(*) FROM reports") == 1);

    Slice other(engine);
    auto const alone = workflows::analyze_symbol(other.services(), other.context(), order,
                                                 [](workflows::Step, std::int32_t) {});
    BOOST_REQUIRE(alone.row.has_value());
    BOOST_TEST(alone.row->sha256 == same.row->sha256);

    auto const reveal = workflows::reveal_report(f.services(), f.context(), *task.report_id);
    BOOST_TEST(reveal.complete());
    BOOST_REQUIRE(reveal.score.has_value());
    BOOST_TEST(reveal.score->brier >= 0);
}

BOOST_DATA_TEST_CASE(a_waiting_task_is_cancelled_and_may_be_asked_again, test::engines(), engine) {
    Slice f(engine);
    workflows::AnalysisOrder order;
    order.symbol = "AAPL";
    order.surface = "api";
    auto const first = workflows::request_analysis(f.services(), f.context(), order);
    auto const cancelled = workflows::cancel_analysis(f.services(), f.context(), first.id);
    BOOST_TEST((cancelled.state == TaskState::cancelled));
    BOOST_TEST(f.count("SELECT COUNT(*) FROM reports") == 0);
    auto const again = workflows::request_analysis(f.services(), f.context(), order);
    BOOST_TEST(again.id != first.id);
    BOOST_TEST((f.finish(again.id).state == TaskState::succeeded));
    auto const page = workflows::list_analyses(f.services(), f.context(), 1, "");
    BOOST_TEST(page.items.size() == 1U);
    BOOST_TEST(!page.next_cursor.empty());
    BOOST_CHECK_THROW((void)workflows::list_analyses(f.services(), f.context(), 1, "x"), Error);
    auto stranger = f.context();
    stranger.actor = {"usr_other"};
    BOOST_CHECK_THROW((void)workflows::get_analysis(f.services(), stranger, again.id), Error);
}

BOOST_DATA_TEST_CASE(orders_that_mean_nothing_are_refused, test::engines(), engine) {
    Slice f(engine);
    workflows::AnalysisOrder order;
    order.surface = "api";
    auto const refused = [&](std::string_view reason) {
        BOOST_CHECK_EXCEPTION((void)workflows::request_analysis(f.services(), f.context(), order),
                              Error, [&](Error const& e) { return e.reason() == reason; });
    };
    order.symbol = "NOSUCHCO";
    refused("symbol.unknown");
    order.symbol = "000001";
    refused("symbol.ambiguous");
    order.symbol = "AAPL";
    order.horizon = 7;
    refused("call.horizon");
    order.horizon = 20;
    order.analyst = "gpt";
    refused("analysis.analyst");
    order.analyst = "rules";
    order.as_of = Date::parse("1990-01-01", "as_of");
    refused("facts.no_bars");
    BOOST_TEST(f.count("SELECT COUNT(*) FROM jobs") == 0);
}

BOOST_DATA_TEST_CASE(a_models_report_carries_its_name_and_its_call, test::engines(), engine) {
    StubServer server(
        {streamed(with_call(R"("p_up": 0.3, "p_inside": 0.45, "p_down": 0.25)"), "stop")});
    llm::ChatModel const model(stub_settings(server));
    Slice f(engine, &model);
    auto const task = f.analyse("stub-1");
    BOOST_REQUIRE_MESSAGE((task.state == TaskState::succeeded), task.error_message);
    auto const report =
        f.reports.load(f.context(), {test::TestDatabase::local_user}, *task.report_id);
    BOOST_TEST(report.authorship.model == "stub-1");
    BOOST_REQUIRE(report.call.has_value());
    BOOST_TEST(report.call->probability.inside == 0.45);
    BOOST_TEST(reports::label_text(report).find("AI (stub-1)") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(every_fault_of_a_model_is_a_typed_failure_without_a_report) {
    struct Fault {
        char const* name;
        StubAnswer answer;
        char const* outcome;
    };
    std::vector<Fault> const faults{
        {"timeout", StubAnswer::silent().wait(3'000), "llm_error"},
        {"rate limit", StubAnswer::json(429, R"({"error":{"code":"rate_limit_exceeded"}})"),
         "llm_error"},
        {"quota", StubAnswer::json(429, R"({"error":{"code":"insufficient_quota"}})"), "llm_error"},
        {"key refused", StubAnswer::json(401, "{}"), "llm_error"},
        {"empty", streamed("", "stop"), "llm_error"},
        {"cut off", streamed(prose, "length"), "llm_error"},
        {"content filter", streamed(prose, "content_filter"), "llm_error"},
        {"HTML page", StubAnswer::whole(200, "text/html", "<html>sign in</html>"), "llm_error"},
        {"bad gateway", StubAnswer::whole(502, "text/html", "<html>502</html>"), "llm_error"},
        {"no call", streamed(prose, "stop"), "unparseable"},
        {"refusal in prose", streamed("I cannot help with that.", "stop"), "unparseable"},
    };
    std::size_t typed = 0;
    for (auto const& fault : faults) {
        StubServer server({fault.answer});
        llm::ChatModel const model(stub_settings(server));
        Slice f("sqlite", &model);
        auto const task = f.analyse("stub-1");
        BOOST_TEST((task.state == TaskState::failed), fault.name);
        BOOST_TEST(task.outcome == fault.outcome, fault.name);
        BOOST_TEST(!task.error_message.empty(), fault.name);
        BOOST_TEST(f.count("SELECT COUNT(*) FROM reports") == 0, fault.name);
        BOOST_TEST(f.count("SELECT COUNT(*) FROM calls") == 0, fault.name);
        typed += task.outcome == fault.outcome ? 1 : 0;
    }
    if (char const* folder = std::getenv("EC_PROOFS_DIR"); folder != nullptr)
        std::ofstream(std::string(folder) + "/2.3.model")
            << typed << " of " << faults.size() << " model faults a typed failure, no report\n";
}

BOOST_AUTO_TEST_CASE(an_impossible_call_is_taken_out_and_the_text_kept) {
    StubServer server(
        {streamed(with_call(R"("p_up": 0.6, "p_inside": 0.4, "p_down": 0.2)"), "stop")});
    llm::ChatModel const model(stub_settings(server));
    Slice f("sqlite", &model);
    auto const task = f.analyse("stub-1");
    BOOST_TEST(task.outcome == "void_call");
    BOOST_REQUIRE(task.report_id.has_value());
    auto const report =
        f.reports.load(f.context(), {test::TestDatabase::local_user}, *task.report_id);
    BOOST_TEST(!report.call.has_value());
    BOOST_TEST(f.count("SELECT COUNT(*) FROM calls") == 0);
}

BOOST_DATA_TEST_CASE(the_calendar_says_what_kind_of_session_it_was, test::engines(), engine) {
    Slice slice(engine);
    auto const kind = [&](char const* symbol, char const* as_of) {
        auto const source = workflows::load_fact_source(slice.services(), slice.context(), symbol,
                                                        Date::parse(as_of, "as_of"));
        return std::string(
            workflows::compute_sheet(slice.services(), source, 20).find("session_kind")->text);
    };
    BOOST_TEST(kind("AAPL", "2020-11-27") == "half_day");
    BOOST_TEST(kind("AAPL", "2021-03-31") == "regular");
    BOOST_TEST(kind("600519.SH", "2019-09-30") == "regular");
}

BOOST_DATA_TEST_CASE(facts_only_shows_no_call_anywhere, test::engines(), engine) {
    Slice slice(engine);
    auto services = slice.services();
    services.profile = "facts_only";
    auto const source = workflows::load_fact_source(services, slice.context(), "AAPL",
                                                    Date::parse("2021-01-29", "as_of"));
    for (auto const& fact : workflows::compute_sheet(services, source, 20).facts)
        BOOST_TEST(!fact.id.starts_with("call_"), fact.id);
    workflows::AnalysisOrder order;
    order.symbol = "AAPL";
    order.as_of = Date::parse("2021-01-29", "as_of");
    order.surface = "cli";
    auto const analyzed = workflows::analyze_symbol(services, slice.context(), order,
                                                    [](workflows::Step, std::int32_t) {});
    auto const reveal = workflows::reveal_report(services, slice.context(), analyzed.row->id);
    BOOST_TEST(reveal.complete());
    BOOST_TEST(!reveal.direction.has_value());
    BOOST_TEST(!reveal.score.has_value());
}

BOOST_AUTO_TEST_SUITE_END()
