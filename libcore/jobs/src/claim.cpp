#include <ec/jobs/queue.hpp>

#include "rows.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace ec::jobs {
namespace {

constexpr std::int64_t promote_limit = 1'000;

constexpr std::string_view promote_due =
    "WITH due AS MATERIALIZED (SELECT id FROM jobs WHERE state IN ('scheduled', 'retryable')"
    " AND run_at_us <= $1 ORDER BY run_at_us LIMIT $2 {{LOCK}})"
    " UPDATE jobs SET state = 'available' WHERE id IN (SELECT id FROM due)";

// The order of the index jobs_claim, so that the first rows of the index are the answer.
constexpr std::string_view claim_available =
    "WITH next AS MATERIALIZED (SELECT id FROM jobs WHERE state = 'available'"
    " AND paused_at_us IS NULL AND queue = $1"
    " AND NOT EXISTS (SELECT 1 FROM paused_queues WHERE queue = $1)"
    " ORDER BY priority, run_at_us, id LIMIT $2 {{LOCK}})"
    " UPDATE jobs SET state = 'running', attempt = attempt + 1, lease_token = lease_token + 1,"
    " lease_until_us = $3, worker_id = $4, started_at_us = $5"
    " WHERE id IN (SELECT id FROM next)"
    " RETURNING priority, run_at_us, id, lease_token, kind, queue, args, owner_id, trace_id,"
    " attempt, max_attempts";

}  // namespace

std::vector<Claim> Queue::claim(db::Transaction& transaction, std::string_view queue,
                                std::string_view worker_id, std::int64_t limit) const {
    auto const now = transaction.now_us();
    auto const until = now + settings_.lease_ms * 1'000;
    auto const engine = transaction.engine();
    transaction.execute(with_row_locks(engine, promote_due), now, promote_limit);
    auto const rows = transaction.query(with_row_locks(engine, claim_available), queue, limit,
                                        until, worker_id, now);

    using Place = std::tuple<std::int64_t, Micros, std::string>;
    std::vector<std::pair<Place, Claim>> placed;
    for (auto const row : rows) {
        Claim claim;
        claim.lease = {row.text(2), row.integer(3), std::string(worker_id)};
        claim.kind = row.text(4);
        claim.queue = row.text(5);
        claim.args = row.text(6);
        claim.owner_id = row.find_text(7);
        claim.trace_id = row.text(8);
        claim.attempt = row.integer(9);
        claim.max_attempts = row.integer(10);
        claim.lease_until_us = until;
        placed.emplace_back(Place{row.integer(0), row.integer(1), row.text(2)}, std::move(claim));
    }
    // RETURNING promises no order.
    std::ranges::sort(placed, {}, &std::pair<Place, Claim>::first);
    std::vector<Claim> claims;
    claims.reserve(placed.size());
    for (auto& entry : placed) claims.push_back(std::move(entry.second));
    return claims;
}

}  // namespace ec::jobs
