#include <ec/marketdata/circuit_breaker.hpp>

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

bool CircuitBreaker::try_acquire(Micros now_us) {
    std::scoped_lock const lock(mutex_);
    if (!open_until_us_) return true;
    if (now_us < *open_until_us_ || probing_) return false;
    probing_ = true;
    return true;
}

void CircuitBreaker::record_success() {
    std::scoped_lock const lock(mutex_);
    failures_ = 0;
    open_until_us_.reset();
    probing_ = false;
    last_reason_.clear();
}

void CircuitBreaker::record_failure(Micros now_us, std::string_view reason) {
    std::scoped_lock const lock(mutex_);
    last_reason_ = reason;
    ++failures_;
    // A call that began before the breaker opened may fail after: it prolongs nothing.
    bool const probe_failed = probing_;
    probing_ = false;
    if (open_until_us_ && !probe_failed) return;
    if (probe_failed || failures_ >= settings_.failures_to_open)
        open_until_us_ = now_us + settings_.open_us;
}

void CircuitBreaker::release() {
    std::scoped_lock const lock(mutex_);
    probing_ = false;
}

BreakerView CircuitBreaker::view(Micros now_us) const {
    std::scoped_lock const lock(mutex_);
    BreakerView view;
    view.failures = failures_;
    view.last_reason = last_reason_;
    if (!open_until_us_) return view;
    view.state = now_us < *open_until_us_ ? BreakerState::open : BreakerState::half_open;
    view.retry_at_us = open_until_us_;
    return view;
}

}  // namespace ec::marketdata
