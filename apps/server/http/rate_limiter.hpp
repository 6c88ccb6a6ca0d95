#pragma once

#include <ec/base/clock.hpp>

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace ec::http {

/// `quota` requests in any `window_s` seconds, refilled evenly; all of them may come at once.
struct RatePolicy {
    std::string name;  // [a-z0-9_-]+, shown to clients
    std::int64_t quota = 60;
    std::int64_t window_s = 60;
};

struct RateDecision {
    enum class Verdict : std::uint8_t { allowed, refused } verdict = Verdict::allowed;
    std::int64_t remaining = 0;      // requests that would pass now
    std::int64_t reset_s = 0;        // until the whole quota is there again
    std::int64_t retry_after_s = 0;  // when refused, at least 1
    Micros arrival_us = 0;           // the new theoretical arrival time
};

/// The generic cell rate algorithm. `arrival_us` is what the last decision returned, 0 at first.
[[nodiscard]] RateDecision decide_rate(RatePolicy const& policy, Micros arrival_us, Micros now_us);

/// RateLimit-Policy and RateLimit of the IETF draft.
[[nodiscard]] std::string format_rate_policy(RatePolicy const& policy);
[[nodiscard]] std::string format_rate_limit(RatePolicy const& policy, RateDecision const& decision);

/// One process's budgets, bounded in memory: when `capacity` keys are busy, those whose budget is
/// full again are forgotten; if none is, the key counts as refused for a second. Thread-safe.
class RateLimiter {
  public:
    explicit RateLimiter(std::size_t capacity) : capacity_(capacity) {}
    [[nodiscard]] RateDecision take(RatePolicy const& policy, std::string_view key, Micros now_us);

  private:
    std::size_t const capacity_;
    std::mutex mutex_;
    std::unordered_map<std::string, Micros> arrivals_;
    Micros next_sweep_us_ = 0;
};

}  // namespace ec::http
