#include <ec/indicators/risk.hpp>

#include "runs.hpp"
#include "sample.hpp"

#include <ec/base/error.hpp>
#include <ec/base/math.hpp>
#include <ec/indicators/returns.hpp>

#include <algorithm>
#include <cmath>

namespace ec::indicators {

Moments moments_of(Input returns) noexcept {
    Moments m;
    double origin = 0;
    double sum = 0;
    for (double r : returns) {
        if (std::isnan(r)) continue;
        if (m.count == 0) origin = r;
        m.count += 1;
        sum += r - origin;
    }
    if (m.count == 0) return m;
    double const offset = sum / m.count;
    m.mean = origin + offset;
    for (double r : returns) {
        if (std::isnan(r)) continue;
        double const d = (r - origin) - offset;
        m.second += d * d;
        m.third += d * d * d;
        m.fourth += d * d * d * d;
        m.absolute += std::fabs(d);
    }
    return m;
}

double mean(Input returns) {
    Moments const m = moments_of(returns);
    return m.count == 0 ? nan_value() : m.mean;
}

double deviation(Input returns, int ddof) {
    check_number("ddof", ddof, 0, 1);
    Moments const m = moments_of(returns);
    return m.count <= ddof ? nan_value() : std::sqrt(m.second / (m.count - ddof));
}

double mean_absolute_deviation(Input returns) {
    Moments const m = moments_of(returns);
    return m.count == 0 ? nan_value() : m.absolute / m.count;
}

double skewness(Input returns, Skewness kind) {
    Moments const m = moments_of(returns);
    double const n = m.count;
    if (n < 3 || m.second == 0) return nan_value();
    double const variance = m.second / n;
    double const plain = (m.third / n) / (variance * std::sqrt(variance));
    return kind == Skewness::moment ? plain : plain * std::sqrt(n * (n - 1.0)) / (n - 2.0);
}

double excess_kurtosis(Input returns) {
    Moments const m = moments_of(returns);
    if (m.count < 4 || m.second == 0) return nan_value();
    double const variance = m.second / m.count;
    return (m.fourth / m.count) / (variance * variance) - 3.0;
}

double volatility(Input returns, VolatilityOf const& params) {
    check_number("periods", params.periods, 1e-6, 1e9);
    return deviation(returns, params.ddof) * std::sqrt(params.periods);
}

double sharpe(Input returns, SharpeParams const& params) {
    check_number("periods", params.periods, 1e-6, 1e9);
    double const spread = deviation(returns, params.ddof);
    return (mean(returns) - params.risk_free) / spread * std::sqrt(params.periods);
}

double downside_deviation(Input returns, DownsideParams const& params) {
    check_number("periods", params.periods, 1e-6, 1e9);
    double squares = 0;
    double all = 0;
    double below = 0;
    for (double r : returns) {
        if (std::isnan(r)) continue;
        double const d = std::min(r - params.target, 0.0);
        squares += d * d;
        all += 1;
        below += r < params.target ? 1 : 0;
    }
    double const rows = params.rows == DownsideRows::all ? all : below;
    return rows == 0 ? nan_value() : std::sqrt(squares / rows) * std::sqrt(params.periods);
}

double sortino(Input returns, DownsideParams const& params) {
    double const excess = (mean(returns) - params.target) * params.periods;
    return excess / downside_deviation(returns, params);
}

double beta(Input returns, Input benchmark) {
    CoMoments const m = co_moments_of(returns, benchmark);
    return m.count < 2 || m.benchmark_square == 0 ? nan_value() : m.product / m.benchmark_square;
}

double correlation(Input returns, Input benchmark) {
    CoMoments const m = co_moments_of(returns, benchmark);
    if (m.count < 2 || m.benchmark_square == 0 || m.return_square == 0) return nan_value();
    return m.product / std::sqrt(m.benchmark_square * m.return_square);
}

double alpha(Input returns, Input benchmark, double periods) {
    check_number("periods", periods, 1e-6, 1e9);
    CoMoments const m = co_moments_of(returns, benchmark);
    if (m.count < 2 || m.benchmark_square == 0) return nan_value();
    double const slope = m.product / m.benchmark_square;
    double const per_row = m.return_mean - slope * m.benchmark_mean;
    return periods == 1 ? per_row : portable_pow(1.0 + per_row, periods) - 1.0;
}

CoMoments co_moments_of(Input returns, Input benchmark) {
    check_lengths(returns.size(), {benchmark}, {});
    CoMoments m;
    double return_origin = 0;
    double benchmark_origin = 0;
    double return_sum = 0;
    double benchmark_sum = 0;
    auto const each = [&](auto body) {
        for (std::size_t i = 0; i < returns.size(); ++i) {
            if (!std::isnan(returns[i]) && !std::isnan(benchmark[i]))
                body(returns[i], benchmark[i]);
        }
    };
    each([&](double r, double b) {
        if (m.count == 0) {
            return_origin = r;
            benchmark_origin = b;
        }
        m.count += 1;
        return_sum += r - return_origin;
        benchmark_sum += b - benchmark_origin;
    });
    if (m.count == 0) return m;
    double const return_offset = return_sum / m.count;
    double const benchmark_offset = benchmark_sum / m.count;
    m.return_mean = return_origin + return_offset;
    m.benchmark_mean = benchmark_origin + benchmark_offset;
    each([&](double r, double b) {
        double const dr = (r - return_origin) - return_offset;
        double const db = (b - benchmark_origin) - benchmark_offset;
        m.return_square += dr * dr;
        m.benchmark_square += db * db;
        m.product += dr * db;
    });
    return m;
}

double capture(Input returns, Input benchmark, CaptureSide side, Capture kind, double periods) {
    check_number("periods", periods, 1e-6, 1e9);
    check_lengths(returns.size(), {benchmark}, {});
    double own = kind == Capture::arithmetic ? 0.0 : 1.0;
    double other = own;
    double count = 0;
    for (std::size_t i = 0; i < returns.size(); ++i) {
        double const r = returns[i];
        double const b = benchmark[i];
        if (std::isnan(r) || !(side == CaptureSide::up ? b > 0 : b < 0)) continue;
        own = kind == Capture::arithmetic ? own + r : own * (1.0 + r);
        other = kind == Capture::arithmetic ? other + b : other * (1.0 + b);
        count += 1;
    }
    if (count == 0) return nan_value();
    if (kind == Capture::arithmetic) return own / other;
    if (kind == Capture::geometric) return (own - 1.0) / (other - 1.0);
    double const power = periods / count;
    return (portable_pow(own, power) - 1.0) / (portable_pow(other, power) - 1.0);
}

double omega(Input returns, double threshold) {
    double above = 0;
    double below = 0;
    for (double r : returns) {
        if (std::isnan(r)) continue;
        above += std::max(r - threshold, 0.0);
        below += std::max(threshold - r, 0.0);
    }
    return below == 0 ? nan_value() : above / below;
}

double upside_frequency(Input returns, double target) {
    double above = 0;
    double all = 0;
    for (double r : returns) {
        if (std::isnan(r)) continue;
        above += r > target ? 1 : 0;
        all += 1;
    }
    return all == 0 ? nan_value() : above / all;
}

double downside_frequency(Input returns, double target) {
    return 1.0 - upside_frequency(returns, target);
}

WinLoss win_loss(Input returns) {
    double gains = 0;
    double losses = 0;
    double won = 0;
    double lost = 0;
    for (double r : returns) {
        if (r > 0) {
            gains += r;
            won += 1;
        } else if (r < 0) {
            losses += r;
            lost += 1;
        }
    }
    WinLoss out;
    out.win_rate = won + lost == 0 ? nan_value() : won / (won + lost);
    out.average_win = won == 0 ? nan_value() : gains / won;
    out.average_loss = lost == 0 ? nan_value() : losses / lost;
    out.payoff_ratio = out.average_win / -out.average_loss;
    out.profit_factor = lost == 0 ? nan_value() : gains / -losses;
    return out;
}

}  // namespace ec::indicators
