#include <ec/jobs/queue.hpp>

#include "rows.hpp"

#include <ec/base/ids.hpp>

#include <algorithm>

namespace ec::jobs {
namespace {

constexpr std::size_t max_args_bytes = 1'048'576;

constexpr std::string_view insert_job =
    "INSERT INTO jobs (id, kind, queue, priority, state, args, owner_id, parent_id, unique_key,"
    " unique_scope, trace_id, run_at_us, max_attempts, created_at_us)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
    " ON CONFLICT DO NOTHING RETURNING id";

// A job that keeps its key for good answers before one that only holds it while it is open.
constexpr std::string_view find_by_key =
    "SELECT id FROM jobs WHERE unique_key = $1"
    " AND (finalized_at_us IS NULL OR unique_scope = 'forever')"
    " ORDER BY unique_scope, created_at_us LIMIT 1";

bool is_name(std::string_view text) {
    return !text.empty() && text.size() <= 100 && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-';
    });
}

[[noreturn]] void refuse(std::string field, std::string value, std::string problem,
                         std::string remedy) {
    throw invalid_field("jobs.invalid", std::move(field), std::move(value), std::move(problem),
                        std::move(remedy));
}

void check_job(NewJob const& job) {
    if (!is_name(job.kind))
        refuse("kind", job.kind.substr(0, 100), "is not a name", "Use a-z, 0-9, '_', '.', '-'");
    if (!is_name(job.queue))
        refuse("queue", job.queue.substr(0, 100), "is not a name", "Use a-z, 0-9, '_', '.', '-'");
    if (job.priority < 1 || job.priority > 9)
        refuse("priority", std::to_string(job.priority), "is out of range", "Use 1 (first) to 9");
    if (job.max_attempts < 1 || job.max_attempts > 100)
        refuse("max_attempts", std::to_string(job.max_attempts), "is out of range", "Use 1 to 100");
    if (job.args.size() < 2 || job.args.front() != '{' || job.args.back() != '}')
        refuse("args", job.args.substr(0, 100), "is no JSON object", "Use {} for no arguments");
    if (job.args.size() > max_args_bytes)
        refuse("args", "", "is larger than 1 MiB", "Store the data and pass its id");
    if (job.unique_key && (job.unique_key->empty() || job.unique_key->size() > 500))
        refuse("unique_key", job.unique_key->substr(0, 100), "has a bad length",
               "Use 1 to 500 bytes");
}

}  // namespace

Queue::Queue(QueueSettings settings) : settings_(settings) {
    EC_CHECK(settings_.lease_ms > 0);
    EC_CHECK(settings_.max_rescues >= 1 && settings_.max_rescues <= 3);
}

Enqueued Queue::enqueue(db::Transaction& transaction, NewJob const& job) const {
    check_job(job);
    auto const now = transaction.now_us();
    auto const run_at = job.run_at_us == 0 ? now : job.run_at_us;
    auto const state = run_at > now ? State::scheduled : State::available;
    auto const id = make_id("job", now);
    auto const* scope = job.unique_scope == UniqueScope::forever ? "forever" : "open";
    // The job that holds the key may end between the two statements; then the key is free again.
    for (int round = 0; round < 10; ++round) {
        auto const inserted =
            transaction.query(insert_job, id, job.kind, job.queue, job.priority, to_string(state),
                              job.args, job.owner_id, job.parent_id, job.unique_key, scope,
                              job.trace_id, run_at, job.max_attempts, now);
        if (!inserted.empty()) return {id, true};
        EC_CHECK(job.unique_key.has_value());
        auto const holder = transaction.query(find_by_key, *job.unique_key);
        if (!holder.empty()) return {holder[0].text(0), false};
    }
    throw Error(ErrorCode::unavailable, "jobs.unique_contention",
                "The same task is being started and ended over and over; try again in a moment.");
}

}  // namespace ec::jobs
