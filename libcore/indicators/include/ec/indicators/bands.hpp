#pragma once

#include <ec/indicators/conventions.hpp>

namespace ec::indicators {

struct StddevParams {
    int period = 20;
    int ddof = 0;             // 0: divide by period (TA-Lib), 1: by period - 1
    double multiplier = 1.0;  // TA-Lib's "nb_dev"
};

/// Standard deviation of the last `period` values. Source: TA-Lib STDDEV. Warm-up period - 1.
/// Windowed. `mean` and `z_score` ((x - mean) / sd, NaN where sd is 0) are optional.
void stddev(Input values, StddevParams const& params, Output out, Output mean = {},
            Output z_score = {});

struct BollingerParams {
    int period = 20;
    double deviations_up = 2.0;
    double deviations_down = 2.0;
    int ddof = 0;
    Average average = Average::sma;  // of the middle line; the deviation is about the SMA always
};

/// width = (upper - lower) / middle; percent_b = (x - lower) / (upper - lower); both optional.
struct BollingerOutputs {
    Output upper;
    Output middle;
    Output lower;
    Output width = {};
    Output percent_b = {};
};

/// Middle line +/- deviations x standard deviation. Source: Bollinger, TA-Lib BBANDS.
/// Warm-up period - 1. Windowed (recursive middle with ema and wilder).
void bollinger(Input values, BollingerParams const& params, BollingerOutputs out);

/// Whether the Donchian window holds the current row (Donchian, StockCharts) or ends on the row
/// before (Stock.Indicators).
enum class DonchianWindow : std::uint8_t { including, excluding };

struct DonchianParams {
    int period = 20;
    DonchianWindow window = DonchianWindow::including;
};

struct ChannelOutputs {
    Output upper;
    Output middle;
    Output lower;
};

/// Highest high, lowest low and their mean. Warm-up period - 1 (including) or period. Windowed.
void donchian(Input high, Input low, DonchianParams const& params, ChannelOutputs out);

enum class KeltnerCenter : std::uint8_t { close, typical };
enum class KeltnerRange : std::uint8_t { atr, high_low_sma };

struct KeltnerParams {
    int period = 20;
    int atr_period = 10;
    double multiplier = 2.0;
    KeltnerCenter center = KeltnerCenter::close;
    Average average = Average::ema;          // of the middle line
    KeltnerRange range = KeltnerRange::atr;  // Chester Keltner 1960: high_low_sma
    FirstTr first_tr = FirstTr::skip;
};

/// Middle line +/- multiplier x range. Source: StockCharts (Raschke's form). Warm-up
/// max(period - 1, atr_period). Recursive.
void keltner(Input high, Input low, Input close, KeltnerParams const& params, ChannelOutputs out);

struct AccelerationParams {
    int period = 20;
    double width = 4.0;
};

/// SMA of high (1 + width r), close, low (1 - width r), r = (high - low) / (high + low).
/// Source: Headley, LEAN. Warm-up period - 1. Windowed.
void acceleration_bands(Input high, Input low, Input close, AccelerationParams const& params,
                        ChannelOutputs out);

/// Highest and lowest of the last `period` values. Source: TA-Lib MAX, MIN. Warm-up period - 1.
/// Windowed.
void rolling_max(Input values, int period, Output out);
void rolling_min(Input values, int period, Output out);

/// (max + min) / 2 of one series. Source: TA-Lib MIDPOINT. Warm-up period - 1. Windowed.
void midpoint(Input values, int period, Output out);

/// (highest high + lowest low) / 2. Source: TA-Lib MIDPRICE. Warm-up period - 1. Windowed.
void midprice(Input high, Input low, int period, Output out);

}  // namespace ec::indicators
