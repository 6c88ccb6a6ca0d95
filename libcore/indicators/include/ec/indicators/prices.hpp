#pragma once

#include <ec/indicators/conventions.hpp>

namespace ec::indicators {

// One value per row from the row itself: no warm-up, windowed.

/// (high + low) / 2. Source: TA-Lib MEDPRICE.
void median_price(Input high, Input low, Output out);
/// (high + low + close) / 3. Source: TA-Lib TYPPRICE.
void typical_price(Input high, Input low, Input close, Output out);
/// (high + low + 2 close) / 4. Source: TA-Lib WCLPRICE.
void weighted_close(Input high, Input low, Input close, Output out);
/// (open + high + low + close) / 4. Source: TA-Lib AVGPRICE.
void average_price(Input open, Input high, Input low, Input close, Output out);

struct HeikinAshiOutputs {
    Output open;
    Output high;
    Output low;
    Output close;
};

/// Averaged candles; the first opens at (open + close) / 2. Source: Stock.Indicators. Recursive.
void heikin_ashi(Input open, Input high, Input low, Input close, HeikinAshiOutputs out);

}  // namespace ec::indicators
