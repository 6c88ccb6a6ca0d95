#include "attempt.hpp"

#include "rows.hpp"

#include <ec/base/error.hpp>
#include <ec/base/log.hpp>

#include <chrono>
#include <functional>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace ec::jobs {
namespace {

constexpr Micros statement_time_us = 10 * micros_per_second;

class Attempt final : public RunningJob {
  public:
    Attempt(AttemptTools const& tools, Claim const& claim, std::shared_ptr<ActiveJob> active)
        : tools_(tools), claim_(claim), active_(std::move(active)) {
        context_.clock = &tools.clock;
        context_.stop = active_->stop.get_token();
        context_.trace_id = claim.trace_id;
        context_.actor.user_id = claim.owner_id.value_or("");
    }

    [[nodiscard]] Claim const& claim() const noexcept override { return claim_; }
    [[nodiscard]] CallContext const& context() const noexcept override { return context_; }

    void report(Progress const& progress) override {
        db::run_write(tools_.database, context_, [&](db::Transaction& transaction) {
            tools_.queue.report_progress(transaction, claim_.lease, progress);
        });
    }

    void check() override {
        auto transaction = tools_.database.begin_read(context_);
        auto const signals = tools_.queue.check(transaction, claim_.lease);
        if (signals.lease_lost) throw lease_lost();
        if (signals.cancel_requested) throw job_cancelled();
    }

    void complete(db::Transaction& transaction, std::string_view result) override {
        tools_.queue.complete(transaction, claim_.lease, result);
        completed_ = true;
    }

    [[nodiscard]] bool completed() const noexcept { return completed_; }

  private:
    AttemptTools const& tools_;
    Claim const& claim_;
    std::shared_ptr<ActiveJob> active_;
    CallContext context_;
    bool completed_ = false;
};

void note(AttemptTools const& tools, Claim const& claim, std::string_view outcome,
          std::chrono::steady_clock::time_point started) {
    if (tools.metrics == nullptr) return;
    // Only kinds with a handler become label values: others come from rows, not from a closed set.
    std::string const kind = tools.handlers.contains(claim.kind) ? claim.kind : "unknown";
    std::chrono::duration<double> const took = std::chrono::steady_clock::now() - started;
    tools.metrics->count("ec_job_attempts_total", "Attempts of jobs by kind and outcome.",
                         {{"kind", kind}, {"outcome", std::string(outcome)}}, 1);
    tools.metrics->observe("ec_job_run_seconds", "Time of one attempt of a job.", {{"kind", kind}},
                           {0.005, 0.025, 0.1, 0.5, 1, 5, 30, 120, 600}, took.count());
}

// Writes the end of an attempt that did not complete; returns the word for it.
std::string_view end_failed(AttemptTools const& tools, Claim const& claim, Interrupt interrupt,
                            Error const& failure) {
    auto const context = short_context(tools.clock, claim.trace_id);
    return db::run_write(
        tools.database, context, [&](db::Transaction& transaction) -> std::string_view {
            if (interrupt == Interrupt::shutdown) {
                tools.queue.hand_back(transaction, claim.lease);
                return "handed_back";
            }
            if (interrupt == Interrupt::cancelled || failure.reason() == "jobs.cancelled") {
                tools.queue.finish_cancelled(transaction, claim.lease);
                return "cancelled";
            }
            return to_string(tools.queue.fail(transaction, claim.lease, failure));
        });
}

void call_handler(AttemptTools const& tools, Attempt& attempt) {
    auto const& claim = attempt.claim();
    auto const handler = tools.handlers.find(claim.kind);
    if (handler == tools.handlers.end())
        throw Error(ErrorCode::not_found, "jobs.unknown_kind",
                    "This program does not know this kind of task. Install the release that "
                    "made it.");
    handler->second(attempt);
    if (attempt.completed()) return;
    db::run_write(tools.database, short_context(tools.clock, claim.trace_id),
                  [&](db::Transaction& transaction) {
                      tools.queue.complete(transaction, claim.lease, "{}");
                  });
}

void settle(AttemptTools const& tools, Claim const& claim, std::shared_ptr<ActiveJob> const& active,
            std::chrono::steady_clock::time_point started, Error const& failure) {
    auto const interrupt = tools.active.interrupt_of(active);
    std::string_view outcome = "lease_lost";
    if (interrupt != Interrupt::lease_lost && failure.reason() != "jobs.lease_lost") {
        try {
            outcome = end_failed(tools, claim, interrupt, failure);
        } catch (Error const& error) {
            // Either another holder is at work already, or the row waits for rescue.
            outcome = error.reason() == "jobs.lease_lost" ? "lease_lost" : "unwritten";
            log::write(log::Level::warn, "the end of a task could not be written", claim.trace_id,
                       {{"error.message", error.what()}, {"ec.job.id", claim.lease.job_id}});
        }
    }
    note(tools, claim, outcome, started);
    log::write(log::Level::warn, "a task's attempt did not complete", claim.trace_id,
               {{"ec.job.id", claim.lease.job_id},
                {"ec.job.kind", claim.kind},
                {"event.outcome", std::string(outcome)},
                {"error.message", failure.what()}});
}

}  // namespace

CallContext short_context(Clock const& clock, std::string const& trace_id) {
    return {&clock, clock.now_us() + statement_time_us, {}, trace_id, {}};
}

void run_attempt(AttemptTools const& tools, Claim const& claim) noexcept {
    auto const started = std::chrono::steady_clock::now();
    auto const active = tools.active.add(claim.lease);
    try {
        Attempt attempt(tools, claim, active);
        attempt.context().check();
        call_handler(tools, attempt);
        note(tools, claim, "completed", started);
    } catch (Error const& error) {
        settle(tools, claim, active, started, error);
    } catch (std::exception const& error) {
        auto const failure =
            Error(ErrorCode::internal, "jobs.handler", "The task failed.").with_log(error.what());
        settle(tools, claim, active, started, failure);
    }
    tools.active.remove(active);
}

}  // namespace ec::jobs
