#include <ec/analysis/call_rules.hpp>

#include "made_series.hpp"

#include <ec/base/error.hpp>
#include <ec/base/math.hpp>

#include <cmath>

#include <boost/test/unit_test.hpp>

namespace analysis = ec::analysis;
namespace market = ec::market;
using analysis::AbstainReason;
using analysis::Direction;
using analysis::Lean;
using market::BarFlag;

namespace {

analysis::CallBasis basis() {
    return {.market = market::Market::us,
            .as_of = ec::Date::from_ymd(2021, 3, 31),
            .horizon = 20,
            .close = 100,
            .band = 0.05,
            .lean_sum = 4,
            .lean = Lean::up,
            .lean_since = ec::Date::from_ymd(2021, 2, 1)};
}

analysis::ProbabilityTable table_with(analysis::OutcomeCounts counts,
                                      analysis::OutcomeCounts others) {
    analysis::TableVintage vintage{market::Market::us, 20, 2020, {}};
    vintage.buckets[4] = counts;
    vintage.buckets[2] = others;
    return {{}, {vintage}, "0123456789abcdef"};
}

struct Abstaining {
    market::Series series = ec::test::random_walk(300, 3);
    market::SeriesView view = market::view_as_of(series, series.bars.date.back());
    std::optional<double> turnover = 5e7;
    bool delisting = false;

