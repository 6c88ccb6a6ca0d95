#include "measures.hpp"

#include <ec/analysis/patterns.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

namespace ec::analysis {
namespace {

constexpr std::size_t pattern_rows = 7;
constexpr std::size_t divergence_rows = 60;
constexpr std::size_t dated_swings = 3;
constexpr std::array<std::string_view, 8> zone_fields{
    "_low", "_high", "_near_atr", "_far_atr", "_swing_1", "_swing_2", "_swing_3", "_average"};

void add_zone(FactWriter& out, Measures const& m, std::string const& name, Zone const& zone) {
    auto const rows = std::min(level_sessions, m.bars.size());
    auto const atr = m.atr[m.last];
    auto const to_low = std::fabs(m.close() - zone.low) / atr;
    auto const to_high = std::fabs(m.close() - zone.high) / atr;
    out.number(name + "_low", zone.low, rows);
    out.number(name + "_high", zone.high, rows);
    out.number(name + "_near_atr", std::min(to_low, to_high), rows);
    out.number(name + "_far_atr", std::max(to_low, to_high), rows);
    // The latest three, oldest first.
    auto const count = zone.swings.size();
    auto const first = count > dated_swings ? count - dated_swings : 0;
    for (std::size_t i = 0; i < dated_swings; ++i) {
        auto const id = name + "_swing_" + std::to_string(i + 1);
        if (first + i < count)
            out.date(id, m.bars.date[zone.swings[first + i].row], rows);
        else
            out.absent(id, absence::no_swing);
    }
    if (zone.average.empty())
        out.absent(name + "_average", absence::no_average);
    else
        out.word(name + "_average", zone.average, rows);
}

void add_side(FactWriter& out, Measures const& m, std::string const& side,
              std::vector<Zone> const& zones) {
    auto const reason = m.last < 14 ? absence::too_few_bars : absence::no_swing;
    for (std::size_t i = 0; i < 2; ++i) {
        auto const name = side + '_' + std::to_string(i + 1);
        if (i < zones.size()) {
            add_zone(out, m, name, zones[i]);
            continue;
        }
        for (auto const field : zone_fields) out.absent(name + std::string(field), reason);
    }
}

void add_reference(FactWriter& out, Measures const& m, std::string const& id,
                   std::optional<Swing> const& swing, bool called) {
    if (called && swing) {
        auto const rows = std::min(level_sessions, m.bars.size());
        out.number(id, swing->price, rows);
        out.date(id + "_date", m.bars.date[swing->row], rows);
        return;
    }
    auto const reason = called ? absence::no_swing : absence::abstained;
    out.absent(id, reason);
    out.absent(id + "_date", reason);
}

/// Sessions, the present one among them, of which its close is the highest (lowest).
std::size_t look_back(std::vector<double> const& close, double direction) {
    auto const last = close.size() - 1;
    std::size_t count = 1;
    while (count <= last && direction * close[last - count] < direction * close[last]) ++count;
    return count;
}

}  // namespace

void add_level_facts(FactWriter& out, Measures const& m, Levels const& levels,
                     std::optional<Call> const& call) {
    add_side(out, m, "support", levels.support);
    add_side(out, m, "resistance", levels.resistance);
    add_reference(out, m, "next_above", levels.next_above, call.has_value());
    add_reference(out, m, "next_below", levels.next_below, call.has_value());
}

void add_pattern_facts(FactWriter& out, Measures const& m) {
    auto const rows = std::min(divergence_rows, m.bars.size());
    if (m.bars.size() < divergence_rows)
        out.absent("divergence", absence::too_few_bars);
    else if (auto const name = find_divergence(m.bars, m.rsi); name.empty())
        out.absent("divergence", absence::no_swing);
    else
        out.word("divergence", name, rows);
    if (m.bars.size() < pattern_rows)
        out.absent("pattern", absence::too_few_bars);
    else
        out.word("pattern", find_pattern(m.bars), pattern_rows);
    auto const high = look_back(m.bars.close, 1);
    auto const low = look_back(m.bars.close, -1);
    out.number("new_high_sessions", static_cast<double>(high), high);
    out.number("new_low_sessions", static_cast<double>(low), low);
}

}  // namespace ec::analysis
