#pragma once

#include <ec/indicators/conventions.hpp>

#include <cstddef>
#include <optional>
#include <vector>

namespace ec::indicators {

// Statistics of a series of simple periodic returns. Rows that are NaN (in either series, where two
// are read) are left out, except in drawdowns, which compound them as 0. NaN is the answer where
// the statistic is not defined (too few rows, no spread). Losses are negative everywhere.
// "periods" is the number of rows in a year; 1 leaves the value per row. Parameters out of range:
// Error invalid_input ("indicators.bad_parameter").

[[nodiscard]] double mean(Input returns);
/// Standard deviation with divisor n - ddof; NaN for n <= ddof.
[[nodiscard]] double deviation(Input returns, int ddof);
[[nodiscard]] double mean_absolute_deviation(Input returns);

/// moment: third moment / sd^3, both with divisor n (PerformanceAnalytics); adjusted: the
/// unbiased form with divisor (n - 1)(n - 2) (pandas, quantstats).
enum class Skewness : std::uint8_t { moment, adjusted };
[[nodiscard]] double skewness(Input returns, Skewness kind);

/// Fourth moment / sd^4 - 3, divisors n.
[[nodiscard]] double excess_kurtosis(Input returns);

struct VolatilityOf {
    double periods = 252;
    int ddof = 1;
};
/// deviation x sqrt(periods). Source: empyrical annual_volatility.
[[nodiscard]] double volatility(Input returns, VolatilityOf const& params);

struct SharpeParams {
    double risk_free = 0;  // per row
    double periods = 252;
    int ddof = 1;
};
/// (mean - risk_free) / deviation x sqrt(periods); an infinity when the deviation is 0.
/// Source: Sharpe; empyrical sharpe_ratio; PerformanceAnalytics with periods 1.
[[nodiscard]] double sharpe(Input returns, SharpeParams const& params);

/// Divisor of the downside deviation: all rows (empyrical, quantstats; "full" in
/// PerformanceAnalytics), or those below the target ("subset").
enum class DownsideRows : std::uint8_t { all, below };

struct DownsideParams {
    double target = 0;  // per row
    double periods = 252;
    DownsideRows rows = DownsideRows::all;
};
/// sqrt(sum of min(r - target, 0)^2 / rows) x sqrt(periods). Source: empyrical downside_risk.
[[nodiscard]] double downside_deviation(Input returns, DownsideParams const& params);

/// (mean - target) x periods / downside_deviation. Source: Sortino; empyrical sortino_ratio.
[[nodiscard]] double sortino(Input returns, DownsideParams const& params);

/// A fall from a peak. Rows count in the series given; `peak` is empty when the fall began before
/// the first row of returns; `recovery` is the first row back at the peak.
struct Drawdown {
    double depth = 0;  // negative fraction, 0 when nothing fell
    std::optional<std::size_t> peak;
    std::size_t begin = 0;  // first row below the peak
    std::size_t trough = 0;
    std::optional<std::size_t> recovery;
};

/// The deepest fall; of equal ones the first. nullopt without rows. NaN prices are left out.
[[nodiscard]] std::optional<Drawdown> max_drawdown_of_prices(Input prices);
[[nodiscard]] std::optional<Drawdown> max_drawdown(Input returns);
/// All falls, deepest first. Source: PerformanceAnalytics findDrawdowns.
[[nodiscard]] std::vector<Drawdown> drawdowns(Input returns);

/// Compounded annual return / |max drawdown|; NaN without a drawdown. Source: Young; empyrical.
[[nodiscard]] double calmar(Input returns, double periods);

/// sqrt(sum of squared drawdowns / (n - ddof)). Source: Martin; PerformanceAnalytics (ddof 0),
/// quantstats (ddof 1).
[[nodiscard]] double ulcer_index(Input returns, int ddof);
/// Mean of the drawdowns, as a positive fraction. Source: Becker; PerformanceAnalytics.
[[nodiscard]] double pain_index(Input returns);
/// Compounded annual return / ulcer index. Source: Martin; PerformanceAnalytics.
[[nodiscard]] double martin(Input returns, double periods);

/// linear: interpolated between order statistics (R type 7, NumPy, empyrical); rank: the
/// ceil(tail x n)-th smallest value, always a return that happened.
enum class Percentile : std::uint8_t { linear, rank };

/// The value below which the share `tail` of the returns lies; tail 0 .. 1.
[[nodiscard]] double historical_var(Input returns, double tail, Percentile method);
/// Mean of the returns at or below historical_var. Source: empyrical conditional_value_at_risk.
[[nodiscard]] double historical_cvar(Input returns, double tail, Percentile method);

/// normal: mean + z sd; modified: z corrected for skewness and kurtosis (Cornish-Fisher, with
/// moments of divisor n). Source: LEAN, quantstats (ddof 1); PerformanceAnalytics (ddof 0).
enum class ParametricVar : std::uint8_t { normal, modified };
[[nodiscard]] double parametric_var(Input returns, double tail, ParametricVar kind, int ddof);

/// Inverse of the standard normal distribution, 0 < p < 1 (Wichura, AS 241), else NaN or infinity.
[[nodiscard]] double normal_quantile(double p) noexcept;

/// Covariance / variance of the benchmark; NaN below two rows or without spread.
[[nodiscard]] double beta(Input returns, Input benchmark);
[[nodiscard]] double correlation(Input returns, Input benchmark);

/// mean(r) - beta mean(b), per row, then (1 + alpha)^periods - 1. Source: PerformanceAnalytics
/// (periods 1), empyrical (periods 252).
[[nodiscard]] double alpha(Input returns, Input benchmark, double periods);

/// arithmetic: sum of r / sum of b; geometric: total r / total b; annualised: each compounded to
/// a year of `periods` rows first (empyrical). Over the rows where the benchmark rose (up) or fell.
enum class Capture : std::uint8_t { arithmetic, geometric, annualised };
enum class CaptureSide : std::uint8_t { up, down };
[[nodiscard]] double capture(Input returns, Input benchmark, CaptureSide side, Capture kind,
                             double periods);

/// Gains above the threshold / losses below it. Source: Keating and Shadwick. NaN without losses.
[[nodiscard]] double omega(Input returns, double threshold);

/// Share of rows above / at or below the target. Source: PerformanceAnalytics UpsideFrequency,
/// DownsideFrequency.
[[nodiscard]] double upside_frequency(Input returns, double target);
[[nodiscard]] double downside_frequency(Input returns, double target);

/// Share of gains among the rows that are not zero, mean gain, mean loss (negative). Source:
/// quantstats.
struct WinLoss {
    double win_rate = 0;
    double average_win = 0;
    double average_loss = 0;
    double payoff_ratio = 0;   // average_win / |average_loss|
    double profit_factor = 0;  // sum of gains / |sum of losses|
};
[[nodiscard]] WinLoss win_loss(Input returns);

}  // namespace ec::indicators
