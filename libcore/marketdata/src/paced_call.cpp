#include <paced_call.hpp>

#include <ec/base/metrics.hpp>
#include <ec/marketdata/provider_catalog.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <condition_variable>
#include <mutex>

#include <fmt/format.h>

namespace ec::marketdata {
namespace {

// What a call found out is written also when the caller's time is over.
constexpr Micros recording_us = 5 * micros_per_second;
// A deadline that gave the source less than this says nothing about it.
constexpr Micros fair_us = micros_per_second;

// Of one symbol, or of the order: the source is none the worse for it.
constexpr std::array<std::string_view, 8> about_the_order{
    "provider.unknown_symbol", "provider.symbol_unsupported",
    "provider.wrong_symbol",   "provider.other_currency",
    "provider.other_exchange", "provider.other_company",
    "provider.basis",          "provider.days"};

bool is_about_the_source(Error const& error) {
    return error.reason().starts_with("provider.") || error.reason().starts_with("facts_file.") ||
           error.reason() == "vault.no_answer";
}

bool counts_as_failure(Error const& error, PacedCall const& call, TransportAnswer const* answer) {
    if (std::ranges::find(about_the_order, error.reason()) != about_the_order.end()) return false;
    if (error.code() == ErrorCode::forbidden) return call.keyed == 0;
    // No row for the days asked is an answer; no byte is none.
    if (error.reason() == "provider.empty") return answer == nullptr || answer->answer.body.empty();
    return true;
}

CallContext recording(CallContext const& context) {
    return {context.clock, context.now_us() + recording_us, {}, context.trace_id, context.actor};
}

void wait_for(CallContext const& context, Micros wait_us) {
    if (wait_us > 0) {
        std::mutex mutex;
        std::unique_lock lock(mutex);
        std::condition_variable_any().wait_for(
            lock, context.stop, std::chrono::microseconds(wait_us), [] { return false; });
    }
    context.check();
}

Error deadline_passed() {
    return {ErrorCode::timeout, "call.deadline", "The time for this call has run out."};
}

CallOutcome refusal(std::string_view provider, CallSlot const& slot, CallContext const& context) {
    CallOutcome outcome;
    outcome.reason = slot.reason();
    outcome.retry_at_us = slot.retry_at_us;
    auto const title = title_of(provider);
    switch (slot.admission) {
        case Admission::granted:
            break;
        case Admission::breaker_open:
            outcome.detail = fmt::format("{} failed before ({}) and is left alone for a while.",
                                         title, slot.last_reason);
            break;
        case Admission::budget_used:
            outcome.detail = fmt::format("The calls to {} allowed for today are used up.", title);
            break;
        case Admission::too_soon:
            outcome.detail =
                fmt::format("{} has calls waiting; the next one is too far off.", title);
            outcome.cut_short = context.deadline_us != 0 ? 1 : 0;
            break;
    }
    outcome.error = Error(slot.admission == Admission::breaker_open ? ErrorCode::unavailable
                                                                    : ErrorCode::rate_limited,
                          outcome.reason, outcome.detail);
    return outcome;
}

void count(CallParties const& parties, std::string const& provider, std::string_view reason) {
    if (parties.metrics == nullptr) return;
    auto result = reason.empty() ? std::string("ok") : std::string(reason);
    if (auto const dot = result.rfind('.'); dot != std::string::npos) result.erase(0, dot + 1);
    parties.metrics->count("ec_provider_calls_total", "Calls that went out to a data source.",
                           {{"provider", provider}, {"result", result}}, 1);
}

CallContext with_patience(CallContext const& context, std::int64_t patience_ms) {
    auto inner = context;
    auto const limit = context.now_us() + patience_ms * 1'000;
    inner.deadline_us = context.deadline_us == 0 ? limit : std::min(context.deadline_us, limit);
    return inner;
}

void fill(CallOutcome& outcome, Error const& error, TransportAnswer const* answer) {
    outcome.reason = error.reason();
    outcome.detail = error.public_message();
    if (answer != nullptr && answer->answer.status != 200)
        outcome.detail += fmt::format(" (HTTP status {})", answer->answer.status);
    outcome.error = error;
}

// The one call that a slot allows, from its wait to what it told.
class SlotCall {
  public:
    SlotCall(CallContext const& context, CallParties const& parties, PacedCall const& call,
             CallSlot const& slot)
        : context_(context), parties_(parties), call_(call), slot_(slot) {}

