#include "audit_relation_checker.hpp"

#include <string>

namespace ec::narrative::audit {

using analysis::Unit;

// "the lean has been up", "the call is neutral", 倾向：下行
bool RelationChecker::state_word(std::size_t k) {
    auto const& m = s_.mentions[k];
    auto const left =
        role_before(s_, m.first, {Role::fact, Role::subject, Role::benchmark, Role::conditions});
    if (left < 0) return false;
    std::string const id(at(left).tag.fact);
    if (id != "lean" && id != "call_direction") return false;
    bool const beside = same_clause(s_, at(left).first, m.first) ||
                        (at(left).last + 2U == m.first && s_.view(m.first - 1) == ":");
    if (!beside) return false;
    auto const before = s_.view(m.first - 1);
    if (before == "from" || before == "由") return true;
    auto const found = s_.facts->word(id);
    if (found.empty()) return false;
    auto const* middle = id == "lean" ? "mixed" : "neutral";
    auto const direction = m.tag.role == Role::state ? 0 : m.tag.direction;
    judge(k, found == (direction > 0 ? "up" : direction < 0 ? "down" : middle), {id});
    return true;
}

// What comes after "if a close is above X" must lie on that side, and there must be nothing.
void RelationChecker::no_level(std::size_t k) {
    auto const& m = s_.mentions[k];
    auto const* id = m.tag.direction > 0 ? "next_above" : "next_below";
    auto const level = role_before(s_, m.first, {Role::level});
    bool const same_side = level < 0 || at(level).tag.direction == m.tag.direction;
    judge(k, same_side && s_.facts->find_present(id) == nullptr, {id});
}

bool RelationChecker::no_zone(std::int32_t direction) const {
    return s_.facts->find_present(direction > 0 ? "resistance_1_low" : "support_1_low") == nullptr;
}

// "Conditions up: the MACD histogram, +DI against -DI."
void RelationChecker::listed_conditions(std::size_t k) {
    auto const direction = s_.mentions[k].tag.direction;
    std::vector<std::string> ids;
    bool holds = true;
    for (auto i = k + 1; i < s_.mentions.size(); ++i) {
        auto const& m = s_.mentions[i];
        if (m.tag.role == Role::item_sign) break;
        if (!m.tag.fact.starts_with("condition_") && m.tag.fact != "macd_hist") continue;
        auto const value = s_.facts->value(m.tag.fact);
        if (!value) continue;
        ids.emplace_back(m.tag.fact);
        holds = holds && (direction == 0 ? *value == 0 : *value * direction > 0);
    }
    if (!ids.empty()) judge(k, holds, std::move(ids));
}

// "the largest share belongs to up"
bool RelationChecker::likeliest(std::size_t k) {
    auto const& m = s_.mentions[k];
    if (!has_role(s_, Role::largest)) return false;
    auto const up = s_.facts->value("call_p_up");
    auto const inside = s_.facts->value("call_p_inside");
    auto const down = s_.facts->value("call_p_down");
    if (!up || !inside || !down) return false;
    auto const own = m.tag.direction > 0 ? *up : *down;
    judge(k, own >= *up && own >= *inside && own >= *down,
          {m.tag.direction > 0 ? "call_p_up" : "call_p_down"});
    return true;
}

// Resistance lies above the close and support below it.
bool RelationChecker::zone_beside(std::size_t k) {
    auto const& m = s_.mentions[k];
    auto const zone = role_after(s_, m.last, {Role::zone});
    if (zone < 0 || at(zone).first != m.last + 1U || at(zone).tag.direction == 0) return false;
    judge(k, at(zone).tag.direction == m.tag.direction,
          {m.tag.direction > 0 ? "resistance_1_low" : "support_1_low"});
    return true;
}

void RelationChecker::candle(std::size_t k) {
    auto const direction = s_.mentions[k].tag.direction;
    auto const* name = direction == 1    ? "bullish_engulfing"
                       : direction == -1 ? "bearish_engulfing"
                       : direction == 2  ? "gap_up"
                                         : "gap_down";
    judge(k, s_.facts->word("pattern") == name, {"pattern"});
}

void RelationChecker::all_agree(std::size_t k) {
    auto const* id = s_.mentions[k].tag.direction > 0 ? "conditions_up" : "conditions_down";
    auto const value = s_.facts->value(id);
    if (value) judge(k, *value == 6, {id});
}

Operand RelationChecker::subject_of(std::int32_t left, Mention const& word,
                                    Operand const& object) const {
    if (left >= 0) {
        auto beside = operand_of(at(left));
        if (unit(beside.id) == unit(object.id)) return beside;
    }
    if (unit(object.id) == Unit::price) return close();
    for (auto i = role_before(s_, word.first, {Role::fact}); i >= 0;
         i = role_before(s_, at(i).first, {Role::fact})) {
        auto earlier = operand_of(at(i));
        if (earlier.id != object.id && unit(earlier.id) == unit(object.id)) return earlier;
    }
    return close();
}

}  // namespace ec::narrative::audit
