#pragma once

#include <ec/indicators/conventions.hpp>

namespace ec::indicators {

/// Where On Balance Volume starts: the first row's volume (TA-Lib) or zero (Granville, Tulip).
enum class ObvStart : std::uint8_t { first_volume, zero };

/// Running sum of volume signed by the change of close. Source: Granville, TA-Lib OBV.
/// No warm-up. Recursive.
void obv(Input close, Input volume, ObvStart start, Output out);

/// Running sum of ((close - low) - (high - close)) / (high - low) x volume; a row with
/// high = low adds nothing. Source: Chaikin, TA-Lib AD. No warm-up. Recursive.
void accumulation_distribution(Input high, Input low, Input close, Input volume, Output out);

/// Sum of money flow volume over sum of volume. Source: Chaikin. Warm-up period - 1. Windowed;
/// 0 where no volume was traded.
void chaikin_money_flow(Input high, Input low, Input close, Input volume, int period, Output out);

/// 100 P / (P + N): sums of typical price x volume on rows whose typical price rose and fell.
/// 0 where neither did (TA-Lib, which also calls sums below 1 none). Source: Quong and Soudack,
/// TA-Lib MFI. Warm-up period. Windowed.
void mfi(Input high, Input low, Input close, Input volume, int period, Output out);

/// The price of a row: (high + low + close) / 3 (StockCharts), or (open + high + low + close) / 4
/// (LEAN).
enum class VwapPrice : std::uint8_t { typical, average };

struct VwapParams {
    int period = 14;
    VwapPrice price = VwapPrice::typical;
};

struct VwapInputs {
    Input open;  // read by VwapPrice::average only
    Input high;
    Input low;
    Input close;
    Input volume;
};

/// Sum of price x volume over sum of volume, last `period` rows. Source: StockCharts, LEAN.
/// Warm-up period - 1. Windowed; NaN where no volume was traded.
void vwap(VwapInputs const& bars, VwapParams const& params, Output out);

/// As vwap from the first row on: the session-less "anchored" form. No warm-up. Recursive.
void anchored_vwap(Input high, Input low, Input close, Input volume, Output out);

/// 100 x volume of rising rows / volume of the others, last `period` rows; the first row counts
/// on neither side. Source: TongDaXin VR. Warm-up period - 1. Windowed; NaN where no volume stands
/// on the other side.
void volume_ratio(Input close, Input volume, int period, Output out);

/// Whether the current row is part of the mean it is compared with.
enum class RelativeWindow : std::uint8_t { including, excluding };

/// volume / mean volume of `period` rows. excluding: the rows before (liang bi); including: the
/// last rows. Warm-up period or period - 1. Windowed; NaN where the mean is 0.
void relative_volume(Input volume, int period, RelativeWindow window, Output out);

struct ForceIndexParams {
    int period = 13;
    Seed seed = Seed::sma;
};

/// EMA of (close - close[1]) x volume; `raw` (optional) is the value before smoothing.
/// Source: Elder, Stock.Indicators. Warm-up period. Recursive.
void force_index(Input close, Input volume, ForceIndexParams const& params, Output out,
                 Output raw = {});

struct ChaikinOscillatorParams {
    int fast = 3;
    int slow = 10;
};

/// EMA(fast) - EMA(slow) of accumulation/distribution, both seeded with its first value.
/// Source: TA-Lib ADOSC. Warm-up slow - 1. Recursive.
void chaikin_oscillator(Input high, Input low, Input close, Input volume,
                        ChaikinOscillatorParams const& params, Output out);

struct BrarOutputs {
    Output ar;
    Output br;
};

/// AR = 100 sum(high - open) / sum(open - low), BR = 100 sum(max(0, high - close[1])) /
/// sum(max(0, close[1] - low)). Source: TongDaXin BRAR. Warm-up period - 1 and period. Windowed;
/// NaN where the divisor is 0.
void brar(Input open, Input high, Input low, Input close, int period, BrarOutputs out);

}  // namespace ec::indicators
