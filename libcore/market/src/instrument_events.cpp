#include <ec/market/instrument_events.hpp>

#include <ec/market/symbol.hpp>

#include <algorithm>
#include <array>

namespace ec::market {
namespace {

constexpr std::array<std::string_view, 10> kind_names{
    "suspended",   "resumed",     "delisting_announced", "delisted",
    "code_change", "name_change", "currency_change",     "st_on",
    "st_off",      "listed"};

constexpr std::size_t max_value_bytes = 200;

bool is_currency(std::string_view text) {
    return text.size() == 3 &&
           std::ranges::all_of(text, [](char c) { return c >= 'A' && c <= 'Z'; });
}

bool is_plain(std::string_view text) {
    return text.size() <= max_value_bytes && std::ranges::none_of(text, [](char c) {
               return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
           });
}

void listed_again(InstrumentState& state) {
    state.delisting_since = std::nullopt;
    state.delisted_on = std::nullopt;
}

void change_code(InstrumentState& state, InstrumentEvent const& event, std::string_view symbol) {
    if (event.to_value == symbol) {
        state.former_code = event.from_value;
        state.next_code.clear();
    } else {
        state.next_code = event.to_value;
    }
    state.code_since = event.effective_on;
}

void apply(InstrumentState& state, InstrumentEvent const& event, std::string_view symbol) {
    switch (event.kind) {
        case EventKind::suspended:
            if (!state.suspended_since) state.suspended_since = event.effective_on;
            return;
        case EventKind::resumed:
            state.suspended_since = std::nullopt;
            return;
        case EventKind::delisting_announced:
            state.delisting_since = event.effective_on;
            return;
        case EventKind::delisted:
            state.delisting_since = std::nullopt;
            state.suspended_since = std::nullopt;
            state.delisted_on = event.effective_on;
            return;
        case EventKind::code_change:
            return change_code(state, event, symbol);
        case EventKind::name_change:
            state.former_name = event.from_value;
            return;
        case EventKind::currency_change:
            state.currency = event.to_value;
            state.currency_before = event.from_value;
            state.currency_since = event.effective_on;
            return;
        case EventKind::st_on:
            state.special_treatment = true;
            return;
        case EventKind::st_off:
            state.special_treatment = false;
            return;
        case EventKind::listed:
            return listed_again(state);
    }
}

bool moves_the_evening(EventKind kind) {
    return kind == EventKind::suspended || kind == EventKind::resumed ||
           kind == EventKind::delisting_announced || kind == EventKind::delisted;
}

}  // namespace

std::string_view to_string(EventKind kind) noexcept {
    return kind_names[static_cast<std::size_t>(kind)];
}

std::optional<EventKind> parse_event_kind(std::string_view text) noexcept {
    auto const found = std::ranges::find(kind_names, text);
    if (found == kind_names.end()) return std::nullopt;
    return static_cast<EventKind>(found - kind_names.begin());
}

std::string_view check_event(InstrumentEvent const& event) {
    if (!is_plain(event.from_value) || !is_plain(event.to_value)) return "value.malformed";
    switch (event.kind) {
        case EventKind::code_change:
            if (!Symbol::try_parse(event.from_value) || !Symbol::try_parse(event.to_value))
                return "code.malformed";
            return event.from_value == event.to_value ? "code.unchanged" : "";
        case EventKind::currency_change:
            if (!is_currency(event.from_value) || !is_currency(event.to_value))
                return "currency.malformed";
            return event.from_value == event.to_value ? "currency.unchanged" : "";
        case EventKind::name_change:
            return event.to_value.empty() ? "name.missing" : "";
        default:
            return "";
    }
}

std::vector<InstrumentEvent> events_known_by(std::span<InstrumentEvent const> events, Date day) {
    std::vector<InstrumentEvent> known;
    for (auto const& event : events)
        if (event.known_on() <= day) known.push_back(event);
    std::ranges::sort(known);
    return known;
}

InstrumentState state_as_of(std::span<InstrumentEvent const> events, std::string_view symbol,
                            Date day) {
    InstrumentState state;
    for (auto const& event : events_known_by(events, day)) {
        if (event.effective_on <= day)
            apply(state, event, symbol);
        else if (event.kind == EventKind::delisted && !state.delisting_since)
            state.delisting_since = event.known_on();
        else if (event.kind == EventKind::currency_change && state.currency.empty())
            state.currency = event.from_value;
    }
    return state;
}

Date described_evening(std::span<InstrumentEvent const> events, Date session, Date day) {
    Date evening = session;
    for (auto const& event : events) {
        if (event.known_on() > day || !moves_the_evening(event.kind)) continue;
        for (auto const when : {event.known_on(), event.effective_on})
            if (when <= day) evening = std::max(evening, when);
    }
    return evening;
}

}  // namespace ec::market
