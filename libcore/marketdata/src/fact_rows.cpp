#include <fact_rows.hpp>

#include <algorithm>
#include <cmath>

namespace ec::marketdata {
namespace {

constexpr std::size_t max_unit_bytes = 40;
constexpr std::size_t max_form_bytes = 40;
constexpr std::size_t max_accession_bytes = 60;
constexpr std::size_t max_shown_bytes = 200;

bool is_currency(std::string_view text) {
    return text.size() == 3 &&
           std::ranges::all_of(text, [](char c) { return c >= 'A' && c <= 'Z'; });
}

bool fits(market::StatementItem item, std::string_view unit) {
    using enum market::StatementItem;
    if (item == shares_outstanding) return unit == "shares";
    if (item != eps_diluted) return is_currency(unit);
    return unit.ends_with("/shares") && is_currency(unit.substr(0, unit.size() - 7));
}

bool is_plain(std::string_view text, std::size_t longest) {
    return !text.empty() && text.size() <= longest &&
           std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7f; });
}

// Empty when the row is a fact.
std::string_view damage(FactRow const& row, market::StatementItem item,
                        std::optional<Date> const& start, std::optional<Date> const& end,
                        std::optional<Date> const& filed) {
    if (!row.value) return "value.missing";
    if (!std::isfinite(*row.value)) return "value.not_finite";
    if (!end || !filed || (!row.start.empty() && !start)) return "date.malformed";
    if (start && *start > *end) return "period.backwards";
    if (*filed < *end) return "filed.before_period_end";
    bool const balance = item >= market::StatementItem::equity;
    if (balance == start.has_value()) return balance ? "period.of_a_balance" : "period.missing";
    if (!is_plain(row.unit, max_unit_bytes) || !fits(item, row.unit)) return "unit.unknown";
    if (!is_plain(row.form, max_form_bytes)) return "form.missing";
    if (!is_plain(row.accession, max_accession_bytes)) return "accession.missing";
    return {};
}

}  // namespace

void FactRows::refuse(FactRow const& row, std::string_view reason) {
    file_.rejected.push_back({row.line, std::string(reason), row.text.substr(0, max_shown_bytes)});
}

void FactRows::take(FactRow const& row) {
    ++file_.rows_read;
    auto const item = market::find_item(row.tag);
    if (!item) {
        ++file_.other_tags;
        return;
    }
    auto const start = Date::try_parse(row.start);
    auto const end = Date::try_parse(row.end);
    auto const filed = Date::try_parse(row.filed);
    if (auto const reason = damage(row, *item, start, end, filed); !reason.empty()) {
        refuse(row, reason);
        return;
    }
    market::FiledFact fact{std::string(row.tag),       std::string(row.unit), start,  *end,
                           std::string(row.accession), std::string(row.form), *filed, *row.value};
    Key const key{fact.tag, fact.unit, fact.start, fact.end, fact.accession};
    auto const [known, added] = seen_.emplace(key, file_.facts.size());
    if (added)
        file_.facts.push_back(std::move(fact));
    else if (file_.facts[known->second] != fact)
        refuse(row, "duplicate.conflicting");
}

}  // namespace ec::marketdata
