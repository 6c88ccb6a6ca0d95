#include "sample_inputs.hpp"

#include <ec/base/math.hpp>
#include <ec/market/csv.hpp>
#include <ec/market/factor_file.hpp>
#include <ec/market/quality.hpp>

#include <algorithm>
#include <string>

#include <support/source_files.hpp>

namespace ec::test {
namespace {

market::Bars read_bars(std::string const& path) {
    auto const table = market::parse_csv_table(read_source_file(path));
    market::Bars bars;
    for (auto const& row : table.rows) {
        auto const number = [&](std::string_view name) {
            auto const found = std::ranges::find(table.columns, name);
            if (found == table.columns.end()) return nan_value();
            auto const& cell = row[static_cast<std::size_t>(found - table.columns.begin())];
            return cell.empty() ? nan_value() : std::stod(cell);
        };
        market::Bar bar;
        bar.date = Date::parse(row[0], "date");
        bar.open = number("open");
        bar.high = number("high");
        bar.low = number("low");
        bar.close = number("close");
        bar.volume = number("volume");
        bar.amount = number("amount");
        bar.previous_close = number("preclose");
        bar.turnover_pct = number("turnover_pct");
        if (number("trade_status") == 0)
            bar.flags |= static_cast<market::BarFlags>(market::BarFlag::suspended);
        bars.push_back(bar);
    }
    return bars;
}

}  // namespace

market::Series sample_series(std::string const& name, std::string_view symbol,
                             market::PriceBasis basis) {
    std::string const folder = "schema/seed/market/";
    market::Series series;
    series.id = name;
    series.revision = 3;
    series.symbol = market::Symbol::parse(symbol);
    series.source = "sample";
    series.basis = basis;
    series.currency = market::currency_of(series.symbol.market());
    series.sample = 1;
    series.bars = read_bars(folder + name + ".csv");
    if (basis == market::PriceBasis::adjusted) series.base_date = series.bars.date.back();
    if (name.starts_with("us/") && basis == market::PriceBasis::raw)
        series.actions =
            market::actions_from_factors(
                market::parse_factor_file(read_source_file(folder + name + "_factors.csv")),
                series.bars.date)
                .actions;
    return series;
}

market::Series flagged(market::Series series) {
    market::check_bars(series.bars, {.symbol = series.symbol,
                                     .kind = market::kind_by_code(series.symbol),
                                     .basis = series.basis,
                                     .actions = series.actions});
    return series;
}

reports::ReportInputs sample_inputs(std::string_view symbol, Date as_of) {
    using market::PriceBasis;
    static auto const aapl = flagged(sample_series("us/AAPL", "AAPL", PriceBasis::raw));
    static auto const spy = flagged(sample_series("us/SPY", "SPY", PriceBasis::raw));
    static auto const moutai =
        flagged(sample_series("cn/600519.SH", "600519.SH", PriceBasis::adjusted));
    static auto const csi_300 =
        flagged(sample_series("index/000300.SH", "000300.SH", PriceBasis::raw));
    bool const us = symbol == "AAPL";
    analysis::InstrumentInfo instrument;
    instrument.name_en = us ? "Apple Inc." : "";
    instrument.name_zh = us ? "苹果" : "贵州茅台";
    instrument.exchange_name = us ? "NASDAQ" : "SSE";
    return reports::make_inputs(us ? aapl : moutai, us ? &spy : &csi_300, instrument, {}, as_of);
}

reports::Report sample_report(std::string_view symbol, Date as_of, narrative::Language language) {
    reports::ComposeSettings settings;
    settings.language = language;
    settings.data_notes_en = {"The sample's own note."};
    settings.data_notes_zh = {"示例自带的说明。"};
    return reports::compose_report(sample_inputs(symbol, as_of), settings,
                                   &analysis::shipped_probability_table());
}

}  // namespace ec::test