    void flag(std::size_t from_end, BarFlag which) {
        view.bars.flags[view.bars.size() - 1 - from_end] |= static_cast<market::BarFlags>(which);
    }
    [[nodiscard]] std::vector<AbstainReason> reasons() const {
        return analysis::check_abstain({.view = view,
                                        .market = market::Market::us,
                                        .median_turnover = turnover,
                                        .delisting_period = delisting});
    }
    [[nodiscard]] bool only(AbstainReason reason) const { return reasons() == std::vector{reason}; }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(call_rules)

BOOST_AUTO_TEST_CASE(direction_is_the_lean_unless_the_other_side_is_likelier) {
    using analysis::choose_direction;
    BOOST_TEST((choose_direction(Lean::up, {0.4, 0.3, 0.3}) == Direction::up));
    BOOST_TEST((choose_direction(Lean::up, {0.3, 0.4, 0.3}) == Direction::up));
    BOOST_TEST((choose_direction(Lean::up, {0.3, 0.3, 0.4}) == Direction::neutral));
    BOOST_TEST((choose_direction(Lean::down, {0.4, 0.3, 0.3}) == Direction::neutral));
    BOOST_TEST((choose_direction(Lean::down, {0.3, 0.3, 0.4}) == Direction::down));
    BOOST_TEST((choose_direction(Lean::mixed, {0.6, 0.2, 0.2}) == Direction::neutral));
}

BOOST_AUTO_TEST_CASE(wilson_bound_has_its_textbook_values) {
    BOOST_TEST(analysis::wilson_lower_bound(0, 0) == 0);
    BOOST_TEST(analysis::wilson_lower_bound(0, 10) == 0);
    BOOST_TEST(std::fabs(analysis::wilson_lower_bound(10, 10) - 0.722467200) < 1e-8);
    BOOST_TEST(std::fabs(analysis::wilson_lower_bound(8, 10) - 0.490162472) < 1e-8);
    BOOST_TEST(std::fabs(analysis::wilson_lower_bound(50, 100) - 0.403831531) < 1e-8);
}

BOOST_AUTO_TEST_CASE(an_edge_needs_five_points_and_the_bound) {
    analysis::TableAnswer answer;
    answer.base_rate = {0.40, 0.36, 0.24};
    answer.counts = {120, 50, 30};  // 60 % of 200
    answer.probability = {0.54, 0.27, 0.19};
    BOOST_TEST(analysis::has_measured_edge(Direction::up, answer));
    answer.probability.up = 0.449;
    BOOST_TEST(!analysis::has_measured_edge(Direction::up, answer));
    answer.probability.up = 0.54;
    answer.counts = {6, 3, 1};  // 60 % of ten: the bound is 31 %
    BOOST_TEST(!analysis::has_measured_edge(Direction::up, answer));
    BOOST_TEST(!analysis::has_measured_edge(Direction::neutral, answer));
}

BOOST_AUTO_TEST_CASE(a_call_from_a_table) {
    auto const table = table_with({60, 30, 10}, {20, 40, 40});
    auto const call = analysis::make_call(basis(), &table);
    BOOST_TEST(std::fabs(call.up_above - 105.127109638) < 1e-8);
    BOOST_TEST(std::fabs(call.down_below - 95.122942450) < 1e-8);
    BOOST_TEST(std::fabs(call.probability.up - (50 * 0.31 + 60) / 150) < 1e-12);
    BOOST_TEST(std::fabs(call.base_rate.up - 0.4) < 1e-12);
    BOOST_TEST((call.direction == Direction::up));
    BOOST_TEST(call.confidence == call.probability.up);
    BOOST_TEST(call.measured_edge);
    BOOST_TEST(call.windows == 100);
    BOOST_TEST(call.table_version == "us-2020 0123456789ab");
    BOOST_TEST(!call.against_lean);
}

BOOST_AUTO_TEST_CASE(a_call_against_its_lean_is_neutral_and_says_so) {
    auto const table = table_with({10, 30, 60}, {20, 40, 40});
    auto const call = analysis::make_call(basis(), &table);
    BOOST_TEST((call.direction == Direction::neutral));
    BOOST_TEST(call.against_lean);
    BOOST_TEST(call.confidence == call.probability.inside);
}

BOOST_AUTO_TEST_CASE(without_a_table_the_prior_speaks) {
    auto const call = analysis::make_call(basis(), nullptr);
    BOOST_TEST(call.probability.up == 0.31);
    BOOST_TEST(call.probability.inside == 0.38);
    BOOST_TEST(call.table_version == "prior");
    BOOST_TEST(call.windows == 0);
    BOOST_TEST(!call.measured_edge);
}

BOOST_AUTO_TEST_CASE(bad_requests_are_refused) {
    auto wrong = basis();
    wrong.horizon = 7;
    BOOST_CHECK_EXCEPTION((void)analysis::make_call(wrong, nullptr), ec::Error,
                          [](auto const& e) { return e.reason() == "call.horizon"; });
    wrong = basis();
    wrong.band = 0;
    BOOST_CHECK_THROW((void)analysis::make_call(wrong, nullptr), ec::Error);
}

BOOST_FIXTURE_TEST_CASE(a_sound_series_gets_a_call, Abstaining) {
    BOOST_TEST(reasons().empty());
    turnover.reset();
    BOOST_TEST(reasons().empty());
}

BOOST_FIXTURE_TEST_CASE(each_reason_by_itself, Abstaining) {
    turnover = 999'999;
    BOOST_TEST(only(AbstainReason::thin_turnover));
    turnover = 1e6;
    delisting = true;
    BOOST_TEST(only(AbstainReason::delisting_period));
}

BOOST_FIXTURE_TEST_CASE(under_260_sessions, Abstaining) {
    view.bars = view.bars.slice(40, 300);
    BOOST_TEST(reasons().empty());
    view.bars = view.bars.slice(1, 260);
    BOOST_TEST(only(AbstainReason::too_few_sessions));
}

BOOST_FIXTURE_TEST_CASE(flags_within_the_used_sessions, Abstaining) {
    flag(260, BarFlag::unit_error);
    BOOST_TEST(reasons().empty());
    flag(259, BarFlag::unit_error);
    BOOST_TEST(only(AbstainReason::flagged_bar));
    flag(3, BarFlag::unexplained_gap);
    BOOST_TEST(reasons().size() == 2U);
}

BOOST_FIXTURE_TEST_CASE(suspension_today_or_often, Abstaining) {
    for (std::size_t const i : {1U, 5U, 9U, 19U}) flag(i, BarFlag::suspended);
    BOOST_TEST(reasons().empty());
    flag(20, BarFlag::suspended);
    BOOST_TEST(reasons().empty());
    flag(7, BarFlag::suspended);
    BOOST_TEST(only(AbstainReason::suspended));
}

BOOST_FIXTURE_TEST_CASE(suspended_today, Abstaining) {
    flag(0, BarFlag::suspended);
    BOOST_TEST(only(AbstainReason::suspended));
}

BOOST_FIXTURE_TEST_CASE(locked_today_only, Abstaining) {
    flag(1, BarFlag::limit_locked_up);
    flag(2, BarFlag::zero_volume);
    BOOST_TEST(reasons().empty());
    flag(0, BarFlag::limit_locked_down);
    BOOST_TEST(only(AbstainReason::limit_locked));
}

BOOST_AUTO_TEST_CASE(floors_by_market) {
    BOOST_TEST(analysis::turnover_floor(market::Market::us) == 1e6);
    BOOST_TEST(analysis::turnover_floor(market::Market::hk) == 5e6);
    BOOST_TEST(analysis::turnover_floor(market::Market::cn) == 1e7);
}

BOOST_AUTO_TEST_SUITE_END()
