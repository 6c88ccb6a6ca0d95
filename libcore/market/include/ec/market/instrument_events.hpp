#pragma once

#include <ec/base/dates.hpp>

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ec::market {

enum class EventKind : std::uint8_t {
    suspended,
    resumed,
    delisting_announced,  // the delisting period begins on its effective day
    delisted,             // the first day without trading
    code_change,          // from_value, to_value: canonical symbols
    name_change,          // from_value may be empty
    currency_change,      // from_value, to_value: of the quotation, three capitals
    st_on,
    st_off,
    listed,
};
[[nodiscard]] std::string_view to_string(EventKind kind) noexcept;
[[nodiscard]] std::optional<EventKind> parse_event_kind(std::string_view text) noexcept;

/// Something that happened to a listing. `effective_on` is the first day it holds.
struct InstrumentEvent {
    Date effective_on;
    EventKind kind = EventKind::listed;
    std::optional<Date> announced_on;
    std::string from_value;
    std::string to_value;

    /// The day from which it can be known: its announcement, else the day it takes effect.
    [[nodiscard]] Date known_on() const noexcept { return announced_on.value_or(effective_on); }
    auto operator<=>(InstrumentEvent const&) const = default;
};

/// Why an event makes no sense, as a stable key: "code.malformed", "code.unchanged",
/// "currency.malformed", "currency.unchanged", "name.missing", "value.malformed" (control
/// characters, over 200 bytes); empty when it does.
[[nodiscard]] std::string_view check_event(InstrumentEvent const& event);

/// What is known of a listing on the evening of a day. Absent where no event says.
struct InstrumentState {
    std::optional<Date> suspended_since;
    std::optional<Date> delisting_since;  // in its delisting period; not once it is delisted
    std::optional<Date> delisted_on;
    std::optional<bool> special_treatment;
    std::string former_code;  // the symbol it had before `code_since`
    std::string next_code;    // the symbol it has now, when it is no longer this one
    std::optional<Date> code_since;
    std::string former_name;
    std::string currency;  // since `currency_since`; before the first known change: its from_value
    std::string currency_before;
    std::optional<Date> currency_since;

    bool operator==(InstrumentState const&) const = default;
};

/// The events that can be known on `day`, ascending by the day they take effect.
[[nodiscard]] std::vector<InstrumentEvent> events_known_by(std::span<InstrumentEvent const> events,
                                                           Date day);
/// State of the listing `symbol` (canonical text) on the evening of `day`. Pure; the order of
/// `events` does not matter, and one that is not known by `day` changes nothing. A delisting that
/// is announced for a later day is a delisting period.
[[nodiscard]] InstrumentState state_as_of(std::span<InstrumentEvent const> events,
                                          std::string_view symbol, Date day);

/// The evening to describe when `session` is the last one with a bar by `day`: the session, or the
/// last day until `day` on which a suspension, resumption or delisting became known or took effect.
/// Two evenings between which nothing happened are one.
[[nodiscard]] Date described_evening(std::span<InstrumentEvent const> events, Date session,
                                     Date day);

}  // namespace ec::market
