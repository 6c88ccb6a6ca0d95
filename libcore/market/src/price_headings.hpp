#pragma once

#include <ec/market/csv.hpp>
#include <ec/market/price_csv.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ec::market {

enum class Column : std::uint8_t {
    date,
    open,
    high,
    low,
    close,
    adjusted_close,
    volume,
    amount,
    previous_close,
    turnover_pct,
    dividend,
    split,
    trade_status,
    is_st,
    code,
    ignored,
};
inline constexpr std::size_t column_count = 16;
inline constexpr std::size_t no_column = static_cast<std::size_t>(-1);

/// Where each column stands, what units the headings name, and what a title line says.
struct Layout {
    std::array<std::size_t, column_count> at{};
    std::size_t width = 0;
    std::optional<double> volume_scale;
    std::optional<double> amount_scale;
    std::optional<PriceBasis> stated_basis;
    PriceCsvMapping mapping;

    [[nodiscard]] std::size_t of(Column column) const {
        return at[static_cast<std::size_t>(column)];
    }
    [[nodiscard]] bool has(Column column) const { return of(column) != no_column; }
};

/// Finds separator, heading line and columns in the first lines of the text; throws
/// "import.heading_missing" or "import.columns_missing".
[[nodiscard]] Layout find_layout(std::string_view text);

/// The format to read the rows with.
[[nodiscard]] CsvFormat row_format(Layout const& layout);

}  // namespace ec::market
