#pragma once

#include "session.hpp"

#include <memory>
#include <string>

namespace ec::db {

/// One connection to PostgreSQL. The transaction is begun and ended by statements of ours, so that
/// libpqxx never reconnects or retries behind a transaction's back.
class PostgresqlSession final : public Session {
  public:
    explicit PostgresqlSession(std::string const& url);
    ~PostgresqlSession() override;

    [[nodiscard]] Engine engine() const noexcept override { return Engine::postgresql; }
    void begin(Access access, CallContext const& context) override;
    [[nodiscard]] Rows query(std::string_view sql, std::span<Param const> params) override;
    std::int64_t execute(std::string_view sql, std::span<Param const> params) override;
    void script(std::string_view sql) override;
    [[nodiscard]] Micros now_us() override;
    void commit() override;
    void rollback() noexcept override;
    [[nodiscard]] bool ping() noexcept override;
    [[nodiscard]] bool usable() const noexcept override;

  private:
    struct Link;
    std::unique_ptr<Link> link_;
    CallContext context_;
    bool usable_ = true;
    bool in_transaction_ = false;
};

}  // namespace ec::db
