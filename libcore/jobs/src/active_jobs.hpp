#pragma once

#include <ec/jobs/queue.hpp>

#include <cstdint>
#include <memory>
#include <mutex>
#include <stop_token>
#include <vector>

namespace ec::jobs {

/// What ends a running job from outside.
enum class Interrupt : std::uint8_t { none, lease_lost, cancelled, shutdown };

struct ActiveJob {
    Lease lease;
    std::stop_source stop;
    Interrupt interrupt = Interrupt::none;  // guarded by ActiveJobs
};

/// The leases this process holds, shared by worker threads and the heartbeat. Thread-safe.
class ActiveJobs {
  public:
    /// After close() a new job is interrupted from the start.
    std::shared_ptr<ActiveJob> add(Lease const& lease);
    void close();
    void remove(std::shared_ptr<ActiveJob> const& job);
    /// The first interrupt counts; sets the job's stop token.
    void interrupt(std::shared_ptr<ActiveJob> const& job, Interrupt why);
    [[nodiscard]] Interrupt interrupt_of(std::shared_ptr<ActiveJob> const& job) const;
    [[nodiscard]] std::vector<std::shared_ptr<ActiveJob>> snapshot() const;
    [[nodiscard]] std::int64_t size() const;

  private:
    mutable std::mutex mutex_;
    std::vector<std::shared_ptr<ActiveJob>> jobs_;
    bool closed_ = false;
};

}  // namespace ec::jobs
