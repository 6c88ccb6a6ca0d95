#include <http/rate_limiter.hpp>

#include <algorithm>

#include <fmt/format.h>

namespace ec::http {

namespace {

std::int64_t ceil_seconds(Micros us) { return (us + micros_per_second - 1) / micros_per_second; }

}  // namespace

RateDecision decide_rate(RatePolicy const& policy, Micros arrival_us, Micros now_us) {
    Micros const interval = policy.window_s * micros_per_second / policy.quota;
    Micros const window = interval * policy.quota;
    Micros const arrival = std::max(arrival_us, now_us);
    Micros const next = arrival + interval;
    RateDecision decision;
    if (next - now_us > window) {
        decision.verdict = RateDecision::Verdict::refused;
        decision.arrival_us = arrival;
        decision.retry_after_s = std::max<std::int64_t>(1, ceil_seconds(next - now_us - window));
    } else {
        decision.arrival_us = next;
        decision.remaining = (window - (next - now_us)) / interval;
    }
    decision.reset_s = ceil_seconds(decision.arrival_us - now_us);
    return decision;
}

std::string format_rate_policy(RatePolicy const& policy) {
    return fmt::format("\"{}\";q={};w={}", policy.name, policy.quota, policy.window_s);
}

std::string format_rate_limit(RatePolicy const& policy, RateDecision const& decision) {
    return fmt::format("\"{}\";r={};t={}", policy.name, decision.remaining, decision.reset_s);
}

RateDecision RateLimiter::take(RatePolicy const& policy, std::string_view key, Micros now_us) {
    std::string const full = fmt::format("{}\n{}", policy.name, key);
    std::scoped_lock const lock(mutex_);
    auto found = arrivals_.find(full);
    if (found == arrivals_.end()) {
        if (arrivals_.size() >= capacity_ && now_us >= next_sweep_us_) {
            std::erase_if(arrivals_, [&](auto const& entry) { return entry.second <= now_us; });
            next_sweep_us_ = now_us + micros_per_second;
        }
        if (arrivals_.size() >= capacity_) return {RateDecision::Verdict::refused, 0, 1, 1, now_us};
        found = arrivals_.emplace(full, 0).first;
    }
    RateDecision const decision = decide_rate(policy, found->second, now_us);
    found->second = decision.arrival_us;
    return decision;
}

}  // namespace ec::http
