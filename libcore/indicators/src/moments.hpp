#pragma once

#include "windows.hpp"

namespace ec::indicators {

/// emit(i, mean - origin value, variance, origin value) for every full window. Values are measured
/// from a row of the window itself, so a level far above the spread costs no digits and a constant
/// window has variance exactly 0.
template <class Emit>
void sliding_moments(Input values, Run run, int period, int ddof, Emit emit) {
    double const share = 1.0 / period;
    double const divisor = 1.0 / (period - ddof);
    sliding_sums<2>(
        run, period,
        [values](std::size_t i, std::size_t origin) {
            double const y = values[i] - values[origin];
            return std::array{y, y * y};
        },
        [=](std::size_t i, auto const& sums, std::size_t origin) {
            double const offset = sums[0] * share;
            double const squares = sums[1] - sums[0] * offset;
            emit(i, offset, squares > 0 ? squares * divisor : 0.0 * squares, values[origin]);
        });
}

}  // namespace ec::indicators
