#include "offline_analyst_findings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace ec::narrative {
namespace {

constexpr std::size_t most_points = 3;
constexpr std::size_t most_changes = 4;

// A point only counts when its fact is clear of noise; `strength` grows with the measured size.
class PointCollector {
  public:
    void add(PointKind kind, double signed_strength) {
        auto& side = signed_strength > 0 ? for_ : against_;
        side.push_back({kind, std::abs(signed_strength)});
    }
    [[nodiscard]] static std::vector<Point> top(std::vector<Point> points) {
        std::ranges::stable_sort(points, std::greater{}, &Point::weight);
        if (points.size() > most_points) points.resize(most_points);
        return points;
    }
    [[nodiscard]] std::vector<Point> const& points_for() const { return for_; }
    [[nodiscard]] std::vector<Point> const& points_against() const { return against_; }

  private:
    std::vector<Point> for_;
    std::vector<Point> against_;
};

double capped(double value, double cap) { return std::clamp(value, -cap, cap); }

void add_trend_points(Findings const& f, PointCollector& points) {
    if (f.long_average && f.long_average->change_pct && f.long_average->slope != Slope::flat)
        points.add(PointKind::long_average_slope, capped(*f.long_average->change_pct / 1.5, 2.6));
    if (f.middle_average && !f.middle_average->near)
        points.add(PointKind::middle_average, capped(f.middle_average->distance_pct / 4, 1.8));
    if (auto const order = f.value("condition_sma_50_200"); order && *order != 0)
        points.add(PointKind::average_order, *order > 0 ? 0.9 : -0.9);
    auto const adx = f.value("adx_14");
    auto const plus = f.value("plus_di_14");
    auto const minus = f.value("minus_di_14");
    if (adx && plus && minus && *adx >= 25)
        points.add(PointKind::directional_move, (*plus > *minus ? 1 : -1) * capped(*adx / 18, 2.2));
    auto const histogram = f.value("macd_hist");
    auto const kept = f.value("macd_hist_sessions");
    if (histogram && kept && *kept >= 3 && *histogram != 0)
        points.add(PointKind::histogram,
                   (*histogram > 0 ? 1 : -1) * (0.8 + capped(*kept / 40, 0.5)));
}

void add_return_points(Findings const& f, PointCollector& points) {
    if (auto const excess = f.value("excess_return_60"); excess && std::abs(*excess) >= 3)
        points.add(PointKind::relative_strength, capped(*excess / 5, 2.8));
    if (auto const year = f.value("return_250"); year && std::abs(*year) >= 20)
        points.add(PointKind::long_return, capped(*year / 40, 1.4));
    auto const from_high = f.value("close_vs_high_250");
    auto const from_low = f.value("close_vs_low_250");
    if (from_high && *from_high >= -3)
        points.add(PointKind::range_position, 1.5);
    else if (from_low && *from_low <= 5)
        points.add(PointKind::range_position, -1.5);
    if (auto const growth = f.value("revenue_growth"); growth && (*growth >= 8 || *growth < 0))
        points.add(PointKind::growth, *growth > 0 ? 1.6 : -1.6);
}

void add_condition_points(Findings const& f, PointCollector& points) {
    auto const day = f.value("return_1");
    if (f.volume_band == VolumeBand::heavy && day && std::abs(*day) >= 0.5)
        points.add(PointKind::volume_agrees, *day > 0 ? 1.3 : -1.3);
    if (auto const rsi = f.value("rsi_14")) {
        if (*rsi >= 70) points.add(PointKind::stretched, -1.2);
        if (*rsi <= 30) points.add(PointKind::stretched, 1.2);
    }
    if (f.text("divergence") == "bullish") points.add(PointKind::divergence, 1.1);
    if (f.text("divergence") == "bearish") points.add(PointKind::divergence, -1.1);
    auto const month = f.value("volatility_20");
    auto const quarter = f.value("volatility_60");
    if (month && quarter && *quarter > 0 && *month / *quarter >= 1.25)
        points.add(PointKind::widening_swings, -0.85);
    auto const within_reach = [](std::vector<ZoneFinding> const& zones) {
        return !zones.empty() && zones.front().near_atr <= 1;
    };
    if (within_reach(f.supports) != within_reach(f.resistances))
        points.add(PointKind::nearby_zone, within_reach(f.supports) ? 0.7 : -0.7);
}

bool is_stretched(std::optional<double> rsi) { return rsi && (*rsi >= 70 || *rsi <= 30); }

void add_crossings(Findings const& f, std::vector<Change>& changes) {
    for (auto const days : {200, 50, 20}) {
        auto const crossed = f.text(fmt::format("sma_{}_crossed", days));
        if (crossed == "above" || crossed == "below")
            changes.push_back({ChangeKind::crossed_average,
                               days,
                               crossed == "above" ? Side::above : Side::below,
                               {},
                               {}});
    }
}

void add_turns(Findings const& f, analysis::FactSheet const& before, std::vector<Change>& changes) {
    auto const turned = [&](ChangeKind kind, std::string_view id) {
        auto const* then = before.find(id);
        auto const now = f.text(id);
        if (then != nullptr && then->present() && !then->text.empty() && !now.empty() &&
            then->text != now)
            changes.push_back({kind, 0, Side::above, then->text, std::string(now)});
    };
    turned(ChangeKind::lean_turned, "lean");
    if (f.input->call) turned(ChangeKind::call_turned, "call_direction");
    auto const rsi = f.value("rsi_14");
    auto const rsi_before = before.value("rsi_14");
    if (rsi && rsi_before && is_stretched(rsi) != is_stretched(rsi_before))
        changes.push_back(
            {is_stretched(rsi) ? ChangeKind::stretch_began : ChangeKind::stretch_ended,
             0,
             *(is_stretched(rsi) ? rsi : rsi_before) >= 50 ? Side::above : Side::below,
             {},
             {}});
}

}  // namespace

