#include <ec/analysis/lean.hpp>

#include "made_series.hpp"
#include "seed_series.hpp"

#include <ec/market/adjustment.hpp>

#include <support/random_seed.hpp>

#include <algorithm>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace analysis = ec::analysis;

namespace {

/// Letters of the states after each sum: u, m, d.
std::string replay(std::vector<int> const& sums) {
    analysis::LeanMachine machine;
    std::string states;
    for (int const sum : sums) states += analysis::to_string(machine.step(sum)).front();
    return states;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(lean)

BOOST_AUTO_TEST_CASE(starts_mixed_and_needs_three) {
    BOOST_TEST(replay({2, 2, -2, 3, 3}) == "mmmuu");
    BOOST_TEST(replay({0, -2, -3}) == "mmd");
}

BOOST_AUTO_TEST_CASE(one_quiet_day_does_not_flip_it) {
    BOOST_TEST(replay({4, 1, 0, 2, 1, 1, 2}) == "uuuuuuu");
    BOOST_TEST(replay({4, 1, 0, 1, 2}) == "uuumm");
    BOOST_TEST(replay({-4, 0, 0, 0}) == "dddm");
}

BOOST_AUTO_TEST_CASE(a_change_of_sign_ends_it) {
    BOOST_TEST(replay({3, 0, -1}) == "uum");
    BOOST_TEST(replay({3, -2, -2}) == "umm");
    BOOST_TEST(replay({3, -3}) == "ud");
    BOOST_TEST(replay({-5, 4, 1, 1, 1}) == "duuum");
    BOOST_TEST(replay({-3, 1}) == "dm");
}

BOOST_AUTO_TEST_CASE(needs_two_hundred_bars) {
    auto const series = ec::test::random_walk(260, 7);
    auto const history = analysis::compute_lean(series.bars);
    BOOST_TEST(history.first == 199U);
    BOOST_TEST(analysis::compute_lean(series.bars.slice(0, 199)).empty());
    BOOST_TEST(analysis::compute_lean({}).empty());
    for (std::size_t i = 0; i < 199; ++i) BOOST_TEST(history.sum[i] == 0);
}

BOOST_AUTO_TEST_CASE(a_steady_rise_is_up_on_all_but_the_histogram) {
    std::vector<double> closes;
    for (int i = 0; i < 300; ++i) closes.push_back(100 + i);
    auto const bars = ec::test::bars_from_closes(closes, ec::Date::from_ymd(2020, 1, 1));
    auto const history = analysis::compute_lean(bars);
    auto const& signs = history.conditions.back();
    for (std::size_t const k : {0U, 1U, 2U, 4U, 5U}) BOOST_TEST(int{signs[k]} == 1);
    BOOST_TEST((history.lean.back() == analysis::Lean::up));
    BOOST_TEST(history.since() == history.first);
}

BOOST_AUTO_TEST_CASE(later_rows_change_nothing) {
    std::uint64_t const seed = ec::test::random_seed();
    auto const series = ec::test::random_walk(700, seed);
    auto const whole = analysis::compute_lean(series.bars);
    for (std::size_t const rows : {201U, 260U, 333U, 512U, 699U}) {
        auto const part = analysis::compute_lean(series.bars.slice(0, rows));
        BOOST_TEST(part.first == whole.first);
        BOOST_TEST(std::equal(part.sum.begin(), part.sum.end(), whole.sum.begin()));
        BOOST_TEST(std::equal(part.lean.begin(), part.lean.end(), whole.lean.begin()));
    }
}

BOOST_AUTO_TEST_CASE(history_of_a_real_series_agrees_with_its_machine) {
    auto const series = ec::test::load_seed_series("us/AAPL");
    auto const bars = ec::market::view_as_of(series, series.bars.date.back()).bars;
    auto const history = analysis::compute_lean(bars);
    analysis::LeanMachine machine;
    std::array<int, 3> sessions{};
    for (auto i = history.first; i < bars.size(); ++i) {
        BOOST_REQUIRE((machine.step(history.sum[i]) == history.lean[i]));
        ++sessions[static_cast<std::size_t>(history.lean[i])];
    }
    for (int const count : sessions) BOOST_TEST(count > 500);
}

BOOST_AUTO_TEST_CASE(suspended_rows_are_left_out) {
    auto series = ec::test::random_walk(30, 1);
    series.bars.flags[10] = static_cast<ec::market::BarFlags>(ec::market::BarFlag::suspended);
    auto const traded = analysis::traded_bars(series.bars);
    BOOST_TEST(traded.size() == 29U);
    BOOST_TEST((traded.date[10] == series.bars.date[11]));
}

BOOST_AUTO_TEST_SUITE_END()
