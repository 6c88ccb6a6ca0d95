#pragma once

#include <ec/market/series.hpp>

#include <cstddef>
#include <cstdint>
#include <span>

namespace ec::test {

/// Bars that open at the close before and reach 1 % beyond both ends of the body; 1,000,000 shares
/// each, one a day from `first` on.
[[nodiscard]] market::Bars bars_from_closes(std::span<double const> closes, Date first);

/// A seeded random walk of `count` bars from 100, raw prices of AAPL, no actions.
[[nodiscard]] market::Series random_walk(std::size_t count, std::uint64_t seed);

}  // namespace ec::test
