#include "sqlite_session.hpp"

#include <ec/base/error.hpp>
#include <ec/base/ids.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <thread>
#include <utility>

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>
#include <sqlite3.h>

namespace ec::db {
namespace {

constexpr std::size_t max_prepared = 128;
constexpr int operations_between_checks = 10'000;

int open_flags(Access access) {
    // Reader connections also open read-write: a WAL reader must be able to write the index file.
    int const flags = SQLite::OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
    return access == Access::write ? flags | SQLite::OPEN_CREATE : flags;
}

void bind(SQLite::Statement& statement, std::span<Param const> params) {
    for (std::size_t i = 0; i < params.size(); ++i) {
        // By name: "$2" before "$1" in the text would otherwise take the wrong position.
        auto const name = fmt::format("${}", i + 1);
        std::visit(
            [&](auto const& value) {
                using T = std::decay_t<decltype(value)>;
                if constexpr (std::is_same_v<T, std::monostate>)
                    statement.bind(name);
                else if constexpr (std::is_same_v<T, std::string_view>)
                    statement.bind(name, std::string(value));
                else if constexpr (std::is_same_v<T, std::span<std::byte const>>)
                    statement.bind(name,
                                   value.empty() ? "" : static_cast<void const*>(value.data()),
                                   static_cast<int>(value.size()));
                else
                    statement.bind(name, value);
            },
            params[i].value());
    }
}

Cell read_cell(SQLite::Column const& column) {
    switch (column.getType()) {
        case SQLITE_INTEGER:
            return static_cast<std::int64_t>(column.getInt64());
        case SQLITE_FLOAT:
            return column.getDouble();
        case SQLITE_TEXT:
            return column.getString();
        case SQLITE_BLOB: {
            auto const* bytes = static_cast<std::byte const*>(column.getBlob());
            return Blob(bytes, bytes + column.getBytes());
        }
        default:
            return std::monostate{};
    }
}

// Leaves a cached statement unbound and without a lock, whatever happened to it.
class Reset {
  public:
    explicit Reset(SQLite::Statement& statement) : statement_(statement) {}
    Reset(Reset const&) = delete;
    Reset& operator=(Reset const&) = delete;
    ~Reset() {
        statement_.tryReset();
        try {
            statement_.clearBindings();
        } catch (SQLite::Exception const&) {  // NOLINT(bugprone-empty-catch): nothing was bound
        }
    }

  private:
    SQLite::Statement& statement_;
};

Error constraint_error(int code) {
    if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY)
        return {ErrorCode::conflict, "db.unique", "Such an entry exists already."};
    if (code == SQLITE_CONSTRAINT_FOREIGNKEY)
        return {ErrorCode::conflict, "db.foreign_key", "An entry this one refers to is missing."};
    if (code == SQLITE_CONSTRAINT_NOTNULL)
        return {ErrorCode::conflict, "db.not_null", "A required value is missing."};
    return {ErrorCode::conflict, "db.check", "A value breaks a rule of the store."};
}

Error engine_error(int code) {
    switch (code & 0xff) {
        case SQLITE_CONSTRAINT:
            return constraint_error(code);
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return Error(ErrorCode::unavailable, "db.busy",
                         "The store is busy with another write; try again in a moment.")
                .with_retry_after_s(1);
        case SQLITE_FULL:
            return {ErrorCode::unavailable, "db.full", "The disk is full: free some space."};
        case SQLITE_IOERR:
        case SQLITE_CANTOPEN:
        case SQLITE_PERM:
            return {ErrorCode::unavailable, "db.io",
                    "The store's file cannot be used: check the disk and the file's owner."};
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return {ErrorCode::unavailable, "db.store_broken",
                    "The store's file is damaged or is no store. Restore it from a backup."};
        case SQLITE_READONLY:
            return {ErrorCode::internal, "db.read_only", "A read-only store was asked to write."};
        default:
            return {ErrorCode::internal, "db.statement", "A database statement failed."};
    }
}

}  // namespace

template <class Call>
auto SqliteSession::translated(Call call) {
    try {
        return call();
    } catch (SQLite::Exception const& error) {
        fail(error.getExtendedErrorCode(), error.what());
    }
}

void SqliteSession::fail(int code, std::string_view message) {
    if ((code & 0xff) == SQLITE_INTERRUPT) {
        context_.check();
        throw Error(ErrorCode::timeout, "call.deadline", "The time for this call has run out.");
    }
    throw engine_error(code).with_log(fmt::format("sqlite {}: {}", code, message));
}

