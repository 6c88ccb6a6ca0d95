#include <ec/marketdata/filed_facts.hpp>

#include <ec/base/error.hpp>
#include <ec/market/csv.hpp>
#include <fact_rows.hpp>

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

namespace ec::marketdata {
namespace {

constexpr std::array<std::string_view, 8> columns{
    "concept", "period_start", "period_end", "value", "unit", "form", "filed", "accession"};
using Places = std::array<std::size_t, columns.size()>;

std::string_view trimmed(std::string_view text) {
    auto const first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

Places find_columns(std::vector<std::string> const& heading) {
    Places places{};
    std::string missing;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        auto const found = std::ranges::find_if(
            heading, [&](std::string const& cell) { return trimmed(cell) == columns[i]; });
        places[i] = static_cast<std::size_t>(found - heading.begin());
        if (found == heading.end())
            missing += fmt::format("{}{}", missing.empty() ? "" : ", ", columns[i]);
    }
    if (!missing.empty())
        throw invalid_field("facts_file.heading", "file", "",
                            "its heading has no column " + missing,
                            "Begin with concept,period_start,period_end,value,unit,form,filed,"
                            "accession.");
    return places;
}

std::optional<double> parse_value(std::string_view text) {
    double value = 0;
    auto const [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

}  // namespace

FiledFactsFile parse_facts_csv(std::string_view csv) {
    if (csv.size() > max_facts_bytes)
        throw invalid_field("facts_file.too_large", "file", std::to_string(csv.size()),
                            "the file is larger than 64 MiB", "Split it into parts.");
    market::CsvReader reader(
        csv, {.quoted_newline = market::CsvQuotedNewline::ends_record, .max_fields = 64});
    auto const heading = reader.next();
    auto const places = find_columns(heading ? heading->cells : std::vector<std::string>());
    FiledFactsFile file;
    FactRows rows(file);
    while (auto const record = reader.next()) {
        FactRow row;
        row.line = record->line;
        row.text = record->text;
        auto const cell = [&](std::size_t column) {
            return trimmed(record->cells[places[column]]);
        };
        if (record->damage != market::CsvRecord::Damage::none ||
            record->cells.size() != heading->cells.size()) {
            ++file.rows_read;
            rows.refuse(row, "row.damaged");
            continue;
        }
        row.tag = cell(0);
        row.start = cell(1);
        row.end = cell(2);
        row.value = parse_value(cell(3));
        row.unit = cell(4);
        row.form = cell(5);
        row.filed = cell(6);
        row.accession = cell(7);
        if (!market::find_item(row.tag)) {
            ++file.rows_read;
            rows.refuse(row, "concept.unknown");
            continue;
        }
        rows.take(row);
    }
    return file;
}

FiledFactsFile parse_facts_file(std::string_view bytes) {
    auto const first = bytes.find_first_not_of(" \t\r\n");
    bool const json = first != std::string_view::npos && bytes[first] == '{';
    return json ? parse_company_facts(bytes) : parse_facts_csv(bytes);
}

}  // namespace ec::marketdata
