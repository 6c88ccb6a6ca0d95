#pragma once

#include <ec/base/call_context.hpp>
#include <ec/market/calendar.hpp>

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>

namespace ec::db {
class Database;
}

namespace ec::marketdata {

/// Where the shipped lists, calendars and sample bars are: `configured` unless empty, else the
/// source tree this program was built from, else <prefix>/share beside the program's folder.
[[nodiscard]] std::filesystem::path find_seed_folder(std::filesystem::path const& configured);

struct SeedReport {
    std::size_t instruments = 0;
    std::size_t names = 0;
    std::size_t series = 0;
    std::size_t bars = 0;
    std::size_t left_out = 0;   // doubtful files that this installation does not have
    std::size_t unchanged = 0;  // 1: this very seed was loaded before, nothing was done
};

/// Loads the lists and, marked as samples, the price series of a seed folder in one transaction;
/// loading it again does nothing. Throws not_found "seed.missing" when the folder or a file that
/// is not doubtful is missing, invalid_input "seed.damaged" when a file differs from its checksum.
SeedReport load_seed(CallContext const& context, db::Database& database,
                     std::filesystem::path const& folder);

/// The calendars of a seed folder by id ("XNYS", "XHKG", "XSHG"). Throws as load_seed.
[[nodiscard]] std::map<std::string, market::TradingCalendar> load_calendars(
    std::filesystem::path const& folder);

}  // namespace ec::marketdata
