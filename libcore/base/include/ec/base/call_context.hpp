#pragma once

#include <ec/base/clock.hpp>

#include <stop_token>
#include <string>

namespace ec {

/// Who calls: an account id and the roles' permissions are accounts' business; the core below it
/// only carries the id into rows and logs.
struct Actor {
    std::string user_id;
    bool operator==(Actor const&) const = default;
};

/// First argument of every call that can block. Cheap to copy; valid for one request or job.
/// `deadline_us` is wall-clock UTC microseconds by `clock`; 0 means none.
struct CallContext {
    Clock const* clock = nullptr;
    Micros deadline_us = 0;
    std::stop_token stop;
    std::string trace_id;
    Actor actor;

    [[nodiscard]] Micros now_us() const { return clock->now_us(); }
    /// Microseconds left, at least 0; a day when there is no deadline.
    [[nodiscard]] Micros remaining_us() const;
    /// Throws timeout when the deadline has passed, unavailable ("cancelled") on a stop request.
    void check() const;
};

}  // namespace ec
