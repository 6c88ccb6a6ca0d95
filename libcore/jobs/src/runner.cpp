#include <ec/jobs/runner.hpp>

#include "active_jobs.hpp"
#include "attempt.hpp"

#include <ec/base/ids.hpp>
#include <ec/base/log.hpp>

#include <array>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <unistd.h>

namespace ec::jobs {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::int64_t rescue_batch = 100;

std::string make_worker_id() {
    std::array<char, 65> host{};
    if (::gethostname(host.data(), host.size() - 1) != 0) host[0] = '\0';
    return fmt::format("{}-{}-{}", host.data(), ::getpid(), make_trace_id().substr(0, 8));
}

}  // namespace

struct JobRunner::State {
    State(db::Database& the_database, Clock const& the_clock, Metrics* the_metrics, Queue the_queue,
          RunnerSettings the_settings, std::map<std::string, Handler> the_handlers)
        : database(the_database),
          clock(the_clock),
          metrics(the_metrics),
          queue(the_queue),
          settings(std::move(the_settings)),
          handlers(std::move(the_handlers)) {
        if (settings.worker_id.empty()) settings.worker_id = make_worker_id();
    }

    void work(std::stop_token const& stop);
    void watch(std::stop_token const& stop);
    [[nodiscard]] std::vector<Claim> claim_one();
    void renew(bool prolong);
    void rescue();
    void hand_back(std::shared_ptr<ActiveJob> const& job);
    [[nodiscard]] std::uint64_t wakes_so_far();
    void wait_for_work(std::stop_token const& stop, std::uint64_t seen, std::int64_t at_most_ms);

    db::Database& database;
    Clock const& clock;
    Metrics* metrics;
    Queue queue;
    RunnerSettings settings;
    std::map<std::string, Handler> handlers;
    // For heartbeats and rescue, which must go on when the pool is exhausted.
    std::unique_ptr<db::Database> own_connection;
    ActiveJobs active;
    std::mutex mutex;
    std::condition_variable_any changed;
    std::uint64_t wakes = 0;  // guarded by mutex
    std::vector<std::jthread> threads;
    std::jthread watcher;
};

std::vector<Claim> JobRunner::State::claim_one() {
    return db::run_write(database, short_context(clock, ""), [&](db::Transaction& transaction) {
        return queue.claim(transaction, settings.queue, settings.worker_id, 1);
    });
}

std::uint64_t JobRunner::State::wakes_so_far() {
    std::scoped_lock const lock(mutex);
    return wakes;
}

void JobRunner::State::wait_for_work(std::stop_token const& stop, std::uint64_t seen,
                                     std::int64_t at_most_ms) {
    std::unique_lock lock(mutex);
    changed.wait_for(lock, stop, milliseconds(at_most_ms), [&] { return wakes != seen; });
}

void JobRunner::State::work(std::stop_token const& stop) {
    AttemptTools const tools{database, clock, metrics, queue, active, handlers};
    while (!stop.stop_requested()) {
        // Read before the claim: a hint that comes while it finds nothing must not be lost.
        auto const seen = wakes_so_far();
        try {
            auto const claims = claim_one();
            for (auto const& claim : claims) run_attempt(tools, claim);
            if (claims.empty()) wait_for_work(stop, seen, settings.poll_ms);
        } catch (std::exception const& error) {
            log::write(log::Level::warn, "no task could be claimed", "",
                       {{"error.message", error.what()}});
            wait_for_work(stop, seen, 5 * settings.poll_ms);
        }
    }
}

// Reads every running job's signals, or prolongs its lease and reads them.
void JobRunner::State::renew(bool prolong) {
    auto const jobs = active.snapshot();
    if (jobs.empty()) return;
    std::vector<Queue::Signals> signals;
    auto const context = short_context(clock, "");
    if (prolong) {
        signals = db::run_write(*own_connection, context, [&](db::Transaction& transaction) {
            std::vector<Queue::Signals> read;
            read.reserve(jobs.size());
            for (auto const& job : jobs) read.push_back(queue.heartbeat(transaction, job->lease));
            return read;
        });
    } else {
        auto transaction = own_connection->begin_read(context);
        for (auto const& job : jobs) signals.push_back(queue.check(transaction, job->lease));
    }
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        if (signals[i].lease_lost) active.interrupt(jobs[i], Interrupt::lease_lost);
        if (signals[i].cancel_requested) active.interrupt(jobs[i], Interrupt::cancelled);
    }
}

