#pragma once

#include <ec/base/dates.hpp>
#include <ec/indicators/conventions.hpp>

#include <vector>

namespace ec::indicators {

// Returns are simple unless said otherwise. A NaN return is a row without one: compounding takes it
// as 0 and counts the row as a period (empyrical), moments in risk.hpp leave it out.

/// p / p[lag] - 1. Warm-up lag. Reads these two rows only; a zero price before gives
/// infinity, 0 / 0 NaN.
void simple_returns(Input prices, int lag, Output out);

/// log(p / p[lag]) by portable_log. Warm-up lag. Reads these two rows only; NaN for prices that
/// are not positive.
void log_returns(Input prices, int lag, Output out);

/// start x product of (1 + r) up to each row; with start 0 the growth itself (product - 1).
/// Source: empyrical cum_returns.
void cumulative_returns(Input returns, double start, Output out);

/// Product of (1 + r) - 1. NaN without rows. Source: empyrical cum_returns_final.
[[nodiscard]] double total_return(Input returns);

/// Compounded: (1 + total)^(periods / n) - 1; arithmetic: mean x periods.
/// Source: empyrical annual_return, PerformanceAnalytics Return.annualized.
enum class Annualised : std::uint8_t { compounded, arithmetic };
[[nodiscard]] double annual_return(Input returns, double periods_per_year, Annualised kind);

enum class CalendarPeriod : std::uint8_t { week, month, quarter, year };

struct PeriodReturn {
    Date last;  // last day of the period that has a row
    double value = 0;
};

/// Returns compounded within ISO weeks, months, quarters or years. Dates ascend.
/// Source: empyrical aggregate_returns. Throws invalid_input when the lengths differ.
[[nodiscard]] std::vector<PeriodReturn> aggregate_returns(std::span<Date const> dates,
                                                          Input returns, CalendarPeriod period);

/// Estimators of annualised volatility over `period` bars.
/// close: sample deviation of the period - 1 log returns inside the window; parkinson,
/// garman_klass, rogers_satchell: from the bar's own range; gk_yang_zhang: Garman-Klass with the
/// gap to the close before; yang_zhang: overnight, open-to-close and Rogers-Satchell combined.
enum class VolatilityMethod : std::uint8_t {
    close,
    parkinson,
    garman_klass,
    rogers_satchell,
    gk_yang_zhang,
    yang_zhang,
};

struct VolatilityParams {
    int period = 20;
    VolatilityMethod method = VolatilityMethod::close;
    double periods_per_year = 252;
    double alpha = 1.34;  // yang_zhang
};

/// Source: R package TTR `volatility`. Warm-up period - 1 (one more where the close before is
/// read). Windowed. Period from 3. Logs by
/// portable_log.
void rolling_volatility(Input open, Input high, Input low, Input close,
                        VolatilityParams const& params, Output out);

}  // namespace ec::indicators
