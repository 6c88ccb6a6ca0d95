#include <ec/db/migrations.hpp>

#include "schema_objects.hpp"

#include <ec/base/error.hpp>
#include <ec/db/database.hpp>

#include <algorithm>
#include <optional>
#include <set>
#include <string>

#include <fmt/format.h>

namespace ec::db {
namespace {

constexpr std::string_view create_ledger =
    "CREATE TABLE IF NOT EXISTS schema_migrations ("
    " version BIGINT NOT NULL PRIMARY KEY CHECK (version >= 1),"
    " name TEXT NOT NULL,"
    " checksum TEXT NOT NULL CHECK (length(checksum) = 64),"
    " applied_at_us BIGINT NOT NULL)";
constexpr std::string_view read_ledger =
    "SELECT version, name, checksum, applied_at_us FROM schema_migrations ORDER BY version";
constexpr std::string_view add_to_ledger =
    "INSERT INTO schema_migrations (version, name, checksum, applied_at_us)"
    " VALUES ($1, $2, $3, $4)";
// Any number that no other program on the server is likely to lock.
constexpr std::string_view lock_migrations = "SELECT pg_advisory_xact_lock(7310523468417)";

Error refused(char const* reason, std::string message) {
    return {ErrorCode::conflict, reason, std::move(message)};
}

void check_applied(std::int64_t position, Row row, std::span<Migration const> migrations) {
    auto const version = row.integer(0);
    if (version != position)
        throw refused(
            "db.store_incomplete",
            fmt::format("The store lists migration {} without {}: it was half migrated or "
                        "edited by hand. Restore it from a backup.",
                        version, position));
    if (version > static_cast<std::int64_t>(migrations.size()))
        throw refused("db.store_newer",
                      fmt::format("The store is at version {}, this program knows {}: it was used "
                                  "by a later release. Install that release or a newer one.",
                                  version, migrations.size()));
    auto const& known = migrations[static_cast<std::size_t>(version - 1)];
    if (row.text(2) != known.checksum)
        throw refused("db.store_changed",
                      fmt::format("Migration {} of the store is not the one of this program: the "
                                  "program was built from changed files. Use a released build.",
                                  known.name));
}

void check_objects(Transaction& transaction, std::int64_t applied,
                   std::span<Migration const> migrations) {
    auto const present = list_objects(transaction);
    auto const wanted = expected_objects(migrations.first(static_cast<std::size_t>(applied)));
    for (auto const& name : wanted)
        if (!present.contains(name))
            throw refused("db.store_incomplete",
                          fmt::format("The store is at version {} but lacks {}: it is damaged. "
                                      "Restore it from a backup.",
                                      applied, name));
}

// Throws when the store cannot be migrated from; else how many migrations it has.
MigrationStatus read_status(Transaction& transaction, std::span<Migration const> migrations) {
    MigrationStatus status;
    status.program_version = static_cast<std::int64_t>(migrations.size());
    for (auto const& migration : migrations)
        status.entries.push_back(
            {migration.version, std::string(migration.name), std::string(migration.checksum), 0});
    auto const present = list_objects(transaction);
    if (!present.contains("schema_migrations")) {
        if (!present.empty())
            throw refused("db.store_incomplete",
                          fmt::format("The database holds \"{}\" but no list of migrations: it is "
                                      "half made or belongs to another program. Name an empty one.",
                                      *present.begin()));
        return status;
    }
    auto const rows = transaction.query(read_ledger);
    for (auto const row : rows) {
        check_applied(++status.applied_version, row, migrations);
        status.entries[static_cast<std::size_t>(status.applied_version - 1)].applied_at_us =
            row.integer(3);
    }
    check_objects(transaction, status.applied_version, migrations);
    if (status.applied_version == status.program_version)
        status.state = StoreState::current;
    else if (status.applied_version > 0)
        status.state = StoreState::behind;
    return status;
}

// Applies the next missing migration and returns its version; nullopt when there is none.
std::optional<std::int64_t> apply_next(Database& database, CallContext const& context,
                                       std::span<Migration const> migrations) {
    auto transaction = database.begin_write(context);
    if (transaction.engine() == Engine::postgresql) (void)transaction.query(lock_migrations);
    auto const status = read_status(transaction, migrations);
    if (status.state == StoreState::current) return std::nullopt;
    transaction.execute_script(create_ledger);
    auto const& next = migrations[static_cast<std::size_t>(status.applied_version)];
    transaction.execute_script(translate_schema(next.sql, transaction.engine()));
    transaction.execute(add_to_ledger, next.version, next.name, next.checksum,
                        transaction.now_us());
    transaction.commit();
    return next.version;
}

}  // namespace

MigrationStatus migration_status(Database& database, CallContext const& context,
                                 std::span<Migration const> migrations) {
    auto transaction = database.begin_read(context);
    return read_status(transaction, migrations);
}

MigrationStatus migration_status(Database& database, CallContext const& context) {
    return migration_status(database, context, embedded_migrations());
}

std::vector<std::int64_t> migrate(Database& database, CallContext const& context,
                                  std::span<Migration const> migrations) {
    std::vector<std::int64_t> applied;
    while (auto const version = apply_next(database, context, migrations))
        applied.push_back(*version);
    return applied;
}

std::vector<std::int64_t> migrate(Database& database, CallContext const& context) {
    return migrate(database, context, embedded_migrations());
}

void require_current(Database& database, CallContext const& context) {
    auto const status = migration_status(database, context);
    switch (status.state) {
        case StoreState::current:
            return;
        case StoreState::empty:
            throw refused("db.store_empty",
                          "The store is empty. Make it with: equitycompass init-db");
        case StoreState::behind:
            throw refused("db.store_behind",
                          fmt::format("The store is at version {} of {}. Bring it up to date with: "
                                      "equitycompass migrate",
                                      status.applied_version, status.program_version));
    }
}

}  // namespace ec::db