SqliteSession::SqliteSession(std::string const& path, Access access, std::int64_t busy_timeout_ms)
    : access_(access), busy_timeout_ms_(busy_timeout_ms) {
    translated([&] {
        database_ = std::make_unique<SQLite::Database>(path, open_flags(access),
                                                       static_cast<int>(busy_timeout_ms));
        sqlite3_extended_result_codes(database_->getHandle(), 1);
        if (access == Access::write) {
            if (database_->execAndGet("PRAGMA journal_mode").getString() != "wal")
                database_->exec("PRAGMA journal_mode = WAL");
            database_->exec("PRAGMA synchronous = FULL");
        } else {
            database_->exec("PRAGMA query_only = ON");
        }
        database_->exec("PRAGMA foreign_keys = ON");
        database_->exec("PRAGMA trusted_schema = OFF");
        database_->exec("PRAGMA temp_store = MEMORY");
    });
}

SqliteSession::~SqliteSession() { statements_.clear(); }

bool SqliteSession::must_stop() const {
    return context_.stop.stop_requested() || std::chrono::steady_clock::now() >= deadline_;
}

// SQLite's own wait grows to steps of 100 ms, in which processes that write without pause pass a
// waiting one again and again. Short steps of random length give each its turn.
bool SqliteSession::wait_for_lock(int tries) const {
    auto const now = std::chrono::steady_clock::now();
    if (now >= lock_deadline_ || context_.stop.stop_requested()) return false;
    std::array<std::byte, 1> random{};
    fill_random(random);
    auto const longest_us = std::min(10'000, 250 * (tries + 1));
    auto const wait_us = 100 + longest_us * std::to_integer<int>(random[0]) / 256;
    std::this_thread::sleep_for(std::chrono::microseconds(wait_us));
    return true;
}

void SqliteSession::watch_lock(std::int64_t wait_ms) {
    lock_deadline_ = std::chrono::steady_clock::now() + std::chrono::milliseconds(wait_ms);
    sqlite3_busy_handler(
        database_->getHandle(),
        [](void* self, int tries) {
            return static_cast<SqliteSession const*>(self)->wait_for_lock(tries) ? 1 : 0;
        },
        this);
}

void SqliteSession::watch_deadline() {
    sqlite3_progress_handler(
        database_->getHandle(), operations_between_checks,
        [](void* self) { return static_cast<SqliteSession*>(self)->must_stop() ? 1 : 0; }, this);
}

void SqliteSession::ignore_deadline() noexcept {
    sqlite3_progress_handler(database_->getHandle(), 0, nullptr, nullptr);
}

void SqliteSession::begin(Access access, CallContext const& context) {
    EC_CHECK(access == access_);
    context_ = context;
    auto const left_us = context.remaining_us();
    deadline_ = std::chrono::steady_clock::now() + std::chrono::microseconds(left_us);
    auto const wait_ms = std::min<std::int64_t>(busy_timeout_ms_, left_us / 1000 + 1);
    translated([&] {
        watch_lock(wait_ms);
        watch_deadline();
        database_->exec(access == Access::write ? "BEGIN IMMEDIATE" : "BEGIN");
        // A deferred BEGIN takes its snapshot with the first read; take it now.
        if (access == Access::read) database_->exec("SELECT 1 FROM sqlite_master LIMIT 1");
    });
}

SQLite::Statement& SqliteSession::prepare(std::string_view sql, std::span<Param const> params) {
    std::string text(sql);
    auto found = statements_.find(text);
    if (found == statements_.end()) {
        if (statements_.size() >= max_prepared) statements_.clear();
        auto statement = std::make_unique<SQLite::Statement>(*database_, text);
        found = statements_.emplace(std::move(text), std::move(statement)).first;
    }
    bind(*found->second, params);
    return *found->second;
}

Rows SqliteSession::query(std::string_view sql, std::span<Param const> params) {
    return translated([&] {
        auto& statement = prepare(sql, params);
        Reset const reset(statement);
        int const columns = statement.getColumnCount();
        std::vector<Cell> cells;
        while (statement.executeStep())
            for (int i = 0; i < columns; ++i) cells.push_back(read_cell(statement.getColumn(i)));
        return Rows(static_cast<std::size_t>(columns), std::move(cells));
    });
}

std::int64_t SqliteSession::execute(std::string_view sql, std::span<Param const> params) {
    return translated([&]() -> std::int64_t {
        auto& statement = prepare(sql, params);
        Reset const reset(statement);
        while (statement.executeStep()) {
        }
        return database_->getChanges();
    });
}

void SqliteSession::script(std::string_view sql) {
    translated([&] {
        statements_.clear();
        database_->exec(std::string(sql));
    });
}

Micros SqliteSession::now_us() {
    // The engine lives in this process: its clock is the machine's, not the injected one.
    return SystemClock().now_us();
}

void SqliteSession::commit() {
    ignore_deadline();
    watch_lock(busy_timeout_ms_);
    translated([&] { database_->exec("COMMIT"); });
}

void SqliteSession::rollback() noexcept {
    ignore_deadline();
    // Some failures (a full disk, an interrupt) have rolled back already.
    if (sqlite3_get_autocommit(database_->getHandle()) != 0) return;
    usable_ = database_->tryExec("ROLLBACK") == SQLITE_OK;
}

}  // namespace ec::db
