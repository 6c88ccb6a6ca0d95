#pragma once

#include <ec/base/math.hpp>
#include <ec/market/csv.hpp>
#include <ec/market/factor_file.hpp>
#include <ec/market/series.hpp>
#include <support/source_files.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ec::test {

/// A column of a normalised CSV as numbers, NaN for an empty cell; nullopt without such a column.
[[nodiscard]] inline std::optional<std::vector<double>> number_column(market::CsvTable const& table,
                                                                      std::string_view name) {
    auto const found = std::ranges::find(table.columns, name);
    if (found == table.columns.end()) return std::nullopt;
    auto const at = static_cast<std::size_t>(found - table.columns.begin());
    std::vector<double> out;
    for (auto const& row : table.rows)
        out.push_back(row[at].empty() ? nan_value() : std::stod(row[at]));
    return out;
}

/// Bars of a shipped file, read without the importer that is under test elsewhere.
[[nodiscard]] inline market::Bars seed_bars(std::string_view relative) {
    auto const table = market::parse_csv_table(read_source_file(relative));
    auto const column = [&](std::string_view name) {
        return number_column(table, name)
            .value_or(std::vector<double>(table.rows.size(), nan_value()));
    };
    market::Bars bars;
    for (auto const& row : table.rows) bars.date.push_back(Date::parse(row[0], "date"));
    bars.open = column("open");
    bars.high = column("high");
    bars.low = column("low");
    bars.close = column("close");
    bars.volume = column("volume");
    bars.amount = column("amount");
    bars.previous_close = column("preclose");
    bars.turnover_pct = column("turnover_pct");
    auto const traded = column("trade_status");
    auto const st = column("is_st");
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        market::BarFlags flags = 0;
        if (traded[i] == 0) flags |= static_cast<market::BarFlags>(market::BarFlag::suspended);
        if (st[i] == 1) flags |= static_cast<market::BarFlags>(market::BarFlag::st);
        bars.flags.push_back(flags);
    }
    return bars;
}

/// AAPL or SPY as shipped: raw prices with the actions of the factor file.
[[nodiscard]] inline market::Series lean_series(std::string const& ticker) {
    market::Series series;
    series.symbol = market::Symbol::parse(ticker);
    series.currency = "USD";
    series.bars = seed_bars("schema/seed/market/us/" + ticker + ".csv");
    auto const rows = market::parse_factor_file(
        read_source_file("schema/seed/market/us/" + ticker + "_factors.csv"));
    series.actions = market::actions_from_factors(rows, series.bars.date).actions;
    return series;
}

}  // namespace ec::test
