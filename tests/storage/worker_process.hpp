#pragma once

#include <cstdint>
#include <string>

#include <sys/types.h>

namespace ec::test {

/// A run of ec_job_worker as a process of its own; killed with the object.
class WorkerProcess {
  public:
    WorkerProcess(std::string const& url, std::string const& point, std::int64_t lease_ms);
    ~WorkerProcess();
    WorkerProcess(WorkerProcess const&) = delete;
    WorkerProcess& operator=(WorkerProcess const&) = delete;

    /// Waits until it has ended: its exit code, or minus the signal's number.
    int wait();
    /// Waits until it has stopped itself. False when it ended instead.
    [[nodiscard]] bool wait_until_stopped();
    void signal(int number) const;

  private:
    pid_t pid_ = -1;
};

}  // namespace ec::test
