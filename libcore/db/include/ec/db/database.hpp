#pragma once

#include <ec/base/call_context.hpp>
#include <ec/db/transaction.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <type_traits>

namespace ec::db {

struct Settings {
    /// "sqlite:////absolute/path" or "postgresql://user:password@host:port/name".
    std::string url;
    std::int64_t pool_size = 20;      // connections to PostgreSQL
    std::int64_t sqlite_readers = 4;  // besides the one writer
    std::int64_t wait_ms = 5'000;     // for a free connection, for SQLite's write lock
    std::int64_t ping_idle_s = 30;    // a connection idle for longer is asked before it is used
    std::int64_t recycle_s = 3'600;   // +-10 %, so that a pool does not reconnect all at once
};

struct PoolState {
    std::int64_t open = 0;
    std::int64_t in_use = 0;
    std::int64_t waiting = 0;
};

/// The store, on SQLite or PostgreSQL. Thread-safe; a Transaction belongs to one thread and must
/// not outlive it. Errors: unavailable (no server, no free connection in time, busy, connection
/// lost), timeout (the context's deadline), conflict (unique, foreign key, check, serialization),
/// invalid_input (NUL in text), internal (everything that is a fault of the statement).
class Database {
  public:
    virtual ~Database() = default;
    Database(Database const&) = delete;
    Database& operator=(Database const&) = delete;

    [[nodiscard]] virtual Engine engine() const noexcept = 0;
    /// A consistent snapshot that cannot write. Waits for a connection, not for writers.
    [[nodiscard]] virtual Transaction begin_read(CallContext const& context) = 0;
    /// SQLite: takes the one write lock now (BEGIN IMMEDIATE). PostgreSQL: READ COMMITTED.
    [[nodiscard]] virtual Transaction begin_write(CallContext const& context) = 0;
    [[nodiscard]] virtual PoolState pool_state() const = 0;
    /// A second store handle with one connection of its own, for what must go on working when
    /// the pool is exhausted (a lease's heartbeat, a leader's lock).
    [[nodiscard]] virtual std::unique_ptr<Database> open_dedicated() const = 0;

  protected:
    Database() = default;
};

/// Opens or, for SQLite, creates the file (0600). Connects lazily for PostgreSQL. Throws
/// invalid_input for a URL of another form, unavailable for a file that is no store, lies on a
/// network filesystem or cannot be opened.
[[nodiscard]] std::unique_ptr<Database> open_database(Settings const& settings);

/// Runs `fn(Transaction&)` in a write transaction and commits; returns what fn returns.
/// Serialization failures, deadlocks and busy stores are tried again up to 5 times within the
/// context's deadline; a commit whose result is unknown never is.
template <class Fn>
auto run_write(Database& database, CallContext const& context, Fn&& fn);

namespace detail {
/// True when attempt `attempt` (from 1) that failed with `error` may be tried again; waits a
/// little.
[[nodiscard]] bool wait_before_retry(Error const& error, int attempt, CallContext const& context);
}  // namespace detail

template <class Fn>
auto run_write(Database& database, CallContext const& context, Fn&& fn) {
    for (int attempt = 1;; ++attempt) {
        try {
            auto transaction = database.begin_write(context);
            if constexpr (std::is_void_v<decltype(fn(transaction))>) {
                fn(transaction);
                transaction.commit();
                return;
            } else {
                auto result = fn(transaction);
                transaction.commit();
                return result;
            }
        } catch (Error const& error) {
            if (!detail::wait_before_retry(error, attempt, context)) throw;
        }
    }
}

}  // namespace ec::db
