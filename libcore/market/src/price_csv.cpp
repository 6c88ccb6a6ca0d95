#include <ec/market/price_csv.hpp>

#include <ec/base/error.hpp>
#include <ec/base/math.hpp>
#include <ec/market/symbol_input.hpp>
#include <number_text.hpp>
#include <price_dates.hpp>
#include <price_rows.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <span>
#include <utility>

namespace ec::market {
namespace {

constexpr std::size_t shown_text_bytes = 200;
// No exchange kept daily prices before; a block of bars cannot hold earlier days.
constexpr Date first_day(-61'000);  // 1802-12-27
// Beyond it a double does not count single shares any more, nor is anything traded.
constexpr double max_size = 9e15;

std::string shown(std::string_view text) {
    auto end = std::min(text.size(), shown_text_bytes);
    while (end > 0 && end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
        --end;
    return std::string(text.substr(0, end));
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

bool is_absent(std::string_view cell) {
    for (std::string_view word :
         {"", "null", "NULL", "nan", "NaN", "N/A", "n/a", "None", "-", "--"})
        if (cell == word) return true;
    return false;
}

// A number, NaN for "not given", nullopt for something else.
std::optional<double> read_number(std::string_view cell) {
    if (auto const number = parse_short_number(cell)) return number;
    cell = trimmed(cell);
    if (is_absent(cell)) return nan_value();
    return parse_written_number(cell);
}

using Cells = std::span<std::string_view const>;

class RowReader {
  public:
    RowReader(Layout const& layout, DateReader const& dates, PriceCsvOptions const& options)
        : layout_(layout), dates_(dates), options_(options) {}

    /// The reason why the record is no row; empty when `row` holds it.
    [[nodiscard]] std::string_view read(CsvRecords::Record const& record, Cells cells,
                                        PriceRow& row) {
        if (auto const reason = shape(record, cells); !reason.empty()) return reason;
        auto const date = dates_.read(cell(cells, Column::date));
        if (!date) return "date.malformed";
        if (date->weekday() == 0 || date->weekday() == 6) return "date.weekend";
        if (*date < first_day) return "date.impossible";
        if (!is_this_symbol(cell(cells, Column::code))) return "symbol.differs";
        row.line = record.line;
        row.text = record.text;
        row.bar.date = *date;
        if (auto const reason = read_prices(cells, row.bar); !reason.empty()) return reason;
        return read_rest(cells, row);
    }

  private:
    [[nodiscard]] std::string_view shape(CsvRecords::Record const& record, Cells cells) const {
        if (record.damage == CsvRecord::Damage::too_long) return "line.too_long";
        if (record.damage != CsvRecord::Damage::none) return "line.broken_quote";
        if (cells.size() == layout_.width) return {};
        bool const trailing = cells.size() == layout_.width + 1 && cells.back().empty();
        return trailing ? std::string_view() : std::string_view("line.cell_count");
    }

    [[nodiscard]] std::string_view cell(Cells cells, Column column) const {
        return layout_.has(column) ? cells[layout_.of(column)] : std::string_view();
    }

    [[nodiscard]] bool is_this_symbol(std::string_view code) {
        if (code == known_code_ || trimmed(code).empty()) return true;
        auto const candidates = parse_input(code);
        bool const same = std::ranges::find(candidates, options_.symbol) != candidates.end();
        if (same) known_code_ = code;
        return same;
    }

    [[nodiscard]] std::string_view read_prices(Cells cells, Bar& bar) const {
        bool absent = false;
        for (auto const& [column, value] : {std::pair{Column::open, &bar.open},
                                            {Column::high, &bar.high},
                                            {Column::low, &bar.low},
                                            {Column::close, &bar.close}}) {
            auto const number = read_number(cell(cells, column));
            if (!number) return "price.malformed";
            absent = absent || is_nan(*number);
            *value = *number;
        }
        return absent ? std::string_view("price.missing") : std::string_view();
    }

    [[nodiscard]] std::string_view read_rest(Cells cells, PriceRow& row) const {
        double status = nan_value();
        double st = nan_value();
        for (auto const& [column, value] : {std::pair{Column::volume, &row.bar.volume},
                                            {Column::amount, &row.bar.amount},
                                            {Column::previous_close, &row.bar.previous_close},
                                            {Column::turnover_pct, &row.bar.turnover_pct},
                                            {Column::adjusted_close, &row.adjusted_close},
                                            {Column::dividend, &row.dividend},
                                            {Column::split, &row.split},
                                            {Column::trade_status, &status},
                                            {Column::is_st, &st}}) {
            *value = nan_value();
            if (!layout_.has(column)) continue;
            auto const number = read_number(cell(cells, column));
            if (!number) return column == Column::volume ? "volume.malformed" : "number.malformed";
            *value = *number;
        }
        if (row.bar.volume < 0 || row.bar.amount < 0) return "volume.negative";
        if (row.bar.volume > max_size || row.bar.amount > max_size) return "volume.impossible";
        if (row.split > 0 && (row.split > largest_split || row.split < 1 / largest_split))
            return "split.impossible";
        row.bar.flags = 0;
        if (status == 0) row.bar.flags |= static_cast<BarFlags>(BarFlag::suspended);
        if (st == 1) row.bar.flags |= static_cast<BarFlags>(BarFlag::st);
        return {};
    }

    Layout const& layout_;
    DateReader const& dates_;
    PriceCsvOptions const& options_;
    std::string_view known_code_;
};

void read_records(std::string_view text, Layout const& layout, CsvRecords& records) {
    CsvReader reader(text, row_format(layout));
    while (reader.append_next(records)) {
        if (records.records().size() > max_price_csv_rows + layout.mapping.heading_line)
            throw invalid_field("import.too_large", "file",
                                std::to_string(records.records().size()),
                                "the file has more rows than one import takes",
                                "Split the file into parts of at most 200,000 rows.");
    }
}

std::vector<std::string_view> date_cells(CsvRecords const& records,
                                         std::span<CsvRecords::Record const> rows,
                                         Layout const& layout) {
    std::vector<std::string_view> dates;
    dates.reserve(rows.size());
    for (auto const& row : rows)
        if (auto const cells = records.cells(row); layout.of(Column::date) < cells.size())
            dates.push_back(cells[layout.of(Column::date)]);
    return dates;
}

// "105,25" in a file with semicolons is a decimal comma; "1,234" there could be either.
void refuse_decimal_commas(CsvRecords const& records, std::span<CsvRecords::Record const> rows,
                           Layout const& layout) {
    if (layout.mapping.separator == ',') return;
    auto const at = layout.of(Column::close);
    for (auto const& row : rows) {
        if (row.cells != layout.width) continue;
        auto const cell = records.cells(row)[at];
        bool const comma_only =
            std::ranges::count(cell, ',') == 1 && cell.find('.') == std::string::npos;
        if (comma_only)
            throw invalid_field("import.decimal_comma", "close", shown(cell),
                                "a comma in prices may be a decimal sign or a thousands separator",
                                "Write prices with a decimal point and without other marks.");
    }
}

bool same_figures(Bar const& a, Bar const& b) {
    auto const same = [](double x, double y) { return x == y || (is_nan(x) && is_nan(y)); };
    return same(a.open, b.open) && same(a.high, b.high) && same(a.low, b.low) &&
           same(a.close, b.close) && same(a.volume, b.volume) && same(a.amount, b.amount);
}

// Ascending, the first row of a day stays. Which of two differing rows is right is unknown, so the
// one that stays is marked.
std::vector<PriceRow> without_duplicates(std::vector<PriceRow> rows,
                                         std::vector<RejectedRow>& rejected) {
    auto const day = [](PriceRow const& row) { return row.bar.date; };
    if (std::ranges::adjacent_find(rows, std::greater_equal<>(), day) == rows.end()) return rows;
    std::ranges::stable_sort(rows, {}, day);
    std::vector<PriceRow> out;
    for (auto& row : rows) {
        if (out.empty() || out.back().bar.date != row.bar.date) {
            out.push_back(row);
            continue;
        }
        bool const same = same_figures(out.back().bar, row.bar);
        if (!same) out.back().bar.flags |= static_cast<BarFlags>(BarFlag::duplicate);
        rejected.push_back(
            {row.line, same ? "duplicate.identical" : "duplicate.conflicting", shown(row.text)});
    }
    return out;
}

}  // namespace

std::string find_stated_code(std::string_view text) {
    try {
        auto const layout = find_layout(text);
        if (!layout.mapping.stated_code.empty() || !layout.has(Column::code))
            return layout.mapping.stated_code;
        CsvReader reader(text, row_format(layout));
        while (auto const record = reader.next())
            if (record->line > layout.mapping.heading_line)
                return layout.of(Column::code) < record->cells.size()
                           ? std::string(trimmed(record->cells[layout.of(Column::code)]))
                           : std::string();
    } catch (Error const&) {  // NOLINT(bugprone-empty-catch): no heading, hence no code
    }
    return {};
}

PriceCsv parse_price_csv(std::string_view text, PriceCsvOptions const& options) {
    if (text.size() > max_price_csv_bytes)
        throw invalid_field("import.too_large", "file", std::to_string(text.size()),
                            "the file is larger than 64 MiB", "Split the file into parts.");
    auto layout = find_layout(text);
    CsvRecords table;
    read_records(text, layout, table);
    auto const first = std::ranges::find_if(table.records(), [&](auto const& record) {
        return record.line > layout.mapping.heading_line;
    });
    std::span const records(first, table.records().end());
    refuse_decimal_commas(table, records, layout);
    auto const cells = date_cells(table, records, layout);
    auto const dates = find_date_form(cells, zone_of(options.symbol.market()), options.date_order);
    layout.mapping.date_format = dates.format_name();

    PriceCsv out;
    out.rows_read = records.size();
    RowReader reader(layout, dates, options);
    std::vector<PriceRow> rows;
    rows.reserve(records.size());
    for (auto const& record : records) {
        PriceRow row;
        auto const reason = reader.read(record, table.cells(record), row);
        if (reason.empty())
            rows.push_back(row);
        else
            out.rejected.push_back({record.line, std::string(reason), shown(record.text)});
    }
    rows = without_duplicates(std::move(rows), out.rejected);
    std::ranges::stable_sort(out.rejected, {}, &RejectedRow::line);
    if (rows.empty())
        throw invalid_field("import.no_rows", "file", "", "no row could be read",
                            "Check the date and number formats; see the first lines of the file.");
    settle_units_and_basis(rows, layout, options);
    auto found = find_actions(rows, layout, layout.mapping.basis);
    out.actions = std::move(found.actions);
    out.action_amounts = std::move(found.amounts);
    out.bars.reserve(rows.size());
    out.lines.reserve(rows.size());
    for (auto const& row : rows) {
        out.bars.push_back(row.bar);
        out.lines.push_back(row.line);
    }
    out.mapping = std::move(layout.mapping);
    return out;
}

}  // namespace ec::market
