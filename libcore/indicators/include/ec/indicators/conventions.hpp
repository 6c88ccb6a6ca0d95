#pragma once

#include <cstdint>
#include <span>

// What holds for every kernel of this module.
//
// Shapes: every input and output of a call has the same length n; row i of an output belongs to
//   row i of the input. Outputs must not overlap inputs. An output marked optional may be an empty
//   span: it is then not computed. Different lengths: Error invalid_input.
// Warm-up: rows before the first defined value are NaN. A series shorter than the warm-up gives
//   NaN everywhere, n = 0 gives nothing; neither is an error.
// Periods: 1 (or the stated minimum) .. max_period, else Error invalid_input
//   ("indicators.bad_parameter") naming the parameter.
// NaN: *windowed* functions are NaN exactly where the window (or its seed) holds a NaN, every run
//   of rows without NaN is computed by itself; *recursive* functions skip leading NaNs and are NaN
//   from the first later NaN on, because their state is lost there. Infinities are ordinary IEEE
//   values: they give infinities or NaN, never undefined behaviour.
// Cost: O(n) whatever the period unless stated; no allocation; no log, exp or pow.
// Accuracy: window sums are built from partial sums of the window's own rows, nothing is
//   subtracted that was added earlier, so a value outside the window leaves no trace.
// Thread-safety: pure functions of their arguments.
// Defaults: where authorities differ the definition is a parameter whose default is TA-Lib's.

namespace ec::indicators {

using Input = std::span<double const>;
using Output = std::span<double>;

inline constexpr int max_period = 10'000;

/// First value of an exponential average: the simple mean of the first `period` values (TA-Lib),
/// or the first value itself (Achelis, TongDaXin), which leaves no warm-up.
enum class Seed : std::uint8_t { sma, first_value };

/// Where each further average of a chain (DEMA, TRIX, MACD's signal) starts when it is seeded with
/// its first value: on the first row of the average before (TongDaXin), or only after that one's
/// period has passed (Achelis, Tulip). With seed sma the two are the same.
enum class ChainStart : std::uint8_t { at_once, after_period };

/// The smoothing inside another indicator.
enum class Average : std::uint8_t { sma, ema, wilder, wma };

/// The true range of the first row: undefined (TA-Lib), or its high - low (StockCharts).
enum class FirstTr : std::uint8_t { skip, high_low };

}  // namespace ec::indicators