void JobRunner::State::rescue() {
    auto const rescued = db::run_write(
        *own_connection, short_context(clock, ""),
        [&](db::Transaction& transaction) { return queue.rescue(transaction, rescue_batch); });
    if (rescued == 0) return;
    log::write(log::Level::warn, "tasks of lost workers were taken back", "",
               {{"ec.jobs.count", std::to_string(rescued)}});
    if (metrics != nullptr)
        metrics->count("ec_jobs_rescued_total", "Jobs taken back from lost workers.", {},
                       static_cast<double>(rescued));
}

void JobRunner::State::watch(std::stop_token const& stop) {
    auto next_beat = steady_clock::now();
    auto next_rescue = next_beat;
    while (!stop.stop_requested()) {
        auto const now = steady_clock::now();
        try {
            bool const beat_due = now >= next_beat;
            renew(beat_due);
            if (beat_due) next_beat = now + milliseconds(settings.heartbeat_ms);
            if (now >= next_rescue) {
                rescue();
                next_rescue = now + milliseconds(settings.rescue_ms);
            }
        } catch (std::exception const& error) {
            log::write(log::Level::warn, "a heartbeat could not be written", "",
                       {{"error.message", error.what()}});
        }
        std::unique_lock lock(mutex);
        changed.wait_for(lock, stop, milliseconds(settings.signal_ms), [] { return false; });
    }
}

void JobRunner::State::hand_back(std::shared_ptr<ActiveJob> const& job) {
    active.interrupt(job, Interrupt::shutdown);
    try {
        db::run_write(*own_connection, short_context(clock, ""), [&](db::Transaction& transaction) {
            queue.hand_back(transaction, job->lease);
        });
    } catch (Error const& error) {
        // The handler was quicker, or the row waits for rescue.
        if (error.reason() != "jobs.lease_lost")
            log::write(log::Level::warn, "a task could not be handed back", "",
                       {{"error.message", error.what()}, {"ec.job.id", job->lease.job_id}});
    }
}

JobRunner::JobRunner(db::Database& database, Clock const& clock, Metrics* metrics, Queue queue,
                     RunnerSettings settings, std::map<std::string, Handler> handlers)
    : state_(std::make_unique<State>(database, clock, metrics, queue, std::move(settings),
                                     std::move(handlers))) {}

JobRunner::~JobRunner() { stop(); }

void JobRunner::start() {
    auto& state = *state_;
    if (state.watcher.joinable()) return;
    state.own_connection = state.database.open_dedicated();
    state.watcher = std::jthread([&state](std::stop_token const& stop) { state.watch(stop); });
    for (std::int64_t i = 0; i < state.settings.workers; ++i)
        state.threads.emplace_back([&state](std::stop_token const& stop) { state.work(stop); });
}

void JobRunner::stop() {
    auto& state = *state_;
    if (!state.watcher.joinable()) return;
    for (auto& thread : state.threads) thread.request_stop();
    auto const until = steady_clock::now() + milliseconds(state.settings.grace_ms);
    while (state.active.size() > 0 && steady_clock::now() < until)
        std::this_thread::sleep_for(milliseconds(10));
    // Heartbeats go on until here: a job within its grace keeps its lease.
    state.watcher.request_stop();
    state.watcher.join();
    state.active.close();
    for (auto const& job : state.active.snapshot()) state.hand_back(job);
    state.threads.clear();
    state.own_connection.reset();
}

void JobRunner::wake() noexcept {
    std::scoped_lock const lock(state_->mutex);
    ++state_->wakes;
    state_->changed.notify_all();
}

std::int64_t JobRunner::running() const noexcept { return state_->active.size(); }

std::string const& JobRunner::worker_id() const noexcept { return state_->settings.worker_id; }

}  // namespace ec::jobs
