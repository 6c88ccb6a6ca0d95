#pragma once

#include <ec/indicators/conventions.hpp>

namespace ec::indicators {

/// max(high - low, |high - close[1]|, |low - close[1]|). Source: Wilder, TA-Lib TRANGE.
/// Warm-up 1 (skip) or 0 (high_low). Reads its own row and the close before only.
void true_range(Input high, Input low, Input close, FirstTr first_tr, Output out);

struct AtrParams {
    int period = 14;
    FirstTr first_tr = FirstTr::skip;
    Average average = Average::wilder;
};

/// Average of the true range. Source: Wilder, TA-Lib ATR. Warm-up period (skip) or period - 1.
/// Recursive (windowed with sma and wma).
void atr(Input high, Input low, Input close, AtrParams const& params, Output out);

/// 100 ATR / close. Source: TA-Lib NATR. As atr.
void natr(Input high, Input low, Input close, AtrParams const& params, Output out);

/// The first smoothed sum of the directional movements and ranges: period - 1 rows, the next one
/// already smoothed in (TA-Lib); all `period` rows (Wilder's sheet, Stock.Indicators); or
/// period - 1 rows, told at once, one row earlier than the others (Achelis' sheet, Tulip).
enum class DmSeed : std::uint8_t { partial_sum, full_sum, early_sum };

struct AdxParams {
    int period = 14;
    DmSeed seed = DmSeed::partial_sum;
    int adxr_lag = 0;  // rows between the two ADX of ADXR; 0: period - 1 (TA-Lib)
};

/// Every output is optional.
struct AdxOutputs {
    Output plus_di = {};
    Output minus_di = {};
    Output dx = {};
    Output adx = {};
    Output adxr = {};
};

/// Wilder's directional movement system. Source: Wilder, TA-Lib PLUS_DI, MINUS_DI, DX, ADX, ADXR.
/// First rows: DI and DX at `period`, ADX at 2 period - 1 (one less with early_sum), ADXR adxr_lag
/// later. DI is 0 where the
/// range is 0; DX repeats and ADX stands still where both DI are 0. With period 1 the DI are plain
/// ratios, not percent, as TA-Lib. Recursive. adxr needs adx.
void adx(Input high, Input low, Input close, AdxParams const& params, AdxOutputs out);

struct AroonOutputs {
    Output up = {};
    Output down = {};
    Output oscillator = {};
};

/// 100 (period - rows since the highest high) / period over the last period + 1 rows; down with
/// the lowest low; oscillator = up - down. The latest of equal extremes counts.
/// Source: Chande, TA-Lib AROON, AROONOSC. Warm-up period. Windowed. Outputs optional.
void aroon(Input high, Input low, int period, AroonOutputs out);

/// How the first trend of the SAR is set: by the first directional movement (TA-Lib); by the
/// first two midpoints (Tulip); or assumed rising and everything up to the first reversal left
/// undefined, with a strict crossing test (Stock.Indicators).
enum class SarStart : std::uint8_t { directional_movement, midpoints, assumed_rising };

struct SarParams {
    double step = 0.02;
    double maximum = 0.2;
    SarStart start = SarStart::directional_movement;
};

/// Parabolic stop and reverse; `reversal` (optional) is 1 on the rows that turned, else 0.
/// Source: Wilder, TA-Lib SAR. Warm-up 1 (assumed_rising: up to the first reversal). Recursive.
void sar(Input high, Input low, SarParams const& params, Output out, Output reversal = {});

/// Mean of |tp - SMA(tp)| based deviation: (tp - SMA) / (0.015 mean deviation), 0 where that is 0;
/// tp = (high + low + close) / 3. Source: Lambert, TA-Lib CCI. Warm-up period - 1. Windowed.
/// O(n period): the mean absolute deviation has no sliding form.
void cci(Input high, Input low, Input close, int period, Output out);

struct VortexOutputs {
    Output plus;
    Output minus;
};

/// Sums of |high - low[1]| and |low - high[1]| over the sum of true ranges. Source: Botes and
/// Siepman, Stock.Indicators. Warm-up period. Windowed.
void vortex(Input high, Input low, Input close, int period, VortexOutputs out);

struct SupertrendParams {
    int period = 10;
    double multiplier = 3.0;
};

/// `upper` and `lower` hold the line only while it is that side; both optional.
struct SupertrendOutputs {
    Output line;
    Output upper = {};
    Output lower = {};
};

/// ATR bands about (high + low) / 2 that only tighten until the close crosses them.
/// Source: Seban, Stock.Indicators. Warm-up period. Recursive. `scratch`: n values.
void supertrend(Input high, Input low, Input close, SupertrendParams const& params,
                SupertrendOutputs out, Output scratch);

/// Least squares over the last `period` values against 0 .. period - 1.
struct LinearRegressionOutputs {
    Output slope = {};
    Output intercept = {};
    Output value = {};     // at the current row
    Output forecast = {};  // one row ahead
};

/// Source: TA-Lib LINEARREG_SLOPE, _INTERCEPT, LINEARREG, TSF. Period from 2. Warm-up period - 1.
/// Windowed. Outputs optional.
void linear_regression(Input values, int period, LinearRegressionOutputs out);

}  // namespace ec::indicators
