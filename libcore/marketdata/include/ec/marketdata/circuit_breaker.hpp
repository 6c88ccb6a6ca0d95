#pragma once

#include <ec/base/clock.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace ec::marketdata {

enum class BreakerState : std::uint8_t { closed, open, half_open };
[[nodiscard]] std::string_view to_string(BreakerState state) noexcept;

struct BreakerSettings {
    std::int32_t failures_to_open = 3;  // in a row
    Micros open_us = 300 * micros_per_second;
    Micros probe_us = 120 * micros_per_second;  // a probe not ended by then is given up
};

/// All that a breaker remembers: what is stored between two calls.
struct BreakerRecord {
    std::int32_t failures = 0;  // in a row
    std::optional<Micros> open_until_us;
    std::optional<Micros> probe_until_us;
    std::string last_reason;  // stable key of the last failure, empty after a success
};

/// What an operator sees of one provider.
struct BreakerView {
    BreakerState state = BreakerState::closed;
    std::int32_t failures = 0;  // in a row
    std::optional<Micros> retry_at_us;
    std::string last_reason;
};

/// Leave to call once. A probe's names the moment until which it holds the breaker.
struct BreakerPass {
    std::optional<Micros> probe_until_us;
};

/// Keeps calls from a provider that fails: closed until `failures_to_open` failures in a row, then
/// open, without any call, for `open_us`; then one probe, whose success closes and whose failure
/// opens again. A failure that is the caller's own (unknown symbol, bad key of a user) must not be
/// recorded. A value without lock or clock: told the time, loaded from a record and stored as one.
class CircuitBreaker {
  public:
    explicit CircuitBreaker(BreakerSettings const& settings) : settings_(settings) {}
    CircuitBreaker(BreakerSettings const& settings, BreakerRecord record)
        : settings_(settings), record_(std::move(record)) {}

    /// Nullopt: no call may go out. A pass must end with one of the three calls below.
    [[nodiscard]] std::optional<BreakerPass> try_acquire(Micros now_us);
    void record_success();
    /// `closed_until_us`: the moment that the provider itself named for the next call.
    void record_failure(Micros now_us, std::string_view reason, BreakerPass const& pass,
                        std::optional<Micros> closed_until_us);
    /// The call ended without telling anything of the provider (cancelled, caller's fault).
    void release(BreakerPass const& pass);

    [[nodiscard]] BreakerView view(Micros now_us) const;
    [[nodiscard]] BreakerRecord const& record() const noexcept { return record_; }

  private:
    [[nodiscard]] bool is_probe(BreakerPass const& pass) const;

    BreakerSettings settings_;
    BreakerRecord record_;
};

}  // namespace ec::marketdata
