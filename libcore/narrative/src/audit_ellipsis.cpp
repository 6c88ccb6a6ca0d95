#include "audit_sentence.hpp"

#include <ec/analysis/fact_catalog.hpp>

#include <algorithm>
#include <string>

namespace ec::narrative::audit {
namespace {

// "Over 60 sessions" names a window, it compares nothing.
bool opens_window(Sentence const& s, Mention const& m) {
    if (m.tag.role != Role::level || m.first != m.last || s.view(m.first) != "over") return false;
    auto const next = s.view(m.last + 1U) == "the" ? m.last + 2U : m.last + 1U;
    auto const word = s.view(next);
    if (word == "last" || word == "past" || word == "period" || word == "same") return true;
    return std::ranges::any_of(s.quantities, [&](Quantity const& q) {
        return q.measure == Measure::sessions && q.first == next;
    });
}

// "sma_50" for 50 after an average, "volatility_60" for 60 after a volatility.
std::string_view of_family_before(Sentence const& s, std::size_t k) {
    auto const length = s.mentions[k].tag.fact.substr(4);
    for (std::size_t i = k; i-- > 0;) {
        std::string_view const id = s.mentions[i].tag.fact;
        for (std::string_view const family : {"sma_", "ema_", "volatility_"}) {
            if (!id.starts_with(family)) continue;
            auto const* entry =
                analysis::find_fact_entry(std::string(family) + std::string(length));
            return entry == nullptr ? std::string_view() : entry->id;
        }
    }
    // "its 200-day (117.21) and 50-day (128.10) moving averages"
    if (role_after(s, s.mentions[k].last, {Role::average_word}) < 0) return {};
    auto const* entry = analysis::find_fact_entry("sma_" + std::string(length));
    return entry == nullptr ? std::string_view() : entry->id;
}

void settle_bands(Sentence& s) {
    bool const bands = has_role(s, Role::bollinger);
    for (auto& m : s.mentions) {
        if (m.tag.role != Role::band_part) continue;
        auto const direction = m.tag.direction;
        if (bands)
            m.tag = {Role::fact, 0,
                     direction > 0   ? "boll_upper"
                     : direction < 0 ? "boll_lower"
                                     : "boll_middle"};
        else if (direction < 0)
            m.tag = {Role::move, -1, {}};  // "closed lower"
        else
            m.tag = {Role::name, 0, {}};
    }
}

void settle_ellipses(Sentence& s) {
    for (std::size_t k = 0; k < s.mentions.size(); ++k) {
        auto& m = s.mentions[k];
        if (m.tag.role != Role::ellipsis) continue;
        auto const id = of_family_before(s, k);
        if (!id.empty()) m.tag = {Role::fact, 0, id};
    }
}

// Beside a 250-session extreme, a plain "low" is the other extreme, not the session's.
void settle_extremes(Sentence& s) {
    bool const high = names_fact(s, "high_250");
    bool const low = names_fact(s, "low_250");
    if (!high && !low) return;
    for (auto& m : s.mentions) {
        bool const swing = m.tag.role == Role::swing && s.view(m.first) != "swing";
        if (high && (m.tag.fact == "low" || (swing && m.tag.direction < 0)))
            m.tag = {Role::fact, 0, "low_250"};
        else if (low && (m.tag.fact == "high" || (swing && m.tag.direction > 0)))
            m.tag = {Role::fact, 0, "high_250"};
    }
}

}  // namespace

void settle_mentions(Sentence& s) {
    std::erase_if(s.mentions, [&](Mention const& m) { return opens_window(s, m); });
    settle_bands(s);
    settle_ellipses(s);
    settle_extremes(s);
}

}  // namespace ec::narrative::audit
