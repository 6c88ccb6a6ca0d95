#include <ec/marketdata/import.hpp>

#include "import_fixture.hpp"
#include "seed_fixture.hpp"

#include <ec/base/math.hpp>
#include <support/test_clock.hpp>

#include <fmt/format.h>

using namespace ec;
using namespace ec::marketdata;
using ec::market::PriceBasis;
using ec::market::Symbol;
using test::ImportStore;
using test::rejected_lines;
using test::request_of;

BOOST_AUTO_TEST_SUITE(import)

BOOST_DATA_TEST_CASE(a_rerun_changes_nothing_and_a_newer_file_adds, test::engines(), engine) {
    ImportStore f(engine);
    auto const request = request_of("ZZTEST");
    std::string const head = "date,open,high,low,close,volume\n";
    std::string const rows = "2021-03-29,10,12,9,11,5\n2021-03-30,11,12,9,10,5\n";
    auto const first = f.import(head + rows, request);
    BOOST_TEST(first.change.added == 2);
    BOOST_TEST(first.change.revision == 1);
    auto const series = f.store.load_series(f.context(), request.symbol);
    BOOST_TEST(f.store.load_series(f.context(), request.symbol).get() == series.get(), "cached");
    auto const again = f.import(head + rows, request);
    BOOST_TEST(again.change.unchanged == 2);
    BOOST_TEST(again.change.revision == 1);
    auto const more =
        f.import(head + "2021-03-30,11,12,9,10.5,5\n2021-03-31,11,12,9,10,5\n", request);
    BOOST_TEST(more.change.added == 1);
    BOOST_TEST(more.change.changed == 1);
    BOOST_TEST(more.change.revision == 2);
    auto const now = f.store.load_series(f.context(), request.symbol);
    BOOST_TEST(now->bars.size() == 3U);
    BOOST_TEST(now->bars.close[1] == 10.5);
    BOOST_TEST(now->revision == 2);
    BOOST_TEST(series->bars.size() == 2U, "what was handed out does not change");
    BOOST_TEST(f.count("imports") == 2);
}

BOOST_DATA_TEST_CASE(a_dry_run_writes_nothing, test::engines(), engine) {
    ImportStore f(engine);
    auto request = request_of("ZZTEST");
    request.mode = ImportMode::dry_run;
    auto const report =
        f.import("Date;Open;High;Low;Close;Volume\n2021/03/29;10;12;9;11;5\n", request);
    BOOST_TEST(report.accepted == 1U);
    BOOST_TEST(report.mapping.separator == ';');
    BOOST_TEST(report.mapping.columns.at(4).role == "close");
    BOOST_TEST(report.change.series_id.empty());
    for (char const* table : {"imports", "series", "bar_blocks", "instruments"})
        BOOST_TEST(f.count(table) == 0);
}

BOOST_DATA_TEST_CASE(chinese_encodings_are_read, test::engines(), engine) {
    ImportStore f(engine);
    // 日期,开盘,最高,最低,收盘,成交量 in GBK
    std::string const gbk =
        "\xC8\xD5\xC6\xDA,\xBF\xAA\xC5\xCC,\xD7\xEE\xB8\xDF,\xD7\xEE\xB5\xCD,\xCA\xD5\xC5\xCC,"
        "\xB3\xC9\xBD\xBB\xC1\xBF(\xB9\xC9)\n2021-03-29,10,12,9,11,5\n";
    auto const report = f.import(gbk, request_of("600519.SH"));
    BOOST_TEST(report.encoding == "GB18030");
    BOOST_TEST(report.accepted == 1U);
}

