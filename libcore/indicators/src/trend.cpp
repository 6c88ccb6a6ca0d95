#include <ec/indicators/trend.hpp>

#include "windows.hpp"

#include <ec/base/error.hpp>
#include <ec/base/math.hpp>
#include <ec/indicators/averages.hpp>
#include <ec/indicators/streams.hpp>

#include <algorithm>
#include <cmath>

namespace ec::indicators {
namespace {

double range_of(double high, double low, double before) noexcept {
    return larger(high, before) - smaller(low, before);
}

/// Sum of |y - mean| over `count` values y = tp - origin, two rows at a time.
double absolute_deviation(double const* tp, std::size_t count, double origin, double mean) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    double const level = origin + mean;
    std::size_t i = 0;
    for (; i + 4 <= count; i += 4) {
        a += std::fabs(tp[i] - level);
        b += std::fabs(tp[i + 1] - level);
        c += std::fabs(tp[i + 2] - level);
        d += std::fabs(tp[i + 3] - level);
    }
    for (; i < count; ++i) a += std::fabs(tp[i] - level);
    return (a + b) + (c + d);
}

}  // namespace

void true_range(Input high, Input low, Input close, FirstTr first_tr, Output out) {
    check_lengths(high.size(), {low, close}, {out});
    if (high.empty()) return;
    out[0] = nan_value();
    for (std::size_t i = 1; i < high.size(); ++i) {
        // The bounds keep a NaN of high and low; the last term adds 0, or the NaN of the close.
        double const before = close[i - 1];
        out[i] = (larger(before, high[i]) - smaller(before, low[i])) + (before - before);
    }
    if (first_tr == FirstTr::skip) return;
    Run const run = next_run({high, low, close}, 0);
    if (!run.empty()) out[run.begin] = high[run.begin] - low[run.begin];
}

void atr(Input high, Input low, Input close, AtrParams const& params, Output out) {
    check_period("period", params.period);
    check_lengths(high.size(), {low, close}, {out});
    if (params.average == Average::sma) {
        std::size_t const lag = params.first_tr == FirstTr::skip ? 1 : 0;
        for_each_run({high, low, close}, {out}, [&](Run run) {
            fill_warm_up(out, run, static_cast<std::size_t>(params.period) - 1 + lag);
            Run const rows{run.begin + lag, run.end};
            if (rows.empty()) return;
            sliding_sums<1>(
                rows, params.period,
                [&](std::size_t i, std::size_t) {
                    double const before = i == run.begin ? high[i] : close[i - 1];
                    return std::array{i == run.begin ? high[i] - low[i]
                                                     : range_of(high[i], low[i], before)};
                },
                [&](std::size_t i, auto const& sums, std::size_t) {
                    out[i] = sums[0] / params.period;
                });
        });
        return;
    }
    double const factor =
        params.average == Average::ema ? 2.0 / (params.period + 1.0) : 1.0 / params.period;
    if (params.average == Average::wma) {
        throw invalid_field("indicators.bad_parameter", "average", "wma",
                            "the average true range is smoothed by wilder, ema or sma",
                            "use wilder, ema or sma");
    }
    EmaStream const fresh(factor, params.period, Seed::sma);
    for_first_run({high, low, close}, {out}, [&](Run run) {
        EmaStream smooth = fresh;  // kept in registers, not behind a reference
        std::size_t const b = run.begin;
        out[b] = params.first_tr == FirstTr::high_low ? smooth.push(high[b] - low[b]) : nan_value();
        for (std::size_t i = b + 1; i < run.end; ++i) {
            out[i] = smooth.push(range_of(high[i], low[i], close[i - 1]));
        }
    });
}

void natr(Input high, Input low, Input close, AtrParams const& params, Output out) {
    atr(high, low, close, params, out);
    for (std::size_t i = 0; i < high.size(); ++i) out[i] = 100.0 * out[i] / close[i];
}

