#include <ec/analysis/patterns.hpp>

#include <ec/analysis/levels.hpp>
#include <ec/base/error.hpp>

#include <algorithm>
#include <array>
#include <cmath>

namespace ec::analysis {
namespace {

constexpr std::array<std::string_view, 10> names{
    "bullish_engulfing", "bearish_engulfing", "gap_up",          "gap_down", "hammer",
    "shooting_star",     "inside_session",    "outside_session", "doji",     "none"};
constexpr std::size_t divergence_sessions = 60;

struct Candle {
    double open = 0;
    double high = 0;
    double low = 0;
    double close = 0;

    [[nodiscard]] double body() const noexcept { return std::fabs(close - open); }
    [[nodiscard]] double upper_shadow() const noexcept { return high - std::max(open, close); }
    [[nodiscard]] double lower_shadow() const noexcept { return std::min(open, close) - low; }
};

Candle candle(market::Bars const& bars, std::size_t i) {
    return {bars.open[i], bars.high[i], bars.low[i], bars.close[i]};
}

/// `now` covers the body of `before`, which went the other way.
bool engulfs(Candle const& now, Candle const& before, double direction) {
    if (direction * (now.close - now.open) <= 0) return false;
    if (direction * (before.close - before.open) >= 0) return false;
    bool const covers = direction * now.open <= direction * before.close &&
                        direction * now.close >= direction * before.open;
    return covers && now.body() > before.body();
}

std::string_view two_candles(Candle const& now, Candle const& before) {
    if (engulfs(now, before, 1)) return names[0];
    if (engulfs(now, before, -1)) return names[1];
    if (now.low > before.high) return names[2];
    if (now.high < before.low) return names[3];
    return {};
}

std::string_view one_candle(Candle const& now, double trend) {
    if (!(now.body() > 0)) return {};
    bool const long_lower = now.lower_shadow() >= 2 * now.body();
    bool const long_upper = now.upper_shadow() >= 2 * now.body();
    if (trend < 0 && long_lower && now.upper_shadow() <= 0.5 * now.body()) return names[4];
    if (trend > 0 && long_upper && now.lower_shadow() <= 0.5 * now.body()) return names[5];
    return {};
}

std::string_view ranges(Candle const& now, Candle const& before) {
    bool const same = now.high == before.high && now.low == before.low;
    if (now.high <= before.high && now.low >= before.low && !same) return names[6];
    if (now.high > before.high && now.low < before.low) return names[7];
    if (now.high > now.low && now.body() <= 0.1 * (now.high - now.low)) return names[8];
    return names[9];
}

/// Row of the second swing where price and RSI part, 0 for none.
std::size_t parting_row(std::vector<Swing> const& swings, std::span<double const> rsi,
                        double direction) {
    if (swings.size() < 2) return 0;
    auto const& second = swings.back();
    auto const& first = swings[swings.size() - 2];
    bool const price_extends = direction * second.price > direction * first.price;
    bool const rsi_retreats = direction * rsi[second.row] < direction * rsi[first.row];
    return price_extends && rsi_retreats ? second.row : 0;
}

}  // namespace

std::span<std::string_view const> pattern_names() noexcept { return names; }

std::string_view find_pattern(market::Bars const& bars) {
    EC_CHECK(bars.size() >= 7);
    auto const last = bars.size() - 1;
    auto const now = candle(bars, last);
    auto const before = candle(bars, last - 1);
    if (auto const name = two_candles(now, before); !name.empty()) return name;
    auto const trend = bars.close[last - 1] - bars.close[last - 6];
    if (auto const name = one_candle(now, trend); !name.empty()) return name;
    return ranges(now, before);
}

std::string_view find_divergence(market::Bars const& bars, std::span<double const> rsi) {
    EC_CHECK(rsi.size() == bars.size());
    auto const highs = find_swings(bars, SwingKind::high, divergence_sessions);
    auto const lows = find_swings(bars, SwingKind::low, divergence_sessions);
    if (highs.size() < 2 && lows.size() < 2) return {};
    auto const bearish = parting_row(highs, rsi, 1);
    auto const bullish = parting_row(lows, rsi, -1);
    if (bearish == 0 && bullish == 0) return "none";
    return bearish > bullish ? "bearish" : "bullish";
}

}  // namespace ec::analysis
