#pragma once

#include "session.hpp"

#include <memory>
#include <string>
#include <unordered_map>

namespace SQLite {
class Database;
class Statement;
}  // namespace SQLite

namespace ec::db {

/// One connection to a SQLite file. Statements stay prepared between transactions.
class SqliteSession final : public Session {
  public:
    SqliteSession(std::string const& path, Access access, std::int64_t busy_timeout_ms);
    ~SqliteSession() override;

    [[nodiscard]] Engine engine() const noexcept override { return Engine::sqlite; }
    void begin(Access access, CallContext const& context) override;
    [[nodiscard]] Rows query(std::string_view sql, std::span<Param const> params) override;
    std::int64_t execute(std::string_view sql, std::span<Param const> params) override;
    void script(std::string_view sql) override;
    [[nodiscard]] Micros now_us() override;
    void commit() override;
    void rollback() noexcept override;
    [[nodiscard]] bool ping() noexcept override { return true; }
    [[nodiscard]] bool usable() const noexcept override { return usable_; }

  private:
    template <class Call>
    auto translated(Call call);
    [[nodiscard]] SQLite::Statement& prepare(std::string_view sql, std::span<Param const> params);
    [[nodiscard]] bool must_stop() const;
    [[nodiscard]] bool wait_for_lock(int tries) const;
    void watch_lock(std::int64_t wait_ms);
    void watch_deadline();
    void ignore_deadline() noexcept;
    [[noreturn]] void fail(int code, std::string_view message);

    Access access_;
    std::int64_t busy_timeout_ms_;
    std::unique_ptr<SQLite::Database> database_;
    std::unordered_map<std::string, std::unique_ptr<SQLite::Statement>> statements_;
    CallContext context_;
    Instant deadline_{};
    Instant lock_deadline_{};
    bool usable_ = true;
};

}  // namespace ec::db
