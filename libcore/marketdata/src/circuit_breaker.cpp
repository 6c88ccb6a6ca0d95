#include <ec/marketdata/circuit_breaker.hpp>

#include <algorithm>

namespace ec::marketdata {

std::string_view to_string(BreakerState state) noexcept {
    switch (state) {
        case BreakerState::closed:
            return "closed";
        case BreakerState::open:
            return "open";
        case BreakerState::half_open:
            return "half_open";
    }
    return "closed";
}

// A pass of an earlier probe, given up since, no longer speaks for the breaker.
bool CircuitBreaker::is_probe(BreakerPass const& pass) const {
    return pass.probe_until_us && pass.probe_until_us == record_.probe_until_us;
}

std::optional<BreakerPass> CircuitBreaker::try_acquire(Micros now_us) {
    if (!record_.open_until_us) return BreakerPass{};
    bool const probing = record_.probe_until_us && now_us < *record_.probe_until_us;
    if (now_us < *record_.open_until_us || probing) return std::nullopt;
    record_.probe_until_us = now_us + settings_.probe_us;
    return BreakerPass{record_.probe_until_us};
}

void CircuitBreaker::record_success() { record_ = {}; }

void CircuitBreaker::record_failure(Micros now_us, std::string_view reason, BreakerPass const& pass,
                                    std::optional<Micros> closed_until_us) {
    record_.last_reason = reason;
    ++record_.failures;
    bool const probe_failed = is_probe(pass);
    if (probe_failed) record_.probe_until_us.reset();
    // A call that began before the breaker opened may fail after: it prolongs nothing.
    bool const opens =
        probe_failed || (!record_.open_until_us && record_.failures >= settings_.failures_to_open);
    if (opens) record_.open_until_us = now_us + settings_.open_us;
    if (closed_until_us && *closed_until_us > now_us)
        record_.open_until_us = std::max(record_.open_until_us.value_or(0), *closed_until_us);
}

void CircuitBreaker::release(BreakerPass const& pass) {
    if (is_probe(pass)) record_.probe_until_us.reset();
}

BreakerView CircuitBreaker::view(Micros now_us) const {
    BreakerView view;
    view.failures = record_.failures;
    view.last_reason = record_.last_reason;
    if (!record_.open_until_us) return view;
    view.state = now_us < *record_.open_until_us ? BreakerState::open : BreakerState::half_open;
    view.retry_at_us = record_.open_until_us;
    return view;
}

}  // namespace ec::marketdata
