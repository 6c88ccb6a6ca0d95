#include <ec/indicators/volume.hpp>

#include "windows.hpp"

#include <ec/base/math.hpp>
#include <ec/indicators/averages.hpp>
#include <ec/indicators/streams.hpp>

#include <algorithm>
#include <array>
#include <cmath>

namespace ec::indicators {
namespace {

[[gnu::always_inline]] inline double typical(Input high, Input low, Input close,
                                             std::size_t i) noexcept {
    return (high[i] + low[i] + close[i]) / 3.0;
}

[[gnu::always_inline]] inline double flow_volume(Input high, Input low, Input close, Input volume,
                                                 std::size_t i) noexcept {
    double const range = high[i] - low[i];
    double const position = (close[i] - low[i]) - (high[i] - close[i]);
    if (range <= 0) [[unlikely]]
        return 0.0 * volume[i];
    return position / range * volume[i];
}

/// -1, 0 or 1 without a branch.
double sign_of(double x) noexcept {
    return static_cast<double>(static_cast<int>(x > 0) - static_cast<int>(x < 0));
}

}  // namespace

void obv(Input close, Input volume, ObvStart start, Output out) {
    check_lengths(close.size(), {volume}, {out});
    for_first_run({close, volume}, {out}, [&](Run run) {
        double total = start == ObvStart::first_volume ? volume[run.begin] : 0.0;
        out[run.begin] = total;
        for (std::size_t i = run.begin + 1; i < run.end; ++i) {
            total += sign_of(close[i] - close[i - 1]) * volume[i];
            out[i] = total;
        }
    });
}

void accumulation_distribution(Input high, Input low, Input close, Input volume, Output out) {
    check_lengths(high.size(), {low, close, volume}, {out});
    std::size_t const begin = first_defined_row({high, low, close, volume});
    fill_undefined(out, 0, begin);
    double total = 0;
    for (std::size_t i = begin; i < high.size(); ++i) {
        total += flow_volume(high, low, close, volume, i);
        out[i] = total;
    }
}

void chaikin_money_flow(Input high, Input low, Input close, Input volume, int period, Output out) {
    check_period("period", period);
    check_lengths(high.size(), {low, close, volume}, {out});
    for_each_run({high, low, close, volume}, {out}, [&](Run run) {
        fill_warm_up(out, run, static_cast<std::size_t>(period) - 1);
        sliding_sums_once<2>(
            run, period,
            [&](std::size_t i) {
                return std::array{flow_volume(high, low, close, volume, i), volume[i]};
            },
            [&](std::size_t i, auto const& sums) {
                out[i] = sums[1] == 0 ? 0.0 : sums[0] / sums[1];
            });
    });
}

void mfi(Input high, Input low, Input close, Input volume, int period, Output out) {
    check_period("period", period);
    check_lengths(high.size(), {low, close, volume}, {out});
    for_each_run({high, low, close, volume}, {out}, [&](Run run) {
        fill_warm_up(out, run, static_cast<std::size_t>(period));
        Run const rows{run.begin + 1, run.end};
        if (rows.empty()) return;
        // Three times the typical price: the factor cancels. rising + |falling| and rising -
        // |falling| come from the flow's sign without a branch.
        auto const price = [=](std::size_t i) { return high[i] + low[i] + close[i]; };
        sliding_sums_once<2>(
            rows, period,
            [=](std::size_t i) {
                double const now = price(i);
                double const change = now - price(i - 1);
                double const flow = change == 0 ? 0.0 : now * volume[i];
                return std::array{flow, std::copysign(flow, change)};
            },
            [=](std::size_t i, auto const& sums) {
                out[i] = sums[0] == 0 ? 0.0 : 50.0 * (sums[0] + sums[1]) / sums[0];
            });
    });
}

void vwap(VwapInputs const& bars, VwapParams const& params, Output out) {
    bool const with_open = params.price == VwapPrice::average;
    Input const extra = with_open ? bars.open : bars.close;
    check_period("period", params.period);
    check_lengths(bars.high.size(), {bars.low, bars.close, bars.volume, extra}, {out});
    for_each_run({bars.high, bars.low, bars.close, bars.volume, extra}, {out}, [&](Run run) {
        fill_warm_up(out, run, static_cast<std::size_t>(params.period) - 1);
        auto const walk = [&](auto price) {
            sliding_sums<2>(
                run, params.period,
                [&](std::size_t i, std::size_t) {
                    return std::array{price(i) * bars.volume[i], bars.volume[i]};
                },
                [&](std::size_t i, auto const& sums, std::size_t) { out[i] = sums[0] / sums[1]; });
        };
        if (with_open) {
            walk([&](std::size_t i) {
                return 0.25 * (bars.open[i] + bars.high[i] + bars.low[i] + bars.close[i]);
            });
        } else {
            walk([&](std::size_t i) { return typical(bars.high, bars.low, bars.close, i); });
        }
    });
}

void anchored_vwap(Input high, Input low, Input close, Input volume, Output out) {
    check_lengths(high.size(), {low, close, volume}, {out});
    for_first_run({high, low, close, volume}, {out}, [&](Run run) {
        double flow = 0;
        double total = 0;
        for (std::size_t i = run.begin; i < run.end; ++i) {
            flow += typical(high, low, close, i) * volume[i];
            total += volume[i];
            out[i] = flow / total;
        }
    });
}

void volume_ratio(Input close, Input volume, int period, Output out) {
    check_period("period", period);
    check_lengths(close.size(), {volume}, {out});
    for_each_run({close, volume}, {out}, [&](Run run) {
        fill_warm_up(out, run, static_cast<std::size_t>(period) - 1);
        sliding_sums<2>(
            run, period,
            [&](std::size_t i, std::size_t) {
                if (i == run.begin) return std::array{0.0, 0.0};
                bool const up = close[i] > close[i - 1];
                return std::array{static_cast<double>(up) * volume[i],
                                  static_cast<double>(!up) * volume[i]};
            },
            [&](std::size_t i, auto const& sums, std::size_t) {
                out[i] = sums[1] == 0 ? nan_value() : 100.0 * sums[0] / sums[1];
            });
    });
}

void relative_volume(Input volume, int period, RelativeWindow window, Output out) {
    check_period("period", period);
    check_lengths(volume.size(), {}, {out});
    std::size_t const lag = window == RelativeWindow::excluding ? 1 : 0;
    for_each_run({volume}, {out}, [&](Run run) {
        fill_warm_up(out, run, static_cast<std::size_t>(period) - 1 + lag);
        sliding_sums<1>(
            {run.begin, run.end - lag}, period,
            [&](std::size_t i, std::size_t) { return std::array{volume[i]}; },
            [&](std::size_t i, auto const& sums, std::size_t) {
                double const mean = sums[0] / period;
                out[i + lag] = mean == 0 ? nan_value() : volume[i + lag] / mean;
            });
    });
}

void force_index(Input close, Input volume, ForceIndexParams const& params, Output out,
                 Output raw) {
    check_lengths(close.size(), {volume}, {out}, {raw});
    EmaStream const fresh(EmaParams{params.period, params.seed});
    for_first_run({close, volume}, {out, raw}, [&](Run run) {
        EmaStream smooth = fresh;
        out[run.begin] = nan_value();
        if (!raw.empty()) raw[run.begin] = nan_value();
        for (std::size_t i = run.begin + 1; i < run.end; ++i) {
            double const force = (close[i] - close[i - 1]) * volume[i];
            if (!raw.empty()) raw[i] = force;
            out[i] = smooth.push(force);
        }
    });
}

void chaikin_oscillator(Input high, Input low, Input close, Input volume,
                        ChaikinOscillatorParams const& params, Output out) {
    check_lengths(high.size(), {low, close, volume}, {out});
    check_period("fast", params.fast);
    check_period("slow", params.slow);
    int const warm_up = std::max(params.fast, params.slow) - 1;
    EmaStream fast(EmaParams{params.fast, Seed::first_value});
    EmaStream slow(EmaParams{params.slow, Seed::first_value});
    std::size_t const begin = first_defined_row({high, low, close, volume});
    double total = 0;
    for (std::size_t i = begin; i < high.size(); ++i) {
        total += flow_volume(high, low, close, volume, i);
        out[i] = fast.push(total) - slow.push(total);
    }
    fill_undefined(out, 0, std::min(begin + static_cast<std::size_t>(warm_up), high.size()));
}

void brar(Input open, Input high, Input low, Input close, int period, BrarOutputs out) {
    check_period("period", period);
    check_lengths(open.size(), {high, low, close}, {out.ar, out.br});
    auto const ratio = [](auto const& sums) {
        return sums[1] == 0 ? nan_value() : 100.0 * sums[0] / sums[1];
    };
    for_each_run({open, high, low, close}, {out.ar, out.br}, [&](Run run) {
        auto const warm_up = static_cast<std::size_t>(period);
        fill_warm_up(out.ar, run, warm_up - 1);
        fill_warm_up(out.br, run, warm_up);
        sliding_sums<2>(
            run, period,
            [&](std::size_t i, std::size_t) {
                return std::array{high[i] - open[i], open[i] - low[i]};
            },
            [&](std::size_t i, auto const& sums, std::size_t) { out.ar[i] = ratio(sums); });
        Run const rows{run.begin + 1, run.end};
        if (rows.empty()) return;
        sliding_sums<2>(
            rows, period,
            [&](std::size_t i, std::size_t) {
                double const before = close[i - 1];
                return std::array{larger(high[i] - before, 0.0), larger(before - low[i], 0.0)};
            },
            [&](std::size_t i, auto const& sums, std::size_t) { out.br[i] = ratio(sums); });
    });
}

}  // namespace ec::indicators
