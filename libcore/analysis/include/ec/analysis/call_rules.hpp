#pragma once

#include <ec/analysis/call.hpp>
#include <ec/analysis/probability_table.hpp>
#include <ec/market/adjustment.hpp>
#include <ec/market/symbol.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace ec::analysis {

/// Complete sessions a call needs; also the reach of the flags that silence it, because no fact of
/// the catalogue looks further back with a fixed window.
inline constexpr std::size_t sessions_for_call = 260;

struct AbstainInput {
    market::SeriesView const& view;  // with its suspended sessions
    market::Market market = market::Market::us;
    std::optional<double> median_turnover;  // of the last 20 sessions; nullopt: not known
    bool delisting_period = false;
    bool suspended = false;  // by an event, where the source has no bar of the day
    bool delisted = false;
};

/// Every reason that holds, in the order of the enum. Rules and limits: REPORT.md, "Abstain".
/// Gaps and locked limits are read from the bars' flags (market/quality.hpp). A turnover that is
/// not known silences nothing.
[[nodiscard]] std::vector<AbstainReason> check_abstain(AbstainInput const& input);

/// Median daily turnover below which a market's stocks get no call, in its currency.
[[nodiscard]] double turnover_floor(market::Market market) noexcept;

/// What a call is made of: measured on the as-of session.
struct CallBasis {
    market::Market market = market::Market::us;
    Date as_of;
    std::int32_t horizon = 20;
    double close = 0;
    double band = 0;  // half width in log return
    std::int32_t lean_sum = 0;
    Lean lean = Lean::mixed;
    std::optional<Date> lean_since;
};

/// The rule-based call; `table` may be null (prior only). The reopen levels are the event's own
/// limits until the caller puts the zones' edges there. Throws invalid_input "call.horizon" unless
/// the horizon is 5, 20 or 60; EC_CHECK on a close or band that is not positive.
[[nodiscard]] Call make_call(CallBasis const& basis, ProbabilityTable const* table);

/// The lean, or neutral when the opposite side is likelier than the lean's.
[[nodiscard]] Direction choose_direction(Lean lean, Outlook const& probability) noexcept;

/// Probability of the direction's event (neutral: inside).
[[nodiscard]] double share_of(Direction direction, Outlook const& outlook) noexcept;

/// At least 5 points above the base rate, and the Wilson bound of the counts above it.
[[nodiscard]] bool has_measured_edge(Direction direction, TableAnswer const& answer) noexcept;

/// Lower bound of the 95 % Wilson score interval of hits / n; 0 for n = 0.
[[nodiscard]] double wilson_lower_bound(std::int32_t hits, std::int32_t n) noexcept;

}  // namespace ec::analysis
