#include "engines.hpp"
#include "pool.hpp"
#include "postgresql_session.hpp"

#include <utility>

namespace ec::db {
namespace {

class PostgresqlDatabase final : public Database {
  public:
    explicit PostgresqlDatabase(Settings const& settings)
        : settings_(settings),
          pool_({settings.pool_size, settings.wait_ms, settings.ping_idle_s, settings.recycle_s},
                [this] { return std::make_unique<PostgresqlSession>(settings_.url); }) {}

    [[nodiscard]] Engine engine() const noexcept override { return Engine::postgresql; }
    [[nodiscard]] Transaction begin_read(CallContext const& context) override {
        return start(Access::read, context);
    }
    [[nodiscard]] Transaction begin_write(CallContext const& context) override {
        return start(Access::write, context);
    }
    [[nodiscard]] PoolState pool_state() const override { return pool_.state(); }
    [[nodiscard]] std::unique_ptr<Database> open_dedicated() const override {
        auto settings = settings_;
        settings.pool_size = 1;
        return std::make_unique<PostgresqlDatabase>(settings);
    }

  private:
    [[nodiscard]] Transaction start(Access access, CallContext const& context) {
        return Transaction(pool_.begin(access, context), [this](std::unique_ptr<Session> session) {
            pool_.release(std::move(session));
        });
    }

    Settings settings_;
    Pool pool_;
};

}  // namespace

std::unique_ptr<Database> open_postgresql(Settings const& settings) {
    return std::make_unique<PostgresqlDatabase>(settings);
}

}  // namespace ec::db
