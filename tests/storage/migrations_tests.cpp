#include <ec/db/migrations.hpp>

#include <ec/base/error.hpp>
#include <ec/db/database.hpp>

#include <array>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <support/test_database.hpp>

#include <sys/wait.h>
#include <unistd.h>

using ec::Error;
using ec::db::Migration;
using ec::db::StoreState;
using ec::test::engines;
using ec::test::TestDatabase;
using Content = ec::test::TestDatabase::Content;

namespace {

std::string const sum_a(64, 'a');
std::string const sum_b(64, 'b');
std::string const sum_c(64, 'c');

std::array<Migration, 2> two_migrations() {
    return {Migration{1, "0001_one", "CREATE TABLE one (id TEXT NOT NULL PRIMARY KEY);", sum_a},
            Migration{2, "0002_two",
                      "CREATE TABLE two (payload {{BLOB}});\nCREATE INDEX two_i ON two (payload);",
                      sum_b}};
}

auto refused_as(std::string reason) {
    return [reason = std::move(reason)](Error const& error) {
        BOOST_TEST_MESSAGE(error.what());
        BOOST_TEST(error.reason() == reason, error.what());
        return error.reason() == reason && error.code() == ec::ErrorCode::conflict;
    };
}

}  // namespace

BOOST_AUTO_TEST_SUITE(migrations)

BOOST_DATA_TEST_CASE(an_empty_store_becomes_current, engines(), engine) {
    TestDatabase test(engine, Content::nothing);
    auto const before = ec::db::migration_status(test.database(), test.context());
    BOOST_CHECK(before.state == StoreState::empty);
    BOOST_CHECK_EXCEPTION(ec::db::require_current(test.database(), test.context()), Error,
                          refused_as("db.store_empty"));
    auto const applied = ec::db::migrate(test.database(), test.context());
    BOOST_TEST(applied.size() == ec::db::embedded_migrations().size());
    auto const after = ec::db::migration_status(test.database(), test.context());
    BOOST_CHECK(after.state == StoreState::current);
    BOOST_TEST(after.applied_version == after.program_version);
    for (auto const& entry : after.entries) BOOST_TEST(entry.applied_at_us > 0);
    BOOST_CHECK_NO_THROW(ec::db::require_current(test.database(), test.context()));
    BOOST_TEST(ec::db::migrate(test.database(), test.context()).empty());
}

BOOST_DATA_TEST_CASE(the_tables_of_runs_requests_and_grants_stand, engines(), engine) {
    TestDatabase test(engine, Content::schema_and_local_user);
    for (std::string const table :
         {"users", "instruments", "instrument_names", "series", "bar_blocks", "corporate_actions",
          "runs", "analysis_requests", "report_grants", "reports", "report_events", "calls", "jobs",
          "job_events", "job_attempts", "schedules", "schedule_occurrences", "idempotency_keys",
          "audit_log"})
        BOOST_TEST(test.query("SELECT COUNT(*) FROM " + table).one().integer(0) >= 0);
    BOOST_CHECK_THROW(test.execute("INSERT INTO users (id, role, is_local, created_at_us,"
                                   " updated_at_us) VALUES ('u2', 'user', 1, 0, 0)"),
                      Error);
}

BOOST_DATA_TEST_CASE(a_store_behind_says_so_and_catches_up, engines(), engine) {
    TestDatabase test(engine, Content::nothing);
    auto const both = two_migrations();
    auto const first = std::span(both).first(1);
    BOOST_TEST(ec::db::migrate(test.database(), test.context(), first).size() == 1U);
    BOOST_CHECK(ec::db::migration_status(test.database(), test.context(), both).state ==
                StoreState::behind);
    auto const applied = ec::db::migrate(test.database(), test.context(), both);
    BOOST_TEST((applied == std::vector<std::int64_t>{2}));
}

BOOST_DATA_TEST_CASE(a_newer_store_is_refused, engines(), engine) {
    TestDatabase test(engine, Content::nothing);
    auto const both = two_migrations();
    ec::db::migrate(test.database(), test.context(), both);
    auto const first = std::span(both).first(1);
    BOOST_CHECK_EXCEPTION((void)ec::db::migration_status(test.database(), test.context(), first),
                          Error, refused_as("db.store_newer"));
    BOOST_CHECK_EXCEPTION(ec::db::migrate(test.database(), test.context(), first), Error,
                          refused_as("db.store_newer"));
}

BOOST_DATA_TEST_CASE(a_changed_migration_is_refused, engines(), engine) {
    TestDatabase test(engine, Content::nothing);
    auto both = two_migrations();
    ec::db::migrate(test.database(), test.context(), both);
    both[0].checksum = sum_c;
    BOOST_CHECK_EXCEPTION(ec::db::migrate(test.database(), test.context(), both), Error,
                          refused_as("db.store_changed"));
}

BOOST_DATA_TEST_CASE(a_half_migrated_store_is_refused, engines(), engine) {
    auto const both = two_migrations();
    for (std::string const damage :
         {"DELETE FROM schema_migrations WHERE version = 1", "DROP TABLE one", "DROP INDEX two_i",
          "DROP TABLE schema_migrations"}) {
        TestDatabase test(engine, Content::nothing);
        ec::db::migrate(test.database(), test.context(), both);
        test.execute(damage);
        BOOST_CHECK_EXCEPTION(ec::db::migrate(test.database(), test.context(), both), Error,
                              refused_as("db.store_incomplete"));
        BOOST_CHECK_EXCEPTION((void)ec::db::migration_status(test.database(), test.context(), both),
                              Error, refused_as("db.store_incomplete"));
    }
}

BOOST_DATA_TEST_CASE(a_failing_migration_leaves_nothing_behind, engines(), engine) {
    TestDatabase test(engine, Content::nothing);
    auto both = two_migrations();
    both[1].sql = "CREATE TABLE two (id BIGINT);\nINSERT INTO nowhere (id) VALUES (1);";
    BOOST_CHECK_THROW(ec::db::migrate(test.database(), test.context(), both), Error);
    auto const status = ec::db::migration_status(test.database(), test.context(), both);
    BOOST_CHECK(status.state == StoreState::behind);
    BOOST_TEST(status.applied_version == 1);
    BOOST_CHECK_THROW((void)test.query("SELECT * FROM two"), Error);
}

BOOST_DATA_TEST_CASE(processes_that_migrate_at_once_share_the_work, engines(), engine) {
    TestDatabase test(engine, Content::nothing);
    constexpr int processes = 4;
    std::vector<pid_t> children;
    for (int i = 0; i < processes; ++i) {
        pid_t const child = ::fork();
        BOOST_REQUIRE(child >= 0);
        if (child == 0) {
            int result = 1;
            try {
                auto const own = test.open_again();
                ec::db::migrate(*own, test.context());
                ec::db::require_current(*own, test.context());
                result = 0;
            } catch (std::exception const& error) {
                std::fprintf(stderr, "%s\n", error.what());
            }
            ::_exit(result);
        }
        children.push_back(child);
    }
    for (auto const child : children) {
        int status = 0;
        ::waitpid(child, &status, 0);
        BOOST_TEST((WIFEXITED(status) && WEXITSTATUS(status) == 0));
    }
    auto const rows = test.query("SELECT COUNT(*) FROM schema_migrations");
    BOOST_TEST(rows.one().integer(0) ==
               static_cast<std::int64_t>(ec::db::embedded_migrations().size()));
}

BOOST_AUTO_TEST_SUITE_END()
