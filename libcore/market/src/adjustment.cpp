#include <ec/market/adjustment.hpp>

#include <ranges>

namespace ec::market {
namespace {

// What turns a price and a volume of one day into those of the view's last day.
struct Factor {
    double a = 1;
    double b = 0;
    double shares = 1;
};

// p -> (p * a1 + b1) * a2 + b2: the earlier action is inside.
Factor before(CorporateAction const& earlier, Factor const& later) {
    Factor out;
    out.a = earlier.a * later.a;
    out.b = earlier.b * later.a + later.b;
    out.shares = later.shares * (earlier.kind == ActionKind::split ? earlier.a : 1.0);
    return out;
}

// Splits are in split-adjusted prices already, and everything is in adjusted ones.
bool applies(CorporateAction const& action, PriceBasis basis) {
    switch (basis) {
        case PriceBasis::raw:
            return true;
        case PriceBasis::split_adjusted:
            return action.kind != ActionKind::split;
        case PriceBasis::adjusted:
            return false;
    }
    return false;
}

void adjust_row(Bars& bars, std::size_t i, Factor const& factor) {
    for (auto* column : {&bars.open, &bars.high, &bars.low, &bars.close, &bars.previous_close})
        (*column)[i] = (*column)[i] * factor.a + factor.b;
    bars.volume[i] = bars.volume[i] / factor.shares;
}

}  // namespace

SeriesView view_as_of(Series const& series, Date as_of) {
    SeriesView view{.as_of = as_of,
                    .basis = series.basis,
                    .bars = {},
                    .applied = {},
                    .vintage_adjusted = false};
    auto const rows = series.bars.count_until(as_of);
    view.bars.reserve(rows);
    for (std::size_t i = 0; i < rows; ++i)
        if (!has(series.bars.flags[i], BarFlag::partial)) view.bars.push_back(series.bars.at(i));
    if (view.bars.empty()) return view;

    view.as_of = view.bars.date.back();
    view.vintage_adjusted = series.basis != PriceBasis::raw && series.base_date.has_value() &&
                            *series.base_date > view.as_of;
    for (auto const& action : series.actions)
        if (action.ex_date <= view.as_of && applies(action, series.basis))
            view.applied.push_back(action);

    Factor factor;
    auto next = view.applied.rbegin();
    for (std::size_t i = view.bars.size(); i-- > 0;) {
        for (; next != view.applied.rend() && next->ex_date > view.bars.date[i]; ++next)
            factor = before(*next, factor);
        if (next != view.applied.rbegin()) adjust_row(view.bars, i, factor);
    }
    return view;
}

}  // namespace ec::market