BOOST_DATA_TEST_CASE(unfinished_and_future_days, test::engines(), engine) {
    ImportStore f(engine);
    // 2021-03-31 15:00 in New York.
    test::TestClock clock(
        market::to_utc(market::ExchangeZone::new_york, {Date::from_ymd(2021, 3, 31), 15 * 60}));
    auto context = f.context();
    context.clock = &clock;
    context.deadline_us = 0;
    std::string const text =
        "date,open,high,low,close,volume\n2021-03-30,10,12,9,11,5\n2021-03-31,10,12,9,11,5\n"
        "2021-04-01,10,12,9,11,5\n";
    auto const during = import_csv(context, f.test.database(), f.store, text, request_of("ZZTEST"));
    BOOST_TEST(during.accepted == 2U);
    BOOST_TEST(rejected_lines(during).at(4) == "date.future");
    auto const series = f.store.load_series(context, Symbol::parse("ZZTEST"));
    BOOST_TEST(has(series->bars.flags[1], market::BarFlag::partial));
    clock.advance_us(3600 * micros_per_second);
    auto const after = import_csv(context, f.test.database(), f.store, text, request_of("ZZTEST"));
    BOOST_TEST(after.change.changed == 1);
    auto const whole = f.store.load_series(context, Symbol::parse("ZZTEST"));
    BOOST_TEST(!has(whole->bars.flags[1], market::BarFlag::partial));
    clock.advance_us(-30 * micros_per_day);
    BOOST_CHECK_EXCEPTION(
        (void)import_csv(context, f.test.database(), f.store, text, request_of("ZZTEST")), Error,
        [](Error const& e) { return e.reason() == "import.no_rows"; });
}

BOOST_DATA_TEST_CASE(another_company_or_scale_is_refused, test::engines(), engine) {
    test::SeededStore seeded(engine);
    auto const context = seeded.context();
    auto const import = [&](std::string const& bytes, ImportRequest const& request) {
        return import_csv(context, seeded.test.database(), seeded.store, bytes, request);
    };
    auto const refused = [&](std::string const& bytes, ImportRequest const& request,
                             std::string const& reason) {
        BOOST_CHECK_EXCEPTION((void)import(bytes, request), Error,
                              [&](Error const& e) { return e.reason() == reason; });
    };
    auto const tesla = test::read_source_file("schema/seed/market/us/TSLA.csv");
    refused(tesla, request_of("AAPL"), "import.other_company");
    auto cents = std::string("date,open,high,low,close,volume\n");
    auto const series = seeded.store.load_series(context, Symbol::parse("AAPL"));
    for (std::size_t i = series->bars.size() - 40; i < series->bars.size(); ++i) {
        auto const bar = series->bars.at(i);
        cents += fmt::format("{},{},{},{},{},{}\n", bar.date.iso(), bar.open * 100, bar.high * 100,
                             bar.low * 100, bar.close * 100, bar.volume);
    }
    refused(cents, request_of("AAPL"), "import.scale_differs");
    auto told = request_of("AAPL");
    told.identity = ImportIdentity::as_told;
    BOOST_TEST(import(cents, told).change.added == 40);
    // Too short to stand for the symbol, though it is live.
    BOOST_TEST(seeded.store.find_shown(context, told.symbol)->bars == 5849);
    refused("600519 茅台 日线 不复权\n日期,开盘,最高,最低,收盘,成交量\n2021-03-31,1,1,1,1,1\n",
            request_of("601919.SH"), "import.symbol_differs");
    // A whole history that the user brings stands before the sample.
    auto mine = request_of("TSLA");
    mine.basis = PriceBasis::split_adjusted;
    BOOST_TEST(import(tesla, mine).change.added == 3303);
    auto const shown = *seeded.store.find_shown(context, mine.symbol);
    BOOST_TEST(shown.sample == 0);
    BOOST_TEST(shown.source == "csv:damaged.csv");
}

BOOST_DATA_TEST_CASE(adjusted_prices_of_two_vintages_are_not_mixed, test::engines(), engine) {
    ImportStore f(engine);
    auto request = request_of("ZZTEST");
    request.basis = PriceBasis::adjusted;
    std::string const head = "date,open,high,low,close,volume\n";
    (void)f.import(head + "2021-03-29,10,12,9,11,5\n2021-03-30,10,12,9,11,5\n", request);
    f.check_refused(head + "2021-03-30,5,6,4.5,5.5,10\n2021-03-31,5,6,4.5,5.5,10\n", request,
                    "marketdata.mixed_vintages");
    BOOST_TEST(f.store.load_series(f.context(), request.symbol)->bars.size() == 2U);
    auto const whole = f.import(
        head + "2021-03-29,5,6,4.5,5.5,10\n2021-03-30,5,6,4.5,5.5,10\n2021-03-31,5,6,4.5,5.5,10\n",
        request);
    BOOST_TEST(whole.change.changed == 2);
    auto const series = f.store.load_series(f.context(), request.symbol);
    BOOST_TEST((series->base_date == Date::from_ymd(2021, 3, 31)));
}

