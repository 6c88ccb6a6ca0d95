#pragma once

#include <ec/base/clock.hpp>
#include <ec/base/error.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ec::jobs {

enum class State : std::uint8_t {
    scheduled,
    available,
    running,
    retryable,
    completed,
    cancelled,
    discarded,
};
[[nodiscard]] std::string_view to_string(State state) noexcept;
[[nodiscard]] bool is_final(State state) noexcept;

/// How long a unique key keeps others out: while a job with it is not final, or for good.
enum class UniqueScope : std::uint8_t { open, forever };

/// What to do, as data. `args` is a JSON object of at most 1 MiB. Priority 1 runs first, 9 last.
struct NewJob {
    std::string kind = {};
    std::string queue = "default";
    std::int64_t priority = 5;
    std::string args = "{}";
    std::optional<std::string> owner_id = {};
    std::optional<std::string> parent_id = {};
    std::optional<std::string> unique_key = {};
    UniqueScope unique_scope = UniqueScope::open;
    std::string trace_id = {};
    Micros run_at_us = 0;  // 0: now
    std::int64_t max_attempts = 4;
};

struct Enqueued {
    std::string job_id;
    /// False: a job with the same unique key is there already, and `job_id` names it.
    bool created = false;
};

/// The right to write about one job: every write names the token, which is worthless as soon as
/// the job was rescued, handed back or claimed anew.
struct Lease {
    std::string job_id;
    std::int64_t token = 0;
    std::string worker_id;
};

/// A job under a lease.
struct Claim {
    Lease lease;
    std::string kind;
    std::string queue;
    std::string args;
    std::optional<std::string> owner_id;
    std::string trace_id;
    std::int64_t attempt = 0;
    std::int64_t max_attempts = 0;
    Micros lease_until_us = 0;  // by the database's clock
};

struct Progress {
    std::string stage;  // a stable key ("facts"), not a sentence
    std::int64_t done = 0;
    std::int64_t total = 0;
    bool operator==(Progress const&) const = default;
};

struct JobFailure {
    std::string code;
    std::string reason;
    std::string message;
};

/// A job as a watcher sees it.
struct Job {
    std::string id;
    std::string kind;
    std::string queue;
    State state = State::available;
    std::int64_t priority = 5;
    std::string args;
    std::optional<std::string> result;
    std::optional<std::string> owner_id;
    std::optional<std::string> parent_id;
    std::string trace_id;
    std::int64_t attempt = 0;
    std::int64_t max_attempts = 0;
    std::int64_t rescue_count = 0;
    Progress progress;
    std::optional<JobFailure> failure;
    bool cancel_requested = false;
    bool paused = false;
    Micros run_at_us = 0;
    Micros created_at_us = 0;
    std::optional<Micros> started_at_us;
    std::optional<Micros> finalized_at_us;
};

/// One entry of a job's history, numbered from 1 without gaps: progress, retry, rescued, paused,
/// resumed, cancel_requested, handed_back, completed, cancelled, discarded. `detail` is JSON.
struct JobEvent {
    std::int64_t sequence = 0;
    Micros at_us = 0;
    std::string kind;
    std::string detail;
};

}  // namespace ec::jobs
