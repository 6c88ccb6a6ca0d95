#pragma once

#include <ec/base/call_context.hpp>
#include <ec/market/price_csv.hpp>
#include <ec/marketdata/bar_store.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ec::db {
class Database;
}

namespace ec::marketdata {

enum class ImportMode : std::uint8_t { store, dry_run };
/// `checked`: refuse prices that do not move like the stored ones of the symbol.
enum class ImportIdentity : std::uint8_t { checked, as_told };

struct ImportRequest {
    market::Symbol symbol = market::Symbol::parse("AAPL");
    std::string file_name;              // shown in the source's name and the import log
    std::optional<std::string> source;  // else "csv:<file name>"
    std::optional<market::PriceBasis> basis;
    std::optional<Date> base_date;
    std::optional<market::VolumeUnit> volume_unit;
    std::optional<market::DateOrder> date_order;
    std::optional<std::string> currency;  // else that of the symbol's market
    ImportMode mode = ImportMode::store;
    ImportIdentity identity = ImportIdentity::checked;
};

/// A row that is stored with a mark: "impossible_price", "unit_error", ...
struct FlaggedRow {
    std::size_t line = 0;
    Date date;
    std::vector<std::string> flags;
};

struct ImportReport {
    market::PriceCsvMapping mapping;
    std::string encoding;
    std::size_t rows_read = 0;
    std::size_t accepted = 0;
    std::vector<market::RejectedRow> rejected;
    std::vector<FlaggedRow> flagged;
    std::size_t actions = 0;
    SeriesChange change;  // empty series_id in a dry run
    std::optional<Date> first_date;
    std::optional<Date> last_date;
};

/// Imports a file of daily prices in one transaction: all good rows or, when it fails, nothing.
/// Running it again changes nothing. Rows that cannot be read are listed, impossible ones stored
/// with their mark; a day that has not begun at the exchange is refused, one that has not closed
/// is marked partial. The caller's actor must be a user of the store.
/// Throws what parse_price_csv throws, and invalid_input "import.symbol_differs" (the file names
/// another code), "import.other_company", "import.scale_differs" (prices unlike the stored ones),
/// "import.currency".
[[nodiscard]] ImportReport import_csv(CallContext const& context, db::Database& database,
                                      BarStore const& store, std::string_view bytes,
                                      ImportRequest const& request);

/// Stores the splits and dividends of a LEAN factor file as actions of an imported raw series.
/// Throws not_found "marketdata.no_bars" when the symbol has no such series.
[[nodiscard]] SeriesChange import_factors(CallContext const& context, db::Database& database,
                                          BarStore const& store, std::string const& series_id,
                                          std::string_view factor_file);

}  // namespace ec::marketdata
