#pragma once

#include <ec/base/call_context.hpp>
#include <ec/db/rows.hpp>
#include <ec/db/transaction.hpp>

#include <chrono>
#include <cstdint>
#include <span>
#include <string_view>

namespace ec::db {

enum class Access : std::uint8_t { read, write };

/// One connection of one engine. Every call turns the third party's exceptions into ec::Error.
class Session {
  public:
    virtual ~Session() = default;
    Session(Session const&) = delete;
    Session& operator=(Session const&) = delete;

    [[nodiscard]] virtual Engine engine() const noexcept = 0;
    virtual void begin(Access access, CallContext const& context) = 0;
    [[nodiscard]] virtual Rows query(std::string_view sql, std::span<Param const> params) = 0;
    virtual std::int64_t execute(std::string_view sql, std::span<Param const> params) = 0;
    virtual void script(std::string_view sql) = 0;
    [[nodiscard]] virtual Micros now_us() = 0;
    virtual void commit() = 0;
    virtual void rollback() noexcept = 0;
    /// One round trip; false when the connection is gone.
    [[nodiscard]] virtual bool ping() noexcept = 0;
    /// False after a failure that leaves the connection in an unknown state.
    [[nodiscard]] virtual bool usable() const noexcept = 0;

    // Intervals of a connection's life are measured on the steady clock, which no test needs to
    // move.
    using Instant = std::chrono::steady_clock::time_point;
    Instant recycle_at{};
    Instant idle_since{};
    bool reused = false;

  protected:
    Session() = default;
};

/// Throws for text with NUL and for numbers that are not finite: the engines would differ.
void check_params(std::span<Param const> params);

}  // namespace ec::db
