#include <ec/jobs/queue.hpp>

#include "rows.hpp"

namespace ec::jobs {
namespace {

constexpr std::string_view ask_to_cancel =
    "UPDATE jobs SET cancel_requested_at_us = $2"
    " WHERE id = $1 AND cancel_requested_at_us IS NULL";

constexpr std::string_view mark_paused =
    "UPDATE jobs SET paused_at_us = $2 WHERE id = $1 AND paused_at_us IS NULL";

constexpr std::string_view unmark_paused =
    "UPDATE jobs SET paused_at_us = NULL WHERE id = $1 AND paused_at_us IS NOT NULL";

constexpr std::string_view add_paused_queue =
    "INSERT INTO paused_queues (queue, paused_at_us, paused_by) VALUES ($1, $2, $3)"
    " ON CONFLICT DO NOTHING";

constexpr std::string_view remove_paused_queue = "DELETE FROM paused_queues WHERE queue = $1";

constexpr std::string_view start_over =
    "UPDATE jobs SET state = 'available', attempt = 0, rescue_count = 0, finalized_at_us = NULL,"
    " cancel_requested_at_us = NULL, run_at_us = $2, result = NULL, error_code = NULL,"
    " error_reason = NULL, error_message = NULL, progress_stage = '', progress_done = 0,"
    " progress_total = 0 WHERE id = $1";

bool waits(State state) {
    return state == State::scheduled || state == State::available || state == State::retryable;
}

}  // namespace

State Queue::cancel(db::Transaction& transaction, std::string_view job_id) const {
    auto const state = hold_job(transaction, job_id);
    if (is_final(state)) return state;
    auto const now = transaction.now_us();
    if (waits(state)) {
        finalize(transaction, job_id, State::cancelled, now, std::nullopt);
        add_event(transaction, job_id, now, "cancelled", "{}");
        return State::cancelled;
    }
    if (transaction.execute(ask_to_cancel, job_id, now) > 0)
        add_event(transaction, job_id, now, "cancel_requested", "{}");
    return State::running;
}

void Queue::pause(db::Transaction& transaction, std::string_view job_id) const {
    if (!waits(hold_job(transaction, job_id)))
        throw Error(ErrorCode::conflict, "jobs.not_waiting",
                    "Only a task that waits can be paused. Cancel it instead.");
    auto const now = transaction.now_us();
    if (transaction.execute(mark_paused, job_id, now) > 0)
        add_event(transaction, job_id, now, "paused", "{}");
}

void Queue::resume(db::Transaction& transaction, std::string_view job_id) const {
    if (!waits(hold_job(transaction, job_id)))
        throw Error(ErrorCode::conflict, "jobs.not_waiting",
                    "Only a task that waits can be resumed.");
    if (transaction.execute(unmark_paused, job_id) > 0)
        add_event(transaction, job_id, transaction.now_us(), "resumed", "{}");
}

void Queue::pause_queue(db::Transaction& transaction, std::string_view queue,
                        std::string_view by) const {
    transaction.execute(add_paused_queue, queue, transaction.now_us(), by);
}

void Queue::resume_queue(db::Transaction& transaction, std::string_view queue) const {
    transaction.execute(remove_paused_queue, queue);
}

void Queue::retry(db::Transaction& transaction, std::string_view job_id) const {
    auto const state = hold_job(transaction, job_id);
    if (state != State::discarded && state != State::cancelled)
        throw Error(ErrorCode::conflict, "jobs.not_final",
                    "Only a failed or cancelled task can be started over.");
    auto const now = transaction.now_us();
    transaction.execute(start_over, job_id, now);
    add_event(transaction, job_id, now, "retry", R"({"reason":"jobs.started_over"})");
}

}  // namespace ec::jobs
