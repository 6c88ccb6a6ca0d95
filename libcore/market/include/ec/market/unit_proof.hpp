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
    proved,        // within the day's range on nine sessions of ten
    refuted,       // a fivefold off anywhere, or outside on half the sessions
    not_provable,  // adjusted prices, an index, no amount given, or in between
};
[[nodiscard]] std::string_view to_string(UnitVerdict verdict) noexcept;

struct UnitProof {
    UnitVerdict verdict = UnitVerdict::not_provable;
    std::size_t tested = 0;  // sessions with amount and volume
    std::size_t inside = 0;  // of them, those whose amount / volume lies in the day's range
};

/// 0.2 % beyond the range is allowed for rounding. Adjusted prices prove nothing, but a ratio to
/// the close of about 100 refutes. Suspended sessions and impossible prices tell nothing.
[[nodiscard]] UnitProof prove_units(Bars const& bars, PriceBasis basis,
                                    InstrumentKind kind) noexcept;

}  // namespace ec::market
