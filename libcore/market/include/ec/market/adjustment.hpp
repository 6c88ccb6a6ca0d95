#pragma once

#include <ec/market/series.hpp>

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace ec::market {

/// Which share basis a view's prices are on: that of its last day (forward, 前复权), that of the
/// series' first day (backward, 后复权), or each day's own (unadjusted, 不复权).
enum class AdjustmentView : std::uint8_t { forward, backward, unadjusted };

/// What of the source's own adjustment stays in a view because the series was never seen without
/// it: nothing, later splits, or later splits and dividends.
enum class AdjustmentLimit : std::uint8_t { none, splits_in_source, all_in_source };

[[nodiscard]] std::string_view to_string(AdjustmentView view) noexcept;
[[nodiscard]] std::optional<AdjustmentView> parse_adjustment_view(std::string_view text) noexcept;
[[nodiscard]] std::string_view to_string(AdjustmentLimit limit) noexcept;

/// A series as it could be seen on the evening of `as_of`: rows up to that day, prices and volumes
/// on the basis that was asked for, using actions whose ex-date is not later only. Complete
/// sessions only: partial bars are left out. A value of its own; the series is not referred to.
struct SeriesView {
    Date as_of;                          // date of the last row
    PriceBasis basis = PriceBasis::raw;  // of the source series
    AdjustmentView adjustment = AdjustmentView::forward;
    AdjustmentLimit limit = AdjustmentLimit::none;  // not none: not fully what was asked for
    Bars bars;
    std::vector<CorporateAction> applied;  // with ex-date in the view; none when unadjusted
    bool vintage_adjusted = false;         // adjusted-only series with a base date after as_of
};

/// Empty bars when nothing is dated <= as_of. A later row, action or base date never changes the
/// bars of an earlier view of a raw series. An affine cash dividend can carry prices of a far past
/// below zero in the forward view; they are given as computed.
[[nodiscard]] SeriesView view_as_of(Series const& series, Date as_of,
                                    AdjustmentView adjustment = AdjustmentView::forward);

}  // namespace ec::market
