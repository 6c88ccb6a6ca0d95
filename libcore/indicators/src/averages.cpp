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

/// N exponential averages, each fed by the one before.
template <std::size_t N>
class Chain {
  public:
    explicit Chain(ChainParams const& params)
        : stages_([&]<std::size_t... I>(std::index_sequence<I...>) {
              return std::array<EmaStream, N>{
                  ((void)I, EmaStream(EmaParams{params.period, params.seed}))...};
          }(std::make_index_sequence<N>{})) {
        bool const late =
            params.chain == ChainStart::after_period && params.seed == Seed::first_value;
        delay_ = late ? static_cast<std::size_t>(params.period) - 1 : 0;
    }

    /// The averages after the next row; NaN before a stage begins.
    std::array<double, N> push(double x) noexcept {
        for (std::size_t s = 0; s < N; ++s) {
            last_[s] = x = stages_[s].push(x);
            if (rows_ < (s + 1) * delay_) [[unlikely]]
                x = nan_value();
        }
        ++rows_;
        return last_;
    }
    /// Whether every stage has begun, so that each further row is plain recursion.
    [[nodiscard]] bool settled() const noexcept { return stages_[N - 1].ready(); }
    [[nodiscard]] std::array<double, N> last() const noexcept { return last_; }

  private:
    std::array<EmaStream, N> stages_;
    std::array<double, N> last_{};
    std::size_t delay_ = 0;
    std::size_t rows_ = 0;
};

