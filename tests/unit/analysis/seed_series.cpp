#include "seed_series.hpp"

#include <ec/base/error.hpp>
#include <ec/base/math.hpp>
#include <ec/market/csv.hpp>
#include <ec/market/factor_file.hpp>
#include <ec/market/instrument.hpp>
#include <ec/market/quality.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>

namespace ec::test {
namespace {

struct Described {
    std::string_view name;
    std::string_view symbol;
    market::PriceBasis basis = market::PriceBasis::raw;
    std::string_view base_date;  // empty: as traded
};

constexpr auto raw = market::PriceBasis::raw;
constexpr auto split_adjusted = market::PriceBasis::split_adjusted;
constexpr auto adjusted = market::PriceBasis::adjusted;

// The table's series first, in its order.
constexpr Described described[] = {
    {"us/AAPL", "AAPL", raw, ""},
    {"us/MSFT", "MSFT", adjusted, "2022-03-10"},
    {"us/SPY", "SPY", raw, ""},
    {"us/TSLA", "TSLA", split_adjusted, "2023-08-11"},
    {"hk/0005.HK", "0005.HK", adjusted, "2025-05-22"},
    {"hk/0005.HK_raw_2012_2020", "0005.HK", split_adjusted, "2020-07-28"},
    {"hk/0700.HK", "0700.HK", adjusted, "2025-05-22"},
    {"hk/0700.HK_raw_2012_2020", "0700.HK", split_adjusted, "2020-07-28"},
    {"hk/9988.HK", "9988.HK", adjusted, "2025-05-22"},
    {"index/HSI", "^HSI", raw, ""},
    {"cn/000001.SZ", "000001.SZ", adjusted, "2020-08-24"},
    {"cn/300750.SZ", "300750.SZ", adjusted, "2020-08-24"},
    {"cn/600519.SH", "600519.SH", adjusted, "2020-08-24"},
    {"index/000300.SH", "000300.SH", raw, ""},
};
constexpr std::size_t table_series = 14;

/// A column by name; NaN for an empty cell or a column the file does not have.
class NumberColumn {
  public:
    NumberColumn(market::CsvTable const& table, std::string_view name) : table_(table) {
        auto const found = std::ranges::find(table.columns, name);
        if (found != table.columns.end()) index_ = found - table.columns.begin();
    }
    [[nodiscard]] double operator()(std::size_t row) const {
        if (!index_) return nan_value();
        auto const& cell = table_.rows[row][static_cast<std::size_t>(*index_)];
        return cell.empty() ? nan_value() : std::stod(cell);
    }

  private:
    market::CsvTable const& table_;
    std::optional<std::ptrdiff_t> index_;
};

market::Bars parse_bars(market::CsvTable const& table) {
    NumberColumn const open(table, "open"), high(table, "high"), low(table, "low"),
        close(table, "close"), volume(table, "volume"), amount(table, "amount"),
        previous(table, "preclose"), turnover(table, "turnover_pct"), status(table, "trade_status"),
        st(table, "is_st");
    auto const date = table.column("date");
    market::Bars bars;
    bars.reserve(table.rows.size());
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        market::Bar bar{Date::parse(table.rows[i][date], "date"),
                        open(i),
                        high(i),
                        low(i),
                        close(i),
                        volume(i),
                        amount(i),
                        previous(i),
                        turnover(i),
                        0};
        if (status(i) == 0) bar.flags |= static_cast<market::BarFlags>(market::BarFlag::suspended);
        if (st(i) == 1) bar.flags |= static_cast<market::BarFlags>(market::BarFlag::st);
        bars.push_back(bar);
    }
    return bars;
}

}  // namespace

std::string read_source_file(std::string_view path) {
    std::ifstream file(std::filesystem::path(EC_SOURCE_DIR) / path, std::ios::binary);
    EC_CHECK(file.good());
    return {std::istreambuf_iterator<char>(file), {}};
}

market::Series load_seed_series(std::string_view name) {
    auto const* found = std::ranges::find(described, name, &Described::name);
    EC_CHECK(found != std::end(described));
    auto const path = "schema/seed/market/" + std::string(name);
    market::Series series;
    series.id = name;
    series.symbol = market::Symbol::parse(found->symbol);
    series.source = "sample";
    series.basis = found->basis;
    if (!found->base_date.empty()) series.base_date = Date::parse(found->base_date, "base");
    series.currency = market::currency_of(series.symbol.market());
    series.sample = 1;
    series.bars = parse_bars(market::parse_csv_table(read_source_file(path + ".csv")));
    if (found->basis == raw && name.starts_with("us/"))
        series.actions = market::actions_from_factors(
                             market::parse_factor_file(read_source_file(path + "_factors.csv")),
                             series.bars.date)
                             .actions;
    market::check_bars(series.bars, {.symbol = series.symbol,
                                     .kind = market::kind_by_code(series.symbol),
                                     .basis = series.basis,
                                     .actions = series.actions});
    return series;
}

std::vector<std::string> call_table_series() {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < table_series; ++i) names.emplace_back(described[i].name);
    return names;
}

}  // namespace ec::test