BOOST_DATA_TEST_CASE(factor_files_become_actions, test::engines(), engine) {
    ImportStore f(engine);
    auto const text = test::read_source_file("schema/seed/market/us/AAPL.csv");
    auto const factors = test::read_source_file("schema/seed/market/us/AAPL_factors.csv");
    auto const report = f.import(text, request_of("AAPL"));
    auto const id = report.change.series_id;
    auto const change = import_factors(f.context(), f.test.database(), f.store, id, factors);
    BOOST_TEST(change.actions_changed > 30);
    BOOST_TEST(change.revision == 2);
    auto const series = f.store.load_series(f.context(), Symbol::parse("AAPL"));
    BOOST_TEST(series->actions.back().note == "cash dividend 0.205");
    BOOST_TEST(!import_factors(f.context(), f.test.database(), f.store, id, factors).any());
    BOOST_CHECK_EXCEPTION(
        (void)import_factors(f.context(), f.test.database(), f.store, "ser_none", factors), Error,
        [](Error const& e) { return e.reason() == "marketdata.unknown_series"; });
    BOOST_CHECK_EXCEPTION(
        (void)import_factors(f.context(), f.test.database(), f.store, id,
                             "date,price_factor,split_factor,reference_price\nsoon,1,1,1\n"),
        Error, [](Error const& e) { return e.reason() == "factors.malformed"; });
    auto adjusted = request_of("ZZTEST");
    adjusted.basis = PriceBasis::adjusted;
    auto const other = f.import(text, adjusted);
    BOOST_CHECK_EXCEPTION((void)import_factors(f.context(), f.test.database(), f.store,
                                               other.change.series_id, factors),
                          Error,
                          [](Error const& e) { return e.reason() == "import.factors_need_raw"; });
}

BOOST_DATA_TEST_CASE(damaged_blocks_and_missing_bars_are_errors, test::engines(), engine) {
    ImportStore f(engine);
    f.check_refused(std::string((64U << 20U) + 1, ' '), request_of("ZZTEST"), "import.too_large");
    auto bad_currency = request_of("ZZTEST");
    bad_currency.currency = "usd";
    f.check_refused("date,open,high,low,close,volume\n2021-03-29,10,12,9,11,5\n", bad_currency,
                    "import.currency");
    BOOST_CHECK_EXCEPTION((void)f.store.load_series(f.context(), Symbol::parse("ZZTEST")), Error,
                          [](Error const& e) { return e.reason() == "marketdata.no_bars"; });
    BOOST_TEST(!f.store.find_shown(f.context(), Symbol::parse("ZZTEST")));
    (void)f.import("date,open,high,low,close,volume\n2021-03-29,10,12,9,11,5\n",
                   request_of("ZZTEST"));
    db::Blob const noise(20, std::byte{7});
    f.test.execute("UPDATE bar_blocks SET payload = $1", noise);
    BOOST_CHECK_EXCEPTION((void)f.store.load_series(f.context(), Symbol::parse("ZZTEST")), Error,
                          [](Error const& e) { return e.reason() == "marketdata.block_damaged"; });
}

BOOST_DATA_TEST_CASE(the_cache_drops_what_was_used_longest_ago, test::engines(), engine) {
    ImportStore f(engine);
    BarStore const small(f.test.database(), 3);
    std::string const text =
        "date,open,high,low,close,volume\n2021-03-29,10,12,9,11,5\n2021-03-30,11,12,9,10,5\n";
    (void)f.import(text, request_of("ZZA"));
    (void)f.import(text, request_of("ZZB"));
    auto const a = small.load_series(f.context(), Symbol::parse("ZZA"));
    BOOST_TEST(small.load_series(f.context(), Symbol::parse("ZZA")).get() == a.get());
    (void)small.load_series(f.context(), Symbol::parse("ZZB"));
    BOOST_TEST(small.load_series(f.context(), Symbol::parse("ZZA")).get() != a.get());
}

BOOST_AUTO_TEST_SUITE_END()
