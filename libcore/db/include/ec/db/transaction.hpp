#pragma once

#include <ec/base/clock.hpp>
#include <ec/base/error.hpp>
#include <ec/db/rows.hpp>

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string_view>

namespace ec::db {

enum class Engine : std::uint8_t { sqlite, postgresql };

class Session;

/// One transaction on one connection, of one thread. Rolls back by itself unless committed. After
/// any Error from it only destruction is allowed: PostgreSQL refuses further statements, and so
/// does this class on both engines. Placeholders are $1..$n on both engines; a statement may use
/// one of them twice.
class Transaction {
  public:
    /// Takes the connection back when the transaction has ended.
    using Release = std::function<void(std::unique_ptr<Session>)>;

    Transaction(std::unique_ptr<Session> session, Release release) noexcept;
    Transaction(Transaction&& other) noexcept;
    Transaction& operator=(Transaction&&) = delete;
    ~Transaction();

    [[nodiscard]] Engine engine() const noexcept;
    /// The database's clock, asked now: never the worker's.
    [[nodiscard]] Micros now_us();

    template <class... Args>
    Rows query(std::string_view sql, Args const&... args) {
        std::array<Param, sizeof...(Args) + 1> const params{Param(args)..., Param(nullptr)};
        return query_with(sql, std::span(params).first(sizeof...(Args)));
    }
    /// Rows changed by an INSERT, UPDATE or DELETE.
    template <class... Args>
    std::int64_t execute(std::string_view sql, Args const&... args) {
        std::array<Param, sizeof...(Args) + 1> const params{Param(args)..., Param(nullptr)};
        return execute_with(sql, std::span(params).first(sizeof...(Args)));
    }
    [[nodiscard]] Rows query_with(std::string_view sql, std::span<Param const> params);
    std::int64_t execute_with(std::string_view sql, std::span<Param const> params);
    /// Several statements without arguments, as migrations need.
    void execute_script(std::string_view sql);

    /// Throws unavailable "db.commit_unknown" when the connection broke while committing: the
    /// work may or may not be stored, and only an idempotency key can tell.
    void commit();

  private:
    enum class State : std::uint8_t { open, failed, ended };
    template <class Call>
    auto guarded(Call call);

    std::unique_ptr<Session> session_;
    Release release_;
    State state_ = State::open;
};

}  // namespace ec::db
