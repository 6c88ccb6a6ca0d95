#include <ec/jobs/queue.hpp>

#include "rows.hpp"

namespace ec::jobs {
namespace {

constexpr std::string_view select_job =
    "SELECT id, kind, queue, state, priority, args, result, owner_id, parent_id, trace_id,"
    " attempt, max_attempts, rescue_count, progress_stage, progress_done, progress_total,"
    " error_code, error_reason, error_message, cancel_requested_at_us, paused_at_us, run_at_us,"
    " created_at_us, started_at_us, finalized_at_us FROM jobs WHERE id = $1";

constexpr std::string_view select_events =
    "SELECT sequence, at_us, kind, detail FROM job_events"
    " WHERE job_id = $1 AND sequence > $2 ORDER BY sequence LIMIT 100";

}  // namespace

std::optional<Job> Queue::find_job(db::Transaction& transaction, std::string_view job_id) const {
    auto const rows = transaction.query(select_job, job_id);
    if (rows.empty()) return std::nullopt;
    auto const row = rows.one();
    Job job;
    job.id = row.text(0);
    job.kind = row.text(1);
    job.queue = row.text(2);
    job.state = parse_state(row.text(3));
    job.priority = row.integer(4);
    job.args = row.text(5);
    job.result = row.find_text(6);
    job.owner_id = row.find_text(7);
    job.parent_id = row.find_text(8);
    job.trace_id = row.text(9);
    job.attempt = row.integer(10);
    job.max_attempts = row.integer(11);
    job.rescue_count = row.integer(12);
    job.progress = {row.text(13), row.integer(14), row.integer(15)};
    if (!row.is_null(16)) job.failure = JobFailure{row.text(16), row.text(17), row.text(18)};
    job.cancel_requested = !row.is_null(19);
    job.paused = !row.is_null(20);
    job.run_at_us = row.integer(21);
    job.created_at_us = row.integer(22);
    job.started_at_us = row.find_integer(23);
    job.finalized_at_us = row.find_integer(24);
    return job;
}

Job Queue::get_job(db::Transaction& transaction, std::string_view job_id) const {
    auto job = find_job(transaction, job_id);
    if (!job)
        throw Error(ErrorCode::not_found, "jobs.unknown",
                    "There is no such task: it may have been deleted. List the tasks to see "
                    "which there are.");
    return *std::move(job);
}

std::vector<JobEvent> Queue::load_events(db::Transaction& transaction, std::string_view job_id,
                                         std::int64_t after_sequence) const {
    std::vector<JobEvent> events;
    for (auto const row : transaction.query(select_events, job_id, after_sequence))
        events.push_back({row.integer(0), row.integer(1), row.text(2), row.text(3)});
    return events;
}

}  // namespace ec::jobs
