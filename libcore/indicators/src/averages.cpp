#include <ec/indicators/averages.hpp>

#include "windows.hpp"

#include <ec/base/math.hpp>
#include <ec/indicators/streams.hpp>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

namespace ec::indicators {
namespace {

/// N averages, each fed by the one before; combine(values of the N stages).
template <std::size_t N, class Combine>
void chained(Input values, ChainParams const& params, Output out, Combine combine) {
    check_period("period", params.period);
    auto const fresh = [&]<std::size_t... I>(std::index_sequence<I...>) {
        return std::array<EmaStream, N>{
            ((void)I, EmaStream(EmaParams{params.period, params.seed}))...};
    }(std::make_index_sequence<N>{});
    bool const late = params.chain == ChainStart::after_period && params.seed == Seed::first_value;
    std::size_t const delay = late ? static_cast<std::size_t>(params.period) - 1 : 0;
    for_first_run({values}, {out}, [&](Run run) {
        auto stages = fresh;  // kept in registers, not behind a reference
        for (std::size_t i = run.begin; i < run.end; ++i) {
            std::array<double, N> e;  // NOLINT(cppcoreguidelines-pro-type-member-init)
            double x = values[i];
            for (std::size_t s = 0; s < N; ++s) {
                e[s] = x = stages[s].push(x);
                if (i - run.begin < (s + 1) * delay) [[unlikely]]
                    x = nan_value();
            }
            out[i] = combine(e);
        }
    });
}

// Two rows at once; SSE2 and NEON alike.
using Pair [[gnu::vector_size(16)]] = double;

Pair load_pair(double const* from) noexcept {
    Pair pair;
    std::memcpy(&pair, from, sizeof pair);
    return pair;
}

void store_pair(double* to, Pair pair) noexcept { std::memcpy(to, &pair, sizeof pair); }

/// sliding_sums for the one sum that everybody reads: the same additions, two rows at a time.
/// Rows are measured from a row of the window, so a flat window gives exactly its price.
void window_means(Input values, Run run, int period, Output out) noexcept {
    auto const k = static_cast<std::size_t>(period);
    double const share = 1.0 / period;
    BlockBuffer suffix;  // NOLINT(cppcoreguidelines-pro-type-member-init)
    for (std::size_t p = run.begin; p + k <= run.end; p += k) {
        std::size_t const origin = p + k - 1;
        double const level = values[origin];
        double back = 0;
        std::size_t t = k;
        if (k % 2 != 0) suffix.at[--t] = 0.0;
        while (t > 0) {
            t -= 2;
            Pair const y = load_pair(&values[p + t]) - level;
            Pair const sums = (y + Pair{y[1], 0.0}) + back;
            store_pair(&suffix.at[t], sums);
            back = sums[0];
        }
        std::size_t const rows = origin + k < run.end ? k : run.end - origin;
        out[origin] = level + suffix.at[0] * share;
        double sum = 0;
        for (t = 1; t + 2 <= rows; t += 2) {
            Pair const y = load_pair(&values[origin + t]) - level;
            Pair const sums = (y + Pair{0.0, y[0]}) + sum;
            store_pair(&out[origin + t], (load_pair(&suffix.at[t]) + sums) * share + level);
            sum = sums[1];
        }
        if (t < rows) {
            double const last = (values[origin + t] - level) + sum;
            out[origin + t] = (suffix.at[t] + last) * share + level;
        }
    }
}

void recursive(Input values, EmaStream stream, Output out) {
    for (std::size_t i = 0; i < values.size(); ++i) out[i] = stream.push(values[i]);
}

}  // namespace

void rolling_sum(Input values, int period, Output out) {
    check_period("period", period);
    check_lengths(values.size(), {}, {out});
    for_each_run({values}, {out}, [&](Run run) {
        fill_warm_up(out, run, static_cast<std::size_t>(period) - 1);
        sliding_sums<1>(
            run, period, [&](std::size_t i, std::size_t) { return std::array{values[i]}; },
            [&](std::size_t i, auto const& sums, std::size_t) { out[i] = sums[0]; });
    });
}

void sma(Input values, int period, Output out) {
    check_period("period", period);
    check_lengths(values.size(), {}, {out});
    for_each_run({values}, {out}, [&](Run run) {
        fill_warm_up(out, run, static_cast<std::size_t>(period) - 1);
        window_means(values, run, period, out);
    });
}

void ema(Input values, EmaParams const& params, Output out) {
    check_lengths(values.size(), {}, {out});
    recursive(values, EmaStream(params), out);
}

void wilder(Input values, WilderParams const& params, Output out) {
    check_lengths(values.size(), {}, {out});
    recursive(values, EmaStream(params), out);
}

void wma(Input values, int period, Output out) {
    check_period("period", period);
    check_lengths(values.size(), {}, {out});
    double const share = 2.0 / (period * (period + 1.0));
    for_each_run({values}, {out}, [&](Run run) {
        fill_warm_up(out, run, static_cast<std::size_t>(period) - 1);
        sliding_weighted_sums(
            run, period, [values](std::size_t i, std::size_t o) { return values[i] - values[o]; },
            [values, out, share](std::size_t i, double, double weighted, std::size_t o) {
                out[i] = values[o] + weighted * share;
            });
    });
}

void bbi(Input values, BbiParams const& params, Output out, Output scratch) {
    check_lengths(values.size(), {}, {out, scratch});
    sma(values, params.first, out);
    for (int period : {params.second, params.third, params.fourth}) {
        sma(values, period, scratch);
        for (std::size_t i = 0; i < values.size(); ++i) out[i] += scratch[i];
    }
    for (double& x : out) x /= 4.0;
}

void average(Input values, Average kind, int period, Seed seed, Output out) {
    switch (kind) {
        case Average::sma:
            sma(values, period, out);
            return;
        case Average::ema:
            ema(values, {period, seed}, out);
            return;
        case Average::wilder:
            wilder(values, {period, seed}, out);
            return;
        case Average::wma:
            wma(values, period, out);
            return;
    }
}

void trima(Input values, int period, Output out) {
    check_period("period", period);
    check_lengths(values.size(), {}, {out});
    // Weights rise 1 .. r over the older rows and fall f .. 1 over the newer, r + f = period.
    int const rising = (period + 1) / 2;
    int const falling = period - rising;
    double const weights = 0.5 * (rising * (rising + 1.0) + falling * (falling + 1.0));
    auto const lag = static_cast<std::size_t>(falling);
    for_each_run({values}, {out}, [&](Run run) {
        fill_warm_up(out, run, static_cast<std::size_t>(period) - 1);
        if (run.size() < static_cast<std::size_t>(period)) return;
        auto const plain = [&](std::size_t i, std::size_t) { return values[i]; };
        sliding_weighted_sums(
            {run.begin, run.end - lag}, rising, plain,
            [&](std::size_t i, double, double up, std::size_t) { out[i + lag] = up / weights; });
        if (falling == 0) return;
        sliding_weighted_sums({run.begin + static_cast<std::size_t>(rising), run.end}, falling,
                              plain, [&](std::size_t i, double sum, double up, std::size_t) {
                                  out[i] += ((falling + 1.0) * sum - up) / weights;
                              });
    });
}

void dema(Input values, ChainParams const& params, Output out) {
    check_lengths(values.size(), {}, {out});
    chained<2>(values, params, out, [](auto const& e) { return 2.0 * e[0] - e[1]; });
}

void tema(Input values, ChainParams const& params, Output out) {
    check_lengths(values.size(), {}, {out});
    chained<3>(values, params, out, [](auto const& e) { return 3.0 * (e[0] - e[1]) + e[2]; });
}

void triple_ema(Input values, ChainParams const& params, Output out) {
    check_lengths(values.size(), {}, {out});
    chained<3>(values, params, out, [](auto const& e) { return e[2]; });
}

void t3(Input values, T3Params const& params, Output out) {
    check_lengths(values.size(), {}, {out});
    check_number("volume_factor", params.volume_factor, 0.0, 1.0);
    double const v = params.volume_factor;
    double const c1 = -v * v * v;
    double const c2 = 3.0 * (v * v - c1);
    double const c3 = -6.0 * v * v - 3.0 * (v - c1);
    double const c4 = 1.0 + 3.0 * v - c1 + 3.0 * v * v;
    chained<6>(values, {params.period, params.seed, params.chain}, out,
               [=](auto const& e) { return c1 * e[5] + c2 * e[4] + c3 * e[3] + c4 * e[2]; });
}

void kama(Input values, KamaParams const& params, Output out, Output efficiency) {
    check_period("period", params.period);
    check_period("fast", params.fast);
    check_period("slow", params.slow);
    check_lengths(values.size(), {}, {out}, {efficiency});
    auto const k = static_cast<std::size_t>(params.period);
    double const fastest = 2.0 / (params.fast + 1.0);
    double const slowest = 2.0 / (params.slow + 1.0);
    for_first_run({values}, {out, efficiency}, [&](Run run) {
        fill_warm_up(out, run, k);
        if (!efficiency.empty()) fill_warm_up(efficiency, run, k);
        if (run.size() <= k) return;
        // residual = x - average, as in EmaStream.
        double residual = 0.0;
        sliding_sums_once<1>(
            {run.begin + 1, run.end}, params.period,
            [values](std::size_t i) { return std::array{std::fabs(values[i] - values[i - 1])}; },
            [&](std::size_t i, auto const& path) {
                double const move = std::fabs(values[i] - values[i - k]);
                double const ratio = path[0] > 0 ? std::min(move / path[0], 1.0) : 1.0;
                double const c = ratio * (fastest - slowest) + slowest;
                residual = (1.0 - c * c) * ((values[i] - values[i - 1]) + residual);
                out[i] = values[i] - residual;
                if (!efficiency.empty()) efficiency[i] = ratio;
            });
    });
}

void vwma(Input values, Input volume, int period, Output out) {
    check_period("period", period);
    check_lengths(values.size(), {volume}, {out});
    for_each_run({values, volume}, {out}, [&](Run run) {
        fill_warm_up(out, run, static_cast<std::size_t>(period) - 1);
        sliding_sums<2>(
            run, period,
            [=](std::size_t i, std::size_t) {
                return std::array{values[i] * volume[i], volume[i]};
            },
            [=](std::size_t i, auto const& sums, std::size_t) { out[i] = sums[0] / sums[1]; });
    });
}

void hma(Input values, int period, Output out, Output scratch) {
    check_period("period", period, 2);
    check_lengths(values.size(), {}, {out, scratch});
    wma(values, period, scratch);
    wma(values, period / 2, out);
    for (std::size_t i = 0; i < values.size(); ++i) scratch[i] = 2.0 * out[i] - scratch[i];
    int root = 1;
    while ((root + 1) * (root + 1) <= period) ++root;
    wma(scratch, root, out);
}

}  // namespace ec::indicators
