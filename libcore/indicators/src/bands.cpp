#include <ec/indicators/bands.hpp>

#include "moments.hpp"

#include <ec/indicators/averages.hpp>
#include <ec/indicators/trend.hpp>

#include <algorithm>
#include <cmath>

namespace ec::indicators {
namespace {

void check_ddof(int ddof, int period) {
    check_number("ddof", ddof, 0, 1);
    check_period("period", period, ddof + 1);
}

template <class Pick>
void bound(Input values, int period, Output out, Pick pick) {
    check_period("period", period);
    check_lengths(values.size(), {}, {out});
    for_each_run({values}, {out}, [&](Run run) {
        fill_warm_up(out, run, static_cast<std::size_t>(period) - 1);
        sliding_bound(values, run, period, pick, [&](std::size_t i, double x) { out[i] = x; });
    });
}

}  // namespace

void stddev(Input values, StddevParams const& params, Output out, Output mean, Output z_score) {
    check_ddof(params.ddof, params.period);
    check_number("multiplier", params.multiplier, -1e6, 1e6);
    check_lengths(values.size(), {}, {out}, {mean, z_score});
    for_each_run({values}, {out, mean, z_score}, [&](Run run) {
        for (Output column : {out, mean, z_score}) {
            if (!column.empty()) {
                fill_warm_up(column, run, static_cast<std::size_t>(params.period) - 1);
            }
        }
        sliding_moments(values, run, params.period, params.ddof,
                        [&](std::size_t i, double offset, double variance, double origin) {
                            double const sd = std::sqrt(variance);
                            out[i] = sd * params.multiplier;
                            if (!mean.empty()) mean[i] = origin + offset;
                            if (!z_score.empty()) {
                                z_score[i] = ((values[i] - origin) - offset) / sd;
                            }
                        });
    });
}

void bollinger(Input values, BollingerParams const& params, BollingerOutputs out) {
    check_ddof(params.ddof, params.period);
    check_number("deviations_up", params.deviations_up, -1e6, 1e6);
    check_number("deviations_down", params.deviations_down, -1e6, 1e6);
    check_lengths(values.size(), {}, {out.upper, out.middle, out.lower},
                  {out.width, out.percent_b});
    bool const own_middle = params.average == Average::sma;
    if (!own_middle) average(values, params.average, params.period, Seed::sma, out.middle);
    Output const middle_line = own_middle ? out.middle : Output{};
    for_each_run({values}, {out.upper, out.lower, middle_line}, [&](Run run) {
        auto const warm_up = static_cast<std::size_t>(params.period) - 1;
        fill_warm_up(out.upper, run, warm_up);
        fill_warm_up(out.lower, run, warm_up);
        if (own_middle) fill_warm_up(out.middle, run, warm_up);
        sliding_moments(values, run, params.period, params.ddof,
                        [&](std::size_t i, double offset, double variance, double origin) {
                            double const sd = std::sqrt(variance);
                            double const middle = own_middle ? origin + offset : out.middle[i];
                            out.middle[i] = middle;
                            out.upper[i] = middle + params.deviations_up * sd;
                            out.lower[i] = middle - params.deviations_down * sd;
                        });
    });
    for (std::size_t i = 0; !own_middle && i < values.size(); ++i) {
        if (std::isnan(out.upper[i])) out.middle[i] = out.upper[i];
    }
    if (!out.width.empty()) {
        for (std::size_t i = 0; i < values.size(); ++i) {
            out.width[i] = (out.upper[i] - out.lower[i]) / out.middle[i];
        }
    }
    if (!out.percent_b.empty()) {
        for (std::size_t i = 0; i < values.size(); ++i) {
            out.percent_b[i] = (values[i] - out.lower[i]) / (out.upper[i] - out.lower[i]);
        }
    }
}

void donchian(Input high, Input low, DonchianParams const& params, ChannelOutputs out) {
    check_period("period", params.period);
    check_lengths(high.size(), {low}, {out.upper, out.middle, out.lower});
    std::size_t const lag = params.window == DonchianWindow::excluding ? 1 : 0;
    for_each_run({high, low}, {out.upper, out.middle, out.lower}, [&](Run run) {
        auto const warm_up = static_cast<std::size_t>(params.period) - 1 + lag;
        for (Output column : {out.upper, out.middle, out.lower}) {
            fill_warm_up(column, run, warm_up);
        }
        Run const rows{run.begin, run.end - lag};
        if (rows.empty()) return;
        sliding_range(high, low, rows, params.period,
                      [&](std::size_t i, double top, double bottom) {
                          out.upper[i + lag] = top;
                          out.lower[i + lag] = bottom;
                          out.middle[i + lag] = 0.5 * (top + bottom);
                      });
    });
}

void keltner(Input high, Input low, Input close, KeltnerParams const& params, ChannelOutputs out) {
    std::size_t const n = high.size();
    check_period("period", params.period);
    check_period("atr_period", params.atr_period);
    check_number("multiplier", params.multiplier, 0, 1e6);
    check_lengths(n, {low, close}, {out.upper, out.middle, out.lower});
    if (params.range == KeltnerRange::atr) {
        atr(high, low, close, {params.atr_period, params.first_tr, Average::wilder}, out.lower);
    } else {
        for (std::size_t i = 0; i < n; ++i) out.upper[i] = high[i] - low[i];
        sma(out.upper, params.atr_period, out.lower);
    }
    Input center = close;
    if (params.center == KeltnerCenter::typical) {
        for (std::size_t i = 0; i < n; ++i) out.upper[i] = (high[i] + low[i] + close[i]) / 3.0;
        center = out.upper;
    }
    average(center, params.average, params.period, Seed::sma, out.middle);
    for (std::size_t i = 0; i < n; ++i) {
        double const range = params.multiplier * out.lower[i];
        double const middle = out.middle[i] + 0.0 * range;
        out.middle[i] = middle;
        out.upper[i] = middle + range;
        out.lower[i] = middle - range;
    }
}

void acceleration_bands(Input high, Input low, Input close, AccelerationParams const& params,
                        ChannelOutputs out) {
    check_period("period", params.period);
    check_number("width", params.width, 0, 1e6);
    check_lengths(high.size(), {low, close}, {out.upper, out.middle, out.lower});
    for_each_run({high, low, close}, {out.upper, out.middle, out.lower}, [&](Run run) {
        for (Output column : {out.upper, out.middle, out.lower}) {
            fill_warm_up(column, run, static_cast<std::size_t>(params.period) - 1);
        }
        sliding_sums_once<3>(
            run, params.period,
            [&](std::size_t i) {
                double const sum = high[i] + low[i];
                double const r = sum == 0 ? 0.0 : params.width * (high[i] - low[i]) / sum;
                return std::array{high[i] * (1.0 + r), close[i], low[i] * (1.0 - r)};
            },
            [&, share = 1.0 / params.period](std::size_t i, auto const& sums) {
                out.upper[i] = sums[0] * share;
                out.middle[i] = sums[1] * share;
                out.lower[i] = sums[2] * share;
            });
    });
}

void rolling_max(Input values, int period, Output out) {
    bound(values, period, out, [](double a, double b) { return larger(a, b); });
}

void rolling_min(Input values, int period, Output out) {
    bound(values, period, out, [](double a, double b) { return smaller(a, b); });
}

void midpoint(Input values, int period, Output out) { midprice(values, values, period, out); }

void midprice(Input high, Input low, int period, Output out) {
    check_period("period", period);
    check_lengths(high.size(), {low}, {out});
    for_each_run({high, low}, {out}, [&](Run run) {
        fill_warm_up(out, run, static_cast<std::size_t>(period) - 1);
        sliding_range(high, low, run, period, [&](std::size_t i, double top, double bottom) {
            out[i] = 0.5 * (top + bottom);
        });
    });
}

}  // namespace ec::indicators
