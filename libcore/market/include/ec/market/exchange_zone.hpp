#pragma once

#include <ec/base/clock.hpp>
#include <ec/base/dates.hpp>
#include <ec/market/symbol.hpp>

#include <cstdint>
#include <string_view>

namespace ec::market {

/// Time zones of the exchanges, by rule and without zone files; right from 1998 on (New York:
/// daylight time first Sunday of April to last of October until 2006, second Sunday of March to
/// first of November from 2007; Hong Kong and Shanghai: UTC+8 all year).
enum class ExchangeZone : std::uint8_t { new_york, hong_kong, shanghai };

[[nodiscard]] std::string_view to_string(ExchangeZone zone) noexcept;  // "America/New_York"
[[nodiscard]] ExchangeZone zone_of(Market market) noexcept;

struct LocalTime {
    Date date;
    int minute = 0;  // of the day, 0..1439
    auto operator<=>(LocalTime const&) const = default;
};

[[nodiscard]] LocalTime to_local(ExchangeZone zone, Micros at_us) noexcept;
/// The hour that a spring change skips is read as if it had not been; the hour that autumn repeats
/// is its first pass.
[[nodiscard]] Micros to_utc(ExchangeZone zone, LocalTime local) noexcept;

}  // namespace ec::market
