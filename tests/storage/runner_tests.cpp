#include <ec/jobs/runner.hpp>

#include <ec/base/metrics.hpp>
#include <ec/db/database.hpp>

#include <atomic>
#include <chrono>
#include <functional>
#include <latch>
#include <map>
#include <string>
#include <thread>

#include <boost/test/unit_test.hpp>

#include <support/test_database.hpp>

#include "queue_fixture.hpp"

using ec::Error;
using ec::ErrorCode;
using ec::db::Transaction;
using ec::jobs::Handler;
using ec::jobs::JobRunner;
using ec::jobs::Queue;
using ec::jobs::RunningJob;
using ec::jobs::State;
using ec::test::engines;
using ec::test::QueueFixture;

namespace {

// Short times: a runner that is told to be quick.
ec::jobs::RunnerSettings quick() {
    return {.queue = "default",
            .worker_id = "w",
            .workers = 2,
            .poll_ms = 20,
            .heartbeat_ms = 50,
            .signal_ms = 10,
            .rescue_ms = 20,
            .grace_ms = 5'000};
}

void wait_for_stop(RunningJob& job) {
    while (true) {
        job.context().check();
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
}

}  // namespace

// Named, because the cases' lambdas are templates with linkage.
namespace ec::test {

struct RunnerFixture {
    RunnerFixture(std::string const& engine, std::map<std::string, Handler> handlers,
                  ec::jobs::RunnerSettings const& settings = quick())
        : fixture(engine),
          runner(fixture.test.database(), clock, &metrics, Queue({.lease_ms = 2'000}), settings,
                 std::move(handlers)) {}

    // Until the job is in a final state; fails the test after 20 s.
    State wait_for_end(std::string const& id) {
        for (int i = 0; i < 2'000; ++i) {
            auto const state = fixture.state(id);
            if (ec::jobs::is_final(state)) return state;
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
        BOOST_FAIL("the job did not end");
        return State::running;
    }

    QueueFixture fixture;
    ec::SystemClock clock;
    ec::Metrics metrics;
    JobRunner runner;
};

}  // namespace ec::test

using ec::test::RunnerFixture;

BOOST_AUTO_TEST_SUITE(runner)

BOOST_DATA_TEST_CASE(jobs_run_and_complete_in_their_handlers_transaction, engines(), engine) {
    ec::db::Database* database = nullptr;
    RunnerFixture r(engine, {{"store",
                              [&](RunningJob& job) {
                                  job.report({"storing", 0, 1});
                                  job.check();
                                  auto transaction = database->begin_write(job.context());
                                  transaction.execute(
                                      "INSERT INTO settings (name, value, updated_at_us)"
                                      " VALUES ($1, $2, 0)",
                                      job.claim().lease.job_id, job.claim().args);
                                  job.complete(transaction, R"({"outcome":"ok"})");
                                  transaction.commit();
                              }},
                             {"plain", [](RunningJob&) {}}});
    database = &r.fixture.test.database();
    auto const store = r.fixture.enqueue({.kind = "store", .args = R"({"a":1})", .trace_id = "t9"});
    auto const plain = r.fixture.enqueue({.kind = "plain"});
    r.runner.start();
    BOOST_CHECK(r.wait_for_end(store) == State::completed);
    BOOST_CHECK(r.wait_for_end(plain) == State::completed);
    r.runner.stop();
    BOOST_TEST(r.fixture.job(store).result.value() == R"({"outcome":"ok"})");
    auto const rows = r.fixture.test.query("SELECT value FROM settings WHERE name = $1", store);
    BOOST_TEST(rows.one().text(0) == R"({"a":1})");
    BOOST_TEST(r.metrics.render().find("kind=\"store\",outcome=\"completed\"} 1") !=
               std::string::npos);
}

BOOST_DATA_TEST_CASE(failures_end_as_the_rules_say, engines(), engine) {
    RunnerFixture r(
        engine,
        {{"bad_input",
          [](RunningJob&) { throw ec::invalid_field("x.y", "f", "v", "is bad", "Mend it"); }},
         {"broken", [](RunningJob&) { throw std::runtime_error("out of luck"); }}});
    auto const bad = r.fixture.enqueue({.kind = "bad_input"});
    auto const broken = r.fixture.enqueue({.kind = "broken", .max_attempts = 1});
    auto const unknown = r.fixture.enqueue({.kind = "from_the_future"});
    r.runner.start();
    for (auto const& id : {bad, broken, unknown})
        BOOST_CHECK(r.wait_for_end(id) == State::discarded);
    r.runner.stop();
    BOOST_TEST(r.fixture.job(bad).failure->reason == "x.y");
    BOOST_TEST(r.fixture.job(broken).failure->reason == "jobs.handler");
    BOOST_TEST(r.fixture.job(broken).failure->message.find("luck") == std::string::npos);
    BOOST_TEST(r.fixture.job(unknown).failure->reason == "jobs.unknown_kind");
    BOOST_TEST(r.metrics.render().find("kind=\"unknown\"") != std::string::npos);
    BOOST_TEST(r.metrics.render().find("from_the_future") == std::string::npos);
}

BOOST_DATA_TEST_CASE(a_retry_runs_again_after_its_wait, engines(), engine) {
    std::atomic<int> calls = 0;
    RunnerFixture r(engine, {{"flaky", [&](RunningJob&) {
                                  if (++calls == 1)
                                      throw Error(ErrorCode::unavailable, "x.down", "Down.");
                              }}});
    auto const id = r.fixture.enqueue({.kind = "flaky"});
    r.runner.start();
    BOOST_CHECK(r.wait_for_end(id) == State::completed);
    BOOST_TEST(calls == 2);
    BOOST_TEST(r.fixture.job(id).attempt == 2);
}

BOOST_DATA_TEST_CASE(a_long_job_keeps_its_lease, engines(), engine) {
    RunnerFixture r(engine, {{"long", [](RunningJob&) {
                                  std::this_thread::sleep_for(std::chrono::milliseconds(4'500));
                              }}});
    auto const id = r.fixture.enqueue({.kind = "long"});
    r.runner.start();
    BOOST_CHECK(r.wait_for_end(id) == State::completed);
    BOOST_TEST(r.fixture.job(id).rescue_count == 0);
    BOOST_TEST(r.fixture.job(id).attempt == 1);
}

BOOST_DATA_TEST_CASE(cancelling_reaches_a_running_handler, engines(), engine) {
    std::latch started(1);
    RunnerFixture r(engine, {{"wait", [&](RunningJob& job) {
                                  started.count_down();
                                  wait_for_stop(job);
                              }}});
    auto const id = r.fixture.enqueue({.kind = "wait"});
    r.runner.start();
    started.wait();
    r.fixture.write([&](Transaction& t) { return r.fixture.queue.cancel(t, id); });
    BOOST_CHECK(r.wait_for_end(id) == State::cancelled);
}

BOOST_DATA_TEST_CASE(a_check_before_a_side_effect_sees_the_cancellation, engines(), engine) {
    std::latch started(1);
    std::latch cancelled(1);
    std::atomic<bool> effect = false;
    auto settings = quick();
    settings.signal_ms = 60'000;  // the heartbeat tells nothing here
    RunnerFixture r(engine,
                    {{"wait",
                      [&](RunningJob& job) {
                          started.count_down();
                          cancelled.wait();
                          job.check();
                          effect = true;
                      }}},
                    settings);
    auto const id = r.fixture.enqueue({.kind = "wait"});
    r.runner.start();
    started.wait();
    r.fixture.write([&](Transaction& t) { return r.fixture.queue.cancel(t, id); });
    cancelled.count_down();
    BOOST_CHECK(r.wait_for_end(id) == State::cancelled);
    BOOST_TEST(!effect);
}

BOOST_DATA_TEST_CASE(a_lost_lease_stops_the_handler_and_its_commit, engines(), engine) {
    std::latch started(1);
    std::latch ended(1);
    std::atomic<int> calls = 0;
    RunnerFixture r(engine, {{"wait", [&](RunningJob& job) {
                                  if (++calls > 1) return;
                                  started.count_down();
                                  try {
                                      wait_for_stop(job);
                                  } catch (Error const&) {
                                      ended.count_down();
                                      throw;
                                  }
                              }}});
    auto const id = r.fixture.enqueue({.kind = "wait"});
    r.runner.start();
    started.wait();
    // Another process took it for dead.
    r.fixture.write([&](Transaction& t) {
        t.execute("UPDATE jobs SET lease_until_us = 1 WHERE id = $1", id);
        return r.fixture.queue.rescue(t, 1);
    });
    ended.wait();
    BOOST_CHECK(r.wait_for_end(id) == State::completed);
    BOOST_TEST(r.fixture.job(id).rescue_count == 1);
    BOOST_TEST(calls == 2);
}

BOOST_DATA_TEST_CASE(stopping_hands_unfinished_jobs_back_untried, engines(), engine) {
    std::latch started(1);
    auto settings = quick();
    settings.grace_ms = 50;
    RunnerFixture r(engine,
                    {{"wait",
                      [&](RunningJob& job) {
                          started.count_down();
                          wait_for_stop(job);
                      }}},
                    settings);
    auto const id = r.fixture.enqueue({.kind = "wait"});
    r.runner.start();
    started.wait();
    r.runner.stop();
    auto const job = r.fixture.job(id);
    BOOST_CHECK(job.state == State::available);
    BOOST_TEST(job.attempt == 0);
    BOOST_TEST(r.fixture.history(id).back() == "handed_back");
}

BOOST_DATA_TEST_CASE(stopping_lets_jobs_finish_within_the_grace, engines(), engine) {
    std::latch started(1);
    RunnerFixture r(engine, {{"short", [&](RunningJob&) {
                                  started.count_down();
                                  std::this_thread::sleep_for(std::chrono::milliseconds(300));
                              }}});
    auto const id = r.fixture.enqueue({.kind = "short"});
    r.runner.start();
    started.wait();
    r.runner.stop();
    BOOST_CHECK(r.fixture.state(id) == State::completed);
}

BOOST_DATA_TEST_CASE(a_hint_wakes_a_sleeping_worker, engines(), engine) {
    auto settings = quick();
    settings.poll_ms = 60'000;
    RunnerFixture r(engine, {{"plain", [](RunningJob&) {}}}, settings);
    r.runner.start();
    auto const first = r.fixture.enqueue({.kind = "plain"});
    r.runner.wake();
    BOOST_CHECK(r.wait_for_end(first) == State::completed);
}

BOOST_AUTO_TEST_CASE(heartbeats_go_on_when_the_pool_is_exhausted) {
    ec::test::TestDatabase test("postgresql",
                                ec::test::TestDatabase::Content::schema_and_local_user,
                                {.url = {}, .pool_size = 2, .wait_ms = 200});
    ec::SystemClock const clock;
    Queue const queue({.lease_ms = 2'000});
    std::latch started(1);
    std::atomic<bool> go = false;
    JobRunner runner(test.database(), clock, nullptr, queue, quick(),
                     {{"wait", [&](RunningJob&) {
                           started.count_down();
                           while (!go) std::this_thread::sleep_for(std::chrono::milliseconds(5));
                       }}});
    auto const id = ec::db::run_write(test.database(), test.context(), [&](Transaction& t) {
        return queue.enqueue(t, {.kind = "wait"}).job_id;
    });
    runner.start();
    started.wait();
    {
        // One worker still polls; the two connections may need a moment to be free at once.
        std::vector<Transaction> hung;
        while (hung.size() < 2) {
            try {
                hung.push_back(test.database().begin_read(test.context()));
            } catch (Error const&) {
                continue;
            }
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(3'500));
        auto const rows = hung[0].query("SELECT 1");
        BOOST_TEST(rows.size() == 1U);
    }
    auto const rows = test.query("SELECT state, rescue_count FROM jobs WHERE id = $1", id);
    BOOST_TEST(rows.one().text(0) == "running");
    BOOST_TEST(rows.one().integer(1) == 0);
    go = true;
    runner.stop();
    BOOST_TEST(test.query("SELECT state FROM jobs WHERE id = $1", id).one().text(0) == "completed");
}

BOOST_AUTO_TEST_SUITE_END()
