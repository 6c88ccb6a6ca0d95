#include <ec/analysis/levels.hpp>

#include <algorithm>
#include <cmath>

namespace ec::analysis {
namespace {

constexpr std::size_t zones_a_side = 2;
constexpr double chain_atr = 0.5;
constexpr double spent_atr = 1.0;

struct Level {
    double price = 0;
    std::optional<Swing> swing;
    std::string_view average;
};

bool stands_out(std::vector<double> const& column, std::size_t i, double direction) {
    for (std::size_t arm = 1; arm <= swing_arm; ++arm) {
        if (direction * column[i] <= direction * column[i - arm]) return false;
        if (direction * column[i] < direction * column[i + arm]) return false;
    }
    return true;
}

std::vector<Swing> unspent(std::vector<Swing> swings, market::Bars const& bars, double direction,
                           double tolerance) {
    // From the latest session backwards: the extreme close after each swing.
    double extreme = direction * bars.close.back();
    std::size_t row = bars.size() - 1;
    for (auto swing = swings.rbegin(); swing != swings.rend(); ++swing) {
        for (; row > swing->row; --row) extreme = std::max(extreme, direction * bars.close[row]);
        if (extreme > direction * swing->price + tolerance) swing->price = std::nan("");
    }
    std::erase_if(swings, [](Swing const& swing) { return std::isnan(swing.price); });
    return swings;
}

/// Levels of one side, nearest to the close first.
std::vector<Level> side_levels(std::vector<Swing> const& swings, LevelInputs const& inputs,
                               double close, double direction) {
    std::vector<Level> levels;
    auto const beyond = [&](double price) { return direction * price > direction * close; };
    for (auto const& swing : swings)
        if (beyond(swing.price)) levels.push_back({swing.price, swing, {}});
    for (auto const& average : inputs.averages)
        if (beyond(average.value)) levels.push_back({average.value, std::nullopt, average.id});
    std::ranges::stable_sort(levels, {}, [&](Level const& l) { return direction * l.price; });
    return levels;
}

Zone make_zone(std::vector<Level>::const_iterator first, std::vector<Level>::const_iterator last,
               std::vector<NamedAverage> const& averages) {
    Zone zone;
    auto const [low, high] = std::minmax(first->price, std::prev(last)->price);
    zone.low = low;
    zone.high = high;
    for (auto level = first; level != last; ++level)
        if (level->swing) zone.swings.push_back(*level->swing);
    std::ranges::sort(zone.swings, {}, &Swing::row);
    for (auto const& average : averages)
        if (std::any_of(first, last, [&](Level const& l) { return l.average == average.id; }))
            zone.average = average.id;
    return zone;
}

std::vector<Zone> find_zones(std::vector<Level> const& levels, LevelInputs const& inputs) {
    std::vector<Zone> zones;
    auto first = levels.begin();
    while (first != levels.end() && zones.size() < zones_a_side) {
        auto last = std::next(first);
        while (last != levels.end() &&
               std::fabs(last->price - std::prev(last)->price) <= chain_atr * inputs.atr)
            ++last;
        auto zone = make_zone(first, last, inputs.averages);
        if (!zone.swings.empty()) zones.push_back(std::move(zone));
        first = last;
    }
    return zones;
}

std::optional<Swing> nearest_beyond(std::vector<Swing> const& swings, double price,
                                    double direction) {
    std::optional<Swing> nearest;
    for (auto const& swing : swings) {
        if (direction * swing.price <= direction * price) continue;
        if (!nearest || direction * swing.price <= direction * nearest->price) nearest = swing;
    }
    return nearest;
}

}  // namespace

std::vector<Swing> find_swings(market::Bars const& bars, SwingKind kind, std::size_t sessions) {
    std::vector<Swing> swings;
    auto const n = bars.size();
    auto const& column = kind == SwingKind::high ? bars.high : bars.low;
    double const direction = kind == SwingKind::high ? 1 : -1;
    std::size_t const begin = std::max(swing_arm, n - std::min(n, sessions));
    for (std::size_t i = begin; i + swing_arm < n; ++i)
        if (stands_out(column, i, direction)) swings.push_back({i, column[i]});
    return swings;
}

Levels find_levels(market::Bars const& bars, LevelInputs const& inputs) {
    Levels levels;
    levels.reopen_above = inputs.band_above;
    levels.reopen_below = inputs.band_below;
    if (bars.empty() || !(inputs.atr > 0)) return levels;
    auto const close = bars.close.back();
    auto const tolerance = spent_atr * inputs.atr;
    auto const highs =
        unspent(find_swings(bars, SwingKind::high, level_sessions), bars, 1, tolerance);
    auto const lows =
        unspent(find_swings(bars, SwingKind::low, level_sessions), bars, -1, tolerance);
    levels.resistance = find_zones(side_levels(highs, inputs, close, 1), inputs);
    levels.support = find_zones(side_levels(lows, inputs, close, -1), inputs);
    if (!levels.resistance.empty()) levels.reopen_above = levels.resistance.front().high;
    if (!levels.support.empty()) levels.reopen_below = levels.support.front().low;
    levels.next_above = nearest_beyond(highs, levels.reopen_above, 1);
    levels.next_below = nearest_beyond(lows, levels.reopen_below, -1);
    return levels;
}

}  // namespace ec::analysis
