#include <ec/analysis/levels.hpp>

#include "made_series.hpp"

#include <ec/base/math.hpp>

#include <vector>

#include <boost/test/unit_test.hpp>

namespace analysis = ec::analysis;

namespace {

/// Flat bars of range 99.5 .. 100.5 with single highs and lows put in.
ec::market::Bars flat(std::size_t count) {
    std::vector<double> const closes(count, 100);
    auto bars = ec::test::bars_from_closes(closes, ec::Date::from_ymd(2021, 1, 1));
    for (std::size_t i = 0; i < count; ++i) {
        bars.high[i] = 100.5;
        bars.low[i] = 99.5;
    }
    return bars;
}

analysis::LevelInputs inputs(double atr) {
    return {.atr = atr, .averages = {}, .band_above = 120, .band_below = 80};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(levels)

BOOST_AUTO_TEST_CASE(a_swing_needs_five_sessions_on_both_sides) {
    auto bars = flat(30);
    bars.high[3] = 104;   // too early
    bars.high[12] = 103;  // sound
    bars.high[25] = 105;  // only four sessions after it
    auto const swings = analysis::find_swings(bars, analysis::SwingKind::high, 30);
    BOOST_REQUIRE(swings.size() == 1U);
    BOOST_TEST(swings[0].row == 12U);
    BOOST_TEST(swings[0].price == 103);
    BOOST_TEST(analysis::find_swings(bars, analysis::SwingKind::high, 10).empty());
}

BOOST_AUTO_TEST_CASE(of_equal_highs_the_first_counts) {
    auto bars = flat(30);
    bars.high[10] = bars.high[13] = 103;
    auto const swings = analysis::find_swings(bars, analysis::SwingKind::high, 30);
    BOOST_REQUIRE(swings.size() == 1U);
    BOOST_TEST(swings[0].row == 10U);
}

BOOST_AUTO_TEST_CASE(neighbours_within_half_an_atr_chain_into_a_zone) {
    auto bars = flat(80);
    bars.low[10] = 97.0;
    bars.low[20] = 96.1;
    bars.low[30] = 93.0;
    bars.low[40] = 90.0;
    auto const found = analysis::find_levels(bars, inputs(2));
    BOOST_REQUIRE(found.support.size() == 2U);
    BOOST_TEST(found.support[0].low == 96.1);
    BOOST_TEST(found.support[0].high == 97.0);
    BOOST_TEST(found.support[0].swings.size() == 2U);
    BOOST_TEST(found.support[0].swings[0].row == 10U);
    BOOST_TEST(found.support[1].low == 93.0);
    BOOST_TEST(found.reopen_below == 96.1);
    BOOST_REQUIRE(found.next_below.has_value());
    BOOST_TEST(found.next_below->price == 93.0);
}

BOOST_AUTO_TEST_CASE(an_average_joins_and_bridges_but_makes_no_zone) {
    auto bars = flat(80);
    bars.high[10] = 103.0;
    bars.high[20] = 104.6;
    auto in = inputs(2);
    in.averages = {{"sma_20", 101.0}, {"sma_200", 103.8}};
    auto const found = analysis::find_levels(bars, in);
    BOOST_REQUIRE(found.resistance.size() == 1U);
    BOOST_TEST(found.resistance[0].low == 103.0);
    BOOST_TEST(found.resistance[0].high == 104.6);
    BOOST_TEST(found.resistance[0].average == "sma_200");
    BOOST_TEST(found.resistance[0].swings.size() == 2U);
    in.averages = {{"sma_50", ec::nan_value()}};
    BOOST_TEST(analysis::find_levels(bars, in).resistance.size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_swing_that_was_closed_through_by_an_atr_is_spent) {
    auto bars = flat(80);
    bars.low[10] = 98.0;
    bars.close[20] = 96.1;  // 1.9 beyond: not yet
    BOOST_TEST(analysis::find_levels(bars, inputs(2)).support.size() == 1U);
    bars.close[20] = 95.9;  // 2.1 beyond
    BOOST_TEST(analysis::find_levels(bars, inputs(2)).support.empty());
    bars.close[20] = 100;
    bars.close[5] = 90;  // before the swing: of no account
    BOOST_TEST(analysis::find_levels(bars, inputs(2)).support.size() == 1U);
}

BOOST_AUTO_TEST_CASE(sides_without_a_zone_reopen_at_the_band) {
    auto const found = analysis::find_levels(flat(80), inputs(2));
    BOOST_TEST(found.support.empty());
    BOOST_TEST(found.resistance.empty());
    BOOST_TEST(found.reopen_above == 120);
    BOOST_TEST(found.reopen_below == 80);
    BOOST_TEST(!found.next_above.has_value());
    BOOST_TEST(analysis::find_levels({}, inputs(2)).support.empty());
    BOOST_TEST(analysis::find_levels(flat(80), inputs(ec::nan_value())).support.empty());
}

BOOST_AUTO_TEST_SUITE_END()
