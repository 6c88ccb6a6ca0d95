// Window kernels against the definition, written out row by row in long double.
#include <ec/indicators/averages.hpp>
#include <ec/indicators/bands.hpp>
#include <ec/indicators/stochastics.hpp>
#include <ec/indicators/trend.hpp>
#include <ec/indicators/volume.hpp>

#include "bars.hpp"

#include <ec/base/math.hpp>
#include <support/random_seed.hpp>
#include <support/soak.hpp>

#include <cstdlib>
#include <functional>
#include <span>

#include <boost/test/unit_test.hpp>

namespace in = ec::indicators;
using in::test::BarSet;
using in::test::random_bars;
using Column = std::vector<double>;
using Window = std::span<double const>;

namespace {

long double naive_mean(Window w) {
    long double sum = 0;
    for (double x : w) sum += x;
    return sum / static_cast<long double>(w.size());
}

long double naive_weighted(Window w) {
    long double sum = 0;
    long double weights = 0;
    for (std::size_t i = 0; i < w.size(); ++i) {
        sum += static_cast<long double>(i + 1) * w[i];
        weights += static_cast<long double>(i + 1);
    }
    return sum / weights;
}

long double naive_deviation(Window w) {
    long double const mean = naive_mean(w);
    long double squares = 0;
    for (double x : w) squares += (x - mean) * (x - mean);
    return std::sqrt(squares / static_cast<long double>(w.size()));
}

long double naive_slope(Window w) {
    auto const n = static_cast<long double>(w.size());
    long double const middle = (n - 1) / 2;
    long double const mean = naive_mean(w);
    long double top = 0;
    long double bottom = 0;
    for (std::size_t i = 0; i < w.size(); ++i) {
        long double const d = static_cast<long double>(i) - middle;
        top += d * (w[i] - mean);
        bottom += d * d;
    }
    return top / bottom;
}

/// The size of the numbers in a window: what an error is measured against.
long double spread_of(Window w) {
    auto const [low, high] = std::minmax_element(w.begin(), w.end());
    return static_cast<long double>(*high) - *low;
}

struct Kernel {
    char const* name;
    std::function<void(Column const&, int, Column&)> run;
    std::function<long double(Window)> naive;
    bool of_spread;  // error relative to the window's spread, not to the value
};

std::vector<Kernel> kernels() {
    return {
        {"sma", [](auto const& x, int k, auto& out) { in::sma(x, k, out); }, naive_mean, false},
        {"wma", [](auto const& x, int k, auto& out) { in::wma(x, k, out); }, naive_weighted, false},
        {"sum", [](auto const& x, int k, auto& out) { in::rolling_sum(x, k, out); },
         [](Window w) { return naive_mean(w) * static_cast<long double>(w.size()); }, false},
        {"stddev", [](auto const& x, int k, auto& out) { in::stddev(x, {k}, out); },
         naive_deviation, true},
        {"slope",
         [](auto const& x, int k, auto& out) {
             in::linear_regression(x, std::max(k, 2), {.slope = out});
         },
         naive_slope, true},
        {"max", [](auto const& x, int k, auto& out) { in::rolling_max(x, k, out); },
         [](Window w) { return static_cast<long double>(*std::max_element(w.begin(), w.end())); },
         false},
        {"min", [](auto const& x, int k, auto& out) { in::rolling_min(x, k, out); },
         [](Window w) { return static_cast<long double>(*std::min_element(w.begin(), w.end())); },
         false},
    };
}

/// Checks every `step`-th row; answers the largest relative error.
double check_against_naive(Kernel const& kernel, Column const& x, int period, std::size_t step) {
    auto const k = static_cast<std::size_t>(period);
    Column out(x.size());
    kernel.run(x, period, out);
    double largest = 0;
    for (std::size_t i = 0; i < std::min(k - 1, x.size()); ++i) BOOST_REQUIRE(ec::is_nan(out[i]));
    for (std::size_t i = k - 1; i < x.size(); i += step) {
        Window const window = Window(x).subspan(i + 1 - k, k);
        long double const expected = kernel.naive(window);
        long double const scale = kernel.of_spread
                                      ? std::max(std::fabs(expected), spread_of(window))
                                      : std::fabs(expected);
        auto const error = static_cast<double>(std::fabs(out[i] - expected));
        if (scale == 0) {
            BOOST_REQUIRE_MESSAGE(error == 0, kernel.name << " of a flat window, row " << i);
            continue;
        }
        double const relative = error / static_cast<double>(scale);
        BOOST_REQUIRE_MESSAGE(relative < 1e-9, kernel.name << " period " << period << " row " << i
                                                           << " error " << relative);
        largest = std::max(largest, relative);
    }
    return largest;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(windows)

BOOST_AUTO_TEST_CASE(long_series_do_not_drift) {
    std::size_t const n = ec::test::soak() ? 10'000'000 : 1'000'000;
    BarSet const bars = random_bars(n, ec::test::random_seed());
    for (Kernel const& kernel : kernels()) {
        for (int period : {5, 20, 251}) {
            double const error = check_against_naive(kernel, bars.close, period, 97);
            BOOST_TEST(error < 1e-12, kernel.name);
            check_against_naive(kernel, bars.volume, period, 997);
        }
    }
}

BOOST_AUTO_TEST_CASE(values_that_left_the_window_leave_no_trace) {
    std::mt19937_64 random(ec::test::random_seed());
    // Plateaus from 1e-6 to 1e12 with ripples of a millionth of their level.
    Column x;
    std::uniform_real_distribution<double> ripple(-1e-6, 1e-6);
    while (x.size() < 20'000) {
        double const level = std::pow(10.0, static_cast<double>(random() % 19) - 6.0);
        for (std::size_t i = 10 + random() % 60; i > 0; --i)
            x.push_back(level * (1 + ripple(random)));
    }
    for (Kernel const& kernel : kernels()) {
        for (int period : {2, 3, 5, 8, 20, 33}) check_against_naive(kernel, x, period, 1);
    }
}

BOOST_AUTO_TEST_CASE(every_period_and_length_agrees_with_the_definition) {
    BarSet const bars = random_bars(180, ec::test::random_seed());
    for (Kernel const& kernel : kernels()) {
        for (int period = 2; period <= 70; ++period) {
            for (std::size_t n :
                 {period - 1, period, period + 1, 2 * period - 1, 2 * period, 180}) {
                Column const x(bars.close.begin(),
                               bars.close.begin() +
                                   static_cast<std::ptrdiff_t>(std::min<std::size_t>(n, 180)));
                check_against_naive(kernel, x, period, 1);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(a_nan_undefines_exactly_the_windows_that_hold_it) {
    BarSet bars = random_bars(120, 5);
    for (std::size_t at : {0U, 1U, 40U, 41U, 90U}) bars.close[at] = ec::nan_value();
    for (Kernel const& kernel : kernels()) {
        Column out(bars.size());
        kernel.run(bars.close, 7, out);
        for (std::size_t i = 0; i < bars.size(); ++i) {
            bool undefined = i < 6;
            for (std::size_t j = i < 6 ? 0 : i - 6; j <= i; ++j) {
                undefined = undefined || ec::is_nan(bars.close[j]);
            }
            BOOST_TEST(ec::is_nan(out[i]) == undefined, kernel.name << " row " << i);
        }
    }
}

BOOST_AUTO_TEST_CASE(flat_prices_give_flat_answers) {
    Column const flat(300, 10.1);
    Column out(300);
    for (int period : {2, 5, 7, 10, 20, 60}) {
        in::sma(flat, period, out);
        BOOST_TEST(out.back() == 10.1);
        in::wma(flat, period, out);
        BOOST_TEST(out.back() == 10.1);
        in::ema(flat, {period, in::Seed::first_value}, out);
        BOOST_TEST(out.back() == 10.1);
        in::stddev(flat, {period}, out);
        BOOST_TEST(out.back() == 0.0);
        in::cci(flat, flat, flat, period, out);
        BOOST_TEST(out.back() == 0.0);
        in::stochastic_fast(flat, flat, flat, {period, 3}, {out, out});
        BOOST_TEST(out.back() == 0.0);
    }
}

BOOST_AUTO_TEST_CASE(cci_mfi_and_aroon_agree_with_their_definitions) {
    BarSet const b = random_bars(3000, ec::test::random_seed());
    int const period = 14;
    Column cci(b.size());
    Column mfi(b.size());
    Column up(b.size());
    in::cci(b.high, b.low, b.close, period, cci);
    in::mfi(b.high, b.low, b.close, b.volume, period, mfi);
    in::aroon(b.high, b.low, period, {.up = up});
    auto const price = [&](std::size_t i) {
        return (static_cast<long double>(b.high[i]) + b.low[i] + b.close[i]) / 3;
    };
    for (std::size_t i = 14; i < b.size(); ++i) {
        long double mean = 0;
        for (std::size_t j = i - 13; j <= i; ++j) mean += price(j) / 14;
        long double deviation = 0;
        long double rising = 0;
        long double falling = 0;
        std::size_t top = i - 14;
        for (std::size_t j = i - 13; j <= i; ++j) {
            deviation += std::fabs(price(j) - mean) / 14;
            long double const flow = price(j) * b.volume[j];
            if (price(j) > price(j - 1)) rising += flow;
            if (price(j) < price(j - 1)) falling += flow;
            if (b.high[j] >= b.high[top]) top = j;
        }
        BOOST_REQUIRE_CLOSE(cci[i], static_cast<double>((price(i) - mean) / (0.015L * deviation)),
                            1e-6);
        BOOST_REQUIRE_CLOSE(mfi[i], static_cast<double>(100 * rising / (rising + falling)), 1e-8);
        BOOST_REQUIRE_CLOSE(up[i] + 1, 101.0 - 100.0 * static_cast<double>(i - top) / 14.0, 1e-8);
    }
}

BOOST_AUTO_TEST_SUITE_END()
