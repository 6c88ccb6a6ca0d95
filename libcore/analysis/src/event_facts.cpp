#include "measures.hpp"

namespace ec::analysis {
namespace {

void add_day(FactWriter& out, std::string_view id, std::optional<Date> const& day) {
    if (day)
        out.plain(id, *day, "");
    else
        out.absent(id, absence::not_given);
}

void add_word(FactWriter& out, std::string_view id, std::string_view word) {
    if (word.empty())
        out.absent(id, absence::not_given);
    else
        out.plain_word(id, word);
}

std::string_view delisting_state(market::InstrumentState const& state) {
    if (state.delisted_on) return "delisted";
    return state.delisting_since ? "period" : "none";
}

}  // namespace

void add_event_facts(FactWriter& out, Measures const& m) {
    auto const& state = m.state;
    // Without any event nothing is known of the listing, not even that it goes on.
    bool const known = !market::events_known_by(m.input.instrument.events, m.input.as_of).empty();
    add_word(out, "delisting_state", known ? delisting_state(state) : "");
    add_day(out, "delisted_on", state.delisted_on);
    add_day(out, "suspended_since", state.suspended_since);
    bool const renamed = !state.former_code.empty();
    add_word(out, "former_code", state.former_code);
    add_day(out, "code_since", renamed ? state.code_since : std::nullopt);
    add_word(out, "currency_before", state.currency_before);
    add_day(out, "currency_since", state.currency_since);
}

}  // namespace ec::analysis
