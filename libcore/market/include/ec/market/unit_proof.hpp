#pragma once

#include <ec/market/instrument.hpp>
#include <ec/market/series.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace ec::market {

/// Whether volume is in shares: amount / volume is a price of the day, so on unadjusted prices it
/// lies within [low, high]; lots of 100 put it a hundredfold off.
enum class UnitVerdict : std::uint8_t {
    proved,        // within the day's range on nearly every session
    refuted,       // outside on many: another unit, or another instrument
    not_provable,  // adjusted prices, an index, or no amount given
};
[[nodiscard]] std::string_view to_string(UnitVerdict verdict) noexcept;

struct UnitProof {
    UnitVerdict verdict = UnitVerdict::not_provable;
    std::size_t within = 0;   // sessions whose amount / volume lies in the day's range
    std::size_t outside = 0;  // sessions where it does not
};

/// Half a unit of the last printed digit of amount and price is allowed for. At least 99 % within
/// is proved, fewer is refuted; suspended sessions and those without amount or volume tell nothing.
[[nodiscard]] UnitProof prove_units(Bars const& bars, PriceBasis basis,
                                    InstrumentKind kind) noexcept;

}  // namespace ec::market
