#include "audit_binder.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace ec::narrative::audit {
namespace {

// "in 20 sessions" only sets a window; "for 13 sessions" counts something.
bool counts_sessions(Sentence const& s, std::size_t i) {
    auto const& q = s.quantities[i];
    if (q.first == s.first && q.first == 0) return false;
    auto const before = q.first > s.first ? s.view(q.first - 1) : std::string_view();
    return before == "for" || before == "续" || before == "已" || before == "持" || before == "(" ||
           before == "达" || before == "了";
}

}  // namespace

bool is_own_count(Sentence const& s, std::size_t i) {
    auto const& q = s.quantities[i];
    return has_role(s, Role::meta) && q.sign == 0 &&
           (q.measure == Measure::bare || q.measure == Measure::percent);
}

bool counts_things(Sentence const& s, std::size_t i) {
    auto const& targets = s.bindings[i].targets;
    return std::ranges::any_of(targets, [&](Target const& t) {
        auto const* fact = s.facts->find(t.id);
        return t.constant || (fact != nullptr && fact->unit == analysis::Unit::count);
    });
}

void bind_sessions(Sentence& s, std::size_t i) {
    auto& b = s.bindings[i];
    auto const extreme = role_before(s, s.last + 1U, {Role::extreme});
    auto const window = s.quantities[i].value;
    bool const usual =
        window == 5 || window == 20 || window == 60 || window == 120 || window == 250;
    if (extreme >= 0 && !usual) {
        auto const up = s.mentions[static_cast<std::size_t>(extreme)].tag.direction > 0;
        b.targets.push_back({.id = up ? "new_high_sessions" : "new_low_sessions"});
        return;
    }
    if (!counts_sessions(s, i)) {
        b.dropped = true;
        return;
    }
    constexpr std::array<std::pair<std::string_view, std::string_view>, 4> counts{
        {{"macd_hist", "macd_hist_sessions"},
         {"lean", "lean_sessions"},
         {"lean_since", "lean_sessions"},
         {"macd_hist_sessions", "macd_hist_sessions"}}};
    for (auto const& [name, id] : counts)
        if (names_fact(s, name)) {
            b.targets.push_back({.id = id});
            return;
        }
    b.dropped = true;
}

}  // namespace ec::narrative::audit
