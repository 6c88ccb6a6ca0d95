#include <price_headings.hpp>

#include <ec/base/error.hpp>

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace ec::market {
namespace {

constexpr std::size_t heading_search_lines = 12;

struct Name {
    std::string_view text;
    Column column;
};

// Headings without blanks, underscores, units and case.
constexpr std::array names{
    Name{"date", Column::date},
    Name{"time", Column::date},
    Name{"datetime", Column::date},
    Name{"timestamp", Column::date},
    Name{"tradedate", Column::date},
    Name{"tradingdate", Column::date},
    Name{"day", Column::date},
    Name{"日期", Column::date},
    Name{"时间", Column::date},
    Name{"時間", Column::date},
    Name{"交易日期", Column::date},
    Name{"交易日", Column::date},
    Name{"timekey", Column::date},
    Name{"open", Column::open},
    Name{"openprice", Column::open},
    Name{"开盘", Column::open},
    Name{"開盤", Column::open},
    Name{"开盘价", Column::open},
    Name{"開市價", Column::open},
    Name{"今开", Column::open},
    Name{"high", Column::high},
    Name{"highprice", Column::high},
    Name{"最高", Column::high},
    Name{"最高价", Column::high},
    Name{"最高價", Column::high},
    Name{"low", Column::low},
    Name{"lowprice", Column::low},
    Name{"最低", Column::low},
    Name{"最低价", Column::low},
    Name{"最低價", Column::low},
    Name{"close", Column::close},
    Name{"closeprice", Column::close},
    Name{"close/last", Column::close},
    Name{"last", Column::close},
    Name{"price", Column::close},
    Name{"收盘", Column::close},
    Name{"收盤", Column::close},
    Name{"收盘价", Column::close},
    Name{"收市價", Column::close},
    Name{"adjclose", Column::adjusted_close},
    Name{"adjustedclose", Column::adjusted_close},
    Name{"adj.close", Column::adjusted_close},
    Name{"复权收盘价", Column::adjusted_close},
    Name{"volume", Column::volume},
    Name{"vol", Column::volume},
    Name{"vol.", Column::volume},
    Name{"成交量", Column::volume},
    Name{"总手", Column::volume},
    Name{"amount", Column::amount},
    Name{"turnover", Column::amount},
    Name{"turnovervalue", Column::amount},
    Name{"成交额", Column::amount},
    Name{"成交額", Column::amount},
    Name{"成交金额", Column::amount},
    Name{"金额", Column::amount},
    Name{"preclose", Column::previous_close},
    Name{"prevclose", Column::previous_close},
    Name{"previousclose", Column::previous_close},
    Name{"lastclose", Column::previous_close},
    Name{"昨收", Column::previous_close},
    Name{"昨收价", Column::previous_close},
    Name{"前收盘", Column::previous_close},
    Name{"前收盘价", Column::previous_close},
    Name{"turnoverpct", Column::turnover_pct},
    Name{"turnoverrate", Column::turnover_pct},
    Name{"turn", Column::turnover_pct},
    Name{"换手率", Column::turnover_pct},
    Name{"换手", Column::turnover_pct},
    Name{"換手率", Column::turnover_pct},
    Name{"dividend", Column::dividend},
    Name{"dividends", Column::dividend},
    Name{"split", Column::split},
    Name{"splits", Column::split},
    Name{"stocksplit", Column::split},
    Name{"stocksplits", Column::split},
    Name{"tradestatus", Column::trade_status},
    Name{"交易状态", Column::trade_status},
    Name{"isst", Column::is_st},
    Name{"是否st", Column::is_st},
    Name{"tscode", Column::code},
    Name{"symbol", Column::code},
    Name{"code", Column::code},
    Name{"ticker", Column::code},
    Name{"代码", Column::code},
    Name{"股票代码", Column::code},
};

constexpr std::array<std::pair<Column, std::string_view>, column_count> roles{{
    {Column::date, "date"},
    {Column::open, "open"},
    {Column::high, "high"},
    {Column::low, "low"},
    {Column::close, "close"},
    {Column::adjusted_close, "adjusted_close"},
    {Column::volume, "volume"},
    {Column::amount, "amount"},
    {Column::previous_close, "previous_close"},
    {Column::turnover_pct, "turnover_pct"},
    {Column::dividend, "dividend"},
    {Column::split, "split"},
    {Column::trade_status, "trade_status"},
    {Column::is_st, "is_st"},
    {Column::code, "code"},
    {Column::ignored, "ignored"},
}};

struct Heading {
    std::string name;
    std::string unit;  // what stood in brackets: "手", "万元"
};

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

Heading normalised(std::string cell) {
    replace_all(cell, "（", "(");
    replace_all(cell, "）", ")");
    replace_all(cell, "\xC2\xA0", " ");
    replace_all(cell, "\xE3\x80\x80", " ");
    Heading heading;
    bool in_brackets = false;
    for (char c : cell) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        if (c == '(' || c == '[')
            in_brackets = true;
        else if (c == ')' || c == ']')
            in_brackets = false;
        else if (c != ' ' && c != '\t' && c != '_' && c != '-' && c != '<' && c != '>' && c != '*')
            (in_brackets ? heading.unit : heading.name).push_back(c);
    }
    return heading;
}

Column column_of(std::string_view name) {
    for (auto const& known : names)
        if (known.text == name) return known.column;
    return Column::ignored;
}

std::optional<double> scale_of(std::string_view unit) {
    if (unit == "手" || unit == "lots" || unit == "lot") return 100;
    if (unit == "股" || unit == "shares" || unit == "元" || unit == "cny") return 1;
    if (unit == "千元") return 1e3;
    if (unit == "万元" || unit == "万股") return 1e4;
    if (unit == "亿元") return 1e8;
    return std::nullopt;
}

std::string layout_name(std::vector<Heading> const& headings, std::string_view title) {
    auto const has = [&](std::string_view name) {
        return std::ranges::any_of(headings, [&](auto const& h) { return h.name == name; });
    };
    if (has("tscode") || (has("tradedate") && has("vol"))) return "tushare";
    if (!title.empty() && has("日期")) return "tongdaxin";
    if (has("adjclose")) return "yahoo";
    if (has("timekey") || has("时间") || has("時間")) return "futu";
    if (has("time")) return "tradingview";
    if (has("date") && has("close") && has("volume") && headings.size() == 6) return "stooq";
    return "generic";
}

// Reads one line as headings; the number of known columns tells how good a heading it is.
std::size_t read_headings(std::vector<std::string> const& cells, Layout& layout,
                          std::vector<Heading>& headings) {
    layout.at.fill(no_column);
    layout.width = cells.size();
    layout.mapping.columns.clear();
    headings.clear();
    std::size_t known = 0;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        auto const heading = normalised(cells[i]);
        auto column = column_of(heading.name);
        auto& at = layout.at[static_cast<std::size_t>(column)];
        if (column != Column::ignored && at != no_column) column = Column::ignored;
        if (column != Column::ignored) {
            at = i;
            ++known;
        }
        if (column == Column::volume) layout.volume_scale = scale_of(heading.unit);
        if (column == Column::volume && heading.name == "总手") layout.volume_scale = 100;
        if (column == Column::amount) layout.amount_scale = scale_of(heading.unit);
        layout.mapping.columns.push_back(
            {cells[i], std::string(roles[static_cast<std::size_t>(column)].second)});
        headings.push_back(heading);
    }
    return known;
}

