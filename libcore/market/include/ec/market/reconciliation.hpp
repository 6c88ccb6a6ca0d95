#pragma once

#include <ec/market/series.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace ec::market {

/// What two sources may disagree on for one session.
enum class ReconciledField : std::uint8_t { open, high, low, change, volume };
inline constexpr std::array reconciled_fields{ReconciledField::open, ReconciledField::high,
                                              ReconciledField::low, ReconciledField::change,
                                              ReconciledField::volume};
[[nodiscard]] std::string_view to_string(ReconciledField field) noexcept;

/// Beyond these two figures disagree. Prices and the close-to-close change in percent, volume as
/// the factor between the two sources beside their usual one.
struct ReconcileThresholds {
    double price_pct = 0.2;
    double change_points = 0.2;
    double volume_factor = 1.5;
    [[nodiscard]] double of(ReconciledField field) const noexcept;
};

/// One figure: the first source's, and the second's on the first's scale. `change` in percent.
struct Disagreement {
    Date date;
    ReconciledField field = ReconciledField::open;
    double first = 0;
    double second = 0;
};

struct Reconciliation {
    std::optional<Date> from;  // the sessions that both have
    std::optional<Date> to;
    std::size_t sessions = 0;
    std::size_t only_first = 0;  // sessions within the overlap that the other lacks
    std::size_t only_second = 0;
    double volume_ratio = 1;                  // median of second / first
    std::vector<Disagreement> disagreements;  // ascending by date
    [[nodiscard]] std::size_t count(ReconciledField field) const noexcept;
};

/// Compares two series of one symbol where they overlap. Sources differ in price basis, so each
/// session is scaled by its two closes: open, high and low are compared within the session, closes
/// by their change from the last common session. A change across an ex-date of either series'
/// actions is left out, since only one basis may carry it. Suspended sessions and missing figures
/// are passed by. Both in ascending order; nothing is repaired.
[[nodiscard]] Reconciliation reconcile(Series const& first, Series const& second,
                                       ReconcileThresholds const& thresholds);

}  // namespace ec::market
