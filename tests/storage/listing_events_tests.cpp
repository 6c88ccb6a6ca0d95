#include "analysis_fixture.hpp"

#include <ec/base/error.hpp>
#include <ec/market/event_file.hpp>
#include <ec/workflows/check_data.hpp>
#include <ec/workflows/instrument_events.hpp>
#include <ec/workflows/symbol_listing.hpp>

#include <algorithm>

#include <boost/test/unit_test.hpp>

using namespace ec;
using market::Symbol;
using test::analyses::Slice;

namespace {

workflows::EventsImport import(Slice& f, char const* symbol, std::string const& rows) {
    return workflows::import_events(f.services(), f.context(), symbol, "events.csv",
                                    "kind,effective_on,announced_on,from_value,to_value\n" + rows);
}

reports::Report analyse(Slice& f, char const* symbol, std::optional<Date> as_of) {
    workflows::AnalysisOrder order;
    order.symbol = symbol;
    order.as_of = as_of;
    order.surface = "cli";
    auto const made = workflows::analyze_symbol(f.services(), f.context(), order,
                                                [](workflows::Step, std::int32_t) {});
    BOOST_REQUIRE(made.report.has_value());
    return *made.report;
}

std::vector<std::string> candidates(Slice& f, std::string_view typed) {
    std::vector<std::string> out;
    for (auto const& hit : f.market_data.instruments().resolve(f.context(), typed).candidates)
        out.push_back(hit.symbol.text() +
                      (hit.former_code.empty() ? "" : " was " + hit.former_code));
    return out;
}

Date day(char const* iso) { return Date::parse(iso, "day"); }

}  // namespace

BOOST_AUTO_TEST_SUITE(listing_events)

BOOST_DATA_TEST_CASE(events_are_imported_once_and_seen_when_known, test::engines(), engine) {
    Slice f(engine);
    std::string const rows =
        "suspended,2021-03-01,,,\nresumed,2021-03-10,2021-03-08,,\nnonsense,2021-03-01,,,\n";
    auto const first = import(f, "AAPL", rows);
    BOOST_TEST(first.change.added == 2);
    BOOST_TEST(first.rejected.size() == 1U);
    BOOST_TEST(import(f, "AAPL", rows).change.unchanged == 2);
    BOOST_TEST(import(f, "AAPL", "suspended,2021-03-01,2021-02-26,,\n").change.changed == 1);
    auto const apple = Symbol::parse("AAPL");
    auto const known = [&](char const* on) {
        return f.market_data.events().load(f.context(), apple, day(on)).size();
    };
    BOOST_TEST(known("2021-02-25") == 0U);
    BOOST_TEST(known("2021-02-26") == 1U);
    BOOST_TEST(known("2021-03-08") == 2U);
    BOOST_CHECK_EXCEPTION((void)import(f, "AAPL", "nonsense,2021-03-01,,,\n"), Error,
                          [](Error const& e) { return e.reason() == "events.no_rows"; });
    auto const all = workflows::list_events(f.services(), f.context(), "");
    BOOST_TEST(all.size() == 1U);
    BOOST_TEST(all.at(0).events.size() == 2U);
    BOOST_TEST(all.at(0).events.at(0).source == "file:events.csv");
    auto const listing = workflows::get_symbol_listing(f.services(), f.context(), "AAPL");
    BOOST_TEST(listing.events.events.size() == 2U);
}

BOOST_DATA_TEST_CASE(a_delisted_symbol_is_described_as_of_its_end, test::engines(), engine) {
    Slice f(engine);
    auto const series = f.market_data.bars().load_series(f.context(), Symbol::parse("TSLA"));
    auto const last = series->bars.date.back();
    auto const before = analyse(f, "TSLA", last);
    auto const end = last + 3;
    BOOST_TEST(import(f, "TSLA", "delisted," + end.iso() + "," + end.iso() + ",,\n").change.added ==
               1);
    BOOST_TEST(reports::render_report_json(before) ==
               reports::render_report_json(analyse(f, "TSLA", last)));
    // Today, and on any later day, it is the one report of its end.
    auto const now = analyse(f, "TSLA", std::nullopt);
    BOOST_TEST((now.abstained == std::vector{analysis::AbstainReason::delisted}));
    BOOST_TEST((now.sheet.as_of == last));
    BOOST_TEST((now.inputs.as_of == end));
    BOOST_TEST(reports::render_report_json(now) ==
               reports::render_report_json(analyse(f, "TSLA", end + 100)));
    for (auto const& item : workflows::data_status(f.services(), f.context(), {"TSLA"})) {
        BOOST_TEST((item.state.delisted_on == end));
        BOOST_TEST(!item.sessions_behind.has_value());
    }
}

BOOST_DATA_TEST_CASE(a_former_code_never_means_another_company_silently, test::engines(), engine) {
    Slice f(engine);
    // A code nobody has now.
    (void)import(f, "AAPL", "code_change,2020-01-02,,APPL,AAPL\n");
    BOOST_TEST(candidates(f, "APPL") == std::vector<std::string>{"AAPL was APPL"},
               boost::test_tools::per_element());
    BOOST_CHECK_EXCEPTION((void)f.market_data.instruments().get_symbol(f.context(), "appl"), Error,
                          [](Error const& e) { return e.reason() == "symbol.ambiguous"; });
    auto const hits = f.market_data.instruments().search(f.context(), "APPL", 5);
    BOOST_TEST(hits.at(0).symbol.text() == "AAPL");
    BOOST_TEST(hits.at(0).former_code == "APPL");
    // A code that another company has taken since: both, and each can still be named.
    (void)import(f, "AAPL", "code_change,2020-01-02,,TSLA,AAPL\n");
    std::vector<std::string> const both{"TSLA", "AAPL was TSLA"};
    BOOST_TEST(candidates(f, "TSLA") == both, boost::test_tools::per_element());
    BOOST_TEST(f.market_data.instruments().get_symbol(f.context(), "=TSLA").text() == "TSLA");
    BOOST_TEST(candidates(f, "=NOSUCH").empty());
    BOOST_TEST(f.market_data.instruments().get_symbol(f.context(), "AAPL").text() == "AAPL");
}

BOOST_DATA_TEST_CASE(a_chain_of_codes_ends_at_the_newest, test::engines(), engine) {
    Slice f(engine);
    (void)import(f, "OLDB", "code_change,2019-01-02,,OLDA,OLDB\n");
    (void)import(f, "NVDA", "code_change,2020-01-02,,OLDB,NVDA\n");
    BOOST_TEST(candidates(f, "OLDA") == std::vector<std::string>{"NVDA was OLDA"},
               boost::test_tools::per_element());
    (void)import(f, "MSFT", "code_change,2999-01-02,,LATER,MSFT\n");
    BOOST_TEST(candidates(f, "LATER").empty());
}

BOOST_AUTO_TEST_SUITE_END()
