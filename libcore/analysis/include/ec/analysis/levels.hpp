#pragma once

#include <ec/market/series.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace ec::analysis {

/// Rows of the chart: swings older than this are not looked for.
inline constexpr std::size_t level_sessions = 120;
/// Sessions on either side that a swing stands out from.
inline constexpr std::size_t swing_arm = 5;

struct Swing {
    std::size_t row = 0;
    double price = 0;
};

enum class SwingKind : std::uint8_t { high, low };

/// Fractals of the last `sessions` rows, ascending: a high above the five highs before it and not
/// below the five after it (lows likewise). The five sessions after must have happened.
[[nodiscard]] std::vector<Swing> find_swings(market::Bars const& bars, SwingKind kind,
                                             std::size_t sessions);

/// A moving average that may join a zone; NaN: undefined, never joins.
struct NamedAverage {
    std::string_view id;  // "sma_200"
    double value = 0;
};

struct Zone {
    double low = 0;
    double high = 0;
    std::vector<Swing> swings;  // ascending by row
    std::string_view average;   // the longest average inside; empty when none
};

/// Support zones lie below the close and hold swing lows, resistance zones above it with swing
/// highs; at most two a side, nearest first. A swing is spent, and left out, once a later session
/// closed more than one ATR beyond it. Levels not more than half an ATR from the next one
/// share a zone; an average in such a chain joins it, but averages alone make no zone.
/// `next_above` and `next_below` are the nearest swings beyond the first zones (beyond `band_above`
/// and `band_below` where a side has none).
struct Levels {
    std::vector<Zone> support;
    std::vector<Zone> resistance;
    double reopen_above = 0;
    double reopen_below = 0;
    std::optional<Swing> next_above;
    std::optional<Swing> next_below;
};

struct LevelInputs {
    double atr = 0;
    std::vector<NamedAverage> averages;  // ascending by length
    double band_above = 0;               // reopen levels of a side without a zone
    double band_below = 0;
};

/// `bars` are adjusted and without suspended sessions; the last row is the session described.
[[nodiscard]] Levels find_levels(market::Bars const& bars, LevelInputs const& inputs);

}  // namespace ec::analysis
