#include <ec/indicators/prices.hpp>

#include "runs.hpp"

#include <algorithm>

namespace ec::indicators {

void median_price(Input high, Input low, Output out) {
    check_lengths(high.size(), {low}, {out});
    for (std::size_t i = 0; i < high.size(); ++i) out[i] = 0.5 * (high[i] + low[i]);
}

void typical_price(Input high, Input low, Input close, Output out) {
    check_lengths(high.size(), {low, close}, {out});
    for (std::size_t i = 0; i < high.size(); ++i) out[i] = (high[i] + low[i] + close[i]) / 3.0;
}

void weighted_close(Input high, Input low, Input close, Output out) {
    check_lengths(high.size(), {low, close}, {out});
    for (std::size_t i = 0; i < high.size(); ++i) {
        out[i] = 0.25 * (high[i] + low[i] + 2.0 * close[i]);
    }
}

void average_price(Input open, Input high, Input low, Input close, Output out) {
    check_lengths(open.size(), {high, low, close}, {out});
    for (std::size_t i = 0; i < open.size(); ++i) {
        out[i] = 0.25 * (open[i] + high[i] + low[i] + close[i]);
    }
}

void heikin_ashi(Input open, Input high, Input low, Input close, HeikinAshiOutputs out) {
    check_lengths(open.size(), {high, low, close}, {out.open, out.high, out.low, out.close});
    for_first_run({open, high, low, close}, {out.open, out.high, out.low, out.close}, [&](Run run) {
        double body = 0.5 * (open[run.begin] + close[run.begin]);
        for (std::size_t i = run.begin; i < run.end; ++i) {
            double const mean = 0.25 * (open[i] + high[i] + low[i] + close[i]);
            out.open[i] = body;
            out.close[i] = mean;
            out.high[i] = std::max({high[i], body, mean});
            out.low[i] = std::min({low[i], body, mean});
            body = 0.5 * (body + mean);
        }
    });
}

}  // namespace ec::indicators
