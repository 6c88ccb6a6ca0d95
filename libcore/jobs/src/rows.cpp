#include "rows.hpp"

namespace ec::jobs {
namespace {

constexpr std::string_view insert_event =
    "INSERT INTO job_events (job_id, sequence, at_us, kind, detail)"
    " SELECT CAST($1 AS TEXT), COALESCE(MAX(sequence), 0) + 1, CAST($2 AS BIGINT),"
    " CAST($3 AS TEXT), CAST($4 AS TEXT) FROM job_events WHERE job_id = $1";

constexpr std::string_view insert_attempt =
    "INSERT INTO job_attempts (job_id, lease_token, attempt, worker_id, outcome, error_code,"
    " error_reason, error_message, started_at_us, ended_at_us)"
    " SELECT id, lease_token, attempt, worker_id, CAST($3 AS TEXT), CAST($4 AS TEXT),"
    " CAST($5 AS TEXT), CAST($6 AS TEXT), started_at_us, CAST($7 AS BIGINT)"
    " FROM jobs WHERE id = $1 AND lease_token = $2";

// An update that changes nothing takes the row's lock on either engine.
constexpr std::string_view lock_lease =
    "UPDATE jobs SET lease_token = lease_token"
    " WHERE id = $1 AND lease_token = $2 AND state = 'running'"
    " RETURNING attempt, max_attempts, rescue_count, cancel_requested_at_us";

constexpr std::string_view lock_job =
    "UPDATE jobs SET lease_token = lease_token WHERE id = $1 RETURNING state";

constexpr std::string_view end_job =
    "UPDATE jobs SET state = $2, finalized_at_us = $3, lease_until_us = NULL, worker_id = NULL,"
    " paused_at_us = NULL, error_code = $4, error_reason = $5, error_message = $6 WHERE id = $1";

struct FailureColumns {
    std::optional<std::string> code, reason, message;
};

FailureColumns columns_of(std::optional<JobFailure> const& failure) {
    if (!failure) return {};
    return {failure->code, failure->reason, failure->message};
}

}  // namespace

State parse_state(std::string_view text) {
    for (auto const state : {State::scheduled, State::available, State::running, State::retryable,
                             State::completed, State::cancelled, State::discarded})
        if (to_string(state) == text) return state;
    throw Error(ErrorCode::internal, "jobs.state", "A job is in a state that does not exist.");
}

void add_event(db::Transaction& transaction, std::string_view job_id, Micros now_us,
               std::string_view kind, std::string_view detail) {
    transaction.execute(insert_event, job_id, now_us, kind, detail);
}

void add_attempt(db::Transaction& transaction, Lease const& lease, Micros now_us,
                 std::string_view outcome, std::optional<JobFailure> const& failure) {
    auto const columns = columns_of(failure);
    transaction.execute(insert_attempt, lease.job_id, lease.token, outcome, columns.code,
                        columns.reason, columns.message, now_us);
}

HeldRow hold_lease(db::Transaction& transaction, Lease const& lease) {
    auto const rows = transaction.query(lock_lease, lease.job_id, lease.token);
    if (rows.empty()) throw lease_lost();
    auto const row = rows.one();
    return {row.integer(0), row.integer(1), row.integer(2), !row.is_null(3)};
}

State hold_job(db::Transaction& transaction, std::string_view job_id) {
    auto const rows = transaction.query(lock_job, job_id);
    if (rows.empty())
        throw Error(ErrorCode::not_found, "jobs.unknown",
                    "There is no such task: it may have been deleted. List the tasks to see "
                    "which there are.");
    return parse_state(rows.one().text(0));
}

void finalize(db::Transaction& transaction, std::string_view job_id, State state, Micros now_us,
              std::optional<JobFailure> const& failure) {
    auto const columns = columns_of(failure);
    transaction.execute(end_job, job_id, to_string(state), now_us, columns.code, columns.reason,
                        columns.message);
}

std::string with_row_locks(db::Engine engine, std::string_view sql) {
    constexpr std::string_view mark = "{{LOCK}}";
    std::string text(sql);
    auto const at = text.find(mark);
    EC_CHECK(at != std::string::npos);
    text.replace(at, mark.size(), engine == db::Engine::postgresql ? "FOR UPDATE SKIP LOCKED" : "");
    return text;
}

Error lease_lost() {
    return {ErrorCode::conflict, "jobs.lease_lost",
            "This worker no longer holds the task; its work was dropped."};
}

Error job_cancelled() { return {ErrorCode::conflict, "jobs.cancelled", "The task was cancelled."}; }

}  // namespace ec::jobs
