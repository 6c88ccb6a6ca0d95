#pragma once

#include <ec/indicators/registry.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

namespace ec::indicators::test {

/// Bars in columns, owned.
struct BarSet {
    std::vector<double> open;
    std::vector<double> high;
    std::vector<double> low;
    std::vector<double> close;
    std::vector<double> volume;

    [[nodiscard]] Columns columns() const { return {open, high, low, close, volume}; }
    [[nodiscard]] std::size_t size() const { return close.size(); }
};

/// A random walk with daily steps of about one percent.
[[nodiscard]] inline BarSet random_bars(std::size_t n, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    std::normal_distribution<double> step(0.0, 0.01);
    std::uniform_real_distribution<double> spread(0.0, 0.01);
    std::uniform_real_distribution<double> shares(1e5, 1e7);
    BarSet bars;
    double price = 100.0;
    for (std::size_t i = 0; i < n; ++i) {
        double const open = price;
        price = std::max(0.5, price * (1.0 + step(random)));
        bars.open.push_back(open);
        bars.close.push_back(price);
        bars.high.push_back(std::max(open, price) * (1.0 + spread(random)));
        bars.low.push_back(std::min(open, price) * (1.0 - spread(random)));
        bars.volume.push_back(std::floor(shares(random)));
    }
    return bars;
}

}  // namespace ec::indicators::test
