#include "audit_sentence.hpp"

#include <ec/analysis/fact_catalog.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>

namespace ec::narrative::audit {

using analysis::Unit;

FactIndex::FactIndex(analysis::FactSheet const& sheet) : sheet_(sheet) {
    for (auto const& fact : sheet.facts) by_id_.emplace(fact.id, &fact);
}

analysis::Fact const* FactIndex::find(std::string_view id) const noexcept {
    auto const found = by_id_.find(id);
    return found == by_id_.end() ? nullptr : found->second;
}

analysis::Fact const* FactIndex::find_present(std::string_view id) const noexcept {
    auto const* fact = find(id);
    return fact != nullptr && fact->absent.empty() ? fact : nullptr;
}

std::optional<double> FactIndex::value(std::string_view id) const noexcept {
    auto const* fact = find_present(id);
    return fact == nullptr ? std::nullopt : fact->value;
}

std::string_view FactIndex::word(std::string_view id) const noexcept {
    auto const* fact = find_present(id);
    return fact == nullptr ? std::string_view() : std::string_view(fact->text);
}

std::string_view stored_id(FactIndex const& facts, std::string_view id) noexcept {
    auto const* fact = facts.find(id);
    return fact == nullptr ? std::string_view() : std::string_view(fact->id);
}

std::string_view to_string(Operation operation) noexcept {
    switch (operation) {
        case Operation::none:
            return "";
        case Operation::difference:
            return "difference";
        case Operation::ratio:
            return "ratio";
        case Operation::percent_change:
            return "percent_change";
        case Operation::sum:
            return "sum";
        case Operation::rescale:
            return "rescale";
    }
    return "";
}

bool has_role(Sentence const& s, Role role) {
    return std::ranges::any_of(s.mentions, [&](Mention const& m) { return m.tag.role == role; });
}

bool names_fact(Sentence const& s, std::string_view id) {
    return std::ranges::any_of(s.mentions, [&](Mention const& m) { return m.tag.fact == id; });
}

std::int32_t role_before(Sentence const& s, std::uint32_t at, std::initializer_list<Role> roles) {
    for (auto i = static_cast<std::int32_t>(s.mentions.size()) - 1; i >= 0; --i) {
        auto const& m = s.mentions[static_cast<std::size_t>(i)];
        if (m.last < at && std::ranges::find(roles, m.tag.role) != roles.end()) return i;
    }
    return -1;
}

std::int32_t role_after(Sentence const& s, std::uint32_t at, std::initializer_list<Role> roles) {
    for (std::size_t i = 0; i < s.mentions.size(); ++i) {
        auto const& m = s.mentions[i];
        if (m.first > at && std::ranges::find(roles, m.tag.role) != roles.end())
            return static_cast<std::int32_t>(i);
    }
    return -1;
}

bool same_segment(Sentence const& s, std::uint32_t a, std::uint32_t b) {
    return s.token(a).segment == s.token(b).segment;
}

bool same_clause(Sentence const& s, std::uint32_t a, std::uint32_t b) {
    return s.token(a).clause == s.token(b).clause;
}

namespace {

// "return_60" holds 60, and so does "the 60-day".
std::int32_t window_of(Tag const& tag) {
    auto const id = tag.fact;
    if (tag.role != Role::ellipsis && !id.starts_with("return_") &&
        !id.starts_with("benchmark_return_") && !id.starts_with("excess_return_"))
        return 0;
    auto const digits = id.substr(id.rfind('_') + 1);
    std::int32_t window = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), window);
    return window == 1 ? 0 : window;
}

}  // namespace

std::int32_t window_at(Sentence const& s, std::uint32_t at) {
    std::int32_t best = 0;
    std::int64_t best_cost = 1'000'000;
    auto const consider = [&](std::int32_t window, std::uint32_t where) {
        auto const gap = std::abs(static_cast<std::int64_t>(where) - static_cast<std::int64_t>(at));
        auto const cost = gap + (same_segment(s, where, at)  ? 0
                                 : same_clause(s, where, at) ? 1'000
                                                             : 100'000);
        if (cost < best_cost) {
            best = window;
            best_cost = cost;
        }
    };
    for (auto const& q : s.quantities)
        if (q.measure == Measure::sessions && q.first != at && q.number != at)
            consider(static_cast<std::int32_t>(q.value), q.number);
    for (auto const& m : s.mentions)
        if (auto const window = window_of(m.tag); window != 0) consider(window, m.first);
    return best;
}

bool unit_fits(Quantity const& q, Unit unit) noexcept {
    switch (q.measure) {
        case Measure::percent:
            return unit == Unit::percent;
        case Measure::points:
            return unit == Unit::percent_points || unit == Unit::index || unit == Unit::price;
        case Measure::currency:
            return unit == Unit::price || unit == Unit::money;
        case Measure::shares:
            return unit == Unit::shares;
        case Measure::times:
            return unit == Unit::ratio;
        case Measure::sessions:
            return unit == Unit::sessions;
        case Measure::atr:
            return unit == Unit::atr;
        case Measure::deviations:
        case Measure::date:
            return false;
        case Measure::bare:
            break;
    }
    if (q.scale != 1) return unit == Unit::shares || unit == Unit::money;
    return unit == Unit::price || unit == Unit::index || unit == Unit::ratio ||
           unit == Unit::count || unit == Unit::shares || unit == Unit::money;
}

bool is_signed_change(std::string_view id) noexcept {
    return id.starts_with("return_") || id.starts_with("benchmark_return_") ||
           id.starts_with("excess_return_") || id.starts_with("close_vs_") ||
           id.ends_with("_change_20") || id == "change" || id.starts_with("revenue_growth") ||
           id.starts_with("revenue_cagr_");
}

}  // namespace ec::narrative::audit
