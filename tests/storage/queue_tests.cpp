#include <ec/jobs/queue.hpp>

#include <set>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <support/failed_with.hpp>
#include <support/test_clock.hpp>

#include "queue_fixture.hpp"

using ec::Error;
using ec::ErrorCode;
using ec::db::Transaction;
using ec::jobs::NewJob;
using ec::jobs::Queue;
using ec::jobs::State;
using ec::test::engines;
using ec::test::failed_with;
using ec::test::QueueFixture;
using ec::test::TestDatabase;

BOOST_AUTO_TEST_SUITE(queue)

BOOST_DATA_TEST_CASE(a_job_runs_from_enqueue_to_completion, engines(), engine) {
    QueueFixture f(engine);
    auto const id = f.enqueue({.kind = "greet",
                               .args = R"({"name":"平安"})",
                               .owner_id = TestDatabase::local_user,
                               .trace_id = "t1"});
    BOOST_CHECK(f.state(id) == State::available);
    auto const claims = f.claim(10);
    BOOST_TEST_REQUIRE(claims.size() == 1U);
    auto const& claim = claims[0];
    BOOST_TEST(claim.lease.job_id == id);
    BOOST_TEST(claim.lease.token == 1);
    BOOST_TEST(claim.args == R"({"name":"平安"})");
    BOOST_TEST(claim.attempt == 1);
    BOOST_TEST(claim.trace_id == "t1");
    BOOST_TEST(f.claim(10).empty());
    f.write([&](Transaction& t) {
        f.queue.report_progress(t, claim.lease, {"facts", 1, 3});
        BOOST_TEST(!f.queue.heartbeat(t, claim.lease).lease_lost);
    });
    f.write([&](Transaction& t) { f.queue.complete(t, claim.lease, R"({"outcome":"ok"})"); });
    auto const job = f.job(id);
    BOOST_CHECK(job.state == State::completed);
    BOOST_TEST(job.result.value() == R"({"outcome":"ok"})");
    BOOST_TEST(job.finalized_at_us.has_value());
    BOOST_TEST(job.progress.stage == "facts");
    BOOST_TEST((f.history(id) == std::vector<std::string>{"progress", "completed"}));
}

BOOST_DATA_TEST_CASE(bad_jobs_are_refused, engines(), engine) {
    QueueFixture f(engine);
    std::vector<NewJob> const bad{
        {.kind = ""},
        {.kind = "Not A Name"},
        {.kind = "k", .queue = ""},
        {.kind = "k", .priority = 0},
        {.kind = "k", .priority = 10},
        {.kind = "k", .args = "[]"},
        {.kind = "k", .args = "{" + std::string(1'048'576, ' ') + "}"},
        {.kind = "k", .unique_key = ""},
        {.kind = "k", .max_attempts = 0},
    };
    for (auto const& job : bad)
        BOOST_CHECK_EXCEPTION(f.enqueue(job), Error, failed_with("jobs.invalid"));
    std::string const largest = "{" + std::string(1'048'574, ' ') + "}";
    BOOST_CHECK_NO_THROW(f.enqueue({.kind = "k", .args = largest}));
}

BOOST_DATA_TEST_CASE(priority_goes_before_age, engines(), engine) {
    QueueFixture f(engine);
    std::vector<std::string> ids;
    for (int const priority : {5, 1, 9, 5, 1})
        ids.push_back(f.enqueue({.kind = "k", .priority = priority}));
    std::vector<std::string> order;
    for (auto const& claim : f.claim(4)) order.push_back(claim.lease.job_id);
    BOOST_TEST((order == std::vector<std::string>{ids[1], ids[4], ids[0], ids[3]}));
    BOOST_TEST(f.claim(4).at(0).lease.job_id == ids[2]);
}

BOOST_DATA_TEST_CASE(a_scheduled_job_waits_for_the_databases_clock, engines(), engine) {
    QueueFixture f(engine);
    auto const now = ec::SystemClock().now_us();
    auto const id = f.enqueue({.kind = "k", .run_at_us = now + ec::micros_per_day});
    BOOST_CHECK(f.state(id) == State::scheduled);
    BOOST_TEST(f.claim(1).empty());
    f.make_due(id);
    BOOST_TEST(f.claim(1).size() == 1U);
}

