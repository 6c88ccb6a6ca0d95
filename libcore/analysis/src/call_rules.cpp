#include <ec/analysis/call_rules.hpp>

#include <ec/base/error.hpp>
#include <ec/base/math.hpp>

#include <algorithm>
#include <cmath>

namespace ec::analysis {
namespace {

constexpr double edge_points = 0.05;
constexpr double wilson_z = 1.959963984540054;  // 97.5 % quantile of the normal distribution

std::int32_t hits_of(Direction direction, OutcomeCounts const& counts) noexcept {
    switch (direction) {
        case Direction::up:
            return counts.up;
        case Direction::neutral:
            return counts.inside;
        case Direction::down:
            return counts.down;
    }
    return counts.inside;
}

}  // namespace

double share_of(Direction direction, Outlook const& outlook) noexcept {
    switch (direction) {
        case Direction::up:
            return outlook.up;
        case Direction::neutral:
            return outlook.inside;
        case Direction::down:
            return outlook.down;
    }
    return outlook.inside;
}

Direction choose_direction(Lean lean, Outlook const& probability) noexcept {
    switch (lean) {
        case Lean::up:
            return probability.down > probability.up ? Direction::neutral : Direction::up;
        case Lean::mixed:
            return Direction::neutral;
        case Lean::down:
            return probability.up > probability.down ? Direction::neutral : Direction::down;
    }
    return Direction::neutral;
}

double wilson_lower_bound(std::int32_t hits, std::int32_t n) noexcept {
    if (n <= 0) return 0;
    double const count = n;
    double const share = hits / count;
    double const z2 = wilson_z * wilson_z;
    double const center = share + z2 / (2 * count);
    double const spread =
        wilson_z * std::sqrt(share * (1 - share) / count + z2 / (4 * count * count));
    return std::max(0.0, (center - spread) / (1 + z2 / count));
}

bool has_measured_edge(Direction direction, TableAnswer const& answer) noexcept {
    double const base = share_of(direction, answer.base_rate);
    double const ahead = share_of(direction, answer.probability) - base;
    auto const hits = hits_of(direction, answer.counts);
    return ahead >= edge_points && wilson_lower_bound(hits, answer.counts.total()) > base;
}

Call make_call(CallBasis const& basis, ProbabilityTable const* table) {
    if (std::ranges::find(call_horizons, basis.horizon) == call_horizons.end())
        throw invalid_field("call.horizon", "horizon", std::to_string(basis.horizon),
                            "is not a horizon that calls are measured for", "use 5, 20 or 60");
    EC_CHECK(basis.close > 0 && basis.band > 0);
    auto const answer = lookup(table != nullptr ? *table : ProbabilityTable{}, basis.market,
                               basis.horizon, basis.lean_sum, basis.as_of);
    Call call;
    call.horizon = basis.horizon;
    call.band = basis.band;
    call.up_above = basis.close * portable_exp(basis.band);
    call.down_below = basis.close * portable_exp(-basis.band);
    call.probability = answer.probability;
    call.base_rate = answer.base_rate;
    call.direction = choose_direction(basis.lean, answer.probability);
    call.confidence = share_of(call.direction, answer.probability);
    call.measured_edge = has_measured_edge(call.direction, answer);
    call.lean = basis.lean;
    call.lean_since = basis.lean_since;
    call.lean_sum = basis.lean_sum;
    call.windows = answer.counts.total();
    call.table_version = answer.version;
    call.against_lean = call.direction == Direction::neutral && basis.lean != Lean::mixed;
    call.reopen_above = call.up_above;
    call.reopen_below = call.down_below;
    return call;
}

}  // namespace ec::analysis
