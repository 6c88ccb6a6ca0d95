#include <ec/db/database.hpp>
#include <ec/jobs/invariants.hpp>
#include <ec/jobs/queue.hpp>

#include <chrono>
#include <cstdlib>
#include <random>
#include <set>
#include <string>
#include <thread>

#include <boost/test/unit_test.hpp>

#include <support/random_seed.hpp>
#include <support/soak.hpp>
#include <support/test_database.hpp>

#include "queue_fixture.hpp"
#include "worker_process.hpp"

#include <signal.h>

using ec::db::Transaction;
using ec::test::engines;
using ec::test::soak;
using ec::test::soak_figure;
using ec::test::TestDatabase;
using ec::test::WorkerProcess;

namespace {

constexpr std::int64_t lease_ms = 300;
constexpr int lease_gone = 42;

// A store with jobs whose effect is one row each, written with the completion.
struct Faults : ec::test::QueueFixture {
    explicit Faults(std::string const& engine) : QueueFixture(engine) {
        test.execute("CREATE TABLE effects (job_id TEXT NOT NULL, pid BIGINT NOT NULL)");
    }
    void enqueue_many(int count) {
        write([&](Transaction& t) {
            for (int i = 0; i < count; ++i)
                queue.enqueue(t, {.kind = "k", .queue = "work", .max_attempts = 100});
        });
    }
    std::int64_t count(std::string const& sql) { return test.query(sql).one().integer(0); }
    std::int64_t unfinished() {
        return count("SELECT COUNT(*) FROM jobs WHERE finalized_at_us IS NULL");
    }
    std::int64_t running() { return count("SELECT COUNT(*) FROM jobs WHERE state = 'running'"); }
    // Waits for the leases of dead workers and takes their jobs back, as a live process would.
    void rescue_all() {
        while (running() > 0) {
            write([&](Transaction& t) { return queue.rescue(t, 100); });
            if (running() > 0) std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
        // None of these jobs is poison, however often its worker dies here.
        test.execute("UPDATE jobs SET rescue_count = 0 WHERE state = 'available'");
    }
    void check_effects(std::int64_t jobs) {
        BOOST_TEST(count("SELECT COUNT(*) FROM jobs WHERE state = 'completed'") == jobs);
        BOOST_TEST(count("SELECT COUNT(*) FROM effects") == jobs);
        BOOST_TEST(count("SELECT COUNT(DISTINCT job_id) FROM effects") == jobs);
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(job_faults)

BOOST_DATA_TEST_CASE(a_worker_killed_at_any_point_loses_and_doubles_nothing, engines(), engine) {
    Faults f(engine);
    constexpr int jobs = 5;
    f.enqueue_many(jobs);
    for (std::string const point :
         {"after_claim", "in_heartbeat", "in_work", "before_commit", "after_commit"}) {
        BOOST_TEST_CONTEXT(point) {
            WorkerProcess worker(f.test.url(), "kill_" + point, lease_ms);
            BOOST_TEST(worker.wait() == -SIGKILL);
            // What was committed stays; what was not has left no trace but its lease.
            BOOST_TEST(f.running() == (point == "after_commit" ? 0 : 1));
            f.rescue_all();
        }
    }
    BOOST_TEST(f.unfinished() == jobs - 1);
    WorkerProcess last(f.test.url(), "none", lease_ms);
    BOOST_TEST(last.wait() == 0);
    f.check_effects(jobs);
}

BOOST_DATA_TEST_CASE(workers_killed_at_random_moments_lose_and_double_nothing, engines(), engine) {
    Faults f(engine);
    int const rounds = soak() ? 200 : 6;
    std::mt19937_64 random(ec::test::random_seed());
    std::int64_t enqueued = 0;
    for (int round = 0; round < rounds; ++round) {
        f.enqueue_many(10);
        enqueued += 10;
        WorkerProcess one(f.test.url(), "none", lease_ms);
        WorkerProcess two(f.test.url(), "none", lease_ms);
        std::this_thread::sleep_for(std::chrono::milliseconds(random() % 60));
        one.signal(SIGKILL);
        std::this_thread::sleep_for(std::chrono::milliseconds(random() % 20));
        two.signal(SIGKILL);
        one.wait();
        two.wait();
        f.rescue_all();
    }
    WorkerProcess last(f.test.url(), "none", 30'000);
    BOOST_TEST(last.wait() == 0);
    f.check_effects(enqueued);
    soak_figure("kill -9 of two workers at once on " + std::string(engine) + ": " +
                std::to_string(rounds) + " rounds, " + std::to_string(enqueued) +
                " jobs, each done once");
}

BOOST_DATA_TEST_CASE(a_stopped_workers_late_commit_is_refused, engines(), engine) {
    Faults f(engine);
    f.enqueue_many(1);
    WorkerProcess sleeper(f.test.url(), "stop_in_work", lease_ms);
    BOOST_REQUIRE(sleeper.wait_until_stopped());
    f.rescue_all();
    // The rescued job is done by another, or still waits: the sleeper may commit in neither case.
    if (std::string(engine) == "sqlite") {
        WorkerProcess other(f.test.url(), "none", lease_ms);
        BOOST_TEST(other.wait() == 0);
    }
    sleeper.signal(SIGCONT);
    BOOST_TEST(sleeper.wait() == lease_gone);
    WorkerProcess other(f.test.url(), "none", lease_ms);
    BOOST_TEST(other.wait() == 0);
    f.check_effects(1);
}

BOOST_DATA_TEST_CASE(a_stopped_worker_that_holds_its_transaction_blocks_nobodys_claim,
                     boost::unit_test::data::make({"postgresql"}), engine) {
    Faults f(engine);
    f.enqueue_many(2);
    WorkerProcess sleeper(f.test.url(), "stop_before_commit", lease_ms);
    BOOST_REQUIRE(sleeper.wait_until_stopped());
    WorkerProcess other(f.test.url(), "none", lease_ms);
    BOOST_TEST(other.wait() == 0);
    BOOST_TEST(f.count("SELECT COUNT(*) FROM effects") == 1);
    // Its row is locked, so rescue passes it by; it may finish what it has begun.
    sleeper.signal(SIGCONT);
    BOOST_TEST(sleeper.wait() == 0);
    f.check_effects(2);
}

BOOST_DATA_TEST_CASE(workers_at_once_share_the_jobs, engines(), engine) {
    Faults f(engine);
    int const jobs = soak() ? 1'000 : 60;
    f.enqueue_many(jobs);
    WorkerProcess one(f.test.url(), "none", 30'000);
    WorkerProcess two(f.test.url(), "none", 30'000);
    WorkerProcess three(f.test.url(), "none", 30'000);
    BOOST_TEST(one.wait() == 0);
    BOOST_TEST(two.wait() == 0);
    BOOST_TEST(three.wait() == 0);
    f.check_effects(jobs);
    soak_figure("three workers at once on " + std::string(engine) + ": " + std::to_string(jobs) +
                " jobs, each done once");
}

BOOST_DATA_TEST_CASE(a_claim_in_a_long_backlog_is_an_index_scan, engines(), engine) {
    Faults f(engine);
    std::int64_t const backlog = soak() ? 100'000 : 2'000;
    f.test.execute(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1)"
        " INSERT INTO jobs (id, kind, queue, priority, state, args, run_at_us, max_attempts,"
        " created_at_us) SELECT 'job_' || CAST(i AS TEXT), 'k', 'work', 1 + i % 9, 'available',"
        " '{}', i, 4, i FROM n",
        backlog);
    if (std::string(engine) == "postgresql") f.test.execute("ANALYZE jobs");
    std::string const claim =
        "SELECT id FROM jobs WHERE state = 'available' AND paused_at_us IS NULL AND queue = 'work'"
        " AND NOT EXISTS (SELECT 1 FROM paused_queues WHERE queue = 'work')"
        " ORDER BY priority, run_at_us, id LIMIT 1";
    std::string const due =
        "SELECT id FROM jobs WHERE state IN ('scheduled', 'retryable') AND run_at_us <= 5"
        " ORDER BY run_at_us LIMIT 10";
    for (auto const& [sql, index] : {std::pair(claim, "jobs_claim"), std::pair(due, "jobs_due")}) {
        std::string plan;
        auto const prefix =
            std::string(engine) == "sqlite" ? "EXPLAIN QUERY PLAN " : "EXPLAIN (COSTS OFF) ";
        auto const rows = f.test.query(prefix + sql);
        for (auto const row : rows)
            plan += row.text(std::string(engine) == "sqlite" ? 3 : 0) + "\n";
        BOOST_TEST(plan.find(index) != std::string::npos, plan);
        BOOST_TEST(plan.find("SCAN jobs\n") == std::string::npos, plan);
        BOOST_TEST(plan.find("Seq Scan on jobs") == std::string::npos, plan);
        BOOST_TEST(plan.find("TEMP B-TREE") == std::string::npos, plan);
        BOOST_TEST(plan.find("Sort") == std::string::npos, plan);
    }
    auto const first = f.claim_from("work", 2);
    BOOST_TEST(first.at(0).lease.job_id == "job_9");
    BOOST_TEST(first.at(1).lease.job_id == "job_18");
}

BOOST_AUTO_TEST_SUITE_END()
