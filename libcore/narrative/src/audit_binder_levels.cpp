#include "audit_binder.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace ec::narrative::audit {
namespace {

constexpr std::array<std::string_view, 4> zone_names{"support_1", "support_2", "resistance_1",
                                                     "resistance_2"};

void add(Sentence& s, std::size_t i, std::string_view id) {
    auto const* fact = s.facts->find(id);
    if (fact != nullptr) s.bindings[i].targets.push_back({.id = fact->id});
}

// +1 or -1 by the last "above" or "below" before the figure, else the one after; 0 without any.
std::int32_t side_before(Sentence const& s, Quantity const& q) {
    auto const i = role_before(s, q.first, {Role::level, Role::cross});
    return i < 0 ? 0 : s.mentions[static_cast<std::size_t>(i)].tag.direction;
}

bool level_word_touches(Sentence const& s, Quantity const& q) {
    auto const before = role_before(s, q.first, {Role::level, Role::cross});
    if (before >= 0 && s.mentions[static_cast<std::size_t>(before)].last + 1U == q.first)
        return true;
    auto const after = role_after(s, q.last, {Role::level});
    return after >= 0 && s.mentions[static_cast<std::size_t>(after)].first == q.last + 1U;
}

std::int32_t touching_side(Sentence const& s, Quantity const& q) {
    auto const before = role_before(s, q.first, {Role::level, Role::cross});
    if (before >= 0 && s.mentions[static_cast<std::size_t>(before)].last + 1U == q.first)
        return s.mentions[static_cast<std::size_t>(before)].tag.direction;
    auto const after = role_after(s, q.last, {Role::level});
    if (after >= 0 && s.mentions[static_cast<std::size_t>(after)].first == q.last + 1U)
        return s.mentions[static_cast<std::size_t>(after)].tag.direction;
    return 0;
}

void add_edges(Sentence& s, std::size_t i, std::string_view side) {
    for (auto const* n : {"_1", "_2"})
        for (auto const* edge : {"_low", "_high"}) add(s, i, std::string(side) + n + edge);
}

// Levels that a close could still cross: above the close for +1, below it for -1.
void add_beyond(Sentence& s, std::size_t i, std::int32_t side) {
    add(s, i, side > 0 ? "next_above" : "next_below");
    auto const first = s.bindings[i].targets.size();
    add_edges(s, i, "support");
    add_edges(s, i, "resistance");
    auto const close = s.facts->value("close");
    auto& targets = s.bindings[i].targets;
    auto const crossed = [&](Target const& t) {
        auto const value = s.facts->value(t.id);
        return close && value && (*value - *close) * side <= 0;
    };
    targets.erase(std::remove_if(targets.begin() + static_cast<std::ptrdiff_t>(first),
                                 targets.end(), crossed),
                  targets.end());
}

bool bind_reference(Sentence& s, std::size_t i) {
    auto const& q = s.quantities[i];
    auto const next = role_before(s, q.first, {Role::next_level});
    if (next < 0 || level_word_touches(s, q)) return false;
    auto const named = s.mentions[static_cast<std::size_t>(next)].tag.direction;
    auto side = side_before(s, q);
    // a plan that ends below aims above
    if (has_role(s, Role::invalidation)) side = -side;
    if (named != 0) side = named;
    if (side == 0) {
        for (auto const& m : s.context)
            if (m.tag.role == Role::level || m.tag.role == Role::cross) side = m.tag.direction;
    }
    if (side >= 0) add(s, i, "next_above");
    if (side <= 0) add(s, i, "next_below");
    // the next "level" may be a zone, the next "reference" is beyond them
    auto const& word = s.mentions[static_cast<std::size_t>(next)];
    auto const name = s.view(word.last);
    if (name == "level" || name == "位") {
        if (side >= 0) add_edges(s, i, "resistance");
        if (side < 0) add_edges(s, i, "support");
    }
    return true;
}

// "an invalidation at 120.15"
bool bind_invalidation(Sentence& s, std::size_t i) {
    auto const& q = s.quantities[i];
    auto const word = role_before(s, q.first, {Role::invalidation});
    if (word < 0 || s.mentions[static_cast<std::size_t>(word)].last + 3U < q.first) return false;
    auto const side = touching_side(s, q);
    if (side <= 0) add(s, i, "call_reopen_below");
    if (side >= 0) add(s, i, "call_reopen_above");
    return true;
}

// "if a session closes above X", "a close below Y would reopen it", "Up (close above X)"
bool bind_condition(Sentence& s, std::size_t i) {
    auto const& q = s.quantities[i];
    auto const side = touching_side(s, q);
    if (side == 0) return false;
    bool const hypothetical = has_role(s, Role::condition) || has_role(s, Role::reopen) ||
                              has_role(s, Role::invalidation);
    bool const event = has_role(s, Role::side_inside) || has_role(s, Role::probability);
    if (!hypothetical && !event) return false;
    auto const band = side > 0 ? "call_up_above" : "call_down_below";
    if (event) add(s, i, band);
    if (!hypothetical) return true;
    add(s, i, side > 0 ? "call_reopen_above" : "call_reopen_below");
    // a plan that names what comes next, or what ends it, starts from the call's own levels
    if (has_role(s, Role::reopen) || has_role(s, Role::next_level)) return true;
    add_beyond(s, i, side);
    return true;
}

bool edge_matches(Sentence const& s, Quantity const& q, std::string const& id) {
    auto const value = s.facts->value(id);
    if (!value) return false;
    return q.value >= *value - q.half_step * (1 + 1e-9) - *value * 1e-12 &&
           q.value <= *value + q.half_step * (1 + 1e-9) + *value * 1e-12;
}

// Zones that the words allow, the ones spoken of in this line first.
std::vector<std::string_view> possible_zones(Sentence const& s, Quantity const& q) {
    auto const word = role_before(s, q.first, {Role::zone});
    std::int32_t side = word < 0 ? 0 : s.mentions[static_cast<std::size_t>(word)].tag.direction;
    for (auto const& m : s.context)
        if (side == 0 && word < 0 && m.tag.role == Role::zone) side = m.tag.direction;
    std::vector<std::string_view> zones;
    for (auto const name : zone_names)
        if (side == 0 || (side < 0) == name.starts_with("support")) zones.push_back(name);
    return zones;
}

bool zone_context(Sentence const& s) {
    auto const in = [](Mention const& m) {
        return m.tag.role == Role::zone || m.tag.role == Role::swing;
    };
    return std::ranges::any_of(s.mentions, in) || std::ranges::any_of(s.context, in) ||
           std::ranges::any_of(s.quantities,
                               [](Quantity const& q) { return q.measure == Measure::atr; });
}

// Both ends of a range must be edges of one zone.
bool bind_zone_range(Sentence& s, std::size_t i) {
    auto const& q = s.quantities[i];
    auto const first = q.ordinal == 0 ? i : i - 1;
    auto const& low = s.quantities[first];
    auto const& high = s.quantities[first + 1];
    auto const zones = possible_zones(s, low);
    std::string_view best;
    int best_score = -1;
    for (auto const zone : zones) {
        if (s.facts->find_present(std::string(zone) + "_low") == nullptr) continue;
        auto const score = static_cast<int>(edge_matches(s, low, std::string(zone) + "_low")) +
                           static_cast<int>(edge_matches(s, high, std::string(zone) + "_high"));
        if (score > best_score) {
            best = zone;
            best_score = score;
        }
    }
    if (best.empty()) return false;
    add(s, i, std::string(best) + (q.ordinal == 0 ? "_low" : "_high"));
    if (q.ordinal == 1 && best_score > 0) s.zones.push_back(best);
    return true;
}

bool bind_zone_edge(Sentence& s, std::size_t i) {
    auto const& q = s.quantities[i];
    for (auto const zone : possible_zones(s, q))
        for (auto const* edge : {"_low", "_high"}) {
            auto const id = std::string(zone) + edge;
            add(s, i, id);
            if (edge_matches(s, q, id) && std::ranges::find(s.zones, zone) == s.zones.end())
                s.zones.push_back(zone);
        }
    return !s.bindings[i].targets.empty();
}

bool bind_zone_distance(Sentence& s, std::size_t i) {
    auto const& q = s.quantities[i];
    auto zones = s.zones;
    if (!zones.empty()) zones = {zones.back()};
    if (zones.empty()) zones = possible_zones(s, q);
    for (auto const zone : zones) {
        auto const name = std::string(zone);
        if (q.group != Group::range || q.ordinal == 0) add(s, i, name + "_near_atr");
        bool const alone = q.group != Group::range;
        if (q.ordinal == 1 || (alone && !s.zones.empty())) add(s, i, name + "_far_atr");
    }
    return !s.bindings[i].targets.empty();
}

}  // namespace

bool bind_levels(Sentence& s, std::size_t i) {
    auto const& q = s.quantities[i];
    if (q.spelled) return false;
    if (q.measure == Measure::atr) return bind_zone_distance(s, i);
    if (q.measure != Measure::bare && q.measure != Measure::currency) return false;
    if (q.scale != 1) return false;
    if (bind_condition(s, i)) return true;
    if (bind_invalidation(s, i)) return true;
    if (bind_reference(s, i)) return true;
    if (q.group == Group::range) return bind_zone_range(s, i);
    // an edge standing for its zone: the only figure of a line about swings
    auto const named = role_before(s, q.first, {Role::fact});
    bool const plain = named < 0 || has_role(s, Role::zone);
    return plain && zone_context(s) && bind_zone_edge(s, i);
}

}  // namespace ec::narrative::audit
