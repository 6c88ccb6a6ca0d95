#include "made_series.hpp"

#include <ec/base/math.hpp>

#include <algorithm>
#include <random>
#include <vector>

namespace ec::test {

market::Bars bars_from_closes(std::span<double const> closes, Date first) {
    market::Bars bars;
    for (std::size_t i = 0; i < closes.size(); ++i) {
        auto const open = i == 0 ? closes[0] : closes[i - 1];
        bars.push_back({.date = first + static_cast<std::int32_t>(i),
                        .open = open,
                        .high = 1.01 * std::max(open, closes[i]),
                        .low = 0.99 * std::min(open, closes[i]),
                        .close = closes[i],
                        .volume = 1e6,
                        .amount = nan_value(),
                        .previous_close = nan_value(),
                        .turnover_pct = nan_value()});
    }
    return bars;
}

market::Series random_walk(std::size_t count, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    std::vector<double> closes;
    double close = 100;
    for (std::size_t i = 0; i < count; ++i) {
        auto const step = static_cast<double>(random() % 401) - 200;
        close *= 1 + step / 10'000;
        closes.push_back(close);
    }
    market::Series series;
    series.symbol = market::Symbol::parse("AAPL");
    series.source = "random walk";
    series.currency = "USD";
    series.bars = bars_from_closes(closes, Date::from_ymd(2015, 1, 1));
    return series;
}

}  // namespace ec::test
