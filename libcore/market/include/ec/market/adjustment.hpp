#pragma once

#include <ec/market/series.hpp>

#include <vector>

namespace ec::market {

/// A series as it could be seen on the evening of `as_of`: rows up to that day, prices forward
/// adjusted with the actions whose ex-date is not later, volumes on the same share basis.
/// Complete sessions only: partial bars are left out.
struct SeriesView {
    Date as_of;                          // date of the last row
    PriceBasis basis = PriceBasis::raw;  // of the source series
    Bars bars;
    std::vector<CorporateAction> applied;  // with ex-date in the view
    bool vintage_adjusted = false;         // adjusted-only series with a base date after as_of
};

/// Empty bars when nothing is dated <= as_of. A later row, action or base date never changes the
/// bars of an earlier view of a raw series.
[[nodiscard]] SeriesView view_as_of(Series const& series, Date as_of);

}  // namespace ec::market
