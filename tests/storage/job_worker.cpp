// ec_job_worker URL POINT LEASE_MS: claims jobs of the queue "work" and completes each with one row
// in `effects`, in one transaction. At POINT it kills itself (kill_*) or stops itself (stop_*)
// once. Exit 0: no job left; 42: its lease was gone when it wanted to commit.
#include <ec/base/log.hpp>
#include <ec/db/database.hpp>
#include <ec/jobs/queue.hpp>

#include <cstdio>
#include <cstdlib>
#include <string>

#include <signal.h>
#include <unistd.h>

namespace {

constexpr int lease_gone = 42;

class Point {
  public:
    explicit Point(std::string wanted) : wanted_(std::move(wanted)) {}
    void reach(std::string const& name) {
        if (wanted_ == "kill_" + name) ::raise(SIGKILL);
        if (wanted_ == "stop_" + name) {
            wanted_.clear();
            ::raise(SIGSTOP);
        }
    }

  private:
    std::string wanted_;
};

ec::CallContext context() {
    static ec::SystemClock const clock;
    return {&clock, clock.now_us() + 60 * ec::micros_per_second, {}, "", {}};
}

void run_one(ec::db::Database& database, ec::jobs::Queue const& queue, ec::jobs::Claim const& claim,
             Point& point) {
    point.reach("after_claim");
    ec::db::run_write(database, context(), [&](ec::db::Transaction& transaction) {
        queue.report_progress(transaction, claim.lease, {"work", 1, 2});
    });
    {
        auto transaction = database.begin_write(context());
        (void)queue.heartbeat(transaction, claim.lease);
        point.reach("in_heartbeat");
        transaction.commit();
    }
    point.reach("in_work");
    auto transaction = database.begin_write(context());
    transaction.execute("INSERT INTO effects (job_id, pid) VALUES ($1, $2)", claim.lease.job_id,
                        ::getpid());
    queue.complete(transaction, claim.lease, "{}");
    point.reach("before_commit");
    transaction.commit();
    point.reach("after_commit");
}

int run(std::string const& url, Point point, std::int64_t lease_ms) {
    auto const database = ec::db::open_database({.url = url, .pool_size = 2});
    ec::jobs::Queue const queue({.lease_ms = lease_ms});
    std::string const worker = "child-" + std::to_string(::getpid());
    for (;;) {
        auto const claims =
            ec::db::run_write(*database, context(), [&](ec::db::Transaction& transaction) {
                return queue.claim(transaction, "work", worker, 1);
            });
        if (claims.empty()) return 0;
        run_one(*database, queue, claims.front(), point);
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 4) {
        std::fprintf(stderr, "usage: ec_job_worker URL POINT LEASE_MS\n");
        return 2;
    }
    try {
        return run(argv[1], Point(argv[2]), std::atoll(argv[3]));
    } catch (ec::Error const& error) {
        if (error.reason() == "jobs.lease_lost") return lease_gone;
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
