#pragma once

#include <cstdint>
#include <string>

namespace ec {

/// Microseconds since 1970-01-01 UTC.
using Micros = std::int64_t;

inline constexpr Micros micros_per_second = 1'000'000;
inline constexpr Micros micros_per_day = 86'400 * micros_per_second;

/// Every clock is injected; only the system clock below reads the machine's. Thread-safe.
class Clock {
  public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual Micros now_us() const = 0;
};

class SystemClock final : public Clock {
  public:
    [[nodiscard]] Micros now_us() const override;
};

/// "2021-03-31T20:00:00.000Z": UTC, milliseconds.
[[nodiscard]] std::string format_utc(Micros at_us);

}  // namespace ec
