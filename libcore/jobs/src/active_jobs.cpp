#include "active_jobs.hpp"

#include <algorithm>

namespace ec::jobs {

std::shared_ptr<ActiveJob> ActiveJobs::add(Lease const& lease) {
    auto job = std::make_shared<ActiveJob>();
    job->lease = lease;
    std::scoped_lock const lock(mutex_);
    if (closed_) {
        job->interrupt = Interrupt::shutdown;
        job->stop.request_stop();
    }
    jobs_.push_back(job);
    return job;
}

void ActiveJobs::close() {
    std::scoped_lock const lock(mutex_);
    closed_ = true;
}

void ActiveJobs::remove(std::shared_ptr<ActiveJob> const& job) {
    std::scoped_lock const lock(mutex_);
    std::erase(jobs_, job);
}

void ActiveJobs::interrupt(std::shared_ptr<ActiveJob> const& job, Interrupt why) {
    {
        std::scoped_lock const lock(mutex_);
        if (job->interrupt != Interrupt::none) return;
        job->interrupt = why;
    }
    job->stop.request_stop();
}

Interrupt ActiveJobs::interrupt_of(std::shared_ptr<ActiveJob> const& job) const {
    std::scoped_lock const lock(mutex_);
    return job->interrupt;
}

std::vector<std::shared_ptr<ActiveJob>> ActiveJobs::snapshot() const {
    std::scoped_lock const lock(mutex_);
    return jobs_;
}

std::int64_t ActiveJobs::size() const {
    std::scoped_lock const lock(mutex_);
    return static_cast<std::int64_t>(jobs_.size());
}

}  // namespace ec::jobs
