#pragma once

#include <ec/base/clock.hpp>

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace ec::marketdata {

enum class BreakerState : std::uint8_t { closed, open, half_open };
[[nodiscard]] std::string_view to_string(BreakerState state) noexcept;

struct BreakerSettings {
    std::int32_t failures_to_open = 3;  // in a row
    Micros open_us = 300 * micros_per_second;
};

/// What an operator sees of one provider.
struct BreakerView {
    BreakerState state = BreakerState::closed;
    std::int32_t failures = 0;  // in a row
    std::optional<Micros> retry_at_us;
    std::string last_reason;  // stable key of the last failure, empty after a success
};

/// Keeps calls from a provider that fails: closed until `failures_to_open` failures in a row, then
/// open, without any call, for `open_us`; then one probe, whose success closes and whose failure
/// opens again. A failure that is the caller's own (unknown symbol, bad key of a user) must not be
/// recorded. Thread-safe; told the time, never asks for it.
class CircuitBreaker {
  public:
    explicit CircuitBreaker(BreakerSettings const& settings) : settings_(settings) {}

    /// Whether a call may go out now. Answering true in half_open claims the probe, which must end
    /// with one of the three calls below.
    [[nodiscard]] bool try_acquire(Micros now_us);
    void record_success();
    void record_failure(Micros now_us, std::string_view reason);
    /// The call ended without telling anything of the provider (cancelled, caller's fault).
    void release();

    [[nodiscard]] BreakerView view(Micros now_us) const;

  private:
    BreakerSettings settings_;
    mutable std::mutex mutex_;
    std::int32_t failures_ = 0;
    std::optional<Micros> open_until_us_;
    bool probing_ = false;
    std::string last_reason_;
};

}  // namespace ec::marketdata
