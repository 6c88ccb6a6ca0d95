#pragma once

#include <ec/narrative/offline_analyst.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ec::narrative {

// What is worth saying, chosen without regard to language; the section writers only word it.

enum class Slope : std::uint8_t { unknown, rising, flat, falling };
enum class Side : std::uint8_t { above, below };
enum class VolumeBand : std::uint8_t { light, ordinary, heavy };

struct AverageFinding {
    std::int32_t days = 0;
    double value = 0;
    double distance_pct = 0;  // close against the average
    // Of the average in 20 sessions; absent while it is too young.
    std::optional<double> change_pct;
    Slope slope = Slope::flat;
    Side side = Side::above;
    bool near = false;
};

struct ZoneFinding {
    double low = 0;
    double high = 0;
    double near_atr = 0;
    double far_atr = 0;
    std::vector<Date> swings;
    std::int32_t average_days = 0;  // 0: no average inside
    bool near = false;
};

enum class ChangeKind : std::uint8_t {
    crossed_average,
    lean_turned,
    call_turned,
    histogram_turned,
    stretch_began,
    stretch_ended,
    volume_heavy,
    sharp_move,
};

struct Change {
    ChangeKind kind = ChangeKind::crossed_average;
    std::int32_t days = 0;  // of the average crossed
    Side side = Side::above;
    std::string from;
    std::string to;
};

enum class PointKind : std::uint8_t {
    relative_strength,
    long_average_slope,
    directional_move,
    middle_average,
    growth,
    range_position,
    volume_agrees,
    average_order,
    histogram,
    long_return,
    stretched,
    divergence,
    widening_swings,
    nearby_zone,
};

struct Point {
    PointKind kind = PointKind::relative_strength;
    double weight = 0;
};

enum class ConditionKind : std::uint8_t {
    close_long_average,
    middle_average_slope,
    average_order,
    histogram,
    quarter_return,
    directional,
};

struct Conditions {
    std::int32_t up = 0;
    std::int32_t down = 0;
    std::int32_t neither = 0;
    std::vector<ConditionKind> up_kinds;  // as far as the sheet names them
    std::vector<ConditionKind> down_kinds;
    std::vector<ConditionKind> neither_kinds;
};

enum class ScenarioKind : std::uint8_t { both_ways, upward_plan, upward_too_short };

struct Scenario {
    ScenarioKind kind = ScenarioKind::both_ways;
    std::optional<double> next_above;
    std::optional<Date> next_above_date;
    std::optional<double> next_below;
    std::optional<Date> next_below_date;
    std::optional<double> target;  // the first level on the way up
};

struct Findings {
    ReportInput const* input = nullptr;
    bool is_index = false;
    std::string name_en;  // as it stands in a sentence: short, "the" before an index; or the symbol
    std::string name_zh;
    std::string benchmark_en;  // likewise
    std::string benchmark_zh;
    std::optional<AverageFinding> short_average;   // 20
    std::optional<AverageFinding> middle_average;  // 50
    std::optional<AverageFinding> long_average;    // 200
    std::optional<Conditions> conditions;
    std::string lean;  // "up", "mixed", "down", empty when unknown
    bool lean_new = false;
    std::vector<ZoneFinding> supports;  // nearest first
    std::vector<ZoneFinding> resistances;
    std::optional<VolumeBand> volume_band;
    bool sharp_move = false;
    std::vector<Change> changes;
    std::vector<Point> points_for;
    std::vector<Point> points_against;
    std::optional<Scenario> scenario;
    // The likeliest of a call's three events when the call's direction is another one.
    std::optional<analysis::Direction> likelier;
    bool likelier_in_base = false;  // the base rates order them alike

    [[nodiscard]] analysis::FactSheet const& sheet() const noexcept { return input->sheet; }
    [[nodiscard]] std::optional<double> value(std::string_view id) const noexcept;
    [[nodiscard]] std::string_view text(std::string_view id) const noexcept;
    [[nodiscard]] std::optional<Date> date(std::string_view id) const noexcept;
    /// The session the figures belong to: before as_of while the symbol is suspended.
    [[nodiscard]] Date session() const noexcept;
    /// Reason key of an absent fact; empty when present.
    [[nodiscard]] std::string_view absent(std::string_view id) const noexcept;
};

[[nodiscard]] Findings compute_findings(ReportInput const& input);

/// Steps of compute_findings, each in its own file; they read what is already found.
[[nodiscard]] std::vector<Change> compute_changes(Findings const& findings);
void rank_points(Findings& findings);
[[nodiscard]] std::optional<Scenario> compute_scenario(Findings const& findings);

}  // namespace ec::narrative
