#include <ec/market/quality.hpp>

#include "seed_bars.hpp"

#include <ec/base/math.hpp>
#include <ec/market/market_rules.hpp>

#include <map>
#include <random>
#include <set>

#include <boost/test/unit_test.hpp>
#include <support/random_seed.hpp>

using namespace ec;
using namespace ec::market;

namespace {

constexpr auto no_flags = BarFlags{0};

BarFlags bits(std::initializer_list<BarFlag> flags) {
    BarFlags out = 0;
    for (auto const flag : flags) out = static_cast<BarFlags>(out | static_cast<BarFlags>(flag));
    return out;
}

Bar bar_at(int i, double price) {
    Bar bar{.date = Date(18000) + i, .open = price, .high = price, .low = price, .close = price};
    bar.volume = 1000;
    bar.amount = bar.previous_close = bar.turnover_pct = nan_value();
    return bar;
}

QualityContext context_of(char const* symbol) {
    QualityContext context;
    context.symbol = Symbol::parse(symbol);
    context.kind = kind_by_code(context.symbol);
    return context;
}

std::vector<BarFlags> flags_of(std::vector<Bar> const& rows, QualityContext const& context) {
    Bars bars;
    for (auto const& row : rows) bars.push_back(row);
    (void)check_bars(bars, context);
    return bars.flags;
}

BarFlags flags_of_one(Bar const& bar, QualityContext const& context) {
    return flags_of({bar}, context).front();
}

// Second of two days that close at these prices, as a day well after the listing.
BarFlags after_move(char const* symbol, Date day, double from, double to, BarFlags source = 0) {
    std::vector<Bar> rows;
    for (int i = 0; i < 8; ++i) {
        auto bar = bar_at(0, from);
        bar.date = day - 8 + i;
        bar.high = from * 1.001;
        rows.push_back(bar);
    }
    auto last = bar_at(0, to);
    last.date = day;
    last.low = to * 0.999;
    last.open = to * 0.9995;
    last.flags = source;
    rows.push_back(last);
    return static_cast<BarFlags>(flags_of(rows, context_of(symbol)).back() & ~source);
}

Date day(char const* text) { return Date::parse(text, "day"); }

}  // namespace

BOOST_AUTO_TEST_SUITE(quality)

BOOST_AUTO_TEST_CASE(impossible_prices) {
    auto const us = context_of("AAPL");
    auto const check = [&](auto change) {
        auto bar = bar_at(0, 100);
        bar.low = 90;
        bar.high = 110;
        change(bar);
        return has(flags_of_one(bar, us), BarFlag::impossible_price);
    };
    BOOST_TEST(!check([](Bar&) {}));
    BOOST_TEST(check([](Bar& b) { b.close = 0; }));
    BOOST_TEST(check([](Bar& b) { b.low = -1; }));
    BOOST_TEST(check([](Bar& b) { b.open = nan_value(); }));
    BOOST_TEST(check([](Bar& b) { b.high = 99; }));
    BOOST_TEST(check([](Bar& b) { b.low = 101; }));
    BOOST_TEST(check([](Bar& b) { b.close = 110.01; }));
    BOOST_TEST(!check([](Bar& b) { b.close = 110.0000009; }), "noise of 32-bit floats");
}

BOOST_AUTO_TEST_CASE(units_are_proved_on_unadjusted_prices_only) {
    auto bar = bar_at(0, 100);
    bar.low = 95;
    auto context = context_of("601919.SH");
    bar.amount = 99 * bar.volume;
    BOOST_TEST(flags_of_one(bar, context) == no_flags);
    bar.amount = 9900 * bar.volume;  // volume in lots of 100
    BOOST_TEST(has(flags_of_one(bar, context), BarFlag::unit_error));
    bar.amount = 0.99 * bar.volume;
    BOOST_TEST(has(flags_of_one(bar, context), BarFlag::unit_error));
    context.basis = PriceBasis::adjusted;
    BOOST_TEST(has(flags_of_one(bar, context), BarFlag::unit_error), "about 100 even so");
    bar.amount = 640 * bar.volume;
    BOOST_TEST(flags_of_one(bar, context) == bits({BarFlag::not_provable}));
    context.symbol = Symbol::parse("000300.SH");
    context.kind = InstrumentKind::index;
    BOOST_TEST(flags_of_one(bar, context) == no_flags);
}

