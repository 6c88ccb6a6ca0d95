#include "audit_verifier.hpp"

#include <ec/analysis/fact_catalog.hpp>
#include <ec/base/math.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace ec::narrative::audit {
namespace {

using analysis::Unit;

// Losses are written without a sign as often as with one.
bool is_loss(std::string_view id) noexcept { return id == "max_drawdown_250"; }

// Half a step away both neighbours may be right: the one further from zero (half up), the one
// with an even last digit (half even), and what the binary value itself rounds to.
bool near_enough(Quantity const& q, double written, double actual) {
    auto const gap = std::abs(written - actual);
    auto const slack = q.half_step * 1e-9 + std::abs(actual) * 1e-12;
    if (gap < q.half_step - slack) return true;
    if (gap > q.half_step + slack) return false;
    if (std::abs(written) > std::abs(actual)) return true;
    auto const units = std::llround(std::abs(written) / (2 * q.half_step));
    if (units % 2 == 0) return true;
    auto const printed = fmt::format("{:.{}f}", std::abs(actual) / q.scale, q.decimals);
    return printed == fmt::format("{:.{}f}", std::abs(written) / q.scale, q.decimals);
}

Unit unit_of(FactIndex const& facts, std::string_view id) {
    if (auto const* fact = facts.find(id)) return fact->unit;
    auto const* entry = analysis::find_fact_entry(id);
    return entry == nullptr ? Unit::text : entry->unit;
}

bool date_matches(Quantity const& q, Date date) noexcept {
    if (!q.date) return false;
    if (q.has_year && q.date->year() != date.year()) return false;
    if (q.has_month && q.date->month() != date.month()) return false;
    return !q.has_day || q.date->day() == date.day();
}

bool target_holds(FactIndex const& facts, Quantity const& q, Target const& t) {
    if (q.measure == Measure::date) {
        if (t.date) return date_matches(q, *t.date);
        auto const* fact = facts.find_present(t.id);
        return fact != nullptr && fact->date && date_matches(q, *fact->date);
    }
    if (t.constant) return q.signed_value() == *t.constant;
    auto const value = target_value(facts, t);
    if (!value) return false;
    if (t.unsigned_distance && t.operation == Operation::difference)
        return q.sign >= 0 && near_enough(q, q.value, std::abs(*value));
    if (t.operation == Operation::none) {
        auto const unit = unit_of(facts, t.id);
        bool const inherited = q.group == Group::triplet && q.measure == Measure::bare;
        bool const share = unit == Unit::count && q.measure == Measure::sessions;
        if (!inherited && !share && !unit_fits(q, unit)) return false;
        if (is_loss(t.id) && (q.sign <= 0) && near_enough(q, q.value, std::abs(*value)))
            return true;
        if (!is_signed_change(t.id)) return equals_as_written(q, *value, 0);
    }
    if (t.unsigned_distance && q.sign == 0) return near_enough(q, q.value, std::abs(*value));
    return equals_as_written(q, *value, t.direction);
}

// "fewer than 260 sessions", "RSI above 70": a round limit that the named fact keeps to.
bool is_true_limit(Sentence const& s, Quantity const& q, Target const& t) {
    if (q.decimals != 0 || t.operation != Operation::none || q.group != Group::none) return false;
    auto digits = q.value / q.scale;
    while (digits >= 100 && std::fmod(digits, 10) == 0) digits /= 10;
    if (digits >= 100) return false;
    auto const word = role_before(s, q.first, {Role::size, Role::level});
    if (word < 0) return false;
    auto const& m = s.mentions[static_cast<std::size_t>(word)];
    auto const* fact = s.facts->find_present(t.id);
    if (m.last + 1U != q.first || fact == nullptr || !fact->value) return false;
    if (!unit_fits(q, fact->unit) && fact->unit != Unit::count) return false;
    if (fact->unit == Unit::price || is_signed_change(t.id)) return false;
    return (*fact->value - q.signed_value()) * m.tag.direction > 0;
}

bool any_present(FactIndex const& facts, std::vector<Target> const& targets) {
    return std::ranges::any_of(targets, [&](Target const& t) {
        auto const* fact = facts.find_present(t.id);
        return fact != nullptr && (t.second.empty() || facts.find_present(t.second) != nullptr);
    });
}

// No words bind the figure: it may stand when exactly one fact of a fitting unit has its value.
std::optional<Target> only_fact_of_value(FactIndex const& facts, Quantity const& q) {
    if (q.significant < 3 || q.spelled) return std::nullopt;
    std::optional<Target> found;
    for (auto const& fact : facts.sheet().facts) {
        if (!fact.present() || !fact.value || !unit_fits(q, fact.unit)) continue;
        if (!equals_as_written(q, *fact.value, 0)) continue;
        if (found) return std::nullopt;
        found = Target{.id = fact.id};
    }
    return found;
}

}  // namespace

