#pragma once

#include <ec/indicators/conventions.hpp>

namespace ec::indicators {

/// Sums of powers of the distances from the mean, over the rows that are not NaN.
struct Moments {
    double count = 0;
    double mean = 0;
    double second = 0;
    double third = 0;
    double fourth = 0;
    double absolute = 0;
};

[[nodiscard]] Moments moments_of(Input returns) noexcept;

/// The same for two series, over the rows where neither is NaN.
struct CoMoments {
    double count = 0;
    double return_mean = 0;
    double benchmark_mean = 0;
    double return_square = 0;
    double benchmark_square = 0;
    double product = 0;
};

[[nodiscard]] CoMoments co_moments_of(Input returns, Input benchmark);

}  // namespace ec::indicators
