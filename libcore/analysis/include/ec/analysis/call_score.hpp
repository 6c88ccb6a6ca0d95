#pragma once

#include <ec/analysis/call.hpp>
#include <ec/base/dates.hpp>
#include <ec/market/series.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace ec::analysis {

enum class CallEvent : std::uint8_t { up, inside, down };
[[nodiscard]] std::string_view to_string(CallEvent event) noexcept;

/// What followed a call. Brier scores are the sum of three squared differences: 0 best, 2 worst.
struct CallScore {
    CallEvent event = CallEvent::inside;
    Date decided;            // the session that ended the horizon
    double as_of_close = 0;  // both closes adjusted to `decided`
    double close = 0;
    double log_return = 0;
    double brier = 0;
    double base_brier = 0;  // of the base rates, for comparison
};

/// Counts `call.horizon` traded sessions from `as_of` on the series as seen on `today`. nullopt
/// while the horizon has not passed, or when the series has no traded session on `as_of`.
[[nodiscard]] std::optional<CallScore> score_call(Call const& call, Date as_of,
                                                  market::Series const& series, Date today);

}  // namespace ec::analysis
