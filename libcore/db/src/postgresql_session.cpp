#include "postgresql_session.hpp"

#include "postgresql_values.hpp"

#include <ec/base/error.hpp>

#include <algorithm>
#include <memory>
#include <utility>

#include <fmt/format.h>
#include <pqxx/pqxx>

// The only file that knows which libpqxx it is built with: 6.4 (Debian 12) to 7.10 (Debian 13), 8.
namespace ec::db {
namespace {

#if PQXX_VERSION_MAJOR < 7
using Connection = pqxx::connection;

void never_reconnect(Connection& connection) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
    connection.inhibit_reactivation(true);
#pragma GCC diagnostic pop
}

std::string state_of(pqxx::serialization_failure const&) { return "40001"; }
std::string state_of(pqxx::deadlock_detected const&) { return "40P01"; }
#else
using Connection = pqxx::connection;

void never_reconnect(Connection&) {}

std::string state_of(pqxx::sql_error const& error) { return error.sqlstate(); }
#endif

pqxx::result run(pqxx::transaction_base& work, std::string const& sql) { return work.exec(sql); }

pqxx::result run(pqxx::transaction_base& work, std::string const& sql,
                 std::vector<std::optional<std::string>> const& texts) {
#if PQXX_VERSION_MAJOR < 7
    std::vector<char const*> values;
    values.reserve(texts.size());
    for (auto const& text : texts) values.push_back(text ? text->c_str() : nullptr);
    return work.exec_params(sql, pqxx::prepare::make_dynamic_params(values));
#else
    pqxx::params values;
    for (auto const& text : texts) {
        if (text)
            values.append(*text);
        else
            values.append();
    }
#if PQXX_VERSION_MAJOR == 7 && PQXX_VERSION_MINOR < 9
    return work.exec_params(sql, values);
#else
    return work.exec(sql, values);
#endif
#endif
}

Error connection_lost() {
    return Error(ErrorCode::unavailable, "db.connection",
                 "The database cannot be reached; try again in a moment.")
        .with_retry_after_s(1);
}

Error state_error(std::string_view state) {
    struct Entry {
        std::string_view prefix;
        ErrorCode code;
        char const* reason;
        char const* message;
    };
    static constexpr Entry table[] = {
        {"23505", ErrorCode::conflict, "db.unique", "Such an entry exists already."},
        {"23503", ErrorCode::conflict, "db.foreign_key", "An entry this one refers to is missing."},
        {"23502", ErrorCode::conflict, "db.not_null", "A required value is missing."},
        {"23514", ErrorCode::conflict, "db.check", "A value breaks a rule of the store."},
        {"40001", ErrorCode::conflict, "db.serialization", "Another change came first."},
        {"40P01", ErrorCode::conflict, "db.deadlock", "Another change came first."},
        {"55P03", ErrorCode::unavailable, "db.busy", "The store is busy; try again in a moment."},
        {"25006", ErrorCode::internal, "db.read_only", "A read-only store was asked to write."},
        {"53100", ErrorCode::unavailable, "db.full", "The disk is full: free some space."},
        {"22021", ErrorCode::invalid_input, "db.encoding", "A text is not valid UTF-8."},
        {"28", ErrorCode::unavailable, "db.login",
         "The database refused the sign-in: check user and password of the database URL."},
        {"3D000", ErrorCode::unavailable, "db.missing",
         "The database named in the URL does not exist: create it first."},
    };
    for (auto const& entry : table)
        if (state.starts_with(entry.prefix)) return {entry.code, entry.reason, entry.message};
    if (state.starts_with("08") || state.starts_with("53") || state.starts_with("57P"))
        return connection_lost();
    return {ErrorCode::internal, "db.statement", "A database statement failed."};
}

std::string connection_url(std::string const& url) {
    auto const separator = url.find('?') == std::string::npos ? '?' : '&';
    return fmt::format(
        "{}{}connect_timeout=5&keepalives_idle=15&tcp_user_timeout=15000"
        "&application_name=equitycompass",
        url, separator);
}

Rows to_rows(pqxx::result const& result) {
    auto const columns = result.columns();
    std::vector<unsigned> types;
    types.reserve(static_cast<std::size_t>(columns));
    for (decltype(result.columns()) i = 0; i < columns; ++i)
        types.push_back(static_cast<unsigned>(result.column_type(i)));
    std::vector<Cell> cells;
    cells.reserve(static_cast<std::size_t>(result.size()) * static_cast<std::size_t>(columns));
    for (auto const& row : result) {
        std::size_t at = 0;
        for (auto const& field : row) {
            if (field.is_null())
                cells.emplace_back();
            else
                cells.push_back(parse_postgresql_text({field.c_str(), field.size()}, types[at]));
            ++at;
        }
    }
    return {static_cast<std::size_t>(columns), std::move(cells)};
}

}  // namespace

struct PostgresqlSession::Link {
    explicit Link(std::string const& url) : connection(url) { never_reconnect(connection); }

