#include <ec/indicators/trend.hpp>

#include "windows.hpp"

#include <ec/base/math.hpp>

#include <algorithm>

namespace ec::indicators {
namespace {

/// One parabola; mirrored for a falling trend by negating prices, so that one text serves both.
struct Parabola {
    bool rising = true;
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

/// Advances by row i; answers whether the trend turned. `out` is the stop in force on row i.
bool advance(Parabola& p, Input high, Input low, std::size_t i, std::size_t before,
             SarParams const& params, double& out) noexcept {
    double const sign = p.rising ? 1.0 : -1.0;
    double const near = sign * (p.rising ? low[i] : high[i]);
    double const far = sign * (p.rising ? high[i] : low[i]);
    double const near_before = sign * (p.rising ? low[before] : high[before]);
    double const far_before = sign * (p.rising ? high[before] : low[before]);
    double stop = sign * p.stop;
    double extreme = sign * p.extreme;
    bool const turned = near <= stop;
    if (turned) {
        stop = std::max({extreme, far_before, far});
        out = sign * stop;
        p.rising = !p.rising;
        p.factor = params.step;
        extreme = near;
        stop = std::max({stop + p.factor * (extreme - stop), far_before, far});
    } else {
        out = sign * stop;
        if (far > extreme) {
            extreme = far;
            p.factor = std::min(p.factor + params.step, params.maximum);
        }
        stop = std::min({stop + p.factor * (extreme - stop), near_before, near});
    }
    p.stop = sign * stop;
    p.extreme = sign * extreme;
    return turned;
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
        Parabola p;
        p.rising = starts_rising(high, low, b, params.start);
        p.factor = std::min(params.step, params.maximum);
        bool const second = params.start == SarStart::directional_movement;
        std::size_t const extreme_row = second ? b + 1 : b;
        p.extreme = p.rising ? high[extreme_row] : low[extreme_row];
        p.stop = p.rising ? low[b] : high[b];
        for (std::size_t i = b + 1; i < run.end; ++i) {
            std::size_t const before = i == b + 1 && second ? i : i - 1;
            bool const turned = advance(p, high, low, i, before, params, out[i]);
            if (!reversal.empty()) reversal[i] = turned ? 1.0 : 0.0;
        }
    });
}

}  // namespace ec::indicators
