#include <ec/indicators/risk.hpp>

#include "runs.hpp"

#include <ec/base/math.hpp>
#include <ec/indicators/returns.hpp>

#include <algorithm>
#include <cmath>

namespace ec::indicators {
namespace {

/// Walks a wealth curve and tells each fall from its peak to its recovery.
class FallFinder {
  public:
    explicit FallFinder(double start) : peak_(start) {}

    void push(std::size_t row, double wealth) {
        if (wealth >= peak_) {
            if (falling_) {
                fall_.recovery = row;
                falls_.push_back(fall_);
                falling_ = false;
            }
            peak_ = wealth;
            peak_row_ = row;
            return;
        }
        double const depth = wealth / peak_ - 1.0;
        if (!falling_) {
            falling_ = true;
            fall_ = {depth, peak_row_, row, row, {}};
        } else if (depth < fall_.depth) {
            fall_.depth = depth;
            fall_.trough = row;
        }
    }

    [[nodiscard]] std::vector<Drawdown> take() {
        if (falling_) falls_.push_back(fall_);
        std::stable_sort(falls_.begin(), falls_.end(),
                         [](Drawdown const& a, Drawdown const& b) { return a.depth < b.depth; });
        return std::move(falls_);
    }

  private:
    double peak_;
    std::optional<std::size_t> peak_row_;
    bool falling_ = false;
    Drawdown fall_;
    std::vector<Drawdown> falls_;
};

/// body(drawdown of the row), as a fraction <= 0.
template <class Body>
void each_drawdown(Input returns, Body body) {
    double wealth = 1.0;
    double peak = 1.0;
    for (double r : returns) {
        wealth *= 1.0 + (std::isnan(r) ? 0.0 : r);
        peak = std::max(peak, wealth);
        body(wealth / peak - 1.0);
    }
}

}  // namespace

std::vector<Drawdown> drawdowns(Input returns) {
    FallFinder finder(1.0);
    double wealth = 1.0;
    for (std::size_t i = 0; i < returns.size(); ++i) {
        wealth *= 1.0 + (std::isnan(returns[i]) ? 0.0 : returns[i]);
        finder.push(i, wealth);
    }
    return finder.take();
}

std::optional<Drawdown> max_drawdown(Input returns) {
    if (returns.empty()) return std::nullopt;
    auto const all = drawdowns(returns);
    return all.empty() ? Drawdown{} : all.front();
}

std::optional<Drawdown> max_drawdown_of_prices(Input prices) {
    std::size_t first = 0;
    while (first < prices.size() && std::isnan(prices[first])) ++first;
    if (first == prices.size()) return std::nullopt;
    FallFinder finder(prices[first]);
    for (std::size_t i = first; i < prices.size(); ++i) {
        if (!std::isnan(prices[i])) finder.push(i, prices[i]);
    }
    auto const all = finder.take();
    return all.empty() ? Drawdown{} : all.front();
}

double calmar(Input returns, double periods) {
    auto const worst = max_drawdown(returns);
    if (!worst || worst->depth == 0) return nan_value();
    return annual_return(returns, periods, Annualised::compounded) / -worst->depth;
}

double ulcer_index(Input returns, int ddof) {
    check_number("ddof", ddof, 0, 1);
    double squares = 0;
    each_drawdown(returns, [&](double d) { squares += d * d; });
    double const rows = static_cast<double>(returns.size()) - ddof;
    return rows <= 0 ? nan_value() : std::sqrt(squares / rows);
}

double pain_index(Input returns) {
    double sum = 0;
    each_drawdown(returns, [&](double d) { sum -= d; });
    return returns.empty() ? nan_value() : sum / static_cast<double>(returns.size());
}

double martin(Input returns, double periods) {
    return annual_return(returns, periods, Annualised::compounded) / ulcer_index(returns, 0);
}

}  // namespace ec::indicators
