#include <ec/analysis/fact_sheet.hpp>

#include <algorithm>

namespace ec::analysis {

std::string_view to_string(Unit unit) noexcept {
    switch (unit) {
        case Unit::price:
            return "price";
        case Unit::money:
            return "money";
        case Unit::percent:
            return "percent";
        case Unit::percent_points:
            return "percent_points";
        case Unit::ratio:
            return "ratio";
        case Unit::index:
            return "index";
        case Unit::shares:
            return "shares";
        case Unit::sessions:
            return "sessions";
        case Unit::count:
            return "count";
        case Unit::atr:
            return "atr";
        case Unit::date:
            return "date";
        case Unit::text:
            return "text";
    }
    return "text";
}

std::optional<Unit> parse_unit(std::string_view text) noexcept {
    for (auto unit :
         {Unit::price, Unit::money, Unit::percent, Unit::percent_points, Unit::ratio, Unit::index,
          Unit::shares, Unit::sessions, Unit::count, Unit::atr, Unit::date, Unit::text})
        if (to_string(unit) == text) return unit;
    return std::nullopt;
}

Fact const* FactSheet::find(std::string_view id) const noexcept {
    auto const found = std::ranges::lower_bound(
        facts, id, {}, [](Fact const& fact) { return std::string_view(fact.id); });
    return found != facts.end() && found->id == id ? &*found : nullptr;
}

std::optional<double> FactSheet::value(std::string_view id) const noexcept {
    auto const* fact = find(id);
    if (fact == nullptr || !fact->present()) return std::nullopt;
    return fact->value;
}

}  // namespace ec::analysis
