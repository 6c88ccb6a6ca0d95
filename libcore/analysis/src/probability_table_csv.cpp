#include <ec/analysis/probability_table.hpp>
#include <ec/base/error.hpp>

#include <algorithm>
#include <charconv>

namespace ec::analysis {
namespace {

constexpr std::string_view format_line = "# equitycompass.call_table/1";
constexpr std::string_view source_mark = "# source ";
constexpr std::string_view column_line = "market,horizon,vintage,sum,up,inside,down";

[[noreturn]] void refuse(std::size_t line, std::string_view problem) {
    throw invalid_field("call_table.invalid", "line " + std::to_string(line), "",
                        std::string(problem),
                        "restore schema/seed/call_table.csv or build it again");
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    while (true) {
        auto const end = text.find(separator);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

std::int32_t parse_whole(std::string_view text, std::size_t line) {
    std::int32_t value = 0;
    auto const [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failure != std::errc{} || end != text.data() + text.size() || value < 0)
        refuse(line, "holds '" + std::string(text) + "' where a count is needed");
    return value;
}

Date parse_day(std::string_view text, std::size_t line) {
    auto const day = Date::try_parse(text);
    if (!day) refuse(line, "holds '" + std::string(text) + "' where a date is needed");
    return *day;
}

market::Market parse_market(std::string_view text, std::size_t line) {
    for (auto market : {market::Market::us, market::Market::hk, market::Market::cn})
        if (market::to_string(market) == text) return market;
    refuse(line, "names no market of us, hk, cn");
}

TableSource parse_source(std::string_view text, std::size_t line) {
    auto const parts = split(text, ',');
    if (parts.size() != 5) refuse(line, "does not hold name, symbol, first, last, bars");
    return {std::string(parts[0]), std::string(parts[1]), parse_day(parts[2], line),
            parse_day(parts[3], line), parse_whole(parts[4], line)};
}

/// Rows come five a vintage, in the order of the buckets.
void parse_row(std::string_view text, std::size_t line, std::size_t row,
               std::vector<TableVintage>& vintages) {
    auto const parts = split(text, ',');
    if (parts.size() != 7) refuse(line, "does not hold seven fields");
    auto const bucket = row % sum_buckets;
    TableVintage const head{
        parse_market(parts[0], line), parse_whole(parts[1], line), parse_whole(parts[2], line), {}};
    if (std::ranges::find(call_horizons, head.horizon) == call_horizons.end())
        refuse(line, "names no horizon of 5, 20, 60");
    if (bucket == 0) vintages.push_back(head);
    auto& vintage = vintages.back();
    if (vintage.market != head.market || vintage.horizon != head.horizon ||
        vintage.year != head.year || parts[3] != to_string(static_cast<SumBucket>(bucket)))
        refuse(line, "is out of order");
    vintage.buckets[bucket] = {parse_whole(parts[4], line), parse_whole(parts[5], line),
                               parse_whole(parts[6], line)};
}

}  // namespace

std::string render_probability_table(ProbabilityTable const& table) {
    std::string out(format_line);
    out +=
        "\n# Windows that ended by 31 December of the vintage, by the sum of the six conditions"
        " on their first session.\n";
    for (auto const& source : table.sources)
        out += std::string(source_mark) + source.name + ',' + source.symbol + ',' +
               source.first.iso() + ',' + source.last.iso() + ',' + std::to_string(source.bars) +
               '\n';
    out += column_line;
    out += '\n';
    for (auto const& vintage : table.vintages) {
        auto const head = std::string(market::to_string(vintage.market)) + ',' +
                          std::to_string(vintage.horizon) + ',' + std::to_string(vintage.year);
        for (std::size_t b = 0; b < sum_buckets; ++b) {
            auto const& counts = vintage.buckets[b];
            out += head + ',' + std::string(to_string(static_cast<SumBucket>(b))) + ',' +
                   std::to_string(counts.up) + ',' + std::to_string(counts.inside) + ',' +
                   std::to_string(counts.down) + '\n';
        }
    }
    return out;
}

ProbabilityTable parse_probability_table(std::string_view text, std::string_view sha256) {
    ProbabilityTable table;
    table.sha256 = sha256;
    if (!text.ends_with('\n')) refuse(1, "is cut off: the text does not end with a line end");
    text.remove_suffix(1);
    auto const lines = split(text, '\n');
    if (lines.front() != format_line) refuse(1, "does not name the format");
    bool in_rows = false;
    std::size_t row = 0;
    for (std::size_t i = 1; i < lines.size(); ++i) {
        if (in_rows) {
            parse_row(lines[i], i + 1, row++, table.vintages);
        } else if (lines[i].starts_with(source_mark)) {
            table.sources.push_back(parse_source(lines[i].substr(source_mark.size()), i + 1));
        } else if (lines[i] == column_line) {
            in_rows = true;
        } else if (!lines[i].starts_with('#')) {
            refuse(i + 1, "is neither a comment nor the line of column names");
        }
    }
    if (!in_rows || row % sum_buckets != 0) refuse(lines.size(), "ends inside a vintage");
    return table;
}

}  // namespace ec::analysis
