#include <support/test_database.hpp>

#include <ec/base/ids.hpp>
#include <ec/db/migrations.hpp>

#include <support/postgresql_server.hpp>

#include <stdexcept>
#include <utility>

#include <fmt/format.h>

namespace ec::test {
namespace {

SystemClock const system_clock;

CallContext half_a_minute() {
    return {&system_clock, system_clock.now_us() + 30 * micros_per_second, {}, "test", {}};
}

// CREATE and DROP DATABASE may not run inside a transaction, which is all the port offers; an
// explicit COMMIT in a script ends the one it opened.
void run_outside_transaction(std::string const& sql) {
    auto const server = db::open_database({.url = PostgresqlServer::shared().url("postgres")});
    auto transaction = server->begin_write(half_a_minute());
    transaction.execute_script("COMMIT");
    transaction.execute_script(sql);
}

// A database with the schema, made once and copied for each case.
std::string const& schema_template() {
    static std::string const name = [] {
        std::string made = "t_schema";
        run_outside_transaction("CREATE DATABASE " + made);
        auto const database = db::open_database({.url = PostgresqlServer::shared().url(made)});
        db::migrate(*database, half_a_minute());
        return made;
    }();
    return name;
}

void create_database(std::string const& name, TestDatabase::Content content) {
    auto const& model = content == TestDatabase::Content::nothing ? "template0" : schema_template();
    run_outside_transaction("CREATE DATABASE " + name + " TEMPLATE " + model +
                            " STRATEGY FILE_COPY");
}

}  // namespace

TestDatabase::TestDatabase(std::string const& engine, Content content)
    : TestDatabase(engine, content, db::Settings{}) {}

TestDatabase::TestDatabase(std::string const& engine, Content content, db::Settings settings)
    : settings_(std::move(settings)) {
    if (engine == "sqlite") {
        settings_.url = "sqlite:///" + (folder_.path() / "store.db").string();
    } else if (engine == "postgresql") {
        name_ = "t_" + make_trace_id();
        create_database(name_, content);
        settings_.url = PostgresqlServer::shared().url(name_);
    } else {
        throw std::runtime_error("no such engine: " + engine);
    }
    database_ = db::open_database(settings_);
    if (content == Content::nothing) return;
    db::migrate(*database_, context());
    if (content == Content::schema) return;
    execute(
        "INSERT INTO users (id, role, is_local, created_at_us, updated_at_us)"
        " VALUES ($1, 'super_admin', 1, 0, 0)",
        local_user);
}

TestDatabase::~TestDatabase() {
    database_.reset();
    if (name_.empty()) return;
    try {
        run_outside_transaction("DROP DATABASE IF EXISTS " + name_ + " WITH (FORCE)");
    } catch (std::exception const& error) {
        fmt::print(stderr, "a test database stays behind: {}\n", error.what());
    }
}

std::unique_ptr<db::Database> TestDatabase::open_again() const {
    return db::open_database(settings_);
}

CallContext TestDatabase::context() const { return half_a_minute(); }

}  // namespace ec::test