BOOST_DATA_TEST_CASE(a_unique_key_is_held_while_the_job_is_open, engines(), engine) {
    QueueFixture f(engine);
    NewJob const open{.kind = "k", .unique_key = "AAPL"};
    NewJob const forever{
        .kind = "k", .unique_key = "mail:1", .unique_scope = ec::jobs::UniqueScope::forever};
    auto const enqueue = [&](NewJob const& job) {
        return f.write([&](Transaction& t) { return f.queue.enqueue(t, job); });
    };
    auto const first = enqueue(open);
    auto const second = enqueue(open);
    BOOST_TEST(first.created);
    BOOST_TEST(!second.created);
    BOOST_TEST(first.job_id == second.job_id);
    auto const mail = enqueue(forever);
    for (auto const& claim : f.claim(5))
        f.write([&](Transaction& t) { f.queue.complete(t, claim.lease, "{}"); });
    BOOST_TEST(enqueue(open).created);
    auto const again = enqueue(forever);
    BOOST_TEST(!again.created);
    BOOST_TEST(again.job_id == mail.job_id);
}

BOOST_DATA_TEST_CASE(failures_are_tried_again_and_then_given_up, engines(), engine) {
    QueueFixture f(engine);
    auto const id = f.enqueue({.kind = "k"});
    Error const failure(ErrorCode::unavailable, "llm.closed", "The model closed the line.");
    for (int attempt = 1; attempt <= 4; ++attempt) {
        auto const claims = f.claim(1);
        BOOST_TEST_REQUIRE(claims.size() == 1U);
        BOOST_TEST(claims[0].attempt == attempt);
        BOOST_TEST(claims[0].lease.token == attempt);
        auto const before = ec::SystemClock().now_us();
        auto const state =
            f.write([&](Transaction& t) { return f.queue.fail(t, claims[0].lease, failure); });
        if (attempt == 4) {
            BOOST_CHECK(state == State::discarded);
            break;
        }
        BOOST_CHECK(state == State::retryable);
        auto const wait = f.job(id).run_at_us - before;
        auto const step = ec::micros_per_second << (attempt - 1);
        BOOST_TEST(wait >= step - 1'000);
        BOOST_TEST(wait <= step * 11 / 10 + ec::micros_per_second);
        BOOST_TEST(f.claim(1).empty());
        f.make_due(id);
    }
    auto const job = f.job(id);
    BOOST_TEST(job.failure->reason == "llm.closed");
    BOOST_TEST(job.failure->code == "unavailable");
    auto const attempts =
        f.test.query("SELECT outcome FROM job_attempts WHERE job_id = $1 ORDER BY lease_token", id);
    BOOST_TEST(attempts.size() == 4U);
    BOOST_TEST(attempts[3].text(0) == "discarded");
    f.write([&](Transaction& t) { f.queue.retry(t, id); });
    BOOST_TEST(f.claim(1).at(0).lease.token == 5);
}

BOOST_DATA_TEST_CASE(a_permanent_failure_is_not_tried_again, engines(), engine) {
    QueueFixture f(engine);
    auto const id = f.enqueue({.kind = "k"});
    auto const claim = f.claim(1).at(0);
    f.write([&](Transaction& t) {
        return f.queue.fail(t, claim.lease, Error(ErrorCode::forbidden, "llm.key", "Refused."));
    });
    BOOST_CHECK(f.state(id) == State::discarded);
}

BOOST_DATA_TEST_CASE(a_retry_after_is_honoured, engines(), engine) {
    QueueFixture f(engine);
    auto const id = f.enqueue({.kind = "k"});
    auto const claim = f.claim(1).at(0);
    auto const before = ec::SystemClock().now_us();
    f.write([&](Transaction& t) {
        return f.queue.fail(
            t, claim.lease,
            Error(ErrorCode::rate_limited, "llm.busy", "Busy.").with_retry_after_s(60));
    });
    BOOST_TEST(f.job(id).run_at_us >= before + 59 * ec::micros_per_second);
    BOOST_TEST(ec::jobs::retry_delay_us(1, 1'000'000, 0) == 3'600 * ec::micros_per_second);
}

BOOST_DATA_TEST_CASE(a_lost_lease_refuses_every_write, engines(), engine) {
    QueueFixture f(engine);
    auto const id = f.enqueue({.kind = "k"});
    auto const old = f.claim(1).at(0).lease;
    f.expire(id);
    BOOST_TEST(f.write([&](Transaction& t) { return f.queue.rescue(t, 10); }) == 1);
    auto const fresh = f.claim(1).at(0).lease;
    BOOST_TEST(fresh.token == old.token + 1);
    auto const lost = failed_with("jobs.lease_lost");
    auto const refuse = [&](auto call) {
        BOOST_CHECK_EXCEPTION(f.write([&](Transaction& t) { call(t); }), Error, lost);
    };
    refuse([&](Transaction& t) { f.queue.complete(t, old, "{}"); });
    refuse([&](Transaction& t) { f.queue.report_progress(t, old, {"x", 0, 0}); });
    refuse([&](Transaction& t) { f.queue.hand_back(t, old); });
    refuse([&](Transaction& t) { f.queue.finish_cancelled(t, old); });
    refuse(
        [&](Transaction& t) { (void)f.queue.fail(t, old, Error(ErrorCode::internal, "x", "x")); });
    f.write([&](Transaction& t) {
        BOOST_TEST(f.queue.heartbeat(t, old).lease_lost);
        BOOST_TEST(f.queue.check(t, old).lease_lost);
        BOOST_TEST(!f.queue.check(t, fresh).lease_lost);
    });
    f.write([&](Transaction& t) { f.queue.complete(t, fresh, "{}"); });
    BOOST_CHECK(f.state(id) == State::completed);
}

BOOST_DATA_TEST_CASE(a_poison_job_is_discarded_at_the_third_rescue, engines(), engine) {
    QueueFixture f(engine);
    auto const id = f.enqueue({.kind = "k", .max_attempts = 10});
    for (int round = 1; round <= 3; ++round) {
        BOOST_TEST_REQUIRE(f.claim(1).size() == 1U);
        BOOST_TEST(f.write([&](Transaction& t) { return f.queue.rescue(t, 10); }) == 0);
        f.expire(id);
        BOOST_TEST(f.write([&](Transaction& t) { return f.queue.rescue(t, 10); }) == 1);
        BOOST_TEST(f.job(id).rescue_count == round);
    }
    BOOST_CHECK(f.state(id) == State::discarded);
    BOOST_TEST(f.job(id).failure->reason == "jobs.rescued_too_often");
    auto const last = f.enqueue({.kind = "k", .max_attempts = 1});
    (void)f.claim(1);
    f.expire(last);
    f.write([&](Transaction& t) { return f.queue.rescue(t, 10); });
    BOOST_TEST(f.job(last).failure->reason == "jobs.lost");
}

BOOST_DATA_TEST_CASE(a_cancelled_job_cannot_commit, engines(), engine) {
    QueueFixture f(engine);
    auto const waiting = f.enqueue({.kind = "k"});
    BOOST_CHECK(f.write([&](Transaction& t) { return f.queue.cancel(t, waiting); }) ==
                State::cancelled);
    auto const id = f.enqueue({.kind = "k"});
    auto const lease = f.claim(1).at(0).lease;
    BOOST_CHECK(f.write([&](Transaction& t) { return f.queue.cancel(t, id); }) == State::running);
    f.write([&](Transaction& t) { BOOST_TEST(f.queue.heartbeat(t, lease).cancel_requested); });
    BOOST_CHECK_EXCEPTION(f.write([&](Transaction& t) { f.queue.complete(t, lease, "{}"); }), Error,
                          failed_with("jobs.cancelled"));
    f.write([&](Transaction& t) { f.queue.finish_cancelled(t, lease); });
    BOOST_CHECK(f.state(id) == State::cancelled);
    BOOST_CHECK(f.write([&](Transaction& t) { return f.queue.cancel(t, id); }) == State::cancelled);
    BOOST_TEST((f.history(id) == std::vector<std::string>{"cancel_requested", "cancelled"}));
}

BOOST_DATA_TEST_CASE(cancellation_wins_over_failure_rescue_and_hand_back, engines(), engine) {
    QueueFixture f(engine);
    for (int way = 0; way < 3; ++way) {
        auto const id = f.enqueue({.kind = "k"});
        auto const lease = f.claim(1).at(0).lease;
        f.write([&](Transaction& t) { return f.queue.cancel(t, id); });
        if (way == 2) f.expire(id);
        f.write([&](Transaction& t) {
            if (way == 0) (void)f.queue.fail(t, lease, Error(ErrorCode::timeout, "x", "x"));
            if (way == 1) f.queue.hand_back(t, lease);
            if (way == 2) f.queue.rescue(t, 10);
        });
        BOOST_CHECK(f.state(id) == State::cancelled);
    }
}

BOOST_DATA_TEST_CASE(pause_holds_a_waiting_job_and_a_queue, engines(), engine) {
    QueueFixture f(engine);
    auto const id = f.enqueue({.kind = "k"});
    f.write([&](Transaction& t) { f.queue.pause(t, id); });
    BOOST_TEST(f.job(id).paused);
    BOOST_TEST(f.claim(1).empty());
    f.write([&](Transaction& t) { f.queue.resume(t, id); });
    f.write([&](Transaction& t) { f.queue.pause_queue(t, "default", TestDatabase::local_user); });
    BOOST_TEST(f.claim(1).empty());
    f.write([&](Transaction& t) { f.queue.resume_queue(t, "default"); });
    BOOST_TEST(f.claim(1).size() == 1U);
    BOOST_CHECK_EXCEPTION(f.write([&](Transaction& t) { f.queue.pause(t, id); }), Error,
                          failed_with("jobs.not_waiting"));
    BOOST_CHECK_EXCEPTION(f.write([&](Transaction& t) { f.queue.resume(t, id); }), Error,
                          failed_with("jobs.not_waiting"));
    BOOST_CHECK_EXCEPTION(f.write([&](Transaction& t) { f.queue.retry(t, id); }), Error,
                          failed_with("jobs.not_final"));
    BOOST_CHECK_EXCEPTION(f.write([&](Transaction& t) { f.queue.pause(t, "job_none"); }), Error,
                          failed_with("jobs.unknown"));
    BOOST_CHECK_EXCEPTION(f.job("job_none"), Error, failed_with("jobs.unknown"));
}

BOOST_DATA_TEST_CASE(a_job_handed_back_has_not_been_tried, engines(), engine) {
    QueueFixture f(engine);
    auto const id = f.enqueue({.kind = "k", .max_attempts = 1});
    for (int i = 0; i < 3; ++i) {
        auto const claim = f.claim(1).at(0);
        BOOST_TEST(claim.attempt == 1);
        f.write([&](Transaction& t) { f.queue.hand_back(t, claim.lease); });
        BOOST_TEST(f.job(id).attempt == 0);
    }
}

BOOST_DATA_TEST_CASE(rolled_back_enqueues_leave_no_job, engines(), engine) {
    QueueFixture f(engine);
    constexpr int batches = 20;
    constexpr int per_batch = 500;
    for (int i = 0; i < batches; ++i) {
        auto transaction = f.test.database().begin_write(f.test.context());
        for (int j = 0; j < per_batch; ++j) f.queue.enqueue(transaction, {.kind = "k"});
    }
    BOOST_TEST(f.test.query("SELECT COUNT(*) FROM jobs").one().integer(0) == 0);
}

BOOST_DATA_TEST_CASE(a_workers_clock_changes_nothing, engines(), engine) {
    QueueFixture f(engine);
    auto const real = ec::SystemClock().now_us();
    for (auto const shift : {-3'600 * ec::micros_per_second, 3'600 * ec::micros_per_second}) {
        ec::test::TestClock wrong(real + shift);
        ec::CallContext const context{&wrong, 0, {}, "", {}};
        auto const wrongly = [&](auto fn) {
            return ec::db::run_write(f.test.database(), context, fn);
        };
        auto const id =
            wrongly([&](Transaction& t) { return f.queue.enqueue(t, {.kind = "k"}).job_id; });
        auto const claims =
            wrongly([&](Transaction& t) { return f.queue.claim(t, "default", "wrong", 1); });
        BOOST_TEST_REQUIRE(claims.size() == 1U);
        BOOST_TEST(claims[0].lease_until_us >= real + 29 * ec::micros_per_second);
        BOOST_TEST(claims[0].lease_until_us <= real + 90 * ec::micros_per_second);
        BOOST_TEST(wrongly([&](Transaction& t) { return f.queue.rescue(t, 10); }) == 0);
        wrongly([&](Transaction& t) { f.queue.complete(t, claims[0].lease, "{}"); });
        BOOST_TEST(f.job(id).finalized_at_us.value() <= real + 90 * ec::micros_per_second);
    }
}

BOOST_DATA_TEST_CASE(the_checker_sees_what_is_broken, engines(), engine) {
    QueueFixture f(engine);
    auto const id = f.enqueue({.kind = "k"});
    (void)f.claim(1);
    auto const rules = [&] {
        std::set<std::string> found;
        auto transaction = f.test.database().begin_read(f.test.context());
        for (auto const& violation : ec::jobs::check_invariants(transaction))
            found.insert(violation.rule);
        return found;
    };
    BOOST_TEST(rules().empty());
    f.test.execute("UPDATE jobs SET lease_until_us = 1 WHERE id = $1", id);
    BOOST_TEST(rules().contains("J2"));
    f.test.execute("INSERT INTO job_events (job_id, sequence, at_us, kind) VALUES ($1, 7, 0, 'x')",
                   id);
    BOOST_TEST(rules().contains("events"));
    // The schema itself refuses the rest.
    for (std::string const damage :
         {"state = 'lost'", "state = 'completed'", "finalized_at_us = 1", "attempt = 99",
          "lease_until_us = NULL", "paused_at_us = 1", "rescue_count = 4"})
        BOOST_CHECK_EXCEPTION(f.test.execute("UPDATE jobs SET " + damage + " WHERE id = $1", id),
                              Error, failed_with("db.check"));
    f.test.execute("DELETE FROM jobs");
}

BOOST_AUTO_TEST_SUITE_END()
