#pragma once

#include <ec/base/call_context.hpp>
#include <ec/base/error.hpp>

#include <chrono>
#include <condition_variable>
#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace ec::marketdata {

/// Lets callers who want the same thing at the same time share one piece of work: the first does
/// it, the others wait for its result, each within its own deadline. A failure that is the first
/// one's own (its deadline, its cancellation) is not shared: another of them begins anew.
/// Thread-safe.
template <class Result>
class SingleFlight {
  public:
    /// `work(own_fault)` returns the result; before it throws it may set `own_fault` to 1.
    template <class Work>
    Result share(std::string const& key, CallContext const& context, Work work) {
        for (;;) {
            std::unique_lock lock(mutex_);
            auto const found = flights_.find(key);
            if (found == flights_.end()) {
                auto const flight = flights_.emplace(key, std::make_shared<Flight>()).first->second;
                lock.unlock();
                auto landed = land(work);
                lock.lock();
                flights_.erase(key);
                flight->landed = landed;
                changed_.notify_all();
                return taken(std::move(landed));
            }
            auto const flight = found->second;
            wait(lock, context, *flight);
            if (flight->landed && flight->landed->own_fault == 0) return taken(*flight->landed);
            lock.unlock();
            context.check();
        }
    }

  private:
    struct Landed {
        std::optional<Result> result;
        std::exception_ptr failure;
        std::int8_t own_fault = 0;  // the failure is the worker's, not the work's
    };
    struct Flight {
        std::optional<Landed> landed;
    };

    template <class Work>
    static Landed land(Work& work) {
        Landed landed;
        try {
            landed.result = work(landed.own_fault);
            landed.own_fault = 0;
        } catch (Error const& error) {
            landed.failure = std::current_exception();
            if (error.reason().starts_with("call.")) landed.own_fault = 1;
        } catch (...) {
            landed.failure = std::current_exception();
        }
        return landed;
    }

    static Result taken(Landed landed) {
        if (landed.failure) std::rethrow_exception(landed.failure);
        return *std::move(landed.result);
    }

    void wait(std::unique_lock<std::mutex>& lock, CallContext const& context,
              Flight const& flight) {
        changed_.wait_for(lock, context.stop, std::chrono::microseconds(context.remaining_us()),
                          [&] { return flight.landed.has_value(); });
    }

    std::mutex mutex_;
    std::condition_variable_any changed_;
    std::map<std::string, std::shared_ptr<Flight>> flights_;
};

}  // namespace ec::marketdata
