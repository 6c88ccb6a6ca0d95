#include <ec/base/math.hpp>

#include <ec/base/error.hpp>

#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>

namespace ec {
namespace {

// ln 2 split so that k * ln2_hi is exact for |k| < 2^20.
constexpr double ln2_hi = 0x1.62e42fee00000p-1;
constexpr double ln2_lo = 0x1.a39ef35793c76p-33;
constexpr double sqrt_half = 0.70710678118654752440;

struct Reduced {
    double m = 1.0;  // in [sqrt(1/2), sqrt(2))
    int e = 0;
};

Reduced reduce(double x) noexcept {
    int shift = 0;
    if (x < std::numeric_limits<double>::min()) {
        x *= 0x1p54;
        shift = -54;
    }
    auto const bits = std::bit_cast<std::uint64_t>(x);
    int e = static_cast<int>((bits >> 52U) & 0x7ffU) - 1022;
    double m = std::bit_cast<double>((bits & 0x000fffffffffffffULL) | 0x3fe0000000000000ULL);
    if (m < sqrt_half) {
        m *= 2.0;
        --e;
    }
    return {m, e + shift};
}

double scale_by_power_of_two(double x, int k) noexcept {
    while (k > 1000) {
        x *= 0x1p1000;
        k -= 1000;
    }
    while (k < -1000) {
        x *= 0x1p-1000;
        k += 1000;
    }
    return x * std::bit_cast<double>(static_cast<std::uint64_t>(k + 1023) << 52U);
}

}  // namespace

double portable_log(double x) noexcept {
    if (std::isnan(x) || x < 0) return nan_value();
    if (x == 0) return -std::numeric_limits<double>::infinity();
    if (std::isinf(x)) return x;
    auto const [m, e] = reduce(x);
    // log m = 2 atanh(s) = 2 s (1 + s^2/3 + s^4/5 + ...), |s| <= 0.1716: 12 terms reach 1e-19.
    double const f = m - 1.0;
    double const s = f / (2.0 + f);
    double const z = s * s;
    double series = 0.0;
    for (int n = 23; n >= 3; n -= 2) series = (series + 1.0 / n) * z;
    // 2 s = f - s f, which keeps the leading term exact.
    double const k = e;
    return k * ln2_hi + (f - (s * (f - 2.0 * series) - k * ln2_lo));
}

double portable_exp(double x) noexcept {
    if (std::isnan(x)) return x;
    if (x > 709.782712893384) return std::numeric_limits<double>::infinity();
    if (x < -745.1332191019412) return 0.0;
    double const k = std::floor(x * 1.4426950408889634 + 0.5);
    double const r = (x - k * ln2_hi) - k * ln2_lo;
    double sum = 0.0;
    for (int n = 14; n >= 2; --n) sum = (sum + 1.0) * r / n;
    return scale_by_power_of_two(1.0 + (r + r * sum), static_cast<int>(k));
}

double portable_pow(double x, double y) noexcept {
    if (y == 0 || x == 1) return 1.0;
    if (std::isnan(x) || std::isnan(y)) return nan_value();
    bool const whole = std::floor(y) == y;
    if (whole && std::fabs(y) <= 64) {
        double result = 1.0;
        double base = x;
        for (auto n = static_cast<unsigned>(std::fabs(y)); n != 0; n >>= 1U) {
            if ((n & 1U) != 0) result *= base;
            base *= base;
        }
        return y < 0 ? 1.0 / result : result;
    }
    if (x < 0) {
        if (!whole) return nan_value();
        bool const odd = std::fmod(y, 2.0) != 0;
        double const magnitude = portable_exp(y * portable_log(-x));
        return odd ? -magnitude : magnitude;
    }
    if (x == 0) return y > 0 ? 0.0 : std::numeric_limits<double>::infinity();
    return portable_exp(y * portable_log(x));
}

double nan_value() noexcept { return std::numeric_limits<double>::quiet_NaN(); }
bool is_nan(double x) noexcept { return std::isnan(x); }

std::string format_canonical(double value) {
    EC_CHECK(std::isfinite(value));
    if (value == 0) return "0";
    std::array<char, 64> buffer{};
    double const magnitude = std::fabs(value);
    if (magnitude >= 1e10 && magnitude < 1e17) {
        // Round to 10 significant digits, then print without an exponent.
        auto const first = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                         std::chars_format::scientific, 9);
        double rounded = 0;
        std::from_chars(buffer.data(), first.ptr, rounded);
        auto const end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), rounded,
                                       std::chars_format::fixed, 0);
        return {buffer.data(), end.ptr};
    }
    auto const end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                   std::chars_format::general, 10);
    return {buffer.data(), end.ptr};
}

}  // namespace ec
