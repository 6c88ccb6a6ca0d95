#include "audit_binder.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace ec::narrative::audit {
namespace {

using Sides = std::array<std::string_view, 3>;
constexpr Sides chances{"call_p_up", "call_p_inside", "call_p_down"};
constexpr Sides base_rates{"call_base_up", "call_base_inside", "call_base_down"};

constexpr double conditions_in_all = 6;

bool speaks_of_a_call(Sentence const& s) {
    return has_role(s, Role::probability) || has_role(s, Role::base_rate) ||
           has_role(s, Role::side_inside) || names_fact(s, "call_direction") ||
           names_fact(s, "call_windows") || names_fact(s, "call_confidence");
}

// 0 up, 1 inside, 2 down; -1 for any other word.
int side_of(Mention const& m) noexcept {
    switch (m.tag.role) {
        case Role::side_up:
            return 0;
        case Role::side_inside:
            return 1;
        case Role::side_down:
            return 2;
        case Role::move:
            return m.tag.direction > 0 ? 0 : 2;
        default:
            return -1;
    }
}

int side_of_direction(std::string_view direction) noexcept {
    return direction == "up" ? 0 : direction == "down" ? 2 : 1;
}

// The side word nearest before the figure within its clause group (a bracket may stand between),
// else right after it.
int nearest_side(Sentence const& s, Quantity const& q) {
    auto const depth = s.token(q.number).depth;
    int side = -1;
    std::uint32_t where = 0;
    for (auto const& m : s.mentions)
        if (m.last < q.first && side_of(m) >= 0 && s.token(m.first).depth == depth) {
            side = side_of(m);
            where = m.last;
        }
    bool const clause = side >= 0 && same_clause(s, where, q.number);
    if (clause) return side;
    for (auto const& m : s.mentions)
        if (m.first == q.last + 1 && side_of(m) >= 0) return side_of(m);
    return -1;
}

void add(Sentence& s, std::size_t i, std::string_view id) {
    s.bindings[i].targets.push_back({.id = id});
}

bool base_rate_governs(Sentence const& s, Quantity const& q) {
    auto const base = role_before(s, q.first, {Role::base_rate, Role::probability});
    if (base < 0) return false;
    auto const& m = s.mentions[static_cast<std::size_t>(base)];
    if (m.tag.role != Role::base_rate) return false;
    // one base-rate word rules to the end of its clause, and over commas inside a list
    auto const last = s.token(m.last);
    auto const here = s.token(q.number);
    return last.clause == here.clause || here.depth == last.depth;
}

bool call_in_clause(Sentence const& s, Quantity const& q) {
    return std::ranges::any_of(s.mentions, [&](Mention const& m) {
        bool const call = m.tag.role == Role::probability || m.tag.role == Role::base_rate ||
                          m.tag.fact == "call_direction" || m.tag.fact == "call_confidence";
        return call && same_clause(s, m.first, q.number);
    });
}

bool bind_chance(Sentence& s, std::size_t i) {
    auto const& q = s.quantities[i];
    bool const base = base_rate_governs(s, q);
    auto const& ids = base ? base_rates : chances;
    if (q.group == Group::triplet) {
        add(s, i, ids[static_cast<std::size_t>(q.ordinal)]);
        return true;
    }
    if (q.measure != Measure::percent) return false;
    if (auto const side = nearest_side(s, q); side >= 0) {
        add(s, i, ids[static_cast<std::size_t>(side)]);
        return true;
    }
    auto const direction = s.facts->word("call_direction");
    if (direction.empty()) return false;
    auto const side = static_cast<std::size_t>(side_of_direction(direction));
    if (base && call_in_clause(s, q)) {
        add(s, i, base_rates[side]);
        return true;
    }
    if (call_in_clause(s, q)) {
        add(s, i, "call_confidence");
        add(s, i, chances[side]);
        return true;
    }
    return false;
}

// "three to three", 三正三反, "six measured conditions"
bool bind_conditions(Sentence& s, std::size_t i) {
    auto const& q = s.quantities[i];
    if (q.measure != Measure::bare || q.scale != 1 || q.decimals != 0) return false;
    auto const after = s.view(q.last + 1U);
    if (after == "正") {
        add(s, i, "conditions_up");
        return true;
    }
    if (after == "反" || after == "负") {
        add(s, i, "conditions_down");
        return true;
    }
    if (q.group == Group::range) {
        add(s, i, q.ordinal == 0 ? "conditions_up" : "conditions_down");
        return true;
    }
    auto const named = role_after(s, q.last, {Role::conditions});
    bool const total =
        named >= 0 && s.mentions[static_cast<std::size_t>(named)].first <= q.last + 3U;
    auto const near_word = [&](std::string_view w) {
        return s.view(q.last + 1U) == w || s.view(q.last + 2U) == w;
    };
    // "three of six conditions point up"
    if (s.view(q.last + 1U) == "of" && total) {
        auto const word =
            role_after(s, q.last, {Role::move, Role::sign, Role::count_up, Role::count_down});
        if (word < 0) return false;
        auto const& tag = s.mentions[static_cast<std::size_t>(word)].tag;
        bool const up = tag.role == Role::count_up || tag.direction > 0;
        add(s, i, up ? "conditions_up" : "conditions_down");
        return true;
    }
    if (near_word("up") || near_word("positive") || near_word("for")) {
        add(s, i, "conditions_up");
        return true;
    }
    if (near_word("down") || near_word("negative") || near_word("against")) {
        add(s, i, "conditions_down");
        return true;
    }
    if (total && same_segment(s, q.number, q.last + 1U)) {
        s.bindings[i].targets.push_back({.id = "lean_sum", .constant = conditions_in_all});
        return true;
    }
    return false;
}

}  // namespace

bool bind_call(Sentence& s, std::size_t i) {
    auto const& q = s.quantities[i];
    if (q.group == Group::split) {
        if (!names_fact(s, "split_ratio")) return false;
        // "4-for-1" and 「1 拆 4」 name the new count first and last
        auto const other = q.ordinal == 0 ? i + 1 : i - 1;
        if (q.value < s.quantities[other].value)
            s.bindings[i].dropped = true;
        else
            add(s, i, "split_ratio");
        return true;
    }
    if (has_role(s, Role::conditions) && bind_conditions(s, i)) return true;
    if (!speaks_of_a_call(s)) return false;
    return bind_chance(s, i);
}

}  // namespace ec::narrative::audit
