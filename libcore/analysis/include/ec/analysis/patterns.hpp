#pragma once

#include <ec/market/series.hpp>

#include <span>
#include <string_view>

namespace ec::analysis {

/// The words of the fact `pattern`, "none" last. The first that fits the last session is named:
///   bullish_engulfing   falling body, then a rising body that covers it (one end strictly)
///   bearish_engulfing   rising body, then a falling body that covers it (one end strictly)
///   gap_up              low above the previous high
///   gap_down            high below the previous low
///   hammer              close[1] < close[6]; lower shadow >= 2 bodies, upper <= 1/2 body, body > 0
///   shooting_star       close[1] > close[6]; upper shadow >= 2 bodies, lower <= 1/2 body, body > 0
///   inside_session      high <= high[1] and low >= low[1], not both equal
///   outside_session     high > high[1] and low < low[1]
///   doji                |close - open| <= 0.1 (high - low), high > low
/// A body is |close - open|; shadows reach from its ends to high and low.
[[nodiscard]] std::span<std::string_view const> pattern_names() noexcept;

/// `bars` are adjusted and without suspended sessions, at least seven of them.
[[nodiscard]] std::string_view find_pattern(market::Bars const& bars);

/// "bullish", "bearish", "none", or empty when there are not two swings of either kind in the last
/// 60 rows. Bearish: the last two swing highs rise while `rsi` at their rows falls; bullish: the
/// last two swing lows fall while it rises. Should both hold, the later second swing decides.
[[nodiscard]] std::string_view find_divergence(market::Bars const& bars,
                                               std::span<double const> rsi);

}  // namespace ec::analysis
