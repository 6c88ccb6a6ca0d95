#include <ec/market/csv.hpp>

#include <ec/base/error.hpp>

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace ec::market {
namespace {

bool is_line_end(char c) { return c == '\n' || c == '\r'; }

void damage(CsvRecord& record, CsvRecord::Damage kind) {
    if (record.damage == CsvRecord::Damage::none) record.damage = kind;
}

}  // namespace

CsvReader::CsvReader(std::string_view text, CsvFormat const& format)
    : text_(text), format_(format) {
    if (text_.starts_with("\xEF\xBB\xBF")) text_.remove_prefix(3);
}

void CsvReader::read_quoted(std::string& cell, CsvRecord& record) {
    ++at_;
    while (at_ < text_.size()) {
        char const c = text_[at_];
        if (c == '"') {
            if (at_ + 1 >= text_.size() || text_[at_ + 1] != '"') {
                ++at_;
                return;
            }
            ++at_;
        } else if (is_line_end(c)) {
            if (format_.quoted_newline == CsvQuotedNewline::ends_record) break;
            if (c == '\n' || at_ + 1 >= text_.size() || text_[at_ + 1] != '\n') ++line_;
        }
        if (at_ - start_ >= format_.max_record_bytes) break;
        cell.push_back(c);
        ++at_;
    }
    damage(record, CsvRecord::Damage::open_quote);
}

void CsvReader::read_cell(CsvRecord& record) {
    std::string cell;
    if (at_ < text_.size() && text_[at_] == '"') read_quoted(cell, record);
    auto const from = at_;
    while (at_ < text_.size() && text_[at_] != format_.separator && !is_line_end(text_[at_])) ++at_;
    if (at_ > from) {
        if (from > 0 && text_[from - 1] == '"' && !cell.empty())
            damage(record, CsvRecord::Damage::text_after_quote);
        cell.append(text_.substr(from, std::min(at_ - from, format_.max_record_bytes)));
    }
    if (record.cells.size() < format_.max_fields)
        record.cells.push_back(std::move(cell));
    else
        damage(record, CsvRecord::Damage::too_many);
    more_cells_ = at_ < text_.size() && text_[at_] == format_.separator;
    if (more_cells_) ++at_;
}

void CsvReader::finish_line(CsvRecord& record) {
    record.text = text_.substr(start_, at_ - start_);
    if (record.text.size() > format_.max_record_bytes) {
        damage(record, CsvRecord::Damage::too_long);
        record.text = record.text.substr(0, format_.max_record_bytes);
    }
    if (at_ >= text_.size()) return;
    if (text_[at_] == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n') ++at_;
    ++at_;
    ++line_;
}

void CsvReader::skip_blank_lines() {
    while (at_ < text_.size() && is_line_end(text_[at_])) {
        CsvRecord blank;
        start_ = at_;
        finish_line(blank);
    }
}

std::optional<CsvRecord> CsvReader::next() {
    skip_blank_lines();
    if (at_ >= text_.size()) return std::nullopt;
    CsvRecord record;
    record.line = line_;
    start_ = at_;
    do read_cell(record);
    while (more_cells_);
    finish_line(record);
    return record;
}

// A line without a quote, as nearly all are; false, and nothing is read, for any other.
bool CsvReader::append_plain_line(CsvRecords& records) {
    auto const end = std::min(text_.find('\n', at_), text_.size());
    auto line = text_.substr(at_, end - at_);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.size() > format_.max_record_bytes) return false;
    auto const first = records.cells_.size();
    std::size_t from = 0;
    bool plain = true;
    for (std::size_t i = 0; i < line.size() && plain; ++i) {
        plain = line[i] != '"' && line[i] != '\r';
        if (line[i] != format_.separator) continue;
        records.cells_.push_back(line.substr(from, i - from));
        from = i + 1;
    }
    records.cells_.push_back(line.substr(from));
    auto const count = records.cells_.size() - first;
    if (!plain || count > format_.max_fields) {
        records.cells_.resize(first);
        return false;
    }
    records.records_.push_back({line_, line, first, count, CsvRecord::Damage::none});
    at_ = std::min(end + 1, text_.size());
    ++line_;
    return true;
}

bool CsvReader::append_next(CsvRecords& records) {
    skip_blank_lines();
    if (at_ >= text_.size()) return false;
    if (append_plain_line(records)) return true;
    auto record = next();
    records.records_.push_back(
        {record->line, record->text, records.cells_.size(), record->cells.size(), record->damage});
    for (auto& cell : record->cells)
        records.cells_.push_back(records.unquoted_.emplace_back(std::move(cell)));
    return true;
}

std::size_t CsvTable::column(std::string_view name) const {
    auto const found = std::ranges::find(columns, name);
    if (found == columns.end())
        throw invalid_field("csv.column_missing", "heading", std::string(name),
                            "the table has no such column",
                            fmt::format("Add a column \"{}\" to the heading line.", name));
    return static_cast<std::size_t>(found - columns.begin());
}

CsvTable parse_csv_table(std::string_view text) {
    CsvReader reader(text, {});
    CsvTable table;
    while (auto record = reader.next()) {
        bool const heading = table.columns.empty();
        bool const fits = heading || record->cells.size() == table.columns.size();
        if (record->damage != CsvRecord::Damage::none || !fits)
            throw invalid_field("csv.malformed", "line", std::to_string(record->line),
                                "the line has a broken quote or another number of cells",
                                "Give every line as many cells as the heading line.");
        (heading ? table.columns : table.rows.emplace_back()) = std::move(record->cells);
    }
    return table;
}

}  // namespace ec::market
