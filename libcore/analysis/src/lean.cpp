#include <ec/analysis/lean.hpp>

#include <ec/base/math.hpp>
#include <ec/indicators/averages.hpp>
#include <ec/indicators/momentum.hpp>
#include <ec/indicators/trend.hpp>

#include <algorithm>
#include <numeric>
#include <span>

namespace ec::analysis {
namespace {

constexpr int quiet_limit = 3;
constexpr double trending_adx = 20;
constexpr std::size_t average_lag = 20;
constexpr std::size_t close_lag = 60;

struct Inputs {
    std::vector<double> sma_50;
    std::vector<double> sma_200;
    std::vector<double> histogram;
    std::vector<double> plus_di;
    std::vector<double> minus_di;
    std::vector<double> adx;
};

Inputs compute_inputs(market::Bars const& bars) {
    auto const n = bars.size();
    auto const column = [n] { return std::vector<double>(n, nan_value()); };
    Inputs in{column(), column(), column(), column(), column(), column()};
    auto macd_line = column();
    auto signal = column();
    indicators::sma(bars.close, 50, in.sma_50);
    indicators::sma(bars.close, 200, in.sma_200);
    indicators::macd(bars.close, {}, {macd_line, signal, in.histogram});
    indicators::adx(bars.high, bars.low, bars.close, {},
                    {.plus_di = in.plus_di, .minus_di = in.minus_di, .adx = in.adx});
    return in;
}

std::int8_t sign(double x) noexcept {
    if (x > 0) return 1;
    return x < 0 ? std::int8_t{-1} : std::int8_t{0};
}

/// The six differences; NaN where one is undefined, the last one also while ADX still is.
std::array<double, 6> differences(market::Bars const& bars, Inputs const& in, std::size_t i) {
    auto const close = bars.close[i];
    auto const earlier_average = i >= average_lag ? in.sma_50[i - average_lag] : nan_value();
    auto const earlier_close = i >= close_lag ? bars.close[i - close_lag] : nan_value();
    auto const di = in.plus_di[i] - in.minus_di[i];
    return {close - in.sma_200[i],        in.sma_50[i] - earlier_average,
            in.sma_50[i] - in.sma_200[i], in.histogram[i],
            close - earlier_close,        in.adx[i] < trending_adx ? 0.0 : di + 0.0 * in.adx[i]};
}

}  // namespace

Lean LeanMachine::step(int sum) noexcept {
    quiet_sessions_ = sum >= -1 && sum <= 1 ? quiet_sessions_ + 1 : 0;
    bool const crossed = (state_ == Lean::up && sum < 0) || (state_ == Lean::down && sum > 0);
    if (crossed || quiet_sessions_ >= quiet_limit) state_ = Lean::mixed;
    if (state_ == Lean::mixed && sum >= 3) state_ = Lean::up;
    if (state_ == Lean::mixed && sum <= -3) state_ = Lean::down;
    return state_;
}

std::size_t LeanHistory::since() const noexcept {
    std::size_t row = lean.size() - 1;
    while (row > first && lean[row - 1] == lean.back()) --row;
    return row;
}

LeanHistory compute_lean(market::Bars const& bars) {
    auto const n = bars.size();
    auto const in = compute_inputs(bars);
    LeanHistory history{n, std::vector<Conditions>(n), std::vector<std::int8_t>(n),
                        std::vector<Lean>(n, Lean::mixed)};
    LeanMachine machine;
    for (std::size_t i = 0; i < n; ++i) {
        auto const difference = differences(bars, in, i);
        if (history.first == n) {
            if (std::ranges::any_of(difference, is_nan)) continue;
            history.first = i;
        }
        std::ranges::transform(difference, history.conditions[i].begin(), sign);
        history.sum[i] = static_cast<std::int8_t>(
            std::accumulate(history.conditions[i].begin(), history.conditions[i].end(), 0));
        history.lean[i] = machine.step(history.sum[i]);
    }
    return history;
}

market::Bars traded_bars(market::Bars const& bars) {
    if (std::ranges::none_of(bars.flags, [](market::BarFlags flags) {
            return market::has(flags, market::BarFlag::suspended);
        }))
        return bars;
    market::Bars traded;
    traded.reserve(bars.size());
    for (std::size_t i = 0; i < bars.size(); ++i)
        if (!market::has(bars.flags[i], market::BarFlag::suspended)) traded.push_back(bars.at(i));
    return traded;
}

}  // namespace ec::analysis
