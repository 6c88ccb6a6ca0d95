#include "sample_reports.hpp"

#include <ec/base/error.hpp>
#include <ec/base/math.hpp>
#include <ec/market/csv.hpp>
#include <ec/market/factor_file.hpp>
#include <ec/market/quality.hpp>
#include <support/filed_year.hpp>
#include <support/source_files.hpp>

#include <algorithm>

namespace ec::test {
namespace {

class Table {
  public:
    explicit Table(std::string const& path)
        : table_(market::parse_csv_table(read_source_file(path))) {}
    [[nodiscard]] std::size_t rows() const { return table_.rows.size(); }
    [[nodiscard]] std::string cell(std::size_t row, std::string_view name) const {
        auto const found = std::ranges::find(table_.columns, name);
        if (found == table_.columns.end()) return {};
        return table_.rows[row][static_cast<std::size_t>(found - table_.columns.begin())];
    }
    [[nodiscard]] double number(std::size_t row, std::string_view name) const {
        auto const text = cell(row, name);
        return text.empty() ? nan_value() : std::stod(text);
    }

  private:
    market::CsvTable table_;
};

market::Bars read_bars(std::string const& path) {
    Table const table(path);
    market::Bars bars;
    bars.reserve(table.rows());
    for (std::size_t i = 0; i < table.rows(); ++i) {
        market::Bar bar;
        bar.date = Date::parse(table.cell(i, "date"), "date");
        bar.open = table.number(i, "open");
        bar.high = table.number(i, "high");
        bar.low = table.number(i, "low");
        bar.close = table.number(i, "close");
        bar.volume = table.number(i, "volume");
        bar.amount = table.number(i, "amount");
        bar.previous_close = table.number(i, "preclose");
        bar.turnover_pct = table.number(i, "turnover_pct");
        if (table.number(i, "trade_status") == 0)
            bar.flags |= static_cast<market::BarFlags>(market::BarFlag::suspended);
        if (table.number(i, "is_st") == 1)
            bar.flags |= static_cast<market::BarFlags>(market::BarFlag::st);
        bars.push_back(bar);
    }
    return bars;
}

void add_list(std::map<std::string, analysis::InstrumentInfo, std::less<>>& instruments,
              std::string const& path) {
    Table const table(path);
    for (std::size_t i = 0; i < table.rows(); ++i) {
        auto& info = instruments[table.cell(i, "symbol")];
        auto const keep = [&](std::string& place, std::string_view column) {
            if (auto text = table.cell(i, column); !text.empty()) place = text;
        };
        keep(info.name_en, "name_en");
        keep(info.name_zh, "name_zh");
        keep(info.exchange_name, "exchange");
        keep(info.industry_zh, "industry_zh");
        keep(info.industry_en, "sector");
        if (table.cell(i, "kind") == "index") info.kind = market::InstrumentKind::index;
        if (table.cell(i, "kind") == "etf") info.kind = market::InstrumentKind::etf;
        if (auto const lot = table.number(i, "board_lot"); !is_nan(lot))
            info.board_lot = static_cast<std::int32_t>(lot);
    }
}

}  // namespace

SampleStore const& SampleStore::instance() {
    static SampleStore const store;
    return store;
}

SampleStore::SampleStore() {
    load_names();
    load_series();
}

void SampleStore::load_names() {
    for (auto const* list : {"us_sp500", "hk_stocks", "hk_builtin", "hk_board_lots_2020-02",
                             "cn_a_shares", "indices_and_funds"})
        add_list(instruments_, "schema/seed/lists/" + std::string(list) + ".csv");
}

void SampleStore::load_series() {
    Table const provenance("schema/seed/provenance.csv");
    for (std::size_t i = 0; i < provenance.rows(); ++i) {
        if (provenance.cell(i, "role") != "series") continue;
        auto const name = provenance.cell(i, "file");
        market::Series series;
        series.id = name;
        series.symbol = market::Symbol::parse(provenance.cell(i, "symbol"));
        series.source = provenance.cell(i, "label");
        series.basis = *market::parse_price_basis(provenance.cell(i, "basis"));
        if (auto const base = provenance.cell(i, "base_date"); !base.empty())
            series.base_date = Date::parse(base, "base_date");
        series.currency = provenance.cell(i, "currency");
        series.sample = 1;
        series.bars = read_bars("schema/seed/" + name);
        if (name == "market/us/AAPL.csv" || name == "market/us/SPY.csv") {
            auto const factors = name.substr(0, name.size() - 4) + "_factors.csv";
            series.actions =
                market::actions_from_factors(
                    market::parse_factor_file(read_source_file("schema/seed/" + factors)),
                    series.bars.date)
                    .actions;
        }
        market::check_bars(series.bars, {.symbol = series.symbol,
                                         .kind = market::kind_by_code(series.symbol),
                                         .basis = series.basis,
                                         .actions = series.actions});
        names_.push_back(name);
        series_.emplace(name, std::move(series));
    }
}

market::Series const& SampleStore::series(std::string_view name) const {
    auto const found = series_.find(name);
    EC_CHECK(found != series_.end());
    return found->second;
}

market::Series const* SampleStore::benchmark_of(market::Series const& series) const {
    std::string_view name = "market/index/000300.SH.csv";
    if (series.symbol.market() == market::Market::us) name = "market/us/SPY.csv";
    if (series.symbol.market() == market::Market::hk) name = "market/index/HSI.csv";
    auto const& benchmark = this->series(name);
    return benchmark.symbol == series.symbol ? nullptr : &benchmark;
}

namespace {

// Apple's report for the year to September 2020 and for the quarter after it.
std::vector<market::FiledFact> apple_filings() {
    using enum market::StatementItem;
    auto const day = [](int y, int m, int d) { return Date::from_ymd(y, m, d); };
    auto facts = filed_report(day(2019, 9, 29), day(2020, 9, 26), day(2020, 10, 30), "10-K",
                              {{revenue, 274'515e6},
                               {gross_profit, 104'956e6},
                               {operating_income, 66'288e6},
                               {net_income, 57'411e6},
                               {eps_diluted, 3.28},
                               {equity, 65'339e6},
                               {shares_outstanding, 16'976'763'000.0}});
    auto const before = filed_report(day(2018, 9, 30), day(2019, 9, 28), day(2020, 10, 30), "10-K",
                                     {{revenue, 260'174e6}});
    auto const quarter = filed_report(day(2020, 9, 27), day(2020, 12, 26), day(2021, 1, 28), "10-Q",
                                      {{revenue, 111'439e6},
                                       {gross_profit, 44'328e6},
                                       {operating_income, 33'534e6},
                                       {net_income, 28'755e6},
                                       {eps_diluted, 1.68},
                                       {equity, 66'224e6},
                                       {shares_outstanding, 16'822'987'000.0}});
    auto const year_ago =
        filed_report(day(2019, 9, 29), day(2019, 12, 28), day(2021, 1, 28), "10-Q",
                     {{revenue, 91'819e6},
                      {gross_profit, 35'217e6},
                      {operating_income, 25'569e6},
                      {net_income, 22'236e6},
                      {eps_diluted, 1.25}});
    for (auto const& more : {before, quarter, year_ago})
        facts.insert(facts.end(), more.begin(), more.end());
    return facts;
}

}  // namespace

analysis::Assessment SampleStore::assess(market::Series const& series, Date as_of) const {
    analysis::FactInput input;
    input.series = &series;
    input.benchmark = benchmark_of(series);
    if (auto const found = instruments_.find(series.symbol.text()); found != instruments_.end())
        input.instrument = found->second;
    if (market::kind_by_code(series.symbol) == market::InstrumentKind::index)
        input.instrument.kind = market::InstrumentKind::index;
    if (series.symbol.text() == "AAPL") {
        input.filings = apple_filings();
    }
    input.as_of = as_of;
    input.table = &analysis::shipped_probability_table();
    return analysis::assess(input);
}

narrative::ReportInput SampleStore::input(std::string_view name, Date as_of) const {
    auto const& series = this->series(name);
    narrative::ReportInput out;
    auto assessment = assess(series, as_of);
    out.sheet = std::move(assessment.sheet);
    out.call = std::move(assessment.call);
    out.abstained = std::move(assessment.abstained);
    auto const rows = series.bars.count_until(out.sheet.as_of);
    if (rows >= 2) out.previous = assess(series, series.bars.date[rows - 2]).sheet;
    return out;
}

narrative::ReportInput SampleStore::latest(std::string_view name) const {
    return input(name, series(name).bars.date.back());
}

}  // namespace ec::test
