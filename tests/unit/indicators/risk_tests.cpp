#include <ec/indicators/risk.hpp>

#include "bars.hpp"

#include <ec/base/error.hpp>
#include <ec/base/math.hpp>
#include <ec/indicators/returns.hpp>

#include <boost/test/unit_test.hpp>

namespace in = ec::indicators;
using Column = std::vector<double>;

BOOST_AUTO_TEST_SUITE(risk)

BOOST_AUTO_TEST_CASE(drawdowns_name_peak_trough_and_recovery) {
    Column const prices{100, 120, 90, 95, 121, 110, 115};
    auto const worst = in::max_drawdown_of_prices(prices);
    BOOST_REQUIRE(worst.has_value());
    BOOST_TEST(worst->depth == 90.0 / 120.0 - 1.0);
    BOOST_TEST(*worst->peak == 1U);
    BOOST_TEST(worst->begin == 2U);
    BOOST_TEST(worst->trough == 2U);
    BOOST_TEST(*worst->recovery == 4U);

    Column const returns{-0.1, 0.05, -0.2};
    auto const falls = in::drawdowns(returns);
    BOOST_REQUIRE(falls.size() == 1U);
    BOOST_TEST(!falls[0].peak.has_value());
    BOOST_TEST(!falls[0].recovery.has_value());
    BOOST_TEST(falls[0].trough == 2U);
    BOOST_TEST(!in::max_drawdown({}).has_value());
    BOOST_TEST(in::max_drawdown(Column{0.1, 0.2})->depth == 0.0);
    BOOST_TEST(!in::max_drawdown_of_prices(Column{ec::nan_value()}).has_value());
}

BOOST_AUTO_TEST_CASE(rank_percentile_is_a_return_that_happened) {
    Column returns;
    for (int i = 1; i <= 250; ++i) returns.push_back(-0.001 * i);
    // ceil(0.05 x 250) = 13th smallest.
    BOOST_TEST(in::historical_var(returns, 0.05, in::Percentile::rank) == -0.001 * 238);
    BOOST_TEST(in::historical_cvar(returns, 0.05, in::Percentile::rank) <
               in::historical_var(returns, 0.05, in::Percentile::rank));
    BOOST_TEST(in::historical_var(returns, 0.0, in::Percentile::rank) == -0.001 * 250);
    BOOST_TEST(in::historical_var(returns, 1.0, in::Percentile::linear) == -0.001);
    BOOST_TEST(ec::is_nan(in::historical_var({}, 0.05, in::Percentile::linear)));
}

BOOST_AUTO_TEST_CASE(normal_quantile_agrees_with_printed_values) {
    BOOST_TEST(in::normal_quantile(0.5) == 0.0);
    BOOST_CHECK_CLOSE(in::normal_quantile(0.95), 1.6448536269514722, 1e-12);
    BOOST_CHECK_CLOSE(in::normal_quantile(0.99), 2.3263478740408408, 1e-12);
    BOOST_CHECK_CLOSE(in::normal_quantile(1e-10), -6.361340902404056, 1e-12);
    BOOST_CHECK_CLOSE(in::normal_quantile(0.025), -1.9599639845400545, 1e-12);
    BOOST_TEST(std::isinf(in::normal_quantile(0.0)));
    BOOST_TEST(std::isinf(in::normal_quantile(1.0)));
    BOOST_TEST(ec::is_nan(in::normal_quantile(1.1)));
}

BOOST_AUTO_TEST_CASE(what_is_not_defined_is_nan) {
    Column const one{0.01};
    Column const flat(9, 0.01);
    BOOST_TEST(ec::is_nan(in::deviation(one, 1)));
    BOOST_TEST(in::deviation(flat, 1) == 0.0);
    BOOST_TEST(std::isinf(in::sharpe(flat, {})));
    BOOST_TEST(ec::is_nan(in::beta(flat, flat)));
    BOOST_TEST(ec::is_nan(in::correlation(flat, flat)));
    BOOST_TEST(ec::is_nan(in::calmar(flat, 252)));
    BOOST_TEST(ec::is_nan(in::omega(flat, 0)));
    BOOST_TEST(ec::is_nan(in::mean({})));
    BOOST_TEST(ec::is_nan(in::skewness(flat, in::Skewness::moment)));
    BOOST_TEST(ec::is_nan(in::ulcer_index({}, 0)));
    BOOST_TEST(ec::is_nan(in::win_loss({}).win_rate));
}

BOOST_AUTO_TEST_CASE(rows_without_a_return_are_left_out) {
    Column const holes{ec::nan_value(), 0.01, 0.02, ec::nan_value(), -0.03};
    Column const dense{0.01, 0.02, -0.03};
    BOOST_TEST(in::mean(holes) == in::mean(dense));
    BOOST_TEST(in::deviation(holes, 1) == in::deviation(dense, 1));
    BOOST_TEST(in::max_drawdown(holes)->depth == in::max_drawdown(dense)->depth);
    BOOST_TEST(in::sortino(holes, {}) == in::sortino(dense, {}));
}

BOOST_AUTO_TEST_CASE(impossible_parameters_are_refused) {
    Column const r{0.01, 0.02};
    Column const shorter{0.01};
    Column out(2);
    BOOST_CHECK_THROW((void)in::deviation(r, 2), ec::Error);
    BOOST_CHECK_THROW((void)in::volatility(r, {.periods = 0}), ec::Error);
    BOOST_CHECK_THROW((void)in::historical_var(r, 1.5, in::Percentile::rank), ec::Error);
    BOOST_CHECK_THROW((void)in::beta(r, shorter), ec::Error);
    BOOST_CHECK_THROW(in::simple_returns(r, 0, out), ec::Error);
    BOOST_CHECK_THROW(in::rolling_volatility(r, r, r, r, {.period = 2}, out), ec::Error);
    BOOST_CHECK_THROW(
        (void)in::aggregate_returns(std::span<ec::Date const>{}, r, in::CalendarPeriod::week),
        ec::Error);
}

BOOST_AUTO_TEST_SUITE_END()
