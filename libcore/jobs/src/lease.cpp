#include <ec/jobs/queue.hpp>

#include "rows.hpp"

#include <ec/base/ids.hpp>

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace ec::jobs {
namespace {

constexpr std::string_view complete_job =
    "UPDATE jobs SET result = $3 WHERE id = $1 AND lease_token = $2 AND state = 'running'"
    " AND cancel_requested_at_us IS NULL";

constexpr std::string_view make_retryable =
    "UPDATE jobs SET state = 'retryable', run_at_us = $2, lease_until_us = NULL, worker_id = NULL,"
    " error_code = $3, error_reason = $4, error_message = $5 WHERE id = $1";

constexpr std::string_view give_back =
    "UPDATE jobs SET state = 'available', attempt = attempt - 1, lease_until_us = NULL,"
    " worker_id = NULL WHERE id = $1";

constexpr std::string_view prolong =
    "UPDATE jobs SET lease_until_us = $3 WHERE id = $1 AND lease_token = $2 AND state = 'running'"
    " RETURNING cancel_requested_at_us";

constexpr std::string_view read_signals =
    "SELECT cancel_requested_at_us FROM jobs"
    " WHERE id = $1 AND lease_token = $2 AND state = 'running'";

constexpr std::string_view set_progress =
    "UPDATE jobs SET progress_stage = $3, progress_done = $4, progress_total = $5"
    " WHERE id = $1 AND lease_token = $2 AND state = 'running'";

constexpr std::string_view find_expired =
    "SELECT id, lease_token, worker_id, attempt, max_attempts, rescue_count,"
    " cancel_requested_at_us FROM jobs WHERE state = 'running' AND lease_until_us < $1"
    " ORDER BY lease_until_us LIMIT $2 {{LOCK}}";

constexpr std::string_view put_back_in_line =
    "UPDATE jobs SET state = 'available', rescue_count = rescue_count + 1, lease_until_us = NULL,"
    " worker_id = NULL, error_code = $2, error_reason = $3, error_message = $4 WHERE id = $1";

constexpr std::string_view count_rescue_and_discard =
    "UPDATE jobs SET state = 'discarded', rescue_count = rescue_count + 1, finalized_at_us = $2,"
    " lease_until_us = NULL, worker_id = NULL, error_code = $3, error_reason = $4,"
    " error_message = $5 WHERE id = $1";

// [0, 1)
double random_fraction() {
    std::array<std::byte, 4> bytes{};
    fill_random(bytes);
    double value = 0;
    for (auto const byte : bytes) value = (value + std::to_integer<int>(byte)) / 256;
    return value;
}

JobFailure describe(Error const& failure) {
    return {std::string(to_string(failure.code())), failure.reason(), failure.public_message()};
}

void end_as_cancelled(db::Transaction& transaction, Lease const& lease, Micros now) {
    add_attempt(transaction, lease, now, "cancelled", std::nullopt);
    finalize(transaction, lease.job_id, State::cancelled, now, std::nullopt);
    add_event(transaction, lease.job_id, now, "cancelled", "{}");
}

Queue::Signals signals_of(db::Rows const& rows) {
    if (rows.empty()) return {true, false};
    return {false, !rows.one().is_null(0)};
}

bool is_stage(std::string_view text) {
    return text.size() <= 100 && std::ranges::all_of(text, [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
           });
}

}  // namespace

void Queue::complete(db::Transaction& transaction, Lease const& lease,
                     std::string_view result) const {
    if (transaction.execute(complete_job, lease.job_id, lease.token, result) == 0) {
        if (check(transaction, lease).lease_lost) throw lease_lost();
        throw job_cancelled();
    }
    auto const now = transaction.now_us();
    add_attempt(transaction, lease, now, "completed", std::nullopt);
    finalize(transaction, lease.job_id, State::completed, now, std::nullopt);
    add_event(transaction, lease.job_id, now, "completed", "{}");
}

State Queue::fail(db::Transaction& transaction, Lease const& lease, Error const& failure) const {
    auto const row = hold_lease(transaction, lease);
    auto const now = transaction.now_us();
    if (row.cancel_requested) {
        end_as_cancelled(transaction, lease, now);
        return State::cancelled;
    }
    auto const what = describe(failure);
    auto const detail = fmt::format(R"({{"code":"{}","reason":"{}","attempt":{}}})", what.code,
                                    what.reason, row.attempt);
    if (is_permanent(failure) || row.attempt >= row.max_attempts) {
        add_attempt(transaction, lease, now, "discarded", what);
        finalize(transaction, lease.job_id, State::discarded, now, what);
        add_event(transaction, lease.job_id, now, "discarded", detail);
        return State::discarded;
    }
    add_attempt(transaction, lease, now, "retried", what);
    auto const wait = retry_delay_us(row.attempt, failure.retry_after_s(), random_fraction());
    transaction.execute(make_retryable, lease.job_id, now + wait, what.code, what.reason,
                        what.message);
    add_event(transaction, lease.job_id, now, "retry", detail);
    return State::retryable;
}

void Queue::finish_cancelled(db::Transaction& transaction, Lease const& lease) const {
    auto const row = hold_lease(transaction, lease);
    EC_CHECK(row.cancel_requested);
    end_as_cancelled(transaction, lease, transaction.now_us());
}

void Queue::hand_back(db::Transaction& transaction, Lease const& lease) const {
    auto const row = hold_lease(transaction, lease);
    auto const now = transaction.now_us();
    if (row.cancel_requested) {
        end_as_cancelled(transaction, lease, now);
        return;
    }
    add_attempt(transaction, lease, now, "handed_back", std::nullopt);
    transaction.execute(give_back, lease.job_id);
    add_event(transaction, lease.job_id, now, "handed_back", "{}");
}

Queue::Signals Queue::heartbeat(db::Transaction& transaction, Lease const& lease) const {
    auto const until = transaction.now_us() + settings_.lease_ms * 1'000;
    return signals_of(transaction.query(prolong, lease.job_id, lease.token, until));
}

Queue::Signals Queue::check(db::Transaction& transaction, Lease const& lease) const {
    return signals_of(transaction.query(read_signals, lease.job_id, lease.token));
}

void Queue::report_progress(db::Transaction& transaction, Lease const& lease,
                            Progress const& progress) const {
    EC_CHECK(is_stage(progress.stage));
    EC_CHECK(progress.done >= 0 && progress.total >= 0);
    if (transaction.execute(set_progress, lease.job_id, lease.token, progress.stage, progress.done,
                            progress.total) == 0)
        throw lease_lost();
    add_event(transaction, lease.job_id, transaction.now_us(), "progress",
              fmt::format(R"({{"stage":"{}","done":{},"total":{}}})", progress.stage, progress.done,
                          progress.total));
}

std::int64_t Queue::rescue(db::Transaction& transaction, std::int64_t limit) const {
    auto const now = transaction.now_us();
    auto const rows =
        transaction.query(with_row_locks(transaction.engine(), find_expired), now, limit);
    std::int64_t touched = 0;
    for (auto const row : rows) {
        Lease const lease{row.text(0), row.integer(1), row.text(2)};
        ++touched;
        if (!row.is_null(6)) {
            end_as_cancelled(transaction, lease, now);
            continue;
        }
        bool const too_often = row.integer(5) + 1 >= settings_.max_rescues;
        bool const last_attempt = row.integer(3) >= row.integer(4);
        JobFailure const failure{"internal", too_often ? "jobs.rescued_too_often" : "jobs.lost",
                                 "The worker of this task ended or stopped answering."};
        add_attempt(transaction, lease, now, "rescued", failure);
        auto const detail = fmt::format(R"({{"reason":"{}"}})", failure.reason);
        if (too_often || last_attempt) {
            transaction.execute(count_rescue_and_discard, lease.job_id, now, failure.code,
                                failure.reason, failure.message);
            add_event(transaction, lease.job_id, now, "discarded", detail);
        } else {
            transaction.execute(put_back_in_line, lease.job_id, failure.code, failure.reason,
                                failure.message);
            add_event(transaction, lease.job_id, now, "rescued", detail);
        }
    }
    return touched;
}

}  // namespace ec::jobs
