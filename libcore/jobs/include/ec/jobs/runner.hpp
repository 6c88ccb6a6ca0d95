#pragma once

#include <ec/base/call_context.hpp>
#include <ec/base/metrics.hpp>
#include <ec/jobs/queue.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace ec::jobs {

struct RunnerSettings {
    std::string queue = "default";
    std::string worker_id;  // empty: made from the host's name and random digits
    std::int64_t workers = 2;
    std::int64_t poll_ms = 200;
    std::int64_t heartbeat_ms = 10'000;
    std::int64_t signal_ms = 1'000;  // how soon a running job learns of a cancellation
    std::int64_t rescue_ms = 5'000;
    std::int64_t grace_ms = 30'000;
};

/// What a handler gets: the claim, a context whose stop token is set when the job is cancelled, its
/// lease is lost or the runner stops, and the writes that belong to a running job. Valid during the
/// handler's call; `context` may be copied.
class RunningJob {
  public:
    virtual ~RunningJob() = default;
    [[nodiscard]] virtual Claim const& claim() const noexcept = 0;
    [[nodiscard]] virtual CallContext const& context() const noexcept = 0;
    /// Stores and publishes progress in a transaction of its own.
    virtual void report(Progress const& progress) = 0;
    /// Asks the row, to be called before each side effect. Throws conflict "jobs.cancelled" or
    /// "jobs.lease_lost".
    virtual void check() = 0;
    /// Marks the job completed in the handler's own transaction, which it then commits.
    virtual void complete(db::Transaction& transaction, std::string_view result) = 0;
};

/// Returns after complete() was committed, or without it, when the job has no effect that must be
/// stored together with its completion: the runner then completes it. Throws to fail the attempt.
using Handler = std::function<void(RunningJob&)>;

/// Runs jobs of one queue in this process: worker threads that claim and call the handler of the
/// job's kind, and one thread with a connection of its own for heartbeats, cancellations and
/// rescue. Starts with start(), ends with stop() or the destructor. A kind without a handler is
/// discarded ("jobs.unknown_kind").
class JobRunner {
  public:
    JobRunner(db::Database& database, Clock const& clock, Metrics* metrics, Queue queue,
              RunnerSettings settings, std::map<std::string, Handler> handlers);
    ~JobRunner();
    JobRunner(JobRunner const&) = delete;
    JobRunner& operator=(JobRunner const&) = delete;

    void start();
    /// Stops claiming at once, waits up to grace_ms for running handlers, then sets their stop
    /// tokens and hands their jobs back with the attempt uncounted.
    void stop();
    /// A hint after a commit: look for work now. Losing it costs one poll interval.
    void wake() noexcept;
    [[nodiscard]] std::int64_t running() const noexcept;
    [[nodiscard]] std::string const& worker_id() const noexcept;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace ec::jobs
