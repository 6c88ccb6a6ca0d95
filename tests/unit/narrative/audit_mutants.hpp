#pragma once

#include <ec/narrative/document.hpp>
#include <ec/narrative/language.hpp>

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace ec::test {

/// Kinds of error planted in a report.
enum class MutantKind : std::uint8_t { last_digit, sign, scale, unit, date, swap, direction };
inline constexpr std::size_t mutant_kinds = 7;
[[nodiscard]] std::string_view to_string(MutantKind kind) noexcept;

/// One line of a report with one thing changed.
struct Mutant {
    MutantKind kind = MutantKind::last_digit;
    std::size_t section = 0;
    std::size_t block = 0;
    std::size_t line = 0;
    std::size_t begin = 0;  // of the change, bytes of the line
    std::string text;       // the line after the change
};

/// Seeded errors in the checked sections of a report, at most `per_kind` of each kind. The places
/// are found by a plain scan for digits and a list of opposite words that know nothing of the
/// audit's own parser.
///
/// Left alone, because they are parameters or names and not claims:
/// - a number with a unit of time that is one of 1, 5, 20, 50, 60, 120, 200, 250 (20-day, 250 日);
///   the same numbers after "last", "latest", "in", "近" without one, and lists of them before 日;
/// - numbers in brackets joined to a Latin word: ADX(14);
/// - digits inside the symbol, its benchmark or its names, and those joined to letters (10-K);
/// - the 1 of a split.
/// Left out because the meaning stays: a sign put before a drawdown, a zero or an end of a range,
/// and a swap of values that are equal at the coarser of the two precisions. Directions of the
/// page ("listed below") and parts of words (lock-up) are no claims.
[[nodiscard]] std::vector<Mutant> plant_errors(narrative::Document const& document,
                                               std::vector<std::string> const& names,
                                               std::size_t per_kind, std::mt19937_64& random);

}  // namespace ec::test
