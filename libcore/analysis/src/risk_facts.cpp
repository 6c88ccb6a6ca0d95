#include "measures.hpp"

#include "returns.hpp"

#include <ec/base/math.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <vector>

namespace ec::analysis {
namespace {

constexpr std::size_t year_returns = 250;
constexpr double sessions_a_year = 252;
constexpr double tail_share = 0.05;

void add_volatility(FactWriter& out, Measures const& m, std::size_t length) {
    auto const sd = sample_sd(tail(m.log, m.last, length));
    out.number("volatility_" + std::to_string(length), 100 * sd * std::sqrt(sessions_a_year),
               length + 1);
}

double downside_deviation(std::span<double const> returns) noexcept {
    double sum = 0;
    for (double const r : returns) sum += r < 0 ? r * r : 0.0;
    return std::sqrt(sum / static_cast<double>(returns.size()));
}

struct TailLoss {
    double at_risk = 0;
    double shortfall = 0;
};

/// Nearest rank: the ceil(0.05 n)-th smallest return, and the mean of those below it.
TailLoss tail_loss(std::span<double const> returns) {
    std::vector<double> sorted(returns.begin(), returns.end());
    std::ranges::sort(sorted);
    auto const rank =
        static_cast<std::size_t>(std::ceil(tail_share * static_cast<double>(sorted.size()))) - 1;
    return {-100 * sorted[rank], -100 * mean(std::span(sorted).first(rank))};
}

struct Drawdown {
    double depth = 0;  // share, positive
    std::size_t peak = 0;
    std::size_t trough = 0;
};

Drawdown max_drawdown(std::vector<double> const& close, std::size_t first, std::size_t last) {
    Drawdown worst{0, first, first};
    std::size_t peak = first;
    for (std::size_t i = first; i <= last; ++i) {
        if (close[i] > close[peak]) peak = i;
        double const depth = 1 - close[i] / close[peak];
        if (depth > worst.depth) worst = {depth, peak, i};
    }
    return worst;
}

void add_drawdown(FactWriter& out, Measures const& m) {
    if (m.bars.size() < year_returns) {
        for (auto const* id :
             {"max_drawdown_250", "max_drawdown_250_peak", "max_drawdown_250_trough"})
            out.absent(id, absence::too_few_bars);
        return;
    }
    auto const worst = max_drawdown(m.bars.close, m.bars.size() - year_returns, m.last);
    out.number("max_drawdown_250", 100 * worst.depth, year_returns);
    out.date("max_drawdown_250_peak", m.bars.date[worst.peak], year_returns);
    out.date("max_drawdown_250_trough", m.bars.date[worst.trough], year_returns);
}

/// The benchmark's close on each of the symbol's sessions; NaN where it has none.
std::vector<double> closes_on(std::vector<Date> const& dates, market::Bars const& benchmark) {
    std::vector<double> out(dates.size(), nan_value());
    std::size_t row = 0;
    for (std::size_t i = 0; i < dates.size(); ++i) {
        while (row < benchmark.size() && benchmark.date[row] < dates[i]) ++row;
        if (row < benchmark.size() && benchmark.date[row] == dates[i])
            out[i] = benchmark.close[row];
    }
    return out;
}

void add_relative_return(FactWriter& out, Measures const& m, std::vector<double> const& other,
                         std::size_t lag) {
    auto const suffix = std::to_string(lag);
    if (m.last < lag || is_nan(other[m.last]) || is_nan(other[m.last - lag])) {
        auto const reason = m.last < lag ? absence::too_few_bars : absence::no_benchmark_overlap;
        out.absent("benchmark_return_" + suffix, reason);
        out.absent("excess_return_" + suffix, reason);
        return;
    }
    auto const own = 100 * (m.close() / m.bars.close[m.last - lag] - 1);
    auto const theirs = 100 * (other[m.last] / other[m.last - lag] - 1);
    out.number("benchmark_return_" + suffix, theirs, lag + 1);
    out.number("excess_return_" + suffix, own - theirs, lag + 1);
}

/// Beta and correlation from the returns between common sessions among the last 251; at most one
/// session in twenty may be missing from the benchmark.
void add_co_movement(FactWriter& out, Measures const& m, std::vector<double> const& other) {
    auto const refuse = [&](std::string_view reason) {
        out.absent("beta_250", reason);
        out.absent("correlation_250", reason);
    };
    if (m.last < year_returns) return refuse(absence::too_few_bars);
    std::vector<double> own_close;
    std::vector<double> other_close;
    for (std::size_t i = m.last - year_returns; i <= m.last; ++i) {
        if (is_nan(other[i])) continue;
        own_close.push_back(m.bars.close[i]);
        other_close.push_back(other[i]);
    }
    if (own_close.size() < year_returns * 19 / 20) return refuse(absence::no_benchmark_overlap);
    auto const own = simple_returns(own_close);
    auto const theirs = simple_returns(other_close);
    auto const x = std::span(theirs).subspan(1);
    auto const y = std::span(own).subspan(1);
    double const mean_x = mean(x);
    double const mean_y = mean(y);
    double covariance = 0;
    for (std::size_t i = 0; i < x.size(); ++i) covariance += (x[i] - mean_x) * (y[i] - mean_y);
    covariance /= static_cast<double>(x.size() - 1);
    double const sd_x = sample_sd(x);
    out.number("beta_250", covariance / (sd_x * sd_x), year_returns + 1);
    out.number("correlation_250", covariance / (sd_x * sample_sd(y)), year_returns + 1);
}

}  // namespace

void add_risk_facts(FactWriter& out, Measures const& m) {
    for (std::size_t const length : {20U, 60U, 250U}) add_volatility(out, m, length);
    out.number("daily_sd_60", 100 * sample_sd(tail(m.log, m.last, 60)), 61);
    auto const returns =
        m.last >= year_returns ? tail(m.simple, m.last, year_returns) : std::span<double const>{};
    auto const year = std::sqrt(sessions_a_year);
    out.number("sharpe_250", year * mean(returns) / sample_sd(returns), year_returns + 1);
    out.number("sortino_250", year * mean(returns) / downside_deviation(returns), year_returns + 1);
    auto const loss = returns.empty() ? TailLoss{} : tail_loss(returns);
    out.number("var_95_250", loss.at_risk, year_returns + 1);
    out.number("cvar_95_250", loss.shortfall, year_returns + 1);
    add_drawdown(out, m);
}

void add_benchmark_facts(FactWriter& out, Measures const& m) {
    market::Bars benchmark;
    if (m.input.benchmark != nullptr)
        benchmark = traded_bars(market::view_as_of(*m.input.benchmark, m.bars.date[m.last]).bars);
    auto const other = closes_on(m.bars.date, benchmark);
    add_co_movement(out, m, other);
    add_relative_return(out, m, other, 20);
    add_relative_return(out, m, other, 60);
}

}  // namespace ec::analysis
