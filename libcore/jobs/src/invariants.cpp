#include <ec/jobs/invariants.hpp>

#include <ec/base/clock.hpp>
#include <ec/db/transaction.hpp>

#include <string_view>

namespace ec::jobs {
namespace {

struct Rule {
    char const* name;
    char const* problem;
    std::string_view sql;
};

// $1 is the database's time 40 s ago; every statement names it, as the engines want.
constexpr Rule rules[] = {
    {"J1", "its state is none of the seven",
     "SELECT id FROM jobs WHERE state NOT IN ('scheduled', 'available', 'running', 'retryable',"
     " 'completed', 'cancelled', 'discarded') AND CAST($1 AS BIGINT) IS NOT NULL LIMIT 100"},
    {"J1", "its final time does not fit its state",
     "SELECT id FROM jobs WHERE (finalized_at_us IS NOT NULL) <>"
     " (state IN ('completed', 'cancelled', 'discarded')) AND CAST($1 AS BIGINT) IS NOT NULL"
     " LIMIT 100"},
    {"J2", "its lease ran out over 40 s ago and nobody rescued it",
     "SELECT id FROM jobs WHERE state = 'running' AND lease_until_us < $1 LIMIT 100"},
    {"J3", "it was tried more often than allowed",
     "SELECT id FROM jobs WHERE attempt > max_attempts AND CAST($1 AS BIGINT) IS NOT NULL"
     " LIMIT 100"},
    {"attempts", "the number of completed attempts does not fit its state",
     "SELECT id FROM jobs WHERE (state = 'completed') <> EXISTS (SELECT 1 FROM job_attempts"
     " WHERE job_id = jobs.id AND outcome = 'completed') AND CAST($1 AS BIGINT) IS NOT NULL"
     " LIMIT 100"},
    {"attempts", "a lease that still runs has ended already",
     "SELECT id FROM jobs WHERE state = 'running' AND EXISTS (SELECT 1 FROM job_attempts"
     " WHERE job_id = jobs.id AND lease_token = jobs.lease_token)"
     " AND CAST($1 AS BIGINT) IS NOT NULL LIMIT 100"},
    {"attempts", "an attempt has a token that was never given out",
     "SELECT id FROM jobs WHERE EXISTS (SELECT 1 FROM job_attempts WHERE job_id = jobs.id"
     " AND lease_token > jobs.lease_token) AND CAST($1 AS BIGINT) IS NOT NULL LIMIT 100"},
    {"events", "its history has a gap",
     "SELECT job_id FROM job_events WHERE CAST($1 AS BIGINT) IS NOT NULL GROUP BY job_id"
     " HAVING COUNT(*) <> MAX(sequence) LIMIT 100"},
};

}  // namespace

std::vector<Violation> check_invariants(db::Transaction& transaction) {
    constexpr std::size_t max_violations = 100;
    Micros const oldest_lease = transaction.now_us() - 40 * micros_per_second;
    std::vector<Violation> found;
    for (auto const& rule : rules)
        for (auto const row : transaction.query(rule.sql, oldest_lease))
            if (found.size() < max_violations)
                found.push_back({rule.name, row.text(0), rule.problem});
    return found;
}

}  // namespace ec::jobs
