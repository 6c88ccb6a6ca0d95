#pragma once

#include <ec/base/error.hpp>
#include <ec/db/database.hpp>
#include <ec/jobs/invariants.hpp>
#include <ec/jobs/queue.hpp>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <support/failed_with.hpp>
#include <support/test_database.hpp>

namespace ec::test {

// A store with a queue; every case ends with the checker.
struct QueueFixture {
    explicit QueueFixture(std::string const& engine)
        : test(engine, TestDatabase::Content::schema_and_local_user) {}
    ~QueueFixture() {
        auto transaction = test.database().begin_read(test.context());
        for (auto const& violation : jobs::check_invariants(transaction))
            BOOST_ERROR(violation.rule << " " << violation.job_id << " " << violation.problem);
    }

    template <class Fn>
    auto write(Fn fn) {
        return db::run_write(test.database(), test.context(), fn);
    }
    std::string enqueue(jobs::NewJob const& job) {
        return write([&](db::Transaction& t) { return queue.enqueue(t, job).job_id; });
    }
    std::vector<jobs::Claim> claim(std::int64_t limit) { return claim_from("default", limit); }
    std::vector<jobs::Claim> claim_from(std::string const& name, std::int64_t limit) {
        return write([&](db::Transaction& t) { return queue.claim(t, name, "w1", limit); });
    }
    jobs::Job job(std::string const& id) {
        auto transaction = test.database().begin_read(test.context());
        return queue.get_job(transaction, id);
    }
    jobs::State state(std::string const& id) { return job(id).state; }
    std::vector<std::string> history(std::string const& id) {
        auto transaction = test.database().begin_read(test.context());
        std::vector<std::string> kinds;
        for (auto const& event : queue.load_events(transaction, id, 0)) kinds.push_back(event.kind);
        return kinds;
    }
    // The wait is over: nothing sleeps in these tests.
    void make_due(std::string const& id) {
        test.execute("UPDATE jobs SET run_at_us = 1 WHERE id = $1", id);
    }
    void expire(std::string const& id) {
        test.execute("UPDATE jobs SET lease_until_us = lease_until_us - 35000000 WHERE id = $1",
                     id);
    }

    TestDatabase test;
    jobs::Queue queue{{}};
};

}  // namespace ec::test
