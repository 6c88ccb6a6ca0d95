#pragma once

#include <ec/base/call_context.hpp>
#include <ec/config/config.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace ec::db {
class Database;
}

namespace ec::workflows {

/// The configured database; for SQLite the folder is made (0700) when `Creation` allows it.
enum class Creation : std::uint8_t { refuse, allow };
[[nodiscard]] std::unique_ptr<db::Database> open_configured_database(config::Config const& config,
                                                                     Creation creation);

enum class SeedChoice : std::uint8_t { samples, none };

struct InitReport {
    std::vector<std::int64_t> migrations;  // applied now
    std::size_t instruments = 0;
    std::size_t series = 0;
    std::size_t bars = 0;
    bool was_there = false;  // the store existed and nothing had to be done
};

/// Makes the store or brings it up to date: migrations, the local user (profile private), the
/// installation key and, unless left out, lists and sample bars. Running it again changes nothing.
InitReport init_store(config::Config const& config, CallContext const& context, SeedChoice seed);

struct MigrationLine {
    std::int64_t version = 0;
    std::string name;
    std::string checksum;
    Micros applied_at_us = 0;  // 0: not applied
};
struct MigrationReport {
    std::string state;  // "empty", "behind", "current"
    std::vector<MigrationLine> lines;
    std::vector<std::int64_t> applied;  // by this call
};
enum class MigrateMode : std::uint8_t { apply, look };
MigrationReport migrate_store(config::Config const& config, CallContext const& context,
                              MigrateMode mode);

enum class CheckResult : std::uint8_t { good, warning, bad };
[[nodiscard]] std::string_view to_string(CheckResult result) noexcept;

struct DoctorLine {
    std::string subject;
    CheckResult result = CheckResult::good;
    std::string finding;
    std::string remedy;
};
/// What stands in the way of a working installation. Never throws for what it looks for.
[[nodiscard]] std::vector<DoctorLine> examine_store(config::Config const& config,
                                                    CallContext const& context);

/// True when the database answers and its migrations are those of this program.
[[nodiscard]] bool is_ready(db::Database& database, CallContext const& context) noexcept;

}  // namespace ec::workflows