void cci(Input high, Input low, Input close, int period, Output out) {
    check_period("period", period);
    check_lengths(high.size(), {low, close}, {out});
    auto const k = static_cast<std::size_t>(period);
    for_each_run({high, low, close}, {out}, [&](Run run) {
        for (std::size_t i = run.begin; i < run.end; ++i) {
            out[i] = (high[i] + low[i] + close[i]) / 3.0;
        }
        // Backwards, so that the typical prices a window needs are still there.
        for (std::size_t i = run.end; i-- > run.begin && i - run.begin + 1 >= k;) {
            double const* const tp = &out[i + 1 - k];
            double const origin = out[i];
            double a = 0;
            double b = 0;
            std::size_t t = 0;
            for (; t + 2 <= k; t += 2) {
                a += tp[t] - origin;
                b += tp[t + 1] - origin;
            }
            if (t < k) a += tp[t] - origin;
            double const mean = (a + b) / period;
            double const deviation = absolute_deviation(tp, k, origin, mean);
            out[i] = deviation == 0 ? 0.0 * mean : -mean / (0.015 * (deviation / period));
        }
        fill_warm_up(out, run, k - 1);
    });
}

void vortex(Input high, Input low, Input close, int period, VortexOutputs out) {
    check_period("period", period);
    check_lengths(high.size(), {low, close}, {out.plus, out.minus});
    for_each_run({high, low, close}, {out.plus, out.minus}, [&](Run run) {
        fill_warm_up(out.plus, run, static_cast<std::size_t>(period));
        fill_warm_up(out.minus, run, static_cast<std::size_t>(period));
        Run const rows{run.begin + 1, run.end};
        if (rows.empty()) return;
        sliding_sums<3>(
            rows, period,
            [&](std::size_t i, std::size_t) {
                return std::array{std::fabs(high[i] - low[i - 1]), std::fabs(low[i] - high[i - 1]),
                                  range_of(high[i], low[i], close[i - 1])};
            },
            [&](std::size_t i, auto const& sums, std::size_t) {
                out.plus[i] = sums[2] == 0 ? 0.0 : sums[0] / sums[2];
                out.minus[i] = sums[2] == 0 ? 0.0 : sums[1] / sums[2];
            });
    });
}

void supertrend(Input high, Input low, Input close, SupertrendParams const& params,
                SupertrendOutputs out, Output scratch) {
    check_number("multiplier", params.multiplier, 0, 1e6);
    check_lengths(high.size(), {low, close}, {out.line, scratch}, {out.upper, out.lower});
    atr(high, low, close, {.period = params.period}, scratch);
    for (Output column : {out.line, out.upper, out.lower}) fill_undefined(column);
    bool started = false;
    bool rising = true;
    double upper = 0;
    double lower = 0;
    for (std::size_t i = 1; i < high.size(); ++i) {
        if (std::isnan(scratch[i])) continue;
        double const middle = 0.5 * (high[i] + low[i]);
        double const top = middle + params.multiplier * scratch[i];
        double const bottom = middle - params.multiplier * scratch[i];
        double const before = close[i - 1];
        if (!started) {
            started = true;
            rising = close[i] >= middle;
            upper = top;
            lower = bottom;
        } else {
            if (top < upper || before > upper) upper = top;
            if (bottom > lower || before < lower) lower = bottom;
        }
        rising = close[i] > (rising ? lower : upper);
        out.line[i] = rising ? lower : upper;
        if (rising && !out.lower.empty()) out.lower[i] = lower;
        if (!rising && !out.upper.empty()) out.upper[i] = upper;
    }
}

void linear_regression(Input values, int period, LinearRegressionOutputs out) {
    check_period("period", period, 2);
    check_lengths(values.size(), {}, {}, {out.slope, out.intercept, out.value, out.forecast});
    double const n = period;
    double const middle = 0.5 * (n + 1.0);
    double const spread = n * (n * n - 1.0) / 12.0;
    auto const columns = {out.slope, out.intercept, out.value, out.forecast};
    for_each_run({values}, columns, [&](Run run) {
        for (Output column : columns) {
            if (!column.empty()) fill_warm_up(column, run, static_cast<std::size_t>(period) - 1);
        }
        sliding_weighted_sums(
            run, period, [&](std::size_t i, std::size_t o) { return values[i] - values[o]; },
            [&](std::size_t i, double sum, double weighted, std::size_t o) {
                double const slope = (weighted - middle * sum) / spread;
                double const center = values[o] + sum / n;
                if (!out.slope.empty()) out.slope[i] = slope;
                if (!out.intercept.empty()) out.intercept[i] = center - slope * 0.5 * (n - 1.0);
                if (!out.value.empty()) out.value[i] = center + slope * 0.5 * (n - 1.0);
                if (!out.forecast.empty()) out.forecast[i] = center + slope * 0.5 * (n + 1.0);
            });
    });
}

}  // namespace ec::indicators
