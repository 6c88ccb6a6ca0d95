#pragma once

#include <ec/indicators/conventions.hpp>

namespace ec::indicators {

/// Mean of the last `period` values. Source: TA-Lib SMA. Warm-up period - 1. Windowed.
void sma(Input values, int period, Output out);

/// Sum of the last `period` values. Source: TA-Lib SUM. Warm-up period - 1. Windowed.
void rolling_sum(Input values, int period, Output out);

struct EmaParams {
    int period = 20;
    Seed seed = Seed::sma;
};

/// e += 2 / (period + 1) * (x - e). Source: TA-Lib EMA (seed sma), Achelis (first_value).
/// Warm-up period - 1 (sma) or 0. Recursive. A constant series gives exactly that constant.
void ema(Input values, EmaParams const& params, Output out);

struct WilderParams {
    int period = 14;
    Seed seed = Seed::sma;
};

/// Wilder's average (RMA, SMMA): e += (x - e) / period. Source: Wilder 1978. Warm-up and NaN as
/// ema.
void wilder(Input values, WilderParams const& params, Output out);

/// Linearly weighted mean, weights 1 (oldest) .. period. Source: TA-Lib WMA. Warm-up period - 1.
/// Windowed.
void wma(Input values, int period, Output out);

/// Mean of SMA(3), SMA(6), SMA(12), SMA(24). Source: TongDaXin BBI, whose lengths are given.
struct BbiParams {
    int first = 3;
    int second = 6;
    int third = 12;
    int fourth = 24;
};

/// Warm-up the longest period - 1. Windowed. `scratch` is a column of n values.
void bbi(Input values, BbiParams const& params, Output out, Output scratch);

/// Any of the four averages; `seed` matters for ema and wilder only.
void average(Input values, Average kind, int period, Seed seed, Output out);

/// SMA of an SMA (triangular weights). Source: TA-Lib TRIMA. Warm-up period - 1. Windowed.
/// `scratch` is a column of n values.
void trima(Input values, int period, Output out, Output scratch);

struct ChainParams {
    int period = 20;
    Seed seed = Seed::sma;
    ChainStart chain = ChainStart::at_once;
};

/// 2 e1 - e2, e2 the EMA of the EMA e1. Source: Mulloy, TA-Lib DEMA. Warm-up 2 (period - 1)
/// (sma seed). Recursive.
void dema(Input values, ChainParams const& params, Output out);

/// 3 e1 - 3 e2 + e3. Source: Mulloy, TA-Lib TEMA. Warm-up 3 (period - 1) (sma seed). Recursive.
void tema(Input values, ChainParams const& params, Output out);

/// The innermost average of TEMA and TRIX: an EMA of an EMA of an EMA. Warm-up and NaN as tema.
void triple_ema(Input values, ChainParams const& params, Output out);

struct T3Params {
    int period = 5;
    double volume_factor = 0.7;
    Seed seed = Seed::sma;
    ChainStart chain = ChainStart::at_once;
};

/// Six chained EMAs weighted by the volume factor. Source: Tillson, TA-Lib T3.
/// Warm-up 6 (period - 1) (sma seed). Recursive.
void t3(Input values, T3Params const& params, Output out);

struct KamaParams {
    int period = 10;
    int fast = 2;
    int slow = 30;
};

/// Kaufman's adaptive average: e += c^2 (x - e), c between 2/(fast+1) and 2/(slow+1) by the
/// efficiency ratio over `period`. Source: TA-Lib KAMA (starts from the value before the first
/// output). Warm-up period. Recursive. `efficiency` optional.
void kama(Input values, KamaParams const& params, Output out, Output efficiency = {});

/// Sum of value x volume over sum of volume, last `period` rows. Source: Stock.Indicators VWMA.
/// Warm-up period - 1. Windowed; NaN where the volumes sum to zero.
void vwma(Input values, Input volume, int period, Output out);

/// Hull: WMA(2 WMA(period / 2) - WMA(period), floor(sqrt(period))). Source: Hull, LEAN HMA.
/// Warm-up period + floor(sqrt(period)) - 2. Windowed. `scratch` is a column of n values.
void hma(Input values, int period, Output out, Output scratch);

}  // namespace ec::indicators
