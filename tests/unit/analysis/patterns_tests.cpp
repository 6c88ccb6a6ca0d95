#include <ec/analysis/patterns.hpp>

#include "made_series.hpp"

#include <ec/base/error.hpp>

#include <algorithm>
#include <array>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace analysis = ec::analysis;

namespace {

struct Ohlc {
    double open, high, low, close;
};

/// Six closes from `start` in steps of `step`, then the two candles.
std::string_view pattern_of(double start, double step, Ohlc before, Ohlc now) {
    std::vector<double> closes;
    for (int i = 0; i < 8; ++i) closes.push_back(start + step * i);
    auto bars = ec::test::bars_from_closes(closes, ec::Date::from_ymd(2021, 1, 1));
    std::array const candles{before, now};
    for (std::size_t k = 0; k < 2; ++k) {
        bars.open[6 + k] = candles[k].open;
        bars.high[6 + k] = candles[k].high;
        bars.low[6 + k] = candles[k].low;
        bars.close[6 + k] = candles[k].close;
    }
    return analysis::find_pattern(bars);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(patterns)

BOOST_AUTO_TEST_CASE(each_name_has_its_candles) {
    Ohlc const falling{101, 102, 98, 99};
    Ohlc const rising{99, 102, 98, 101};
    BOOST_TEST(pattern_of(100, 0, falling, {98.5, 102, 98, 101.5}) == "bullish_engulfing");
    BOOST_TEST(pattern_of(100, 0, rising, {101.5, 102, 98, 98.5}) == "bearish_engulfing");
    BOOST_TEST(pattern_of(100, 0, rising, {103, 104, 102.5, 103.5}) == "gap_up");
    BOOST_TEST(pattern_of(100, 0, rising, {97, 97.5, 96, 96.5}) == "gap_down");
    BOOST_TEST(pattern_of(110, -2, falling, {99, 99.6, 96, 99.5}) == "hammer");
    BOOST_TEST(pattern_of(90, 2, rising, {101, 104, 100.9, 101.5}) == "shooting_star");
    BOOST_TEST(pattern_of(100, 0, rising, {100, 101, 99, 100.5}) == "inside_session");
    BOOST_TEST(pattern_of(100, 0, rising, {100, 103, 97, 99.3}) == "outside_session");
    BOOST_TEST(pattern_of(100, 0, rising, {100, 103, 99, 100.1}) == "doji");
    BOOST_TEST(pattern_of(100, 0, rising, {100, 103, 99, 102.5}) == "none");
}

BOOST_AUTO_TEST_CASE(an_equal_body_does_not_engulf) {
    BOOST_TEST(pattern_of(100, 0, {101, 102, 98, 99}, {99, 103, 98.5, 101}) == "none");
}

BOOST_AUTO_TEST_CASE(needs_seven_bars) {
    std::vector<double> const closes(6, 100);
    BOOST_CHECK_THROW((void)analysis::find_pattern(
                          ec::test::bars_from_closes(closes, ec::Date::from_ymd(2021, 1, 1))),
                      ec::Error);
    BOOST_TEST(analysis::pattern_names().back() == "none");
}

BOOST_AUTO_TEST_CASE(divergence_compares_the_last_two_swings) {
    std::vector<double> const closes(60, 100);
    auto bars = ec::test::bars_from_closes(closes, ec::Date::from_ymd(2021, 1, 1));
    std::vector<double> rsi(60, 50);
    BOOST_TEST(analysis::find_divergence(bars, rsi).empty());
    bars.high[20] = 103;
    bars.high[40] = 104;
    rsi[20] = 70;
    rsi[40] = 60;
    BOOST_TEST(analysis::find_divergence(bars, rsi) == "bearish");
    rsi[40] = 75;
    BOOST_TEST(analysis::find_divergence(bars, rsi) == "none");
    bars.low[30] = 97;
    bars.low[45] = 96;
    rsi[30] = 30;
    rsi[45] = 35;
    BOOST_TEST(analysis::find_divergence(bars, rsi) == "bullish");
    rsi[40] = 60;  // both hold: the later second swing is the low of row 45
    BOOST_TEST(analysis::find_divergence(bars, rsi) == "bullish");
}

BOOST_AUTO_TEST_SUITE_END()
