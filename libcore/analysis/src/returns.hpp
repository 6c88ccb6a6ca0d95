#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace ec::analysis {

/// Log returns that the band of a call is measured from.
inline constexpr std::size_t band_returns = 60;

/// Row i: ln(close[i] / close[i - 1]); row 0 is NaN.
[[nodiscard]] std::vector<double> log_returns(std::span<double const> close);
/// Row i: close[i] / close[i - 1] - 1; row 0 is NaN.
[[nodiscard]] std::vector<double> simple_returns(std::span<double const> close);

[[nodiscard]] double mean(std::span<double const> values) noexcept;
/// Divided by n - 1; NaN for fewer than two values.
[[nodiscard]] double sample_sd(std::span<double const> values) noexcept;
/// The last `count` values up to row `last`; empty when there are not so many.
[[nodiscard]] std::span<double const> tail(std::span<double const> values, std::size_t last,
                                           std::size_t count) noexcept;

/// Half width of a call's band on row `i` in log return: 0.5 sd of 60 log returns, sqrt(horizon)
/// times; NaN in the first 60 rows.
[[nodiscard]] double band_half_width(std::span<double const> log_returns, std::size_t i,
                                     std::int32_t horizon) noexcept;

}  // namespace ec::analysis