bool equals_as_written(Quantity const& q, double actual, std::int32_t direction) {
    if (q.value == 0) return std::abs(actual) <= q.half_step * (1 + 1e-9);
    // "fell -1.2 %" takes the fall back
    auto const sign = (q.sign != 0 ? q.sign : 1) * (direction != 0 ? direction : 1);
    return near_enough(q, sign * q.value, actual);
}

std::optional<double> target_value(FactIndex const& facts, Target const& target) {
    auto const a = facts.value(target.id);
    if (!a) return std::nullopt;
    if (target.operation == Operation::none || target.operation == Operation::rescale) return a;
    auto const b = facts.value(target.second);
    if (!b) return std::nullopt;
    switch (target.operation) {
        case Operation::difference:
            return *a - *b;
        case Operation::ratio:
            return *b == 0 ? std::nullopt : std::optional(*a / *b);
        case Operation::percent_change:
            return *b == 0 ? std::nullopt : std::optional((*a / *b - 1) * 100);
        case Operation::sum:
            return *a + *b;
        case Operation::none:
        case Operation::rescale:
            break;
    }
    return a;
}

void verify_quantity(Sentence& s, std::size_t i) {
    auto const& q = s.quantities[i];
    auto& b = s.bindings[i];
    if (b.dropped) return;
    auto const& facts = *s.facts;
    for (std::size_t k = 0; k < b.targets.size(); ++k) {
        if (!target_holds(facts, q, b.targets[k]) && !is_true_limit(s, q, b.targets[k])) continue;
        b.settled = static_cast<std::int32_t>(k);
        b.verdict =
            b.targets[k].operation == Operation::none ? Verdict::supported : Verdict::derived;
        return;
    }
    if (!b.targets.empty() && any_present(facts, b.targets)) {
        b.verdict = Verdict::contradicted;
        b.reason = "differs_from_fact";
        return;
    }
    b.verdict = Verdict::unsupported;
    if (!b.targets.empty()) {
        b.reason = "fact_absent";
        return;
    }
    b.reason = "no_fact_named";
    if (q.measure == Measure::date || q.spelled) return;
    if (auto const derived = find_derivation(s, q)) {
        b.targets.push_back(*derived);
        b.settled = 0;
        b.verdict = Verdict::derived;
        b.reason = {};
    } else if (auto const only = only_fact_of_value(facts, q)) {
        b.targets.push_back(*only);
        b.settled = 0;
        b.verdict = Verdict::supported;
        b.reason = {};
    }
}

std::string format_expected(Sentence const& s, Quantity const& q, Target const& target,
                            Language language) {
    auto const& facts = *s.facts;
    auto const* fact = facts.find_present(target.id);
    if (target.constant) return format_canonical(*target.constant);
    if (fact == nullptr) return {};
    if (fact->date) return fact->date->iso();
    if (!fact->value && !fact->text.empty()) return fact->text;
    auto const value = target_value(facts, target);
    if (!value) return {};
    auto const unit =
        target.operation == Operation::percent_change ? Unit::percent : unit_of(facts, target.id);
    bool const zh = language == Language::zh;
    auto figure = fmt::format("{:.{}f}", *value / q.scale, q.decimals);
    if (q.scale != 1) {
        if (q.scale == 1e8) return figure + (zh ? " 亿" : " (1e8)");
        if (q.scale == 1e4) return figure + (zh ? " 万" : " (1e4)");
        return figure + (q.scale == 1e3   ? " k"
                         : q.scale == 1e6 ? " m"
                         : q.scale == 1e9 ? " bn"
                                          : "");
    }
    switch (unit) {
        case Unit::percent:
            return figure + (zh ? "%" : " %");
        case Unit::percent_points:
            return figure + (zh ? " 个百分点" : " points");
        case Unit::atr:
            return figure + (zh ? " 个 ATR" : " ATR");
        case Unit::sessions:
            return figure + (zh ? " 日" : " sessions");
        default:
            break;
    }
    // A figure of another unit says nothing about the precision wanted here.
    bool const same_kind = unit_fits(q, unit);
    if (same_kind) return figure;
    return unit == Unit::price ? fmt::format("{:.2f}", *value) : format_canonical(*value);
}

}  // namespace ec::narrative::audit