BOOST_AUTO_TEST_CASE(price_limits_follow_board_and_date) {
    auto const gap = bits({BarFlag::unexplained_gap});
    BOOST_TEST(after_move("601919.SH", day("2021-07-14"), 10, 11.00) == no_flags);
    BOOST_TEST(after_move("601919.SH", day("2021-07-14"), 10, 11.03) == gap);
    BOOST_TEST(after_move("601919.SH", day("2021-07-14"), 10, 10.60, bits({BarFlag::st})) == gap);
    BOOST_TEST(after_move("300750.SZ", day("2020-08-21"), 10, 11.50) == gap);
    BOOST_TEST(after_move("300750.SZ", day("2020-08-24"), 10, 11.50) == no_flags);
    BOOST_TEST(after_move("300750.SZ", day("2020-08-24"), 10, 7.9) == gap);
    BOOST_TEST(after_move("688981.SH", day("2021-01-04"), 10, 12.00) == no_flags);
    BOOST_TEST(after_move("688981.SH", day("2021-01-04"), 10, 12.50) == gap);
    BOOST_TEST(after_move("430047.BJ", day("2022-01-04"), 10, 12.90) == no_flags);
    BOOST_TEST(after_move("430047.BJ", day("2022-01-04"), 10, 13.50) == gap);
    BOOST_TEST(after_move("AAPL", day("2021-01-04"), 10, 13.90) == no_flags);
    BOOST_TEST(after_move("AAPL", day("2021-01-04"), 10, 14.50) == gap);
    BOOST_TEST(after_move("0700.HK", day("2021-01-04"), 10, 5.8) == gap);
    BOOST_TEST(!price_limit(Symbol::parse("600519.SH"), InstrumentKind::stock, day("1995-01-04"), 0,
                            std::nullopt));
    BOOST_TEST(!price_limit(Symbol::parse("688981.SH"), InstrumentKind::stock, day("2021-01-04"), 0,
                            std::optional<std::size_t>(4)));
}

BOOST_AUTO_TEST_CASE(a_corporate_action_explains_a_gap) {
    std::vector<CorporateAction> const split{
        {Date(18001), ActionKind::split, 0.25, 0, "4-for-1 split"}};
    auto context = context_of("AAPL");
    std::vector<Bar> const rows{bar_at(0, 100), bar_at(1, 25.5)};
    BOOST_TEST(has(flags_of(rows, context)[1], BarFlag::unexplained_gap));
    context.actions = split;
    BOOST_TEST(flags_of(rows, context)[1] == no_flags);
    context.basis = PriceBasis::split_adjusted;
    BOOST_TEST(has(flags_of(rows, context)[1], BarFlag::unexplained_gap));
}

BOOST_AUTO_TEST_CASE(prices_a_hundred_times_off_are_units_and_do_not_spread) {
    auto const flags = flags_of({bar_at(0, 100), bar_at(1, 1.01), bar_at(2, 0.99), bar_at(3, 102)},
                                context_of("AAPL"));
    BOOST_TEST(flags[1] == bits({BarFlag::unit_error}));
    BOOST_TEST(flags[2] == bits({BarFlag::unit_error}));
    BOOST_TEST(flags[3] == no_flags);
}

BOOST_AUTO_TEST_CASE(no_volume_and_no_trading) {
    auto const hk = context_of("0700.HK");
    auto flat = bar_at(1, 100);
    flat.volume = 0;
    BOOST_TEST(flags_of({bar_at(0, 100), flat}, hk)[1] ==
               bits({BarFlag::zero_volume, BarFlag::suspended}));
    auto moving = flat;
    moving.high = 101;
    BOOST_TEST(flags_of({bar_at(0, 100), moving}, hk)[1] == bits({BarFlag::zero_volume}));
    auto unknown = flat;
    unknown.volume = nan_value();
    BOOST_TEST(flags_of({bar_at(0, 100), unknown}, hk)[1] == no_flags);
    // A suspended day is no reference: the next gap is measured from the last traded close.
    auto halted = bar_at(1, 1000);
    halted.flags = bits({BarFlag::suspended});
    BOOST_TEST(flags_of({bar_at(0, 100), halted, bar_at(2, 101)}, hk)[2] == no_flags);
}

