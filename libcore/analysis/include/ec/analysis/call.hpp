#pragma once

#include <ec/base/dates.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ec::analysis {

enum class Direction : std::uint8_t { up, neutral, down };
enum class Lean : std::uint8_t { up, mixed, down };

[[nodiscard]] std::string_view to_string(Direction direction) noexcept;
[[nodiscard]] std::string_view to_string(Lean lean) noexcept;

/// Probabilities of the three outcomes; fractions, sum 1.
struct Outlook {
    double up = 0;
    double inside = 0;
    double down = 0;
};

/// A forecast of a defined event (REPORT.md, "The call"): the adjusted close in `horizon` sessions
/// against the as-of close. Fixed when written.
struct Call {
    std::int32_t horizon = 20;
    double band = 0;        // half width in log return
    double up_above = 0;    // price
    double down_below = 0;  // price
    Outlook probability;
    Outlook base_rate;
    Direction direction = Direction::neutral;
    double confidence = 0;  // probability of the direction's event
    bool measured_edge = false;
    Lean lean = Lean::mixed;
    std::optional<Date> lean_since;
    std::int32_t lean_sum = 0;
    std::int32_t windows = 0;   // comparable non-overlapping windows; 0 = prior only
    std::string table_version;  // vintage and hash of the probability table, "prior" without one
    bool against_lean = false;  // neutral because the opposite side was likelier
    double reopen_above = 0;    // price
    double reopen_below = 0;    // price
    std::string thesis;         // a model's one sentence; empty for the offline analyst
};

/// A void call is kept in the text and taken out of the report (REPORT.md): the first of
/// "probability_out_of_range", "probabilities_do_not_sum" (beyond 1 +/- 0.01),
/// "level_on_wrong_side" of the as-of close; nullopt for a sound call.
[[nodiscard]] std::optional<std::string> check_call(Call const& call, double close);

/// Why a report stays silent (REPORT.md, "Abstain"). Empty list: a call is given.
enum class AbstainReason : std::uint8_t {
    too_few_sessions,
    flagged_bar,
    suspended,
    limit_locked,
    unexplained_gap,
    thin_turnover,
    delisting_period,
    delisted,
};

[[nodiscard]] std::string_view to_string(AbstainReason reason) noexcept;

/// Outcome of an analysis; a report is stored for the first three.
enum class Outcome : std::uint8_t {
    ok,
    abstain,
    void_call,
    data_missing,
    stale_data,
    llm_error,
    unparseable,
};

[[nodiscard]] std::string_view to_string(Outcome outcome) noexcept;
[[nodiscard]] std::optional<Outcome> parse_outcome(std::string_view text) noexcept;

}  // namespace ec::analysis
