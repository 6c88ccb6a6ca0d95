#include "worker_process.hpp"

#include <stdexcept>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

namespace ec::test {

WorkerProcess::WorkerProcess(std::string const& url, std::string const& point,
                             std::int64_t lease_ms) {
    auto const lease = std::to_string(lease_ms);
    pid_ = ::fork();
    if (pid_ < 0) throw std::runtime_error("fork failed");
    if (pid_ == 0) {
        ::execl(EC_JOB_WORKER, EC_JOB_WORKER, url.c_str(), point.c_str(), lease.c_str(), nullptr);
        ::_exit(127);
    }
}

WorkerProcess::~WorkerProcess() {
    if (pid_ < 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
}

int WorkerProcess::wait() {
    int status = 0;
    ::waitpid(pid_, &status, 0);
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

bool WorkerProcess::wait_until_stopped() {
    int status = 0;
    ::waitpid(pid_, &status, WUNTRACED);
    if (WIFSTOPPED(status)) return true;
    pid_ = -1;
    return false;
}

void WorkerProcess::signal(int number) const { ::kill(pid_, number); }

}  // namespace ec::test
