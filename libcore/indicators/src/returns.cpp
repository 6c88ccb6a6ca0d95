#include <ec/indicators/returns.hpp>

#include "moments.hpp"

#include <ec/base/error.hpp>
#include <ec/base/math.hpp>

#include <array>
#include <cmath>

namespace ec::indicators {
namespace {

template <class Value>
void between(Input prices, int lag, Output out, Value value) {
    check_period("lag", lag);
    check_lengths(prices.size(), {}, {out});
    auto const k = static_cast<std::size_t>(lag);
    std::size_t const n = prices.size();
    fill_undefined(out, 0, k < n ? k : n);
    for (std::size_t i = k; i < n; ++i) out[i] = value(prices[i], prices[i - k]);
}

/// A number that is equal for days of one period and for no others.
std::int32_t period_key(Date day, CalendarPeriod period) {
    switch (period) {
        case CalendarPeriod::week: {
            // Weeks begin on Monday; 1970-01-01 was a Thursday.
            std::int32_t const shifted = day.days() + 3;
            return shifted >= 0 ? shifted / 7 : (shifted - 6) / 7;
        }
        case CalendarPeriod::month:
            return day.year() * 12 + day.month();
        case CalendarPeriod::quarter:
            return day.year() * 4 + (day.month() - 1) / 3;
        case CalendarPeriod::year:
            return day.year();
    }
    return 0;
}

double or_zero(double r) noexcept { return std::isnan(r) ? 0.0 : r; }

struct Bars {
    Input open;
    Input high;
    Input low;
    Input close;
};

double log_ratio(double a, double b) noexcept { return portable_log(a / b); }

/// One row's variance term of the range estimators.
double range_term(Bars const& b, std::size_t i, VolatilityMethod method) noexcept {
    double const hl = log_ratio(b.high[i], b.low[i]);
    double const co = log_ratio(b.close[i], b.open[i]);
    switch (method) {
        case VolatilityMethod::parkinson:
            return hl * hl / (4.0 * 0.69314718055994530942);
        case VolatilityMethod::garman_klass:
            return 0.5 * hl * hl - (2.0 * 0.69314718055994530942 - 1.0) * co * co;
        case VolatilityMethod::gk_yang_zhang: {
            double const gap = log_ratio(b.open[i], b.close[i - 1]);
            return gap * gap + 0.5 * hl * hl - (2.0 * 0.69314718055994530942 - 1.0) * co * co;
        }
        case VolatilityMethod::rogers_satchell:
        case VolatilityMethod::yang_zhang:
            return log_ratio(b.high[i], b.close[i]) * log_ratio(b.high[i], b.open[i]) +
                   log_ratio(b.low[i], b.close[i]) * log_ratio(b.low[i], b.open[i]);
        case VolatilityMethod::close:
            break;
    }
    return 0.0;
}

double root(double variance, double periods) noexcept {
    return variance > 0 ? std::sqrt(periods * variance) : 0.0 * variance;
}

void close_volatility(Input close, VolatilityParams const& params, Output out) {
    int const count = params.period - 1;
    for_each_run({close}, {out}, [&](Run run) {
        fill_warm_up(out, run, static_cast<std::size_t>(count));
        Run const rows{run.begin + 1, run.end};
        if (rows.empty()) return;
        sliding_sums_once<2>(
            rows, count,
            [&](std::size_t i) {
                double const r = log_ratio(close[i], close[i - 1]);
                return std::array{r, r * r};
            },
            [&](std::size_t i, auto const& sums) {
                double const squares = sums[1] - sums[0] * sums[0] / count;
                out[i] = root(squares / (count - 1), params.periods_per_year);
            });
    });
}

void yang_zhang(Bars const& b, Run run, VolatilityParams const& params, Output out) {
    double const n = params.period;
    double const k = (params.alpha - 1.0) / (params.alpha + (n + 1.0) / (n - 1.0));
    sliding_sums_once<5>(
        run, params.period,
        [&](std::size_t i) {
            double const gap = log_ratio(b.open[i], b.close[i - 1]);
            double const day = log_ratio(b.close[i], b.open[i]);
            return std::array{gap, gap * gap, day, day * day,
                              range_term(b, i, VolatilityMethod::yang_zhang)};
        },
        [&](std::size_t i, auto const& s) {
            double const overnight = (s[1] - s[0] * s[0] / n) / (n - 1.0);
            double const open_close = (s[3] - s[2] * s[2] / n) / (n - 1.0);
            out[i] =
                root(overnight + k * open_close + (1.0 - k) * s[4] / n, params.periods_per_year);
        });
}

}  // namespace

void simple_returns(Input prices, int lag, Output out) {
    between(prices, lag, out, [](double p, double before) { return (p - before) / before; });
}

void log_returns(Input prices, int lag, Output out) {
    between(prices, lag, out, [](double p, double before) {
        return p > 0 && before > 0 ? log_ratio(p, before) : nan_value();
    });
}

void cumulative_returns(Input returns, double start, Output out) {
    check_lengths(returns.size(), {}, {out});
    double wealth = 1.0;
    for (std::size_t i = 0; i < returns.size(); ++i) {
        wealth *= 1.0 + or_zero(returns[i]);
        out[i] = start == 0 ? wealth - 1.0 : start * wealth;
    }
}

double total_return(Input returns) {
    if (returns.empty()) return nan_value();
    double wealth = 1.0;
    for (double r : returns) wealth *= 1.0 + or_zero(r);
    return wealth - 1.0;
}

double annual_return(Input returns, double periods_per_year, Annualised kind) {
    check_number("periods_per_year", periods_per_year, 1e-6, 1e9);
    if (returns.empty()) return nan_value();
    if (kind == Annualised::compounded) {
        double const years = static_cast<double>(returns.size()) / periods_per_year;
        return portable_pow(1.0 + total_return(returns), 1.0 / years) - 1.0;
    }
    double sum = 0;
    double count = 0;
    for (double r : returns) {
        if (std::isnan(r)) continue;
        sum += r;
        count += 1;
    }
    return sum / count * periods_per_year;
}

std::vector<PeriodReturn> aggregate_returns(std::span<Date const> dates, Input returns,
                                            CalendarPeriod period) {
    if (dates.size() != returns.size()) {
        throw Error(ErrorCode::invalid_input, "indicators.length_mismatch",
                    "Dates and returns have different lengths; give one date for every return.");
    }
    std::vector<PeriodReturn> out;
    for (std::size_t i = 0; i < dates.size(); ++i) {
        if (i == 0 || period_key(dates[i], period) != period_key(dates[i - 1], period)) {
            out.push_back({dates[i], 0.0});
        }
        PeriodReturn& last = out.back();
        last.last = dates[i];
        last.value = (1.0 + last.value) * (1.0 + or_zero(returns[i])) - 1.0;
    }
    return out;
}

void rolling_volatility(Input open, Input high, Input low, Input close,
                        VolatilityParams const& params, Output out) {
    check_period("period", params.period, 3);
    check_number("periods_per_year", params.periods_per_year, 1e-6, 1e9);
    check_number("alpha", params.alpha, 1.0, 10.0);
    check_lengths(close.size(), {}, {out});
    if (params.method == VolatilityMethod::close) {
        close_volatility(close, params, out);
        return;
    }
    check_lengths(close.size(), {open, high, low}, {});
    bool const with_gap = params.method == VolatilityMethod::gk_yang_zhang ||
                          params.method == VolatilityMethod::yang_zhang;
    std::size_t const lag = with_gap ? 1 : 0;
    Bars const bars{open, high, low, close};
    for_each_run({open, high, low, close}, {out}, [&](Run run) {
        fill_warm_up(out, run, static_cast<std::size_t>(params.period) - 1 + lag);
        Run const rows{run.begin + lag, run.end};
        if (rows.empty()) return;
        if (params.method == VolatilityMethod::yang_zhang) {
            yang_zhang(bars, rows, params, out);
            return;
        }
        sliding_sums_once<1>(
            rows, params.period,
            [&](std::size_t i) { return std::array{range_term(bars, i, params.method)}; },
            [&](std::size_t i, auto const& sums) {
                out[i] = root(sums[0] / params.period, params.periods_per_year);
            });
    });
}

}  // namespace ec::indicators
