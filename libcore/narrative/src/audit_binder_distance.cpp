#include "audit_binder.hpp"

#include <string>

namespace ec::narrative::audit {

std::int32_t direction_word(Sentence const& s, std::size_t i) {
    auto const& q = s.quantities[i];
    std::int32_t best = -1;
    std::int64_t best_cost = 1'000'000;
    for (std::size_t k = 0; k < s.mentions.size(); ++k) {
        auto const& m = s.mentions[k];
        bool const directs = m.tag.role == Role::level || m.tag.role == Role::move ||
                             m.tag.role == Role::lead || m.tag.role == Role::outcome ||
                             (m.tag.role == Role::size && m.first == q.last + 1U);
        if (!directs || !same_clause(s, m.first, q.number)) continue;
        auto const gap = m.first > q.last ? static_cast<std::int64_t>(m.first) - q.last
                                          : static_cast<std::int64_t>(q.first) - m.last;
        auto const cost = gap + (same_segment(s, m.first, q.number) ? 0 : 100);
        if (cost < best_cost) {
            best = static_cast<std::int32_t>(k);
            best_cost = cost;
        }
    }
    return best;
}

namespace {

// "the difference between the 50-day and the 200-day average is 10.89"
bool bind_gap(Sentence& s, std::size_t i) {
    auto const& q = s.quantities[i];
    if (!has_role(s, Role::gap)) return false;
    std::vector<std::string_view> ids;
    for (auto const& m : s.mentions) {
        auto const* fact = m.tag.fact.empty() ? nullptr : s.facts->find(m.tag.fact);
        if (fact != nullptr && unit_fits(q, fact->unit) && fact->unit != analysis::Unit::shares &&
            same_clause(s, m.first, q.number))
            ids.push_back(fact->id);
    }
    if (ids.size() != 2) return false;
    s.bindings[i].targets.push_back({.id = ids[0],
                                     .second = ids[1],
                                     .operation = Operation::difference,
                                     .unsigned_distance = true});
    return true;
}

}  // namespace

// "4.2 % above its 200-day average", "低于下行的 50 日均线 4.6%", "5.90 below the 50-day average".
bool bind_distance(Sentence& s, std::size_t i) {
    auto const& q = s.quantities[i];
    if (q.measure != Measure::percent && q.measure != Measure::bare &&
        q.measure != Measure::currency)
        return false;
    if (bind_gap(s, i)) return true;
    auto const level = direction_word(s, i);
    if (level < 0) return false;
    auto const& word = s.mentions[static_cast<std::size_t>(level)];
    if (word.tag.role != Role::level) return false;
    bool const figure_first = word.first == q.last + 1;
    std::int32_t object = -1;
    if (figure_first) {
        object = role_after(s, word.last, {Role::fact});
        if (object >= 0 &&
            (s.mentions[static_cast<std::size_t>(object)].first > word.last + 7 ||
             !same_clause(s, s.mentions[static_cast<std::size_t>(object)].first, word.first)))
            object = -1;
        // "near its 200-day average (0.6 % below)"
        if (object < 0 && s.token(q.number).depth > 0 && q.first > s.first &&
            s.view(q.first - 1) == "(")
            object = role_before(s, q.first, {Role::fact});
    } else if (word.last < q.first) {
        object = role_before(s, q.first, {Role::fact});
        if (object >= 0 && s.mentions[static_cast<std::size_t>(object)].first < word.last)
            object = -1;
        // "above the 20-day average (121.40)" gives the average, not the distance
        if (s.token(q.number).depth > s.token(word.first).depth) return false;
        if (object >= 0 && s.mentions[static_cast<std::size_t>(object)].last + 1 != q.first)
            return false;
    }
    if (object < 0) return false;
    std::string_view const id = s.mentions[static_cast<std::size_t>(object)].tag.fact;
    auto& targets = s.bindings[i].targets;
    auto const* fact = s.facts->find(id);
    if (fact == nullptr || fact->unit != analysis::Unit::price) return false;
    if (q.measure == Measure::percent) {
        auto const direct = stored_id(*s.facts, "close_vs_" + std::string(id));
        if (!direct.empty())
            targets.push_back({.id = direct, .direction = word.tag.direction, .relation = level});
        else
            targets.push_back({.id = "close",
                               .second = id,
                               .operation = Operation::percent_change,
                               .direction = word.tag.direction,
                               .relation = level});
    } else {
        targets.push_back({.id = "close",
                           .second = id,
                           .operation = Operation::difference,
                           .direction = word.tag.direction,
                           .relation = level});
        if (!figure_first) targets.push_back({.id = id});
    }
    return true;
}

}  // namespace ec::narrative::audit
