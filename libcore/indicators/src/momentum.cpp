#include <ec/indicators/momentum.hpp>

#include "windows.hpp"

#include <ec/base/math.hpp>
#include <ec/indicators/averages.hpp>
#include <ec/indicators/streams.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

namespace ec::indicators {
namespace {

template <class Value>
void lagged(Input values, int period, Output out, Value value) {
    check_period("period", period);
    check_lengths(values.size(), {}, {out});
    auto const k = static_cast<std::size_t>(period);
    fill_undefined(out, 0, std::min(k, values.size()));
    for (std::size_t i = k; i < values.size(); ++i) out[i] = value(values[i], values[i - k]);
}

/// Slow average into `scratch`, fast average into `out`.
void two_averages(Input values, PriceOscillatorParams params, Output out, Output scratch) {
    check_period("fast", params.fast);
    check_period("slow", params.slow);
    check_lengths(values.size(), {}, {out, scratch});
    if (params.fast > params.slow) std::swap(params.fast, params.slow);
    average(values, params.average, params.slow, params.seed, scratch);
    bool const late = params.fast_start == FastStart::with_slow && params.seed == Seed::sma;
    std::size_t begin = 0;
    if (late) {
        while (begin < values.size() && std::isnan(values[begin])) ++begin;
        begin += static_cast<std::size_t>(params.slow - params.fast);
        begin = std::min(begin, values.size());
        fill_undefined(out, 0, begin);
    }
    average(values.subspan(begin), params.average, params.fast, params.seed, out.subspan(begin));
}

}  // namespace

void macd(Input values, MacdParams const& params, MacdOutputs out) {
    check_lengths(values.size(), {}, {out.macd, out.signal, out.histogram});
    MacdStream stream(params);
    for (std::size_t i = 0; i < values.size(); ++i) {
        MacdRow const row = stream.push(values[i]);
        out.macd[i] = row.macd;
        out.signal[i] = row.signal;
        out.histogram[i] = row.histogram;
    }
}

void apo(Input values, PriceOscillatorParams const& params, Output out, Output scratch) {
    two_averages(values, params, out, scratch);
    for (std::size_t i = 0; i < values.size(); ++i) out[i] -= scratch[i];
}

void ppo(Input values, PriceOscillatorParams const& params, Output out, Output scratch) {
    two_averages(values, params, out, scratch);
    for (std::size_t i = 0; i < values.size(); ++i) {
        double const slow = scratch[i];
        out[i] = slow == 0 ? 0.0 * out[i] : 100.0 * (out[i] - slow) / slow;
    }
}

void rsi(Input values, RsiParams const& params, Output out) {
    check_lengths(values.size(), {}, {out});
    RsiStream stream(params);
    for (std::size_t i = 0; i < values.size(); ++i) out[i] = stream.push(values[i]);
}

void cmo(Input values, RsiParams const& params, Output out) {
    check_lengths(values.size(), {}, {out});
    RsiStream stream({params.period, params.seed, 50.0});
    // G / (G + L) - L / (G + L) = 2 RSI - 100.
    for (std::size_t i = 0; i < values.size(); ++i) out[i] = 2.0 * stream.push(values[i]) - 100.0;
}

void momentum(Input values, int period, Output out) {
    lagged(values, period, out, [](double x, double before) { return x - before; });
}

void roc(Input values, int period, Output out) {
    lagged(values, period, out, [](double x, double before) {
        return before == 0 ? 0.0 * x : 100.0 * (x - before) / before;
    });
}

void trix(Input values, TrixParams const& params, Output out) {
    triple_ema(values, {params.period, params.seed, params.chain}, out);
    double before = nan_value();
    for (double& x : out) {
        double const e = x;
        x = before == 0 ? 0.0 * e : 100.0 * (e - before) / before;
        before = e;
    }
}

void bias(Input values, int period, Output out) {
    sma(values, period, out);
    for (std::size_t i = 0; i < values.size(); ++i) out[i] = 100.0 * (values[i] - out[i]) / out[i];
}

void dpo(Input values, DpoParams const& params, Output out) {
    check_period("period", params.period);
    check_lengths(values.size(), {}, {out});
    auto const lag = static_cast<std::size_t>(params.period / 2) + 1;
    for_each_run({values}, {out}, [&](Run run) {
        sma(values.subspan(run.begin, run.size()), params.period,
            out.subspan(run.begin, run.size()));
        fill_warm_up(out, run, lag);
        for (std::size_t i = run.begin + lag; i < run.end; ++i) out[i] = values[i - lag] - out[i];
    });
}

void tsi(Input values, TsiParams const& params, Output out, Output signal) {
    check_lengths(values.size(), {}, {out}, {signal});
    check_period("long_period", params.long_period);
    check_period("short_period", params.short_period);
    check_period("signal", params.signal);
    for_first_run({values}, {out, signal}, [&](Run run) {
        EmaStream change_long(EmaParams{params.long_period});
        EmaStream change_short(EmaParams{params.short_period});
        EmaStream size_long(EmaParams{params.long_period});
        EmaStream size_short(EmaParams{params.short_period});
        EmaStream smooth(EmaParams{params.signal});
        double before = nan_value();
        for (std::size_t i = run.begin; i < run.end; ++i) {
            double const change = values[i] - before;
            before = values[i];
            double const move = change_short.push(change_long.push(change));
            double const size = size_short.push(size_long.push(std::fabs(change)));
            out[i] = size == 0 ? 0.0 : 100.0 * move / size;
            if (!signal.empty()) signal[i] = smooth.push(out[i]);
        }
    });
}

void balance_of_power(Input open, Input high, Input low, Input close, Output out) {
    check_lengths(open.size(), {high, low, close}, {out});
    for (std::size_t i = 0; i < open.size(); ++i) {
        double const range = high[i] - low[i];
        double const body = close[i] - open[i];
        out[i] = range == 0 ? 0.0 * body : body / range;
    }
}

void internal_bar_strength(Input high, Input low, Input close, Output out) {
    check_lengths(high.size(), {low, close}, {out});
    for (std::size_t i = 0; i < high.size(); ++i) {
        double const range = high[i] - low[i];
        double const above = close[i] - low[i];
        out[i] = range == 0 ? 0.0 * above : above / range;
    }
}

void ultimate(Input high, Input low, Input close, UltimateParams const& params, Output out) {
    check_lengths(high.size(), {low, close}, {out});
    check_period("first", params.first);
    check_period("second", params.second);
    check_period("third", params.third);
    auto const add = [&](Run rows, int period, double weight, Output to) {
        sliding_sums_once<2>(
            rows, period,
            [=](std::size_t i) {
                double const before = close[i - 1];
                double const bottom = smaller(low[i], before);
                return std::array{close[i] - bottom, larger(high[i], before) - bottom};
            },
            [=](std::size_t i, auto const& sums) {
                to[i] += sums[1] == 0 ? 0.0 : weight * sums[0] / sums[1];
            });
    };
    auto const longest =
        static_cast<std::size_t>(std::max({params.first, params.second, params.third}));
    for_each_run({high, low, close}, {out}, [&](Run run) {
        std::fill(out.begin() + static_cast<std::ptrdiff_t>(run.begin),
                  out.begin() + static_cast<std::ptrdiff_t>(run.end), 0.0);
        Run const rows{run.begin + 1, run.end};
        if (!rows.empty()) {
            add(rows, params.first, 400.0 / 7.0, out);
            add(rows, params.second, 200.0 / 7.0, out);
            add(rows, params.third, 100.0 / 7.0, out);
        }
        fill_warm_up(out, run, longest);
    });
}

}  // namespace ec::indicators
