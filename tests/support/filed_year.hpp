#pragma once

#include <ec/market/fundamentals.hpp>

#include <initializer_list>
#include <string_view>
#include <utility>
#include <vector>

namespace ec::test {

/// The items of one report in the spelling of CSV files: flows over the days from `start` to
/// `end`, balances on `end`.
[[nodiscard]] inline std::vector<market::FiledFact> filed_report(
    Date start, Date end, Date filed, char const* form,
    std::initializer_list<std::pair<market::StatementItem, double>> items) {
    std::vector<market::FiledFact> facts;
    for (auto const& [item, value] : items) {
        market::FiledFact fact;
        fact.tag = to_string(item);
        fact.unit = item == market::StatementItem::eps_diluted          ? "USD/shares"
                    : item == market::StatementItem::shares_outstanding ? "shares"
                                                                        : "USD";
        if (item < market::StatementItem::equity) fact.start = start;
        fact.end = end;
        fact.accession = "made-" + filed.iso();
        fact.form = form;
        fact.filed = filed;
        fact.value = value;
        facts.push_back(fact);
    }
    return facts;
}

/// Twelve months that ended thirty days before the filing.
[[nodiscard]] inline std::vector<market::FiledFact> filed_year(
    Date filed, char const* form,
    std::initializer_list<std::pair<market::StatementItem, double>> items) {
    return filed_report(filed - 394, filed - 30, filed, form, items);
}

}  // namespace ec::test
