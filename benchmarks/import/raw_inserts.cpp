#include "raw_inserts.hpp"

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <sqlite3.h>

namespace ec::bench {
namespace {

struct Close {
    void operator()(sqlite3* database) const { sqlite3_close(database); }
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Database = std::unique_ptr<sqlite3, Close>;
using Statement = std::unique_ptr<sqlite3_stmt, Close>;

void require(bool holds, sqlite3* database) {
    if (!holds) throw std::runtime_error(sqlite3_errmsg(database));
}

Database open(std::filesystem::path const& path) {
    sqlite3* database = nullptr;
    auto const result = sqlite3_open(path.c_str(), &database);
    Database owned(database);
    require(result == SQLITE_OK, database);
    return owned;
}

void run(Database const& database, char const* sql) {
    require(sqlite3_exec(database.get(), sql, nullptr, nullptr, nullptr) == SQLITE_OK,
            database.get());
}

Statement prepare(Database const& database, char const* sql) {
    sqlite3_stmt* statement = nullptr;
    require(sqlite3_prepare_v2(database.get(), sql, -1, &statement, nullptr) == SQLITE_OK,
            database.get());
    return Statement(statement);
}

struct Block {
    std::string series;
    std::int64_t numbers[5];  // year, bars, first and last date, revision
    std::string payload;
    std::string sha256;
};

std::string bytes_of(sqlite3_stmt* row, int column) {
    auto const* data = static_cast<char const*>(sqlite3_column_blob(row, column));
    return {data, static_cast<std::size_t>(sqlite3_column_bytes(row, column))};
}

Block read_block(sqlite3_stmt* row) {
    Block block{bytes_of(row, 0), {}, bytes_of(row, 6), bytes_of(row, 7)};
    for (int i = 0; i < 5; ++i) block.numbers[i] = sqlite3_column_int64(row, i + 1);
    return block;
}

void insert(sqlite3_stmt* statement, Block const& block, sqlite3* database) {
    auto const size = [](std::string const& text) { return static_cast<int>(text.size()); };
    sqlite3_bind_text(statement, 1, block.series.data(), size(block.series), SQLITE_STATIC);
    for (int i = 0; i < 5; ++i) sqlite3_bind_int64(statement, i + 2, block.numbers[i]);
    sqlite3_bind_blob(statement, 7, block.payload.data(), size(block.payload), SQLITE_STATIC);
    sqlite3_bind_text(statement, 8, block.sha256.data(), size(block.sha256), SQLITE_STATIC);
    require(sqlite3_step(statement) == SQLITE_DONE, database);
    sqlite3_reset(statement);
}

// The table of the schema, but for the series that it refers to.
constexpr char const* create_sql =
    "CREATE TABLE bar_blocks (series_id TEXT NOT NULL, year BIGINT NOT NULL CHECK (year BETWEEN "
    "1800 AND 9999), bars BIGINT NOT NULL CHECK (bars BETWEEN 1 AND 366), first_date BIGINT NOT "
    "NULL, last_date BIGINT NOT NULL, revision BIGINT NOT NULL CHECK (revision >= 0), payload BLOB "
    "NOT NULL CHECK (length(payload) > 0), sha256 TEXT NOT NULL CHECK (length(sha256) = 64), "
    "PRIMARY KEY (series_id, year), CHECK (last_date - first_date BETWEEN bars - 1 AND 366))";

}  // namespace

RawInserts insert_raw(std::filesystem::path const& store, std::filesystem::path const& fresh,
                      std::size_t series_of_a_batch) {
    auto const from = open(store);
    auto const to = open(fresh);
    run(to, "PRAGMA journal_mode = WAL");
    run(to, "PRAGMA synchronous = FULL");
    run(to, "PRAGMA foreign_keys = ON");
    run(to, "PRAGMA temp_store = MEMORY");
    run(to, create_sql);
    // In the order in which the import stored them.
    auto const rows = prepare(from,
                              "SELECT series_id, year, bars, first_date, last_date, revision, "
                              "payload, sha256 FROM bar_blocks ORDER BY rowid");
    auto const target = prepare(to, "INSERT INTO bar_blocks VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    RawInserts out;
    std::vector<Block> batch;
    std::size_t series = 0;
    auto const store_batch = [&] {
        auto const start = seconds_now();
        run(to, "BEGIN IMMEDIATE");
        for (auto const& block : batch) insert(target.get(), block, to.get());
        run(to, "COMMIT");
        out.measured.seconds += seconds_now() - start;
        batch.clear();
        series = 0;
    };
    while (sqlite3_step(rows.get()) == SQLITE_ROW) {
        auto block = read_block(rows.get());
        bool const other = batch.empty() || batch.back().series != block.series;
        if (other && series == series_of_a_batch) store_batch();
        series += other ? 1 : 0;
        ++out.blocks;
        out.bytes += static_cast<std::int64_t>(block.payload.size());
        batch.push_back(std::move(block));
    }
    store_batch();
    return out;
}

}  // namespace ec::bench