template <std::size_t N, class Combine>
void chained(Input values, ChainParams const& params, Output out, Combine combine) {
    Chain<N> const fresh(params);
    for_first_run({values}, {out}, [&](Run run) {
        Chain<N> chain = fresh;  // kept in registers, not behind a reference
        for (std::size_t i = run.begin; i < run.end; ++i) out[i] = combine(chain.push(values[i]));
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

/// y[0] + y[1] in both places.
Pair both(Pair y) noexcept { return y + Pair{y[1], y[0]}; }

/// sliding_sums for the one sum that everybody reads: the same additions, two rows at a time.
/// Rows are measured from a row of the window, so a flat window gives exactly its price.
/// Period > 0 is a length known to the compiler.
template <std::size_t Period>
void window_means(Input values, Run run, int period, Output out) noexcept {
    std::size_t const k = Period > 0 ? Period : static_cast<std::size_t>(period);
    double const share = 1.0 / static_cast<double>(k);
    BlockBuffer suffix;  // NOLINT(cppcoreguidelines-pro-type-member-init)
    for (std::size_t p = run.begin; p + k <= run.end; p += k) {
        std::size_t const origin = p + k - 1;
        double const level = values[origin];
        Pair sum{0.0, 0.0};
        std::size_t t = k;
        if (k % 2 == 0) suffix.at[--t] = 0.0;
        while (t > 1) {
            t -= 2;
            Pair const y = load_pair(&values[p + t]) - level;
            store_pair(&suffix.at[t], sum + (y + Pair{y[1], 0.0}));
            sum += both(y);
        }
        suffix.at[0] = sum[0] + (values[p] - level);
        std::size_t const rows = origin + k < run.end ? k : run.end - origin;
        out[origin] = suffix.at[0] * share + level;
        sum = Pair{0.0, 0.0};
        for (t = 1; t + 2 <= rows; t += 2) {
            Pair const y = load_pair(&values[origin + t]) - level;
            Pair const sums = load_pair(&suffix.at[t]) + (sum + (y + Pair{0.0, y[0]}));
            store_pair(&out[origin + t], sums * share + level);
            sum += both(y);
        }
        if (t < rows) {
            double const y = values[origin + t] - level;
            out[origin + t] = (suffix.at[t] + (sum[0] + y)) * share + level;
        }
    }
}

/// sliding_weighted_sums in the same manner.
void window_weighted_means(Input values, Run run, int period, Output out) noexcept {
    auto const k = static_cast<std::size_t>(period);
    double const share = 2.0 / (period * (period + 1.0));
    BlockBuffer suffix;  // NOLINT(cppcoreguidelines-pro-type-member-init)
    for (std::size_t p = run.begin; p + k <= run.end; p += k) {
        std::size_t const origin = p + k - 1;
        double const level = values[origin];
        Pair sum{0.0, 0.0};
        Pair weighted{0.0, 0.0};
        std::size_t t = k;
        if (k % 2 == 0) suffix.at[--t] = 0.0;
        while (t > 1) {
            t -= 2;
            Pair const y = load_pair(&values[p + t]) - level;
            Pair const sums = sum + (y + Pair{y[1], 0.0});
            store_pair(&suffix.at[t], weighted + (sums + Pair{sums[1], 0.0}));
            weighted += both(sums);
            sum += both(y);
        }
        suffix.at[0] = weighted[0] + (sum[0] + (values[p] - level));
        std::size_t const rows = origin + k < run.end ? k : run.end - origin;
        out[origin] = suffix.at[0] * share + level;
        Pair rising{0.0, 0.0};
        Pair weight{1.0, 2.0};
        sum = Pair{0.0, 0.0};
        for (t = 1; t + 2 <= rows; t += 2) {
            Pair const y = load_pair(&values[origin + t]) - level;
            Pair const up = weight * y;
            Pair const risen = rising + (up + Pair{0.0, up[0]});
            Pair const sums = sum + (y + Pair{0.0, y[0]});
            Pair const total = load_pair(&suffix.at[t]) + (risen + (period - weight) * sums);
            store_pair(&out[origin + t], total * share + level);
            sum += both(y);
            rising += both(up);
            weight += 2.0;
        }
        if (t < rows) {
            double const y = values[origin + t] - level;
            double const prefix = (rising[0] + weight[0] * y) + (period - weight[0]) * (sum[0] + y);
            out[origin + t] = (suffix.at[t] + prefix) * share + level;
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
        switch (period) {
            case 5:
                window_means<5>(values, run, period, out);
                return;
            case 10:
                window_means<10>(values, run, period, out);
                return;
            default:
                window_means<0>(values, run, period, out);
                return;
        }
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
    for_each_run({values}, {out}, [&](Run run) {
        fill_warm_up(out, run, static_cast<std::size_t>(period) - 1);
        window_weighted_means(values, run, period, out);
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

void trima(Input values, int period, Output out, Output scratch) {
    check_period("period", period);
    check_lengths(values.size(), {}, {out, scratch});
    sma(values, period / 2 + 1, scratch);
    sma(scratch, (period + 1) / 2, out);
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
    Chain<6> chain({params.period, params.seed, params.chain});
    double const a = 2.0 / (params.period + 1.0);
    double const keep = 1.0 - a;
    for_first_run({values}, {out}, [&](Run run) {
        std::size_t i = run.begin;
        for (; i < run.end && !chain.settled(); ++i) {
            auto const e = chain.push(values[i]);
            out[i] = c1 * e[5] + c2 * e[4] + c3 * e[3] + c4 * e[2];
        }
        auto e = chain.last();
        for (; i < run.end; ++i) {
            e[0] = a * values[i] + keep * e[0];
            for (std::size_t s = 1; s < 6; ++s) e[s] = a * e[s - 1] + keep * e[s];
            out[i] = c1 * e[5] + c2 * e[4] + c3 * e[3] + c4 * e[2];
        }
    });
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
        sliding_sums_once<1>(
            {run.begin + 1, run.end}, params.period,
            [values](std::size_t i) { return std::array{std::fabs(values[i] - values[i - 1])}; },
            [values, out, k](std::size_t i, auto const& path) {
                double const move = std::fabs(values[i] - values[i - k]);
                out[i] = path[0] > move ? move / path[0] : 1.0;
            });
        // residual = x - average, as in EmaStream.
        double residual = 0.0;
        for (std::size_t i = run.begin + k; i < run.end; ++i) {
            double const ratio = out[i];
            double const c = ratio * (fastest - slowest) + slowest;
            residual = (1.0 - c * c) * ((values[i] - values[i - 1]) + residual);
            out[i] = values[i] - residual;
            if (!efficiency.empty()) efficiency[i] = ratio;
        }
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
