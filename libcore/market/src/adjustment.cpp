#include <ec/market/adjustment.hpp>

namespace ec::market {
namespace {

// What turns a price and a volume of one day into those of a later basis.
struct Factor {
    double a = 1;
    double b = 0;
    double shares = 1;
};

double share_factor(CorporateAction const& action) {
    return action.kind == ActionKind::dividend ? 1.0 : action.a;
}

// p -> (p * a1 + b1) * a2 + b2: the earlier action is inside.
Factor before(CorporateAction const& earlier, Factor const& later) {
    return {earlier.a * later.a, earlier.b * later.a + later.b,
            later.shares * share_factor(earlier)};
}

Factor after(Factor const& earlier, CorporateAction const& later) {
    return {earlier.a * later.a, earlier.b * later.a + later.b,
            earlier.shares * share_factor(later)};
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

void carry_forward(Bars& bars, std::size_t i, Factor const& factor) {
    for (auto* column : {&bars.open, &bars.high, &bars.low, &bars.close, &bars.previous_close})
        (*column)[i] = (*column)[i] * factor.a + factor.b;
    bars.volume[i] = bars.volume[i] / factor.shares;
}

void carry_back(Bars& bars, std::size_t i, Factor const& factor) {
    for (auto* column : {&bars.open, &bars.high, &bars.low, &bars.close, &bars.previous_close})
        (*column)[i] = ((*column)[i] - factor.b) / factor.a;
    bars.volume[i] = bars.volume[i] * factor.shares;
}

void adjust_forward(Bars& bars, std::vector<CorporateAction> const& actions) {
    Factor factor;
    auto next = actions.rbegin();
    for (std::size_t i = bars.size(); i-- > 0;) {
        for (; next != actions.rend() && next->ex_date > bars.date[i]; ++next)
            factor = before(*next, factor);
        if (next != actions.rbegin()) carry_forward(bars, i, factor);
    }
}

void adjust_backward(Bars& bars, std::vector<CorporateAction> const& actions) {
    Factor factor;
    auto next = actions.begin();
    while (next != actions.end() && next->ex_date <= bars.date.front()) ++next;
    auto const first = next;
    for (std::size_t i = 0; i < bars.size(); ++i) {
        for (; next != actions.end() && next->ex_date <= bars.date[i]; ++next)
            factor = after(factor, *next);
        if (next != first) carry_back(bars, i, factor);
    }
}

// Forward up to the base date is what the source made; anything else it did cannot be undone.
AdjustmentLimit limit_of(Series const& series, SeriesView const& view) {
    bool const as_asked = view.adjustment == AdjustmentView::forward && series.base_date &&
                          *series.base_date <= view.as_of;
    if (series.basis == PriceBasis::raw || as_asked) return AdjustmentLimit::none;
    return series.basis == PriceBasis::adjusted ? AdjustmentLimit::all_in_source
                                                : AdjustmentLimit::splits_in_source;
}

}  // namespace

std::string_view to_string(AdjustmentView view) noexcept {
    switch (view) {
        case AdjustmentView::forward:
            return "forward";
        case AdjustmentView::backward:
            return "backward";
        case AdjustmentView::unadjusted:
            return "unadjusted";
    }
    return "forward";
}

std::optional<AdjustmentView> parse_adjustment_view(std::string_view text) noexcept {
    for (auto const view :
         {AdjustmentView::forward, AdjustmentView::backward, AdjustmentView::unadjusted})
        if (to_string(view) == text) return view;
    return std::nullopt;
}

std::string_view to_string(AdjustmentLimit limit) noexcept {
    switch (limit) {
        case AdjustmentLimit::none:
            return "none";
        case AdjustmentLimit::splits_in_source:
            return "splits_in_source";
        case AdjustmentLimit::all_in_source:
            return "all_in_source";
    }
    return "all_in_source";
}

SeriesView view_as_of(Series const& series, Date as_of, AdjustmentView adjustment) {
    SeriesView view;
    view.as_of = as_of;
    view.basis = series.basis;
    view.adjustment = adjustment;
    auto const rows = series.bars.count_until(as_of);
    view.bars.reserve(rows);
    for (std::size_t i = 0; i < rows; ++i)
        if (!has(series.bars.flags[i], BarFlag::partial)) view.bars.push_back(series.bars.at(i));
    if (view.bars.empty()) return view;

    view.as_of = view.bars.date.back();
    view.vintage_adjusted = series.basis != PriceBasis::raw && series.base_date.has_value() &&
                            *series.base_date > view.as_of;
    view.limit = limit_of(series, view);
    if (adjustment == AdjustmentView::unadjusted) return view;
    for (auto const& action : series.actions)
        if (action.ex_date <= view.as_of && applies(action, series.basis))
            view.applied.push_back(action);
    adjustment == AdjustmentView::forward ? adjust_forward(view.bars, view.applied)
                                          : adjust_backward(view.bars, view.applied);
    return view;
}

}  // namespace ec::market
