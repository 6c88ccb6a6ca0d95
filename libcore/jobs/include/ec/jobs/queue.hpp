#pragma once

#include <ec/base/call_context.hpp>
#include <ec/base/error.hpp>
#include <ec/jobs/job.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ec::db {
class Database;
class Transaction;
}  // namespace ec::db

namespace ec::jobs {

struct QueueSettings {
    std::int64_t lease_ms = 30'000;
    std::int64_t max_rescues = 3;  // the rescue that reaches it discards the job; 1..3
};

/// The job table's rules. Every function works in the caller's transaction, so that a job and
/// what it belongs to are stored, or not, together. All times are the database's clock. Stateless,
/// hence thread-safe.
///
/// A write under a lease that was lost throws conflict "jobs.lease_lost"; one about a job whose
/// cancellation was asked for throws conflict "jobs.cancelled". The caller rolls back in both.
class Queue {
  public:
    explicit Queue(QueueSettings settings);

    /// Throws invalid_input "jobs.invalid" for a job the table would refuse.
    Enqueued enqueue(db::Transaction& transaction, NewJob const& job) const;

    /// Up to `limit` due jobs of a queue, by priority, then oldest first.
    [[nodiscard]] std::vector<Claim> claim(db::Transaction& transaction, std::string_view queue,
                                           std::string_view worker_id, std::int64_t limit) const;
    void complete(db::Transaction& transaction, Lease const& lease, std::string_view result) const;
    /// Ends the attempt: retryable after 1, 2, 4 s (+0-10 %) or the failure's Retry-After, at most
    /// an hour; discarded when the failure is permanent or no attempt is left; cancelled when that
    /// was asked for. Returns the state it put the job in.
    State fail(db::Transaction& transaction, Lease const& lease, Error const& failure) const;
    /// Confirms a cancellation that was asked for while the job ran.
    void finish_cancelled(db::Transaction& transaction, Lease const& lease) const;
    /// Gives an unfinished job back at once; the attempt does not count.
    void hand_back(db::Transaction& transaction, Lease const& lease) const;

    struct Signals {
        bool lease_lost = false;
        bool cancel_requested = false;
    };
    /// Prolongs the lease.
    [[nodiscard]] Signals heartbeat(db::Transaction& transaction, Lease const& lease) const;
    /// Reads only; for the moment before a side effect.
    [[nodiscard]] Signals check(db::Transaction& transaction, Lease const& lease) const;
    void report_progress(db::Transaction& transaction, Lease const& lease,
                         Progress const& progress) const;
    /// Puts jobs whose lease ran out back in line; discards those rescued too often or out of
    /// attempts. Returns how many it touched, at most `limit`.
    std::int64_t rescue(db::Transaction& transaction, std::int64_t limit) const;

    /// A waiting job ends at once; a running one is told. not_found "jobs.unknown"; nothing
    /// happens to a final one. Returns the state it is in afterwards.
    State cancel(db::Transaction& transaction, std::string_view job_id) const;
    /// A mark on a job that waits. conflict "jobs.not_waiting" for any other.
    void pause(db::Transaction& transaction, std::string_view job_id) const;
    void resume(db::Transaction& transaction, std::string_view job_id) const;
    void pause_queue(db::Transaction& transaction, std::string_view queue,
                     std::string_view by) const;
    void resume_queue(db::Transaction& transaction, std::string_view queue) const;
    /// A new attempt, with a fresh count, of a discarded or cancelled job. conflict
    /// "jobs.not_final" for any other.
    void retry(db::Transaction& transaction, std::string_view job_id) const;

    [[nodiscard]] std::optional<Job> find_job(db::Transaction& transaction,
                                              std::string_view job_id) const;
    /// not_found "jobs.unknown".
    [[nodiscard]] Job get_job(db::Transaction& transaction, std::string_view job_id) const;
    /// In order, at most 100, after the given number.
    [[nodiscard]] std::vector<JobEvent> load_events(db::Transaction& transaction,
                                                    std::string_view job_id,
                                                    std::int64_t after_sequence) const;

    [[nodiscard]] QueueSettings const& settings() const noexcept { return settings_; }

  private:
    QueueSettings settings_;
};

/// True for failures that a second attempt cannot heal (a bad input, a missing permission).
[[nodiscard]] bool is_permanent(Error const& failure) noexcept;

/// Microseconds until attempt `attempt` + 1, `random` in [0, 1) choosing the jitter.
[[nodiscard]] Micros retry_delay_us(std::int64_t attempt, std::optional<std::int64_t> retry_after_s,
                                    double random) noexcept;

}  // namespace ec::jobs
