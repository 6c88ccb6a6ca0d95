#include <ec/marketdata/seed.hpp>

#include "seed_fixture.hpp"

#include <ec/base/error.hpp>
#include <ec/base/math.hpp>
#include <ec/market/adjustment.hpp>
#include <ec/market/csv.hpp>
#include <ec/marketdata/market_data.hpp>

#include <chrono>
#include <cmath>
#include <filesystem>
#include <fstream>

#include <boost/test/unit_test.hpp>

using namespace ec;
using ec::market::PriceBasis;
using ec::market::Symbol;

namespace {

Date day(char const* text) { return Date::parse(text, "day"); }

}  // namespace

BOOST_AUTO_TEST_SUITE(seed)

BOOST_DATA_TEST_CASE(the_whole_seed_is_loaded_once_and_quickly, test::engines(), engine) {
    auto const start = std::chrono::steady_clock::now();
    test::SeededStore f(engine);
    std::chrono::duration<double> const took = std::chrono::steady_clock::now() - start;
    BOOST_TEST_MESSAGE(engine << ": seed of " << f.report.instruments << " instruments, "
                              << f.report.bars << " bars in " << took.count() << " s");
    BOOST_TEST(f.report.instruments > 6000U);
    BOOST_TEST(f.report.series == 24U);
    BOOST_TEST(f.report.bars > 60'000U);
    BOOST_TEST(f.report.left_out == 0U);
    auto const again =
        marketdata::load_seed(f.context(), f.test.database(), test::SeededStore::folder());
    BOOST_TEST(again.unchanged == 1U);
    auto const rows = f.test.query("SELECT COUNT(*), SUM(revision) FROM series");
    BOOST_TEST(rows[0].integer(0) == 24);
}

BOOST_DATA_TEST_CASE(stored_bars_are_those_of_the_files, test::engines(), engine) {
    test::SeededStore f(engine);
    auto const table =
        market::parse_csv_table(test::read_source_file("schema/seed/market/cn/600519.SH.csv"));
    auto const series = f.store.load_series(f.context(), Symbol::parse("600519.SH"));
    BOOST_TEST((series->basis == PriceBasis::adjusted));
    BOOST_TEST((series->base_date == day("2020-08-24")));
    BOOST_REQUIRE_EQUAL(series->bars.size(), table.rows.size());
    auto const number = [&](std::size_t i, char const* column) {
        auto const& text = table.rows[i][table.column(column)];
        return text.empty() ? nan_value() : std::stod(text);
    };
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        BOOST_REQUIRE_EQUAL(series->bars.date[i].iso(), table.rows[i][0]);
        BOOST_REQUIRE_EQUAL(series->bars.open[i], number(i, "open"));
        BOOST_REQUIRE_EQUAL(series->bars.close[i], number(i, "close"));
        BOOST_REQUIRE_EQUAL(series->bars.previous_close[i], number(i, "preclose"));
        BOOST_REQUIRE_EQUAL(series->bars.volume[i], number(i, "volume"));
        auto const amount = number(i, "amount");
        BOOST_REQUIRE(series->bars.amount[i] == amount ||
                      (is_nan(amount) && is_nan(series->bars.amount[i])));
        bool const suspended = has(series->bars.flags[i], market::BarFlag::suspended);
        BOOST_REQUIRE_EQUAL(suspended, number(i, "trade_status") == 0);
    }
}

BOOST_DATA_TEST_CASE(unadjusted_prices_with_their_factors_are_shown, test::engines(), engine) {
    test::SeededStore f(engine);
    auto const symbol = Symbol::parse("AAPL");
    auto const all = f.store.list_series(f.context(), symbol);
    BOOST_REQUIRE(all.size() == 2U);
    BOOST_TEST(all[0].shown == 1);
    BOOST_TEST((all[0].basis == PriceBasis::raw));
    BOOST_TEST(all[0].sample == 1);
    auto const series = f.store.load_series(f.context(), symbol);
    BOOST_TEST(series->sample == 1);
    BOOST_TEST(series->currency == "USD");
    auto const view = market::view_as_of(*series, day("2020-08-31"));
    BOOST_TEST(view.bars.close[view.bars.size() - 2] == 499.23 / 4);
    BOOST_TEST(view.applied.back().note == "4-for-1 split");
    auto const table =
        market::parse_csv_table(test::read_source_file("schema/seed/market/us/AAPL.csv"));
    auto const whole = market::view_as_of(*series, day("2021-03-31"));
    for (std::size_t i = 0; i < table.rows.size(); ++i)
        BOOST_REQUIRE(
            std::abs(whole.bars.close[i] / std::stod(table.rows[i][table.column("adj_close")]) -
                     1) < 5e-6);
    auto const dividend = f.test.query(
        "SELECT amount FROM corporate_actions WHERE series_id = $1 AND kind = 'dividend' "
        "ORDER BY ex_date DESC LIMIT 1",
        series->id);
    BOOST_TEST(dividend[0].real(0) == 0.205, boost::test_tools::tolerance(0.01));
}