void rank_points(Findings& findings) {
    PointCollector points;
    add_trend_points(findings, points);
    add_return_points(findings, points);
    add_condition_points(findings, points);
    findings.points_for = PointCollector::top(points.points_for());
    findings.points_against = PointCollector::top(points.points_against());
}

std::vector<Change> compute_changes(Findings const& f) {
    std::vector<Change> changes;
    add_crossings(f, changes);
    if (f.input->previous) add_turns(f, *f.input->previous, changes);
    auto const histogram = f.value("macd_hist");
    if (histogram && f.value("macd_hist_sessions") == 1.0)
        changes.push_back(
            {ChangeKind::histogram_turned, 0, *histogram > 0 ? Side::above : Side::below, {}, {}});
    if (f.sharp_move) changes.push_back({ChangeKind::sharp_move, 0, Side::above, {}, {}});
    if (f.volume_band == VolumeBand::heavy)
        changes.push_back({ChangeKind::volume_heavy, 0, Side::above, {}, {}});
    if (changes.size() > most_changes) changes.resize(most_changes);
    return changes;
}

// An upward plan is only drawn when the way up is at least 1.5 times the way to its end.
std::optional<Scenario> compute_scenario(Findings const& f) {
    if (!f.input->call) return std::nullopt;
    auto const& call = *f.input->call;
    Scenario scenario;
    scenario.next_above = f.value("next_above");
    scenario.next_above_date = f.date("next_above_date");
    scenario.next_below = f.value("next_below");
    scenario.next_below_date = f.date("next_below_date");
    auto const close = f.value("close");
    scenario.target = f.resistances.empty() ? scenario.next_above : f.resistances.front().low;
    if (call.direction == analysis::Direction::up && close && scenario.target &&
        !f.supports.empty()) {
        bool const worth = *scenario.target - *close >= 1.5 * (*close - call.reopen_below);
        scenario.kind = worth ? ScenarioKind::upward_plan : ScenarioKind::upward_too_short;
    }
    return scenario;
}

}  // namespace ec::narrative
