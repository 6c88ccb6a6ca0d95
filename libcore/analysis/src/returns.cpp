#include "returns.hpp"

#include <ec/base/math.hpp>

#include <cmath>
#include <numeric>

namespace ec::analysis {

std::vector<double> log_returns(std::span<double const> close) {
    std::vector<double> out(close.size(), nan_value());
    for (std::size_t i = 1; i < close.size(); ++i) out[i] = portable_log(close[i] / close[i - 1]);
    return out;
}

std::vector<double> simple_returns(std::span<double const> close) {
    std::vector<double> out(close.size(), nan_value());
    for (std::size_t i = 1; i < close.size(); ++i) out[i] = close[i] / close[i - 1] - 1;
    return out;
}

double mean(std::span<double const> values) noexcept {
    if (values.empty()) return nan_value();
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double sample_sd(std::span<double const> values) noexcept {
    if (values.size() < 2) return nan_value();
    double const center = mean(values);
    double sum = 0;
    for (double const x : values) sum += (x - center) * (x - center);
    return std::sqrt(sum / static_cast<double>(values.size() - 1));
}

std::span<double const> tail(std::span<double const> values, std::size_t last,
                             std::size_t count) noexcept {
    if (last >= values.size() || last + 1 < count) return {};
    return values.subspan(last + 1 - count, count);
}

double band_half_width(std::span<double const> log_returns, std::size_t i,
                       std::int32_t horizon) noexcept {
    if (i < band_returns) return nan_value();
    return 0.5 * sample_sd(tail(log_returns, i, band_returns)) *
           std::sqrt(static_cast<double>(horizon));
}

}  // namespace ec::analysis
