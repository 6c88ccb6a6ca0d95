#pragma once

#include "audit_lexicon.hpp"
#include "audit_tokens.hpp"

#include <ec/base/dates.hpp>

#include <cstdint>
#include <optional>
#include <vector>

namespace ec::narrative::audit {

/// The unit that stands beside a figure.
enum class Measure : std::uint8_t {
    bare,
    percent,
    points,  // percentage points, or index points
    currency,
    shares,
    times,
    sessions,
    atr,
    deviations,
    date,
};

enum class Group : std::uint8_t { none, range, triplet, split };

/// One figure of the text. `value` is its magnitude with the scale applied; the sign is apart
/// because most prose carries it in words.
struct Quantity {
    Measure measure = Measure::bare;
    double value = 0;
    double half_step = 0.5;  // half a unit of the last written digit, scaled
    double scale = 1;
    std::int32_t sign = 0;  // +1 or -1 when written
    std::int32_t decimals = 0;
    std::int32_t significant = 1;  // digits written, without leading zeros
    std::optional<Date> date;      // year 2000 stands in when none is written
    bool has_year = false;
    bool has_month = true;
    bool has_day = true;
    bool spelled = false;    // six, 六
    bool parameter = false;  // 20-day, SMA(200), Section 4: not a claim
    Group group = Group::none;
    std::int32_t ordinal = 0;  // place in its group
    std::int32_t group_size = 0;
    std::uint32_t first = 0;  // tokens [first, last], sign and unit included
    std::uint32_t number = 0;
    std::uint32_t last = 0;

    [[nodiscard]] double signed_value() const noexcept { return sign < 0 ? -value : value; }
};

/// Every figure and date outside the words of `mentions`, in order of appearance.
[[nodiscard]] std::vector<Quantity> parse_quantities(TokenizedText const& text,
                                                     std::vector<Mention> const& mentions);

/// A date starting at token `at`; `last` is its last token. nullopt when there is none.
struct ParsedDate {
    Date date;
    bool has_year = false;
    bool has_day = true;
    std::uint32_t last = 0;
};
[[nodiscard]] std::optional<ParsedDate> parse_date(TokenizedText const& text, std::size_t at);

/// "seven", "七", "二十": value and last token. nullopt when there is none.
struct SpelledNumber {
    std::int32_t value = 0;
    std::uint32_t last = 0;
};
[[nodiscard]] std::optional<SpelledNumber> parse_spelled_number(TokenizedText const& text,
                                                                std::size_t at);

}  // namespace ec::narrative::audit
