#include <ec/indicators/stochastics.hpp>

#include "windows.hpp"

#include <ec/base/math.hpp>
#include <ec/indicators/averages.hpp>
#include <ec/indicators/momentum.hpp>
#include <ec/indicators/streams.hpp>

#include <cmath>

namespace ec::indicators {
namespace {

/// 100 (close - LL) / (HH - LL), 0 where HH = LL. The close is needed on its own row only.
void raw_stochastic(Input high, Input low, Input close, int period, Output out) {
    for_each_run({high, low}, {out}, [&](Run run) {
        fill_warm_up(out, run, static_cast<std::size_t>(period) - 1);
        sliding_range(high, low, run, period, [&](std::size_t i, double top, double bottom) {
            double const range = top - bottom;
            double const above = close[i] - bottom;
            out[i] = range == 0 ? 0.0 * above : 100.0 * above / range;
        });
    });
}

void check_kdj(KdjParams const& params) { (void)KdjStream(params); }

}  // namespace

void stochastic_fast(Input high, Input low, Input close, StochasticFastParams const& params,
                     StochasticOutputs out) {
    check_period("k", params.k);
    check_period("d", params.d);
    check_lengths(high.size(), {low, close}, {out.k, out.d});
    raw_stochastic(high, low, close, params.k, out.k);
    average(out.k, params.average, params.d, Seed::sma, out.d);
}

void stochastic(Input high, Input low, Input close, StochasticParams const& params,
                StochasticOutputs out) {
    check_period("k", params.k);
    check_period("smooth", params.smooth);
    check_period("d", params.d);
    check_lengths(high.size(), {low, close}, {out.k, out.d});
    raw_stochastic(high, low, close, params.k, out.d);
    average(out.d, params.average, params.smooth, Seed::sma, out.k);
    average(out.k, params.average, params.d, Seed::sma, out.d);
}

void kdj(Input high, Input low, Input close, KdjParams const& params, KdjOutputs out) {
    check_kdj(params);
    check_lengths(high.size(), {low, close}, {out.k, out.d, out.j});
    if (params.average == Average::sma) {
        raw_stochastic(high, low, close, params.period, out.d);
        sma(out.d, params.k_smooth, out.k);
        sma(out.k, params.d_smooth, out.d);
    } else {
        for_first_run({high, low, close}, {out.k, out.d}, [&](Run run) {
            Seed const seed = params.seed == KdjSeed::sma ? Seed::sma : Seed::first_value;
            EmaStream k(WilderParams{params.k_smooth, seed});
            EmaStream d(WilderParams{params.d_smooth, seed});
            if (params.seed == KdjSeed::fifty) {
                (void)k.push(50.0);
                (void)d.push(50.0);
            }
            fill_warm_up(out.k, run, static_cast<std::size_t>(params.period) - 1);
            fill_warm_up(out.d, run, static_cast<std::size_t>(params.period) - 1);
            sliding_range(
                high, low, run, params.period, [&](std::size_t i, double top, double bottom) {
                    double const range = top - bottom;
                    double const raw = range == 0 ? 0.0 : 100.0 * (close[i] - bottom) / range;
                    out.k[i] = k.push(raw);
                    out.d[i] = std::isnan(out.k[i]) ? out.k[i] : d.push(out.k[i]);
                });
        });
    }
    for (std::size_t i = 0; i < high.size(); ++i) out.j[i] = 3.0 * out.k[i] - 2.0 * out.d[i];
}

void williams_r(Input high, Input low, Input close, int period, Output out) {
    check_period("period", period);
    check_lengths(high.size(), {low, close}, {out});
    for_each_run({high, low}, {out}, [&](Run run) {
        fill_warm_up(out, run, static_cast<std::size_t>(period) - 1);
        sliding_range(high, low, run, period, [&](std::size_t i, double top, double bottom) {
            double const range = top - bottom;
            double const below = top - close[i];
            out[i] = range == 0 ? 0.0 * below : -100.0 * below / range;
        });
    });
}

void stochastic_rsi(Input values, StochRsiParams const& params, StochasticOutputs out,
                    Output scratch) {
    check_period("stochastic", params.stochastic);
    check_period("k", params.k);
    check_period("d", params.d);
    check_lengths(values.size(), {}, {out.k, out.d, scratch});
    rsi(values, {.period = params.rsi}, scratch);
    raw_stochastic(scratch, scratch, scratch, params.stochastic, out.d);
    sma(out.d, params.k, out.k);
    sma(out.k, params.d, out.d);
}

}  // namespace ec::indicators
