#pragma once

#include <ec/indicators/conventions.hpp>

namespace ec::indicators {

struct StochasticFastParams {
    int k = 14;
    int d = 3;
    Average average = Average::sma;
};

struct StochasticOutputs {
    Output k;
    Output d;
};

/// k = 100 (close - LL) / (HH - LL) over the last k rows, 0 where HH = LL; d its average.
/// Source: Lane, TA-Lib STOCHF. Warm-up k - 1, k + d - 2. Windowed with sma.
void stochastic_fast(Input high, Input low, Input close, StochasticFastParams const& params,
                     StochasticOutputs out);

struct StochasticParams {
    int k = 14;
    int smooth = 3;
    int d = 3;
    Average average = Average::sma;
};

/// The fast k smoothed over `smooth`, and d, the average of that. Source: Lane, TA-Lib STOCH.
/// Warm-up k + smooth - 2 and k + smooth + d - 3. Windowed with sma.
void stochastic(Input high, Input low, Input close, StochasticParams const& params,
                StochasticOutputs out);

/// How K and D of KDJ start: from the mean of the first values, from the first value (TongDaXin),
/// or from 50 (Tonghuashun).
enum class KdjSeed : std::uint8_t { sma, first_value, fifty };

struct KdjParams {
    int period = 9;
    int k_smooth = 3;
    int d_smooth = 3;
    Average average = Average::wilder;  // wilder (mainland recursion, 1 / smooth) or sma
    KdjSeed seed = KdjSeed::first_value;
};

struct KdjOutputs {
    Output k;
    Output d;
    Output j;
};

/// K = smoothed raw stochastic value, D = smoothed K, J = 3 K - 2 D. The raw value is 0 where
/// HH = LL, as in stochastic. Source: TongDaXin KDJ; TA-Lib's regression points (wilder with seed
/// sma, and sma). Warm-up period - 1, plus the smoothings' own when they seed by a mean.
/// Recursive with wilder. `seed` is ignored by sma.
void kdj(Input high, Input low, Input close, KdjParams const& params, KdjOutputs out);

/// -100 (HH - close) / (HH - LL), 0 where HH = LL. Source: Williams, TA-Lib WILLR.
/// Warm-up period - 1. Windowed.
void williams_r(Input high, Input low, Input close, int period, Output out);

struct StochRsiParams {
    int rsi = 14;
    int stochastic = 14;
    int k = 3;
    int d = 3;
};

/// Stochastic of the RSI, smoothed by simple means. Source: Chande and Kroll, LEAN, StockCharts.
/// Warm-up rsi + stochastic + k - 2 for k, d - 1 more for d. `scratch` is a column of n values.
void stochastic_rsi(Input values, StochRsiParams const& params, StochasticOutputs out,
                    Output scratch);

}  // namespace ec::indicators
