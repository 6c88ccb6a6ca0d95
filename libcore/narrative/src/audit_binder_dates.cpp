#include "audit_binder.hpp"

#include "audit_verifier.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace ec::narrative::audit {
namespace {

using analysis::Unit;

constexpr std::array<std::string_view, 4> zone_names{"support_1", "support_2", "resistance_1",
                                                     "resistance_2"};

void add(Sentence& s, std::size_t i, std::string_view id) {
    auto const known = stored_id(*s.facts, id);
    if (!known.empty()) s.bindings[i].targets.push_back({.id = known});
}

// The date fact that belongs to a price fact: its swing, its session.
void add_dates_of(Sentence& s, std::size_t i, std::string_view id) {
    if (id.starts_with("next_")) add(s, i, std::string(id) + "_date");
    if (id == "high_250" || id == "low_250") add(s, i, std::string(id) + "_date");
    for (auto const zone : zone_names)
        if (id.starts_with(zone))
            for (auto const* n : {"_swing_1", "_swing_2", "_swing_3"})
                add(s, i, std::string(zone) + n);
}

bool holds_figure(Sentence const& s, Quantity const& q, std::string_view id) {
    auto const value = s.facts->value(id);
    return value && equals_as_written(q, *value, 0);
}

// "137.9 (9 Feb high)": the date of the figure before the bracket.
bool date_of_figure(Sentence& s, std::size_t i) {
    auto const& q = s.quantities[i];
    if (i == 0 || q.first == 0 || s.view(q.first - 1) != "(") return false;
    auto const& before = s.quantities[i - 1];
    if (before.last + 2 != q.first) return false;
    for (auto const& t : s.bindings[i - 1].targets)
        if (holds_figure(s, before, t.id)) add_dates_of(s, i, t.id);
    return !s.bindings[i].targets.empty();
}

// "from 1 Sep to 18 Sep" of a drawdown
bool date_of_drawdown(Sentence& s, std::size_t i) {
    if (!names_fact(s, "max_drawdown_250")) return false;
    auto const& q = s.quantities[i];
    auto const before = q.first > s.first ? s.view(q.first - 1) : std::string_view();
    if (before == "from" || before == "自" || before == "从")
        add(s, i, "max_drawdown_250_peak");
    else if (before == "to" || before == "至" || before == "到")
        add(s, i, "max_drawdown_250_trough");
    return !s.bindings[i].targets.empty();
}

// The session described, and the day asked for where the symbol did not trade on it.
void add_session(Sentence& s, std::size_t i) {
    add(s, i, "session");
    s.bindings[i].targets.push_back({.id = "session", .date = s.facts->sheet().as_of});
}

// "as of", "up to", 截至: only the session itself.
bool is_as_of(Sentence const& s, Quantity const& q) {
    if (q.first < s.first + 2) return false;
    auto const one = s.view(q.first - 1);
    auto const two = s.view(q.first - 2);
    return (two == "up" && one == "to") || (two == "as" && (one == "of" || one == "at")) ||
           (two == "截" && one == "至");
}

void add_dates_of_mention(Sentence& s, std::size_t i, Mention const& m) {
    auto const* fact = m.tag.fact.empty() ? nullptr : s.facts->find(m.tag.fact);
    if (fact != nullptr && fact->id == "session")
        add_session(s, i);
    else if (fact != nullptr && fact->unit == Unit::date)
        add(s, i, fact->id);
    if (m.tag.fact == "high_250" || m.tag.fact == "low_250") add_dates_of(s, i, m.tag.fact);
    if (m.tag.fact == "lean") add(s, i, "lean_since");
    if (m.tag.fact == "max_drawdown_250") {
        add(s, i, "max_drawdown_250_peak");
        add(s, i, "max_drawdown_250_trough");
    }
    if (m.tag.role != Role::zone && m.tag.role != Role::swing) return;
    if (!s.zones.empty()) {
        add_dates_of(s, i, s.zones.back());
        return;
    }
    for (auto const zone : zone_names)
        if (m.tag.direction == 0 || (m.tag.direction < 0) == zone.starts_with("support"))
            add_dates_of(s, i, zone);
    if (m.tag.direction >= 0) add(s, i, "next_above_date");
    if (m.tag.direction <= 0) add(s, i, "next_below_date");
}

}  // namespace

bool bind_date(Sentence& s, std::size_t i) {
    if (date_of_figure(s, i) || date_of_drawdown(s, i)) return true;
    if (is_as_of(s, s.quantities[i])) {
        add_session(s, i);
        return true;
    }
    if (has_role(s, Role::adjusted) && s.facts->sheet().base_date)
        s.bindings[i].targets.push_back({.id = "session", .date = s.facts->sheet().base_date});
    auto const number = s.quantities[i].number;
    auto const before = s.bindings[i].targets.size();
    for (int width = 0; width < 3; ++width) {
        for (auto const& m : s.mentions)
            if (width == 2 || (width == 1 && same_clause(s, m.first, number)) ||
                (width == 0 && same_segment(s, m.first, number)))
                add_dates_of_mention(s, i, m);
        if (s.bindings[i].targets.size() > before) break;
    }
    if (s.bindings[i].targets.empty() || s.quantities[i].has_year) add_session(s, i);
    return true;
}

}  // namespace ec::narrative::audit
