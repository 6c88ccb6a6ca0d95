#include <ec/db/database.hpp>

#include <ec/base/error.hpp>
#include <ec/db/integrity.hpp>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <limits>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <support/failed_with.hpp>
#include <support/postgresql_server.hpp>
#include <support/test_clock.hpp>
#include <support/test_database.hpp>

using ec::Error;
using ec::ErrorCode;
using ec::test::engines;
using ec::test::failed_with;
using ec::test::TestDatabase;
using Content = ec::test::TestDatabase::Content;

namespace {

void make_table(TestDatabase& test) {
    auto transaction = test.database().begin_write(test.context());
    transaction.execute_script(
        "CREATE TABLE parents (id TEXT NOT NULL PRIMARY KEY);"
        "CREATE TABLE things (id BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, amount"
        " DOUBLE PRECISION, parent TEXT REFERENCES parents (id), CHECK (id <> 13));");
    transaction.commit();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(database)

BOOST_DATA_TEST_CASE(values_come_back_as_they_went_in, engines(), engine) {
    TestDatabase test(engine, Content::nothing);
    auto const blob_type = std::string(engine) == "sqlite" ? "BLOB" : "BYTEA";
    {
        auto transaction = test.database().begin_write(test.context());
        transaction.execute_script(std::string("CREATE TABLE t (k BIGINT, i BIGINT, d DOUBLE "
                                               "PRECISION, s TEXT, b ") +
                                   blob_type + ")");
        transaction.commit();
    }
    ec::db::Blob bytes;
    for (int i = 0; i < 512; ++i) bytes.push_back(static_cast<std::byte>(i));
    std::string const text = "平安银行 \\x00 'quoted' $1 \n\t\"";
    constexpr auto lowest = std::numeric_limits<std::int64_t>::min();
    double const odd = 0.1 + 0.2;
    test.execute("INSERT INTO t (k, i, d, s, b) VALUES ($1, $2, $3, $4, $5)", 1, lowest, odd, text,
                 bytes);
    test.execute("INSERT INTO t (k, i, d, s, b) VALUES ($5, $4, $3, $2, $1)", nullptr, "", 1e-310,
                 std::optional<std::int64_t>{}, 2);
    test.execute("INSERT INTO t (k, i, d, s, b) VALUES (3, NULL, 5, NULL, $1)", ec::db::Blob{});

    auto const rows = test.query("SELECT i, d, s, b FROM t ORDER BY k");
    BOOST_TEST_REQUIRE(rows.size() == 3U);
    BOOST_TEST(rows[0].integer(0) == lowest);
    BOOST_TEST(rows[0].real(1) == odd);
    BOOST_TEST(rows[0].text(2) == text);
    BOOST_TEST((rows[0].blob(3) == bytes));
    BOOST_TEST(rows[1].is_null(0));
    BOOST_TEST(rows[1].real(1) == 1e-310);
    BOOST_TEST(rows[1].text(2).empty());
    BOOST_TEST(!rows[1].find_text(3).has_value());
    BOOST_TEST(rows[2].real(1) == 5.0);
    BOOST_TEST(rows[2].blob(3).empty());
    BOOST_CHECK_EXCEPTION((void)rows[0].text(0), Error, failed_with("db.result"));
    BOOST_CHECK_EXCEPTION((void)rows[0].integer(9), Error, failed_with("db.result"));
    BOOST_CHECK_EXCEPTION((void)rows.one(), Error, failed_with("db.result"));
}

BOOST_DATA_TEST_CASE(a_placeholder_may_come_twice_and_out_of_order, engines(), engine) {
    TestDatabase test(engine, Content::nothing);
    auto const rows = test.query(
        "SELECT CAST($2 AS TEXT), CAST($1 AS BIGINT), CAST($2 AS TEXT) WHERE CAST($3 AS TEXT) IS "
        "NULL",
        7, "two", nullptr);
    BOOST_TEST(rows.one().text(0) == "two");
    BOOST_TEST(rows.one().integer(1) == 7);
    BOOST_TEST(rows.one().text(2) == "two");
}

BOOST_DATA_TEST_CASE(what_cannot_be_stored_is_refused, engines(), engine) {
    TestDatabase test(engine, Content::nothing);
    make_table(test);
    constexpr auto insert = "INSERT INTO things (id, name, amount, parent) VALUES ($1, $2, $3, $4)";
    test.execute(insert, 1, "a", 1.0, nullptr);
    BOOST_CHECK_EXCEPTION(test.execute(insert, 2, std::string("a\0b", 3), 1.0, nullptr), Error,
                          failed_with("db.nul_in_text"));
    BOOST_CHECK_EXCEPTION(
        test.execute(insert, 2, "a", std::numeric_limits<double>::quiet_NaN(), nullptr), Error,
        failed_with("db.not_finite"));
    BOOST_CHECK_EXCEPTION(test.execute(insert, 1, "a", 1.0, nullptr), Error,
                          failed_with("db.unique"));
    BOOST_CHECK_EXCEPTION(test.execute(insert, 13, "a", 1.0, nullptr), Error,
                          failed_with("db.check"));
    BOOST_CHECK_EXCEPTION(test.execute(insert, 2, nullptr, 1.0, nullptr), Error,
                          failed_with("db.not_null"));
    BOOST_CHECK_EXCEPTION(test.execute(insert, 2, "a", 1.0, "nobody"), Error,
                          failed_with("db.foreign_key"));
    BOOST_CHECK_EXCEPTION((void)test.query("SELECT nonsense FROM things"), Error,
                          failed_with("db.statement"));
    BOOST_CHECK_EXCEPTION((void)test.query("DELETE FROM things RETURNING id"), Error,
                          failed_with("db.read_only"));
    BOOST_TEST(test.query("SELECT COUNT(*) FROM things").one().integer(0) == 1);
}

BOOST_DATA_TEST_CASE(nothing_follows_a_failed_statement, engines(), engine) {
    TestDatabase test(engine, Content::nothing);
    make_table(test);
    auto transaction = test.database().begin_write(test.context());
    transaction.execute("INSERT INTO parents (id) VALUES ('p')");
    BOOST_CHECK_THROW(transaction.execute("INSERT INTO parents (id) VALUES ('p')"), Error);
    BOOST_CHECK_EXCEPTION(transaction.execute("INSERT INTO parents (id) VALUES ('q')"), Error,
                          failed_with("db.transaction_ended"));
    BOOST_CHECK_EXCEPTION(transaction.commit(), Error, failed_with("db.transaction_ended"));
}

BOOST_DATA_TEST_CASE(a_transaction_rolls_back_by_itself, engines(), engine) {
    TestDatabase test(engine, Content::nothing);
    make_table(test);
    {
        auto transaction = test.database().begin_write(test.context());
        BOOST_TEST(transaction.execute("INSERT INTO parents (id) VALUES ('p'), ('q')") == 2);
        BOOST_TEST(transaction.execute("UPDATE parents SET id = 'r' WHERE id = 'x'") == 0);
    }
    BOOST_TEST(test.query("SELECT id FROM parents").empty());
}

BOOST_DATA_TEST_CASE(a_reader_sees_one_snapshot, engines(), engine) {
    TestDatabase test(engine, Content::nothing);
    make_table(test);
    auto reader = test.database().begin_read(test.context());
    BOOST_TEST(reader.query("SELECT id FROM parents").empty());
    test.execute("INSERT INTO parents (id) VALUES ('p')");
    BOOST_TEST(reader.query("SELECT id FROM parents").empty());
    reader.commit();
    BOOST_TEST(test.query("SELECT id FROM parents").size() == 1U);
}

BOOST_DATA_TEST_CASE(the_database_has_its_own_clock, engines(), engine) {
    TestDatabase test(engine, Content::nothing);
    ec::test::TestClock wrong(1'000'000);
    ec::CallContext const context{&wrong, 0, {}, "", {}};
    auto const before = ec::SystemClock().now_us();
    auto const now = test.database().begin_write(context).now_us();
    BOOST_TEST(now >= before - 1'000);
    BOOST_TEST(now <= ec::SystemClock().now_us() + 1'000);
}

BOOST_DATA_TEST_CASE(a_long_statement_ends_at_the_deadline, engines(), engine) {
    TestDatabase test(engine, Content::nothing);
    ec::SystemClock const clock;
    ec::CallContext const context{&clock, clock.now_us() + 200'000, {}, "", {}};
    auto transaction = test.database().begin_read(context);
    BOOST_CHECK_EXCEPTION(
        (void)transaction.query("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
                                " WHERE i < 2000000000) SELECT COUNT(*) FROM n"),
        Error, [](Error const& error) { return error.code() == ErrorCode::timeout; });
}

BOOST_DATA_TEST_CASE(waiting_for_a_connection_is_bounded, engines(), engine) {
    TestDatabase test(engine, Content::nothing,
                      {.url = {}, .pool_size = 1, .sqlite_readers = 1, .wait_ms = 50});
    auto const held = test.database().begin_read(test.context());
    auto const start = std::chrono::steady_clock::now();
    BOOST_CHECK_EXCEPTION((void)test.database().begin_read(test.context()), Error,
                          failed_with("db.pool_exhausted"));
    BOOST_CHECK((std::chrono::steady_clock::now() - start < std::chrono::seconds(2)));
    std::stop_source stop;
    stop.request_stop();
    auto context = test.context();
    context.stop = stop.get_token();
    BOOST_CHECK_EXCEPTION((void)test.database().begin_read(context), Error,
                          failed_with("call.cancelled"));
    BOOST_TEST(test.database().pool_state().in_use == 1);
    auto const own = test.database().open_dedicated();
    BOOST_TEST(own->begin_read(test.context()).query("SELECT 1").one().integer(0) == 1);
}

BOOST_DATA_TEST_CASE(old_and_idle_connections_are_replaced_or_asked, engines(), engine) {
    TestDatabase test(engine, Content::nothing,
                      {.url = {}, .wait_ms = 5'000, .ping_idle_s = 0, .recycle_s = 0});
    for (int i = 0; i < 5; ++i) BOOST_TEST(test.query("SELECT 1").one().integer(0) == 1);
    BOOST_TEST(test.database().pool_state().open <= 2);
    BOOST_TEST(test.database().pool_state().in_use == 0);
}

BOOST_DATA_TEST_CASE(lost_updates_are_tried_again, engines(), engine) {
    TestDatabase test(engine, Content::nothing);
    make_table(test);
    test.execute("INSERT INTO things (id, name, amount) VALUES (1, 'n', 0)");
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&test] {
            for (int i = 0; i < 25; ++i)
                ec::db::run_write(test.database(), test.context(), [](ec::db::Transaction& work) {
                    work.execute("UPDATE things SET amount = amount + 1 WHERE id = 1");
                });
        });
    threads.clear();
    BOOST_TEST(test.query("SELECT amount FROM things").one().real(0) == 100.0);

    int calls = 0;
    auto const contested = [&](ec::db::Transaction&) -> int {
        ++calls;
        if (calls < 3) throw Error(ErrorCode::conflict, "db.deadlock", "contested");
        return calls;
    };
    BOOST_TEST(ec::db::run_write(test.database(), test.context(), contested) == 3);
    calls = -100;
    BOOST_CHECK_EXCEPTION(ec::db::run_write(test.database(), test.context(), contested), Error,
                          failed_with("db.deadlock"));
    BOOST_TEST(calls == -95);
}

BOOST_AUTO_TEST_CASE(a_deadlock_between_two_writers_heals) {
    TestDatabase test("postgresql", Content::nothing);
    make_table(test);
    test.execute("INSERT INTO things (id, name, amount) VALUES (1, 'a', 0), (2, 'b', 0)");
    std::vector<std::jthread> threads;
    for (int t = 0; t < 2; ++t)
        threads.emplace_back([&test, t] {
            for (int i = 0; i < 20; ++i)
                ec::db::run_write(test.database(), test.context(), [&](ec::db::Transaction& work) {
                    work.execute("UPDATE things SET amount = amount + 1 WHERE id = $1", 1 + t);
                    work.execute("UPDATE things SET amount = amount + 1 WHERE id = $1", 2 - t);
                });
        });
    threads.clear();
    BOOST_TEST(test.query("SELECT SUM(amount) FROM things").one().real(0) == 80.0);
}

BOOST_AUTO_TEST_CASE(the_pool_heals_after_the_server_restarted) {
    ec::test::PostgresqlServer server;
    auto const database = ec::db::open_database({.url = server.url("postgres"), .pool_size = 4});
    ec::SystemClock const clock;
    auto const context = [&] {
        return ec::CallContext{&clock, clock.now_us() + 30 * ec::micros_per_second, {}, "", {}};
    };
    auto const ask = [&] { return database->begin_read(context()).query("SELECT 1").size(); };
    {
        auto const one = database->begin_read(context());
        auto const two = database->begin_read(context());
    }
    BOOST_TEST(database->pool_state().open == 2);
    auto cut_off = database->begin_write(context());
    server.stop();
    BOOST_CHECK_EXCEPTION((void)cut_off.query("SELECT 1"), Error, failed_with("db.connection"));
    BOOST_CHECK_EXCEPTION((void)ask(), Error, failed_with("db.connection"));
    server.start();
    auto const start = std::chrono::steady_clock::now();
    BOOST_TEST(ask() == 1U);
    BOOST_CHECK((std::chrono::steady_clock::now() - start < std::chrono::seconds(5)));
}

BOOST_AUTO_TEST_CASE(a_commit_on_a_broken_connection_is_unknown) {
    ec::test::PostgresqlServer server;
    auto const database = ec::db::open_database({.url = server.url("postgres")});
    ec::SystemClock const clock;
    ec::CallContext const context{&clock, 0, {}, "", {}};
    auto transaction = database->begin_write(context);
    transaction.execute_script("CREATE TABLE t (i BIGINT)");
    server.stop();
    BOOST_CHECK_EXCEPTION(transaction.commit(), Error, failed_with("db.commit_unknown"));
}

BOOST_AUTO_TEST_CASE(sqlite_is_set_up_for_safety) {
    TestDatabase test("sqlite", Content::schema);
    auto writer = test.database().begin_write(test.context());
    BOOST_TEST(writer.query("PRAGMA journal_mode").one().text(0) == "wal");
    BOOST_TEST(writer.query("PRAGMA synchronous").one().integer(0) == 2);
    BOOST_TEST(writer.query("PRAGMA foreign_keys").one().integer(0) == 1);
    auto const path = test.url().substr(std::string("sqlite:///").size());
    auto const mode = std::filesystem::status(path).permissions();
    BOOST_CHECK((mode & std::filesystem::perms::mask) ==
                (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
}

BOOST_AUTO_TEST_CASE(a_second_sqlite_writer_waits_and_then_gives_up) {
    TestDatabase test("sqlite", Content::nothing, {.url = {}, .wait_ms = 50});
    auto const other = test.open_again();
    auto const held = test.database().begin_write(test.context());
    BOOST_CHECK_EXCEPTION((void)other->begin_write(test.context()), Error, failed_with("db.busy"));
    BOOST_CHECK_NO_THROW((void)other->begin_read(test.context()));
}

BOOST_AUTO_TEST_CASE(damage_in_the_file_is_found) {
    ec::test::TemporaryFolder folder;
    auto const path = folder.path() / "store.db";
    ec::SystemClock const clock;
    ec::CallContext const context{&clock, 0, {}, "", {}};
    auto const open = [&] { return ec::db::open_database({.url = "sqlite:///" + path.string()}); };
    {
        auto const database = open();
        ec::db::run_write(*database, context, [](ec::db::Transaction& transaction) {
            transaction.execute("CREATE TABLE t (i BIGINT NOT NULL PRIMARY KEY, s TEXT)");
            for (int i = 0; i < 200; ++i)
                transaction.execute("INSERT INTO t (i, s) VALUES ($1, $2)", i,
                                    std::string(1'000, 'x'));
        });
        BOOST_TEST(ec::db::find_damage(*database, context).empty());
    }
    auto const size = static_cast<std::streamoff>(std::filesystem::file_size(path));
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(size / 2);
    file << std::string(8'192, '\xa5');
    file.close();
    BOOST_TEST(!ec::db::find_damage(*open(), context).empty());
}

BOOST_AUTO_TEST_CASE(bad_urls_and_files_are_refused) {
    ec::test::TemporaryFolder folder;
    auto const open = [](std::string url) {
        return ec::db::open_database({.url = std::move(url)});
    };
    BOOST_CHECK_EXCEPTION((void)open("mysql://host/name"), Error, failed_with("db.url"));
    BOOST_CHECK_EXCEPTION((void)open("sqlite:///"), Error, failed_with("db.url"));
    BOOST_CHECK_EXCEPTION((void)open("sqlite:////no/such/folder/store.db"), Error,
                          failed_with("db.io"));
    auto const path = folder.path() / "text.db";
    std::ofstream(path) << std::string(10'000, 'x');
    BOOST_CHECK_EXCEPTION((void)open("sqlite:///" + path.string()), Error,
                          failed_with("db.store_broken"));
    ec::SystemClock const clock;
    ec::CallContext const context{&clock, 0, {}, "", {}};
    auto const nowhere = open("postgresql:///x?host=" + folder.path().string());
    BOOST_CHECK_EXCEPTION((void)nowhere->begin_read(context), Error, failed_with("db.connection"));
}

BOOST_AUTO_TEST_SUITE_END()
