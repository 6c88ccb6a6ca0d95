#pragma once

#include "session.hpp"

#include <ec/base/call_context.hpp>
#include <ec/db/database.hpp>

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace ec::db {

/// A bounded set of connections, opened when first needed. Thread-safe. Waiting ends after
/// `wait_ms`, at the context's deadline or on its stop request, whichever comes first.
class Pool {
  public:
    struct Limits {
        std::int64_t size = 1;
        std::int64_t wait_ms = 5'000;
        std::int64_t ping_idle_s = 30;
        std::int64_t recycle_s = 3'600;
    };
    using Open = std::function<std::unique_ptr<Session>()>;

    Pool(Limits limits, Open open);

    /// A connection with a transaction begun. A reused connection that turns out to be dead at
    /// this point has done no work, so the next one is tried.
    [[nodiscard]] std::unique_ptr<Session> begin(Access access, CallContext const& context);
    void release(std::unique_ptr<Session> session) noexcept;
    [[nodiscard]] PoolState state() const;

  private:
    [[nodiscard]] std::unique_ptr<Session> acquire(CallContext const& context);
    [[nodiscard]] std::unique_ptr<Session> open_new();
    [[nodiscard]] bool fit_for_use(Session& session) const;
    void forget() noexcept;

    Limits limits_;
    Open open_;
    mutable std::mutex mutex_;
    std::condition_variable_any freed_;
    std::vector<std::unique_ptr<Session>> idle_;
    std::int64_t open_count_ = 0;
    std::int64_t waiting_ = 0;
};

}  // namespace ec::db
