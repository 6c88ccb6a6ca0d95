#include <ec/jobs/queue.hpp>

#include <algorithm>

namespace ec::jobs {

std::string_view to_string(State state) noexcept {
    switch (state) {
        case State::scheduled:
            return "scheduled";
        case State::available:
            return "available";
        case State::running:
            return "running";
        case State::retryable:
            return "retryable";
        case State::completed:
            return "completed";
        case State::cancelled:
            return "cancelled";
        case State::discarded:
            return "discarded";
    }
    return "discarded";
}

bool is_final(State state) noexcept {
    return state == State::completed || state == State::cancelled || state == State::discarded;
}

bool is_permanent(Error const& failure) noexcept {
    switch (failure.code()) {
        case ErrorCode::invalid_input:
        case ErrorCode::unauthenticated:
        case ErrorCode::forbidden:
        case ErrorCode::not_found:
        case ErrorCode::insufficient_credit:
            return true;
        case ErrorCode::conflict:
        case ErrorCode::rate_limited:
        case ErrorCode::unavailable:
        case ErrorCode::timeout:
        case ErrorCode::internal:
            return false;
    }
    return false;
}

Micros retry_delay_us(std::int64_t attempt, std::optional<std::int64_t> retry_after_s,
                      double random) noexcept {
    constexpr std::int64_t longest_wait_s = 3'600;
    auto const step = std::clamp<std::int64_t>(attempt - 1, 0, 2);
    std::int64_t wait_s = std::int64_t{1} << step;
    if (retry_after_s) wait_s = std::max(wait_s, std::min(*retry_after_s, longest_wait_s));
    Micros const wait_us = wait_s * micros_per_second;
    return wait_us + static_cast<Micros>(static_cast<double>(wait_us) * 0.1 * random);
}

}  // namespace ec::jobs
