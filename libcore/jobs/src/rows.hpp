#pragma once

#include <ec/db/transaction.hpp>
#include <ec/jobs/job.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace ec::jobs {

/// Throws Error(internal) for a word that is no state.
[[nodiscard]] State parse_state(std::string_view text);

/// Appends to the job's numbered history. The caller holds the job's row.
void add_event(db::Transaction& transaction, std::string_view job_id, Micros now_us,
               std::string_view kind, std::string_view detail);

/// Notes how the lease's attempt ended. The caller holds the row and has not started another.
void add_attempt(db::Transaction& transaction, Lease const& lease, Micros now_us,
                 std::string_view outcome, std::optional<JobFailure> const& failure);

/// What a guarded write needs to know of the row it has locked.
struct HeldRow {
    std::int64_t attempt = 0;
    std::int64_t max_attempts = 0;
    std::int64_t rescue_count = 0;
    bool cancel_requested = false;
};
/// Locks the row of a live lease; throws conflict "jobs.lease_lost" when there is none.
[[nodiscard]] HeldRow hold_lease(db::Transaction& transaction, Lease const& lease);

/// Locks a job's row and returns its state; throws not_found "jobs.unknown".
[[nodiscard]] State hold_job(db::Transaction& transaction, std::string_view job_id);

/// Ends a job for good: state, time, no lease, no pause.
void finalize(db::Transaction& transaction, std::string_view job_id, State state, Micros now_us,
              std::optional<JobFailure> const& failure);

/// Words that PostgreSQL needs and SQLite, with its one writer, has no use for.
[[nodiscard]] std::string with_row_locks(db::Engine engine, std::string_view sql);

[[nodiscard]] Error lease_lost();
[[nodiscard]] Error job_cancelled();

}  // namespace ec::jobs
