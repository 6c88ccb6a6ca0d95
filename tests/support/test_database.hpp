#pragma once

#include <ec/base/call_context.hpp>
#include <ec/db/database.hpp>

#include <support/temporary_folder.hpp>

#include <cstdint>
#include <memory>
#include <string>

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>

namespace ec::test {

/// The parameter of a storage case: BOOST_DATA_TEST_CASE(name, engines(), engine).
[[nodiscard]] inline auto engines() {
    return boost::unit_test::data::make({"sqlite", "postgresql"});
}

/// A store of its own for one test case, on a SQLite file or in a database of the shared
/// throw-away PostgreSQL cluster. Gone with the object.
class TestDatabase {
  public:
    enum class Content : std::uint8_t { nothing, schema, schema_and_local_user };

    /// `engine` is "sqlite" or "postgresql".
    TestDatabase(std::string const& engine, Content content);
    TestDatabase(std::string const& engine, Content content, db::Settings settings);
    ~TestDatabase();
    TestDatabase(TestDatabase const&) = delete;
    TestDatabase& operator=(TestDatabase const&) = delete;

    [[nodiscard]] db::Database& database() noexcept { return *database_; }
    [[nodiscard]] std::string const& url() const noexcept { return settings_.url; }
    /// A second handle with connections of its own, as another process has.
    [[nodiscard]] std::unique_ptr<db::Database> open_again() const;
    /// Half a minute by the system's clock.
    [[nodiscard]] CallContext context() const;

    /// One statement in a transaction of its own.
    template <class... Args>
    db::Rows query(std::string_view sql, Args const&... args) {
        auto transaction = database_->begin_read(context());
        return transaction.query(sql, args...);
    }
    template <class... Args>
    std::int64_t execute(std::string_view sql, Args const&... args) {
        auto transaction = database_->begin_write(context());
        auto const changed = transaction.execute(sql, args...);
        transaction.commit();
        return changed;
    }

    static constexpr char const* local_user = "usr_local";

  private:
    TemporaryFolder folder_;
    std::string name_;
    db::Settings settings_;
    std::unique_ptr<db::Database> database_;
};

}  // namespace ec::test
