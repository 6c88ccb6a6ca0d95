#pragma once

#include <ec/analysis/call.hpp>
#include <ec/market/series.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace ec::analysis {

/// The six signs of one session in this order: close - SMA200; SMA50 - SMA50[20]; SMA50 - SMA200;
/// MACD(12, 26, 9) histogram; close - close[60]; +DI(14) - -DI(14), 0 while ADX(14) < 20.
using Conditions = std::array<std::int8_t, 6>;

/// The state machine of the lean. Starts mixed. A sum >= 3 makes it up, <= -3 down; up (down) ends
/// when the sum turns negative (positive) or has stayed within -1 .. 1 for three sessions running,
/// and the session that ends it may begin the opposite one.
class LeanMachine {
  public:
    Lean step(int sum) noexcept;
    [[nodiscard]] Lean state() const noexcept { return state_; }

  private:
    Lean state_ = Lean::mixed;
    int quiet_sessions_ = 0;
};

/// Replay over a whole series. Rows before `first` have no conditions: their sum is 0, their lean
/// mixed.
struct LeanHistory {
    std::size_t first = 0;  // first row with all six conditions; number of rows when none has
    std::vector<Conditions> conditions;
    std::vector<std::int8_t> sum;
    std::vector<Lean> lean;

    [[nodiscard]] bool empty() const noexcept { return first >= sum.size(); }
    /// The row on which the state of the last row began. Only for a history that is not empty.
    [[nodiscard]] std::size_t since() const noexcept;
};

/// `bars` are adjusted and hold no suspended session (traded_bars). O(n); row i depends on rows
/// 0 .. i only. A row whose indicators are undefined after the first counts 0 for that condition.
[[nodiscard]] LeanHistory compute_lean(market::Bars const& bars);

/// Without the rows flagged suspended: what every indicator is computed from.
[[nodiscard]] market::Bars traded_bars(market::Bars const& bars);

}  // namespace ec::analysis