BOOST_AUTO_TEST_CASE(locked_at_the_limit_all_day) {
    std::vector<Bar> rows;
    for (int i = 0; i < 6; ++i) rows.push_back(bar_at(i, 6.83));
    rows.push_back(bar_at(6, 7.51));  // 6.83 * 1.1 = 7.513
    rows.push_back(bar_at(7, 6.76));  // 7.51 * 0.9 = 6.759
    auto context = context_of("601919.SH");
    BOOST_TEST(flags_of(rows, context)[6] == bits({BarFlag::limit_locked_up}));
    BOOST_TEST(flags_of(rows, context)[7] == bits({BarFlag::limit_locked_down}));
    context.basis = PriceBasis::adjusted;
    BOOST_TEST(!has(flags_of(rows, context)[6], BarFlag::limit_locked_up));
    BOOST_TEST(limit_price(10.05, 0.1, 0.01) == 11.06, boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(later_rows_never_change_earlier_flags) {
    std::mt19937_64 random(test::random_seed());
    auto const whole = test::seed_bars("schema/seed/market/cn/601919.SH_raw_2018_2026.csv");
    auto const context = context_of("601919.SH");
    auto all = whole;
    (void)check_bars(all, context);
    for (int round = 0; round < 50; ++round) {
        auto head = whole.slice(0, random() % whole.size());
        (void)check_bars(head, context);
        BOOST_REQUIRE(std::equal(head.flags.begin(), head.flags.end(), all.flags.begin()));
    }
}

BOOST_AUTO_TEST_CASE(recorded_series_carry_few_abstaining_flags) {
    struct Case {
        char const* file;
        char const* symbol;
        PriceBasis basis;
        std::size_t impossible, unit, gaps;
    };
    for (auto const& c : {
             Case{"cn/601919.SH_raw_2018_2026.csv", "601919.SH", PriceBasis::raw, 0, 0, 3},
             // Back from the share reform, a day without limit.
             Case{"cn/600519.SH.csv", "600519.SH", PriceBasis::adjusted, 0, 0, 1},
             Case{"cn/000001.SZ.csv", "000001.SZ", PriceBasis::adjusted, 0, 0, 1},
             Case{"cn/300750.SZ.csv", "300750.SZ", PriceBasis::adjusted, 0, 0, 0},
             Case{"cn/688981.SH_raw_2020_2022.csv", "688981.SH", PriceBasis::raw, 0, 0, 0},
             Case{"cn/588000.SH_raw_2020_2021.csv", "588000.SH", PriceBasis::raw, 0, 0, 0},
             Case{"hk/0700.HK.csv", "0700.HK", PriceBasis::adjusted, 0, 0, 0},
             Case{"hk/0005.HK_raw_2012_2020.csv", "0005.HK", PriceBasis::split_adjusted, 1, 0, 0},
             Case{"index/2800.HK.csv", "2800.HK", PriceBasis::split_adjusted, 4, 0, 0},
             Case{"index/HSI.csv", "^HSI", PriceBasis::raw, 0, 0, 0},
             Case{"index/000300.SH.csv", "000300.SH", PriceBasis::raw, 0, 0, 0},
             Case{"us/TSLA.csv", "TSLA", PriceBasis::split_adjusted, 0, 0, 0},
             Case{"us/MSFT.csv", "MSFT", PriceBasis::adjusted, 0, 0, 0},
         }) {
        auto bars = test::seed_bars(std::string("schema/seed/market/") + c.file);
        auto context = context_of(c.symbol);
        context.basis = c.basis;
        auto const counts = check_bars(bars, context);
        BOOST_TEST(counts.of(BarFlag::impossible_price) == c.impossible, c.file);
        BOOST_TEST(counts.of(BarFlag::unit_error) == c.unit, c.file);
        BOOST_TEST(counts.of(BarFlag::unexplained_gap) == c.gaps, c.file);
        for (std::size_t i = 0; i < bars.size(); ++i)
            if (has(bars.flags[i], BarFlag::unexplained_gap))
                BOOST_TEST_MESSAGE(c.file << ' ' << bars.date[i].iso());
    }
    for (std::string const ticker : {"AAPL", "SPY"}) {
        auto series = test::lean_series(ticker);
        auto context = context_of(ticker.c_str());
        context.actions = series.actions;
        auto const counts = check_bars(series.bars, context);
        // AAPL fell 52 % on 2000-09-29.
        BOOST_TEST(counts.of(BarFlag::unexplained_gap) == (ticker == "AAPL" ? 1U : 0U), ticker);
        BOOST_TEST(counts.of(BarFlag::unit_error) == 0U, ticker);
    }
}

BOOST_AUTO_TEST_CASE(recorded_pence_for_pounds_are_found) {
    auto const read = [](std::string const& name) {
        auto const table = parse_csv_table(
            test::read_source_file("tests/data/malformed/yahoo_repair/" + name + ".csv"));
        std::map<std::string, std::vector<double>> rows;
        for (auto const& row : table.rows)
            rows[row[0].substr(0, 10)] = {std::stod(row[1]), std::stod(row[2]), std::stod(row[3]),
                                          std::stod(row[4]), std::stod(row[6])};
        return rows;
    };
    auto const damaged = read("AET-L-1d-100x-error");
    auto const repaired = read("AET-L-1d-100x-error-fixed");
    Bars bars;
    std::set<std::string> expected;
    for (auto const& [iso, row] : damaged) {
        bars.push_back({.date = day(iso.c_str()),
                        .open = row[0],
                        .high = row[1],
                        .low = row[2],
                        .close = row[3],
                        .volume = row[4],
                        .amount = nan_value(),
                        .previous_close = nan_value(),
                        .turnover_pct = nan_value()});
        if (repaired.at(iso)[3] / row[3] > 50) expected.insert(iso);
    }
    BOOST_REQUIRE(!expected.empty());
    (void)check_bars(bars, context_of("AAPL"));
    for (std::size_t i = 0; i < bars.size(); ++i) {
        if (has(bars.flags[i], BarFlag::suspended)) continue;  // no volume, no movement
        BOOST_TEST(has(bars.flags[i], BarFlag::unit_error) == expected.contains(bars.date[i].iso()),
                   bars.date[i].iso());
    }
}

BOOST_AUTO_TEST_SUITE_END()
