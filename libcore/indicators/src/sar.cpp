#include <ec/indicators/trend.hpp>

#include "windows.hpp"

#include <ec/base/math.hpp>

#include <algorithm>

namespace ec::indicators {
namespace {

/// One parabola. A falling trend is a rising one seen in a mirror: prices, stop and extreme carry
/// `sign`, so that one text serves both.
struct Parabola {
    double sign = 1;
    double stop = 0;
    double extreme = 0;
    double factor = 0;
};

bool starts_rising(Input high, Input low, std::size_t b, SarStart start) noexcept {
    switch (start) {
        case SarStart::directional_movement: {
            double const up = high[b + 1] - high[b];
            double const down = low[b] - low[b + 1];
            return !(down > 0 && down > up);
        }
        case SarStart::midpoints:
            return high[b] + low[b] <= high[b + 1] + low[b + 1];
        case SarStart::assumed_rising:
            return true;
    }
    return true;
}

/// The row before as the turn and the stop's bounds see it.
struct Before {
    double high = 0;
    double low = 0;
};

/// Advances by one row; answers whether the trend turned. `out` is the stop in force on it.
[[gnu::always_inline]] inline bool advance(Parabola& p, double high, double low, Before before,
                                           SarParams const& params, double& out) noexcept {
    bool const rising = p.sign > 0;
    double const near = p.sign * (rising ? low : high);
    double const far = p.sign * (rising ? high : low);
    double const near_before = p.sign * (rising ? before.low : before.high);
    double const far_before = p.sign * (rising ? before.high : before.low);
    if (near <= p.stop) {
        double const stop = larger(larger(p.extreme, far_before), far);
        out = p.sign * stop;
        p.sign = -p.sign;
        p.factor = params.step;
        p.extreme = -near;
        p.stop = -larger(larger(stop + p.factor * (near - stop), far_before), far);
        return true;
    }
    out = p.sign * p.stop;
    if (far > p.extreme) {
        p.extreme = far;
        p.factor = smaller(p.factor + params.step, params.maximum);
    }
    p.stop = smaller(smaller(p.stop + p.factor * (p.extreme - p.stop), near_before), near);
    return false;
}

/// Stock.Indicators' walk: the stop is bounded by the two rows before, turns on a strict crossing,
/// and nothing is told before the first turn.
void assumed_rising(Input high, Input low, Run run, SarParams const& params, Output out,
                    Output reversal) {
    bool rising = true;
    bool turned_once = false;
    double stop = low[run.begin];
    double extreme = high[run.begin];
    double factor = params.step;
    for (std::size_t i = run.begin + 1; i < run.end; ++i) {
        double const sign = rising ? 1.0 : -1.0;
        Input const near = rising ? low : high;
        Input const far = rising ? high : low;
        stop = sign * (stop + factor * (extreme - stop));
        if (i >= run.begin + 2) stop = std::min({stop, sign * near[i - 1], sign * near[i - 2]});
        bool const turned = sign * near[i] < stop;
        if (turned) {
            stop = extreme;
            rising = !rising;
            factor = params.step;
            extreme = near[i];
        } else {
            stop *= sign;
            if (sign * far[i] > sign * extreme) {
                extreme = far[i];
                factor = std::min(factor + params.step, params.maximum);
            }
        }
        out[i] = turned_once ? stop : nan_value();
        if (!reversal.empty()) reversal[i] = turned_once ? (turned ? 1.0 : 0.0) : nan_value();
        turned_once = turned_once || turned;
    }
}

}  // namespace

void sar(Input high, Input low, SarParams const& params, Output out, Output reversal) {
    check_number("step", params.step, 1e-9, 1.0);
    check_number("maximum", params.maximum, 1e-9, 1.0);
    check_lengths(high.size(), {low}, {out}, {reversal});
    for_first_run({high, low}, {out, reversal}, [&](Run run) {
        std::size_t const b = run.begin;
        fill_warm_up(out, run, 1);
        if (!reversal.empty()) fill_warm_up(reversal, run, 1);
        if (run.size() < 2) return;
        if (params.start == SarStart::assumed_rising) {
            assumed_rising(high, low, run, params, out, reversal);
            return;
        }
        bool const rising = starts_rising(high, low, b, params.start);
        bool const second = params.start == SarStart::directional_movement;
        std::size_t const first = second ? b + 1 : b;
        Parabola p;
        p.sign = rising ? 1.0 : -1.0;
        p.factor = std::min(params.step, params.maximum);
        p.extreme = p.sign * (rising ? high[first] : low[first]);
        p.stop = p.sign * (rising ? low[b] : high[b]);
        Before before{high[first], low[first]};
        for (std::size_t i = b + 1; i < run.end; ++i) {
            bool const turned = advance(p, high[i], low[i], before, params, out[i]);
            before = {high[i], low[i]};
            if (!reversal.empty()) reversal[i] = turned ? 1.0 : 0.0;
        }
    });
}

}  // namespace ec::indicators
