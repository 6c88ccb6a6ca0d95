#include <ec/base/math.hpp>
#include <ec/market/factor_file.hpp>
#include <price_rows.hpp>

#include <cmath>

#include <fmt/format.h>

namespace ec::market {
namespace {

constexpr double smallest_yield = 1e-4;
constexpr double split_like = 1.2;

void add(ActionsWithAmounts& found, CorporateAction action, double amount) {
    found.actions.push_back(std::move(action));
    found.amounts.push_back(amount);
}

void add_stated(ActionsWithAmounts& found, std::span<PriceRow const> rows, std::size_t i,
                PriceBasis basis) {
    auto const& row = rows[i];
    double before = rows[i - 1].bar.close;
    bool const split = row.split > 0 && row.split != 1;
    if (split && basis == PriceBasis::raw) {
        auto const action = split_action(row.bar.date, row.split);
        before *= action.a;
        add(found, action, row.split);
    }
    if (row.dividend > 0 && row.dividend < before)
        add(found, dividend_action(row.bar.date, 1 - row.dividend / before, row.dividend),
            row.dividend);
}

void add_from_step(ActionsWithAmounts& found, std::span<PriceRow const> rows, std::size_t i,
                   PriceBasis basis) {
    double const step = adjustment_step(rows, i);
    double const noise = 4e-6 / std::min(rows[i].adjusted_close, rows[i - 1].adjusted_close);
    if (is_nan(step) || std::abs(step - 1) < std::max(smallest_yield, noise)) return;
    bool const split = step > split_like || step < 1 / split_like;
    if (split && basis == PriceBasis::raw)
        add(found, split_action(rows[i].bar.date, 1 / step), 1 / step);
    else if (step < 1)
        add(found, dividend_action(rows[i].bar.date, step, nan_value()), nan_value());
}

}  // namespace

double adjustment_step(std::span<PriceRow const> rows, std::size_t i) {
    auto const ratio = [&](std::size_t k) { return rows[k].adjusted_close / rows[k].bar.close; };
    double const step = ratio(i - 1) / ratio(i);
    return step > 1 / largest_split && step < largest_split ? step : nan_value();
}

ActionsWithAmounts find_actions(std::span<PriceRow const> rows, Layout const& layout,
                                PriceBasis basis) {
    ActionsWithAmounts found;
    if (basis == PriceBasis::adjusted) return found;
    bool const stated = layout.has(Column::dividend) || layout.has(Column::split);
    if (!stated && !layout.has(Column::adjusted_close)) return found;
    bool any_dividend = false;
    for (auto const& row : rows) any_dividend = any_dividend || row.dividend > 0;
    // A file may have an empty dividend column beside an adjusted close that knows better.
    bool const use_steps = layout.has(Column::adjusted_close) && !any_dividend;
    for (std::size_t i = 1; i < rows.size(); ++i)
        use_steps ? add_from_step(found, rows, i, basis) : add_stated(found, rows, i, basis);
    return found;
}

}  // namespace ec::market