    // Runs `call`, translating what libpqxx throws.
    template <class Call>
    auto translated(Call call, CallContext const& context) {
        try {
            return call();
        } catch (pqxx::broken_connection const& error) {
            lost = true;
            throw connection_lost().with_log(error.what());
        } catch (pqxx::serialization_failure const& error) {
            throw state_error(state_of(error)).with_log(error.what());
        } catch (pqxx::deadlock_detected const& error) {
            throw state_error(state_of(error)).with_log(error.what());
        } catch (pqxx::sql_error const& error) {
            // Every error of a server has a state; one without is libpq's own about the line, which
            // it may report before it calls the connection closed.
            lost = lost || error.sqlstate().empty() || error.sqlstate().starts_with("57P") ||
                   !connection.is_open();
            if (lost) throw connection_lost().with_log(error.what());
            if (error.sqlstate() == "57014") {
                context.check();
                throw Error(ErrorCode::timeout, "call.deadline",
                            "The time for this call has run out.");
            }
            throw state_error(error.sqlstate())
                .with_log(fmt::format("{} {}", error.sqlstate(), error.what()));
        } catch (Error const&) {
            throw;
        } catch (std::exception const& error) {
            lost = lost || !connection.is_open();
            if (lost) throw connection_lost().with_log(error.what());
            throw Error(ErrorCode::internal, "db.statement", "A database statement failed.")
                .with_log(error.what());
        }
    }

    Connection connection;
    std::unique_ptr<pqxx::nontransaction> work;
    bool lost = false;
};

PostgresqlSession::PostgresqlSession(std::string const& url) {
    try {
        link_ = std::make_unique<Link>(connection_url(url));
        link_->work = std::make_unique<pqxx::nontransaction>(link_->connection);
        run(*link_->work,
            "SET client_encoding = 'UTF8'; SET TIME ZONE 'UTC';"
            "SET standard_conforming_strings = on; SET bytea_output = 'hex';"
            "SET client_min_messages = 'warning';"
            "SET idle_in_transaction_session_timeout = '60s'");
    } catch (pqxx::sql_error const& error) {
        throw state_error(error.sqlstate()).with_log(error.what());
    } catch (std::exception const& error) {
        throw Error(ErrorCode::unavailable, "db.connection",
                    "The database cannot be reached: check that it runs and that host, name, user "
                    "and password of the database URL are right.")
            .with_log(error.what())
            .with_retry_after_s(1);
    }
}

PostgresqlSession::~PostgresqlSession() = default;

void PostgresqlSession::begin(Access access, CallContext const& context) {
    context_ = context;
    auto const left_ms = std::max<std::int64_t>(1, context.remaining_us() / 1000);
    // A reader sees one snapshot, as it does on SQLite.
    auto const* mode = access == Access::write ? "ISOLATION LEVEL READ COMMITTED READ WRITE"
                                               : "ISOLATION LEVEL REPEATABLE READ READ ONLY";
    in_transaction_ = true;
    link_->translated(
        [&] {
            run(*link_->work,
                fmt::format("BEGIN {}; SET LOCAL statement_timeout = {}", mode, left_ms));
        },
        context_);
}

Rows PostgresqlSession::query(std::string_view sql, std::span<Param const> params) {
    std::vector<std::optional<std::string>> texts;
    for (auto const& param : params) texts.push_back(to_postgresql_text(param));
    return link_->translated([&] { return to_rows(run(*link_->work, std::string(sql), texts)); },
                             context_);
}

std::int64_t PostgresqlSession::execute(std::string_view sql, std::span<Param const> params) {
    std::vector<std::optional<std::string>> texts;
    for (auto const& param : params) texts.push_back(to_postgresql_text(param));
    return link_->translated(
        [&] {
            auto const result = run(*link_->work, std::string(sql), texts);
            return static_cast<std::int64_t>(result.affected_rows());
        },
        context_);
}

void PostgresqlSession::script(std::string_view sql) {
    link_->translated([&] { run(*link_->work, std::string(sql)); }, context_);
}

Micros PostgresqlSession::now_us() {
    return query("SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT)", {})
        .one()
        .integer(0);
}

void PostgresqlSession::commit() {
    try {
        link_->translated([&] { run(*link_->work, "COMMIT"); }, context_);
        in_transaction_ = false;
    } catch (Error const& error) {
        if (!link_->lost) throw;
        throw Error(ErrorCode::unavailable, "db.commit_unknown",
                    "The connection broke while saving: look whether the change is there before "
                    "trying again.")
            .with_log(error.what());
    }
}

void PostgresqlSession::rollback() noexcept {
    if (!in_transaction_) return;
    in_transaction_ = false;
    try {
        run(*link_->work, "ROLLBACK");
    } catch (std::exception const&) {
        usable_ = false;
    }
}

bool PostgresqlSession::ping() noexcept {
    try {
        run(*link_->work, "SELECT 1");
        return true;
    } catch (std::exception const&) {
        usable_ = false;
        return false;
    }
}

bool PostgresqlSession::usable() const noexcept {
    return usable_ && !link_->lost && link_->connection.is_open();
}

}  // namespace ec::db