// 通达信 writes a title: "600519 贵州茅台 日线 前复权".
void read_title(std::string_view title, Layout& layout) {
    auto const contains = [&](std::string_view word) {
        return title.find(word) != std::string_view::npos;
    };
    if (contains("不复权"))
        layout.stated_basis = PriceBasis::raw;
    else if (contains("前复权") || contains("后复权"))
        layout.stated_basis = PriceBasis::adjusted;
    auto const end = title.find_first_not_of("0123456789");
    if (end == 5 || end == 6) layout.mapping.stated_code = title.substr(0, end);
}

bool has_prices(Layout const& layout) {
    return layout.has(Column::date) && layout.has(Column::open) && layout.has(Column::high) &&
           layout.has(Column::low) && layout.has(Column::close);
}

Error columns_missing(Layout const& layout) {
    std::string missing;
    for (auto const column : {Column::date, Column::open, Column::high, Column::low, Column::close})
        if (!layout.has(column))
            missing += std::string(missing.empty() ? "" : ", ") +
                       std::string(roles[static_cast<std::size_t>(column)].second);
    return invalid_field("import.columns_missing", "heading", missing,
                         "the heading line has no such column",
                         "Name the columns date, open, high, low, close, volume, or 日期, 开盘, "
                         "最高, 最低, 收盘, 成交量.");
}

}  // namespace

CsvFormat row_format(Layout const& layout) {
    return {.separator = layout.mapping.separator,
            .quoted_newline = CsvQuotedNewline::ends_record,
            .max_record_bytes = 64U << 10U,
            .max_fields = 256};
}

Layout find_layout(std::string_view text) {
    Layout best;
    std::size_t best_known = 0;
    for (char const separator : {',', '\t', ';', '|'}) {
        Layout layout;
        layout.mapping.separator = separator;
        CsvReader reader(text, row_format(layout));
        std::string title;
        for (std::size_t i = 0; i < heading_search_lines; ++i) {
            auto const record = reader.next();
            if (!record) break;
            Layout candidate = layout;
            std::vector<Heading> headings;
            auto const known = read_headings(record->cells, candidate, headings);
            if (known > best_known) {
                candidate.mapping.heading_line = record->line;
                candidate.mapping.layout = layout_name(headings, title);
                if (!title.empty()) read_title(title, candidate);
                best_known = known;
                best = candidate;
            }
            if (title.empty()) title = std::string(record->text.substr(0, 200));
        }
    }
    if (best_known < 2)
        throw invalid_field(
            "import.heading_missing", "file", "",
            "no line near the top names the columns, and their order is not guessed",
            "Add a heading line such as date,open,high,low,close,volume; the cells "
            "may be separated by comma, semicolon, tab or |.");
    if (!has_prices(best)) throw columns_missing(best);
    return best;
}

}  // namespace ec::market