    CallOutcome run(std::function<void(TransportAnswer const&)> const& take) {
        try {
            wait_for(context_, slot_.wait_us);
            sent_at_us_ = context_.now_us();
            answer_ = parties_.transport.send(
                with_patience(context_, parties_.settings.patience_ms), call_.request);
            outcome_.status = answer_->answer.status;
            outcome_.latency_ms = answer_->latency_ms;
            take(*answer_);
        } catch (Error const& error) {
            return ended(error);
        } catch (...) {
            release("");
            throw;
        }
        parties_.health.record_success(recording(context_), provider(), outcome_.latency_ms);
        count(parties_, provider(), "");
        return outcome_;
    }

  private:
    [[nodiscard]] std::string const& provider() const { return call_.request.question.provider; }
    void release(std::string_view reason) {
        parties_.health.release(recording(context_), provider(), reason, slot_.pass);
    }

    // Whether the wait ended because the caller's time did: a moment before it, as timers go.
    [[nodiscard]] bool is_overdue() const {
        bool const callers =
            context_.deadline_us != 0 &&
            context_.deadline_us < sent_at_us_ + parties_.settings.patience_ms * 1'000;
        return callers && outcome_.reason == "provider.timeout";
    }

    CallOutcome ended(Error const& error) {
        if (!is_about_the_source(error)) {
            release("");
            throw;
        }
        auto const* answer = answer_ ? &*answer_ : nullptr;
        fill(outcome_, error, answer);
        count(parties_, provider(), outcome_.reason);
        bool const overdue = is_overdue();
        bool const unfair = overdue && context_.now_us() - sent_at_us_ < fair_us;
        if (unfair || !counts_as_failure(error, call_, answer)) {
            release(unfair ? "" : outcome_.reason);
            if (overdue) throw deadline_passed();
            return outcome_;
        }
        std::optional<std::int64_t> hold;
        if (answer != nullptr && answer->retry_after_s.value_or(0) > 0)
            hold = answer->retry_after_s;
        auto const limits = parties_.settings.limits_of(provider());
        parties_.health.record_failure(recording(context_), provider(), outcome_.reason, slot_.pass,
                                       limits, hold);
        if (overdue) throw deadline_passed();
        if (hold) outcome_.retry_at_us = context_.now_us() + *hold * micros_per_second;
        return outcome_;
    }

    CallContext const& context_;
    CallParties const& parties_;
    PacedCall const& call_;
    CallSlot const& slot_;
    Micros sent_at_us_ = 0;
    std::optional<TransportAnswer> answer_;
    CallOutcome outcome_;
};

CallOutcome replay(CallContext const& context, CallParties const& parties, PacedCall const& call,
                   std::function<void(TransportAnswer const&)> const& take) {
    CallOutcome outcome;
    std::optional<TransportAnswer> answer;
    try {
        answer = parties.transport.send(context, call.request);
        outcome.status = answer->answer.status;
        take(*answer);
    } catch (Error const& error) {
        if (!is_about_the_source(error)) throw;
        fill(outcome, error, answer ? &*answer : nullptr);
    }
    return outcome;
}

}  // namespace

CallOutcome make_call(CallContext const& context, CallParties const& parties, PacedCall const& call,
                      std::function<void(TransportAnswer const&)> const& take) {
    context.check();
    if (parties.transport.liveness() == Liveness::kept) return replay(context, parties, call, take);
    auto const& provider = call.request.question.provider;
    auto const slot = parties.health.acquire(context, provider, key_name(call.key),
                                             parties.settings.limits_of(provider), call.breaker);
    if (!slot.granted()) return refusal(provider, slot, context);
    return SlotCall(context, parties, call, slot).run(take);
}

}  // namespace ec::marketdata
