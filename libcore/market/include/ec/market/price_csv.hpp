#pragma once

#include <ec/market/instrument.hpp>
#include <ec/market/series.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ec::market {

enum class VolumeUnit : std::uint8_t { shares, lots_of_100 };
enum class DateOrder : std::uint8_t { month_first, day_first };

/// What the caller knows. Whatever is left empty must be provable from the file, or the import is
/// refused with the option that would settle it.
struct PriceCsvOptions {
    Symbol symbol = Symbol::parse("AAPL");
    InstrumentKind kind = InstrumentKind::stock;
    std::optional<PriceBasis> basis;
    std::optional<Date> base_date;  // of adjusted prices; else the last accepted row
    std::optional<VolumeUnit> volume_unit;
    std::optional<DateOrder> date_order;
};

struct ColumnMapping {
    std::string heading;  // as the file has it
    std::string role;     // "open", "volume", ..., "ignored"
};

/// How the file was understood: what --dry-run shows.
struct PriceCsvMapping {
    std::string layout;  // "yahoo", "futu", "tradingview", "tongdaxin", "tushare", "stooq", ...
    char separator = ',';
    std::size_t heading_line = 0;
    std::string date_format;  // "YYYY-MM-DD", "MM/DD/YYYY", "unix seconds", ...
    std::vector<ColumnMapping> columns;
    PriceBasis basis = PriceBasis::raw;
    std::optional<Date> base_date;
    std::string basis_evidence;  // "stated by the caller", "amount / volume lies inside ..."
    double volume_scale = 1;     // what the file's numbers were multiplied by
    double amount_scale = 1;
    std::string unit_evidence;
    std::string stated_code;  // a code the file itself names, "" when it names none
};

struct RejectedRow {
    std::size_t line = 0;
    std::string reason;  // stable key: "date.malformed", "price.missing", "duplicate.conflicting"
    std::string text;    // at most 200 bytes of the line
};

struct PriceCsv {
    PriceCsvMapping mapping;
    Bars bars;                       // ascending, one row a day
    std::vector<std::size_t> lines;  // of the file, one for each bar
    std::vector<CorporateAction> actions;
    std::vector<double> action_amounts;  // cash per share or ratio as the file states; NaN if none
    std::vector<RejectedRow> rejected;   // by line
    std::size_t rows_read = 0;
};

inline constexpr std::size_t max_price_csv_bytes = 64U << 20U;
inline constexpr std::size_t max_price_csv_rows = 200'000;

/// Reads daily prices from UTF-8 text as Yahoo, Futu, TradingView, 通达信, Tushare, Stooq and
/// others write them: separators , ; tab |, English or Chinese headings in any order, any row
/// order. A row that cannot be read is listed, never repaired; of two rows of one day the first
/// stays, marked duplicate when they differ. Impossible prices are kept for check_bars to mark.
///
/// Throws invalid_input: "import.too_large", "import.heading_missing", "import.columns_missing",
/// "import.date_order_unknown", "import.decimal_comma", "import.no_rows",
/// "import.basis_unknown", "import.basis_contradicted", "import.volume_unit_unknown".
[[nodiscard]] PriceCsv parse_price_csv(std::string_view text, PriceCsvOptions const& options);

/// The code that the text names itself, in a title line or in its first row; "" for none, and for
/// a text that is no table of prices.
[[nodiscard]] std::string find_stated_code(std::string_view text);

}  // namespace ec::market
