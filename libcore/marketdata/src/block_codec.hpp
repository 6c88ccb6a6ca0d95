#pragma once

#include <ec/market/series.hpp>

#include <cstddef>
#include <span>
#include <vector>

namespace ec::marketdata {

inline constexpr std::size_t max_block_bars = 366;

/// At most 366 ascending bars as one block: columns one after another, prices as scaled decimal
/// deltas where that is exact to the bit and as their bits where not, shuffled by byte, zstd
/// level 1. What comes back equals what went in, NaN included (as the quiet NaN).
[[nodiscard]] std::vector<std::byte> encode_block(market::Bars const& bars);

/// Throws internal "marketdata.block_damaged" for bytes that encode_block cannot have written.
[[nodiscard]] market::Bars decode_block(std::span<std::byte const> payload);

}  // namespace ec::marketdata