BOOST_DATA_TEST_CASE(shown_series_and_benchmarks_of_the_samples, test::engines(), engine) {
    test::SeededStore f(engine);
    auto const shown = f.store.list_shown(f.context());
    BOOST_TEST(shown.size() == 19U);
    auto const basis = [&](char const* symbol) {
        return f.store.find_shown(f.context(), Symbol::parse(symbol)).value();
    };
    BOOST_TEST(basis("MSFT").bars == 7605);
    BOOST_TEST(basis("600519.SH").bars == 4609);
    BOOST_TEST(basis("0700.HK").bars == 2110);
    auto const benchmark = [&](char const* symbol, char const* as_of) {
        auto const found = f.store.find_benchmark(f.context(), Symbol::parse(symbol), day(as_of));
        return found ? found->text() : std::string("none");
    };
    BOOST_TEST(benchmark("AAPL", "2021-03-31") == "SPY");
    BOOST_TEST(benchmark("MSFT", "1997-06-30") == "none");
    BOOST_TEST(benchmark("0700.HK", "2015-06-30") == "2800.HK");
    BOOST_TEST(benchmark("0700.HK", "2019-06-28") == "^HSI");
    BOOST_TEST(benchmark("600519.SH", "2020-06-30") == "000300.SH");
    BOOST_TEST(benchmark("600519.SH", "2015-06-30") == "none");
    BOOST_TEST(benchmark("SPY", "2021-03-31") == "none");
}

BOOST_DATA_TEST_CASE(a_leaner_seed_leaves_doubtful_files_out, test::engines(), engine) {
    test::TemporaryFolder folder;
    auto const seed = folder.path() / "seed";
    std::filesystem::copy(test::SeededStore::folder(), seed,
                          std::filesystem::copy_options::recursive);
    auto const table =
        market::parse_csv_table(test::read_source_file("schema/seed/provenance.csv"));
    std::size_t doubtful = 0;
    for (auto const& row : table.rows)
        if (row[1] == "yes" && ++doubtful > 0) std::filesystem::remove(seed / row[0]);
    test::TestDatabase test(engine, test::TestDatabase::Content::schema);
    auto const report = marketdata::load_seed(test.context(), test.database(), seed);
    BOOST_TEST(report.left_out == doubtful);
    BOOST_TEST(report.series == 4U);
    BOOST_TEST(report.instruments > 550U);
    // The fuller seed is loaded after the leaner one.
    auto const more =
        marketdata::load_seed(test.context(), test.database(), test::SeededStore::folder());
    BOOST_TEST(more.unchanged == 0U);
    BOOST_TEST(more.series == 24U);
}

BOOST_DATA_TEST_CASE(damaged_and_missing_seeds_are_refused_whole, test::engines(), engine) {
    test::TemporaryFolder folder;
    auto const seed = folder.path() / "seed";
    std::filesystem::copy(test::SeededStore::folder(), seed,
                          std::filesystem::copy_options::recursive);
    test::TestDatabase test(engine, test::TestDatabase::Content::schema);
    auto const refused = [&](std::string const& reason) {
        BOOST_CHECK_EXCEPTION((void)marketdata::load_seed(test.context(), test.database(), seed),
                              Error, [&](Error const& e) { return e.reason() == reason; });
        BOOST_TEST(test.query("SELECT COUNT(*) FROM instruments")[0].integer(0) == 0);
    };
    std::ofstream(seed / "market/us/AAPL.csv", std::ios::app) << "2021-04-01,1,1,1,1,1,1,1\n";
    refused("seed.damaged");
    std::filesystem::remove(seed / "market/us/AAPL.csv");
    refused("seed.missing");
    std::filesystem::remove(seed / "provenance.csv");
    refused("seed.missing");
    BOOST_CHECK_EXCEPTION((void)marketdata::load_calendars(seed), Error,
                          [](Error const& e) { return e.reason() == "seed.missing"; });
    BOOST_TEST(marketdata::load_calendars(test::SeededStore::folder()).size() == 3U);
    BOOST_TEST(marketdata::find_seed_folder("/else/where").string() == "/else/where");
    BOOST_TEST(
        std::filesystem::equivalent(marketdata::find_seed_folder({}), test::SeededStore::folder()));
}

BOOST_DATA_TEST_CASE(the_service_as_a_whole, test::engines(), engine) {
    test::TestDatabase test(engine, test::TestDatabase::Content::schema_and_local_user);
    marketdata::MarketData service(test.database(), {.seed_folder = test::SeededStore::folder()});
    auto context = test.context();
    context.actor.user_id = test::TestDatabase::local_user;
    BOOST_TEST(service.load_seed(context).series == 24U);
    auto const symbol = service.instruments().get_symbol(context, "貴州茅臺");
    BOOST_TEST(service.bars().load_series(context, symbol)->bars.size() == 4609U);
    BOOST_TEST(service.calendar(market::Market::cn).id() == "XSHG");
    BOOST_TEST(&service.calendar(market::Market::us) == &service.calendar(market::Market::us));
    marketdata::ImportRequest request;
    request.symbol = Symbol::parse("ZZTEST");
    request.basis = PriceBasis::raw;
    auto const report = service.import(
        context, "date,open,high,low,close,volume\n2021-03-29,10,12,9,11,5\n", request);
    BOOST_TEST(report.change.added == 1);
    auto const change = service.import_factors(context, report.change.series_id,
                                               "date,price_factor,split_factor,reference_price\n");
    BOOST_TEST(!change.any());
    marketdata::MarketData lost(test.database(), {.seed_folder = "/nowhere"});
    BOOST_CHECK_EXCEPTION((void)lost.calendar(market::Market::us), Error,
                          [](Error const& e) { return e.reason() == "seed.missing"; });
}

BOOST_AUTO_TEST_SUITE_END()
