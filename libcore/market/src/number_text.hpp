#pragma once

#include <optional>
#include <string_view>

namespace ec::market {

/// A decimal number in full ("12.5", "-3", "1e6"); nullopt for anything else, also for infinities,
/// NaN and surrounding blanks.
[[nodiscard]] std::optional<double> parse_plain_number(std::string_view text) noexcept;

/// Digits with at most one point and a leading minus, of at most 15 digits in all, which a double
/// holds exactly but for one rounding: the same value as parse_plain_number, several times faster.
/// Nullopt for anything else, also for what parse_plain_number can read.
[[nodiscard]] std::optional<double> parse_short_number(std::string_view text) noexcept;

/// parse_plain_number with thousands separators ("1,234,567.8"), a leading currency sign or plus,
/// a trailing percent sign, and the units 万, 亿, K, M, B, T. Separators must stand in groups of
/// three.
[[nodiscard]] std::optional<double> parse_written_number(std::string_view text);

}  // namespace ec::market
