#pragma once

#include <ec/base/call_context.hpp>
#include <ec/base/clock.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ec::db {

class Database;

/// One numbered file of schema/, as it was when the program was built. `sql` is one text for both
/// engines with {{BLOB}} for the type of bytes.
struct Migration {
    std::int64_t version = 0;
    std::string_view name;
    std::string_view sql;
    std::string_view checksum;  // SHA-256 of the file
};

enum class StoreState : std::uint8_t { empty, behind, current };

struct MigrationStatus {
    struct Entry {
        std::int64_t version = 0;
        std::string name;
        std::string checksum;
        Micros applied_at_us = 0;  // 0: not applied
    };
    StoreState state = StoreState::empty;
    std::int64_t applied_version = 0;
    std::int64_t program_version = 0;
    std::vector<Entry> entries;
};

/// The migrations built into this program, ascending from 1 without gaps.
[[nodiscard]] std::span<Migration const> embedded_migrations();

/// Reads, never writes. Throws conflict with what to do: "db.store_newer" (made by a later
/// program), "db.store_changed" (a migration's text differs from the applied one),
/// "db.store_incomplete" (a gap in the ledger, a table missing, tables without a ledger).
[[nodiscard]] MigrationStatus migration_status(Database& database, CallContext const& context);
[[nodiscard]] MigrationStatus migration_status(Database& database, CallContext const& context,
                                               std::span<Migration const> migrations);

/// Applies what is missing, each migration in a transaction of its own, one process at a time.
/// Returns the versions it applied. Refuses what migration_status refuses.
std::vector<std::int64_t> migrate(Database& database, CallContext const& context);
std::vector<std::int64_t> migrate(Database& database, CallContext const& context,
                                  std::span<Migration const> migrations);

/// Throws conflict "db.store_behind" (remedy: equitycompass migrate) or "db.store_empty" (remedy:
/// equitycompass init-db) unless the store is current.
void require_current(Database& database, CallContext const& context);

}  // namespace ec::db
