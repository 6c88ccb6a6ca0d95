#include <ec/base/clock.hpp>

#include <ec/base/dates.hpp>

#include <chrono>

#include <fmt/format.h>

namespace ec {

Micros SystemClock::now_us() const {
    auto const now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::microseconds>(now).count();
}

std::string format_utc(Micros at_us) {
    Micros days = at_us / micros_per_day;
    Micros rest = at_us % micros_per_day;
    if (rest < 0) {
        rest += micros_per_day;
        --days;
    }
    auto const ms = rest / 1000;
    return fmt::format("{}T{:02}:{:02}:{:02}.{:03}Z", Date(static_cast<std::int32_t>(days)).iso(),
                       ms / 3'600'000, ms / 60'000 % 60, ms / 1000 % 60, ms % 1000);
}

}  // namespace ec
