#include <ec/indicators/risk.hpp>

#include "runs.hpp"
#include "sample.hpp"

#include <ec/base/math.hpp>

#include <algorithm>
#include <array>
#include <cmath>

namespace ec::indicators {
namespace {

std::vector<double> sorted_values(Input returns) {
    std::vector<double> values;
    values.reserve(returns.size());
    for (double r : returns) {
        if (!std::isnan(r)) values.push_back(r);
    }
    std::sort(values.begin(), values.end());
    return values;
}

double percentile(std::vector<double> const& sorted, double tail, Percentile method) {
    auto const n = static_cast<double>(sorted.size());
    if (method == Percentile::rank) {
        double const rank = std::clamp(std::ceil(tail * n), 1.0, n);
        return sorted[static_cast<std::size_t>(rank) - 1];
    }
    double const position = tail * (n - 1.0);
    double const below = std::floor(position);
    auto const at = static_cast<std::size_t>(below);
    double const low = sorted[at];
    double const high = sorted[std::min(at + 1, sorted.size() - 1)];
    return low + (position - below) * (high - low);
}

template <std::size_t N>
double polynomial(std::array<double, N> const& coefficients, double x) noexcept {
    double value = 0;
    for (std::size_t i = N; i-- > 0;) value = value * x + coefficients[i];
    return value;
}

using Coefficients = std::array<double, 8>;

// Wichura, Algorithm AS 241 (1988), PPND16.
constexpr Coefficients center_top{3.3871328727963666080e0,  1.3314166789178437745e+2,
                                  1.9715909503065514427e+3, 1.3731693765509461125e+4,
                                  4.5921953931549871457e+4, 6.7265770927008700853e+4,
                                  3.3430575583588128105e+4, 2.5090809287301226727e+3};
constexpr Coefficients center_bottom{1.0,
                                     4.2313330701600911252e+1,
                                     6.8718700749205790830e+2,
                                     5.3941960214247511077e+3,
                                     2.1213794301586595867e+4,
                                     3.9307895800092710610e+4,
                                     2.8729085735721942674e+4,
                                     5.2264952788528545610e+3};
constexpr Coefficients near_top{1.42343711074968357734e0,  4.63033784615654529590e0,
                                5.76949722146069140550e0,  3.64784832476320460504e0,
                                1.27045825245236838258e0,  2.41780725177450611770e-1,
                                2.27238449892691845833e-2, 7.74545014278341407640e-4};
constexpr Coefficients near_bottom{1.0,
                                   2.05319162663775882187e0,
                                   1.67638483018380384940e0,
                                   6.89767334985100004550e-1,
                                   1.48103976427480074590e-1,
                                   1.51986665636164571966e-2,
                                   5.47593808499534494600e-4,
                                   1.05075007164441684324e-9};
constexpr Coefficients far_top{6.65790464350110377720e0,  5.46378491116411436990e0,
                               1.78482653991729133580e0,  2.96560571828504891230e-1,
                               2.65321895265761230930e-2, 1.24266094738807843860e-3,
                               2.71155556874348757815e-5, 2.01033439929228813265e-7};
constexpr Coefficients far_bottom{1.0,
                                  5.99832206555887937690e-1,
                                  1.36929880922735805310e-1,
                                  1.48753612908506148525e-2,
                                  7.86869131145613259100e-4,
                                  1.84631831751005468180e-5,
                                  1.42151175831644588870e-7,
                                  2.04426310338993978564e-15};

}  // namespace

double normal_quantile(double p) noexcept {
    if (!(p >= 0.0 && p <= 1.0)) return nan_value();
    double const q = p - 0.5;
    if (std::fabs(q) <= 0.425) {
        double const r = 0.180625 - q * q;
        return q * polynomial(center_top, r) / polynomial(center_bottom, r);
    }
    double const r = std::sqrt(-portable_log(q < 0 ? p : 1.0 - p));
    if (std::isinf(r)) return q < 0 ? -r : r;
    double const x = r <= 5.0 ? polynomial(near_top, r - 1.6) / polynomial(near_bottom, r - 1.6)
                              : polynomial(far_top, r - 5.0) / polynomial(far_bottom, r - 5.0);
    return q < 0 ? -x : x;
}

double historical_var(Input returns, double tail, Percentile method) {
    check_number("tail", tail, 0.0, 1.0);
    std::vector<double> const sorted = sorted_values(returns);
    return sorted.empty() ? nan_value() : percentile(sorted, tail, method);
}

double historical_cvar(Input returns, double tail, Percentile method) {
    double const bound = historical_var(returns, tail, method);
    double sum = 0;
    double count = 0;
    for (double r : returns) {
        if (!(r <= bound)) continue;
        sum += r;
        count += 1;
    }
    return count == 0 ? nan_value() : sum / count;
}

double parametric_var(Input returns, double tail, ParametricVar kind, int ddof) {
    check_number("tail", tail, 0.0, 1.0);
    double z = normal_quantile(tail);
    if (kind == ParametricVar::modified) {
        double const s = skewness(returns, Skewness::moment);
        double const k = excess_kurtosis(returns);
        z = z + (z * z - 1.0) * s / 6.0 + (z * z * z - 3.0 * z) * k / 24.0 -
            (2.0 * z * z * z - 5.0 * z) * s * s / 36.0;
    }
    return mean(returns) + z * deviation(returns, ddof);
}

}  // namespace ec::indicators
