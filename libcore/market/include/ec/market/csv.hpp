#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ec::market {

/// What a line end inside an open quote means: part of the cell (RFC 4180), or, where no cell can
/// hold one (prices), damage that must not swallow the lines after it.
enum class CsvQuotedNewline : std::uint8_t { belongs_to_cell, ends_record };

struct CsvFormat {
    char separator = ',';
    CsvQuotedNewline quoted_newline = CsvQuotedNewline::belongs_to_cell;
    std::size_t max_record_bytes = 1 << 20;
    std::size_t max_fields = 4096;
};

/// One record. A damaged one has what could be read in `cells`.
struct CsvRecord {
    enum class Damage : std::uint8_t { none, open_quote, text_after_quote, too_long, too_many };

    std::size_t line = 0;   // where it starts, from 1
    std::string_view text;  // its bytes without the line end, inside the input
    std::vector<std::string> cells;
    Damage damage = Damage::none;
};

/// Records of a whole text with their cells one after another: no allocation for each cell. A view
/// of the text and of itself: neither may move.
class CsvRecords {
  public:
    struct Record {
        std::size_t line = 0;
        std::string_view text;
        std::size_t first_cell = 0;
        std::size_t cells = 0;
        CsvRecord::Damage damage = CsvRecord::Damage::none;
    };

    CsvRecords() = default;
    CsvRecords(CsvRecords const&) = delete;
    CsvRecords& operator=(CsvRecords const&) = delete;

    [[nodiscard]] std::vector<Record> const& records() const noexcept { return records_; }
    [[nodiscard]] std::span<std::string_view const> cells(Record const& record) const noexcept {
        return std::span(cells_).subspan(record.first_cell, record.cells);
    }

  private:
    friend class CsvReader;
    std::vector<Record> records_;
    std::vector<std::string_view> cells_;
    std::deque<std::string> unquoted_;  // cells whose text is not in the input as it is
};

/// Reads RFC 4180 text record by record: quotes, doubled quotes, CR LF, LF or CR line ends, an
/// UTF-8 byte-order mark. Empty lines are skipped. Pure; keeps a view of the input, which must
/// outlive it. Never throws on content: damage is told in the record.
class CsvReader {
  public:
    CsvReader(std::string_view text, CsvFormat const& format);

    [[nodiscard]] std::optional<CsvRecord> next();
    /// The same record appended to `records`; false at the end.
    [[nodiscard]] bool append_next(CsvRecords& records);

  private:
    [[nodiscard]] bool append_plain_line(CsvRecords& records);
    void skip_blank_lines();
    void read_cell(CsvRecord& record);
    void read_quoted(std::string& cell, CsvRecord& record);
    void finish_line(CsvRecord& record);

    std::string_view text_;
    CsvFormat format_;
    std::size_t at_ = 0;
    std::size_t line_ = 1;
    std::size_t start_ = 0;
    bool more_cells_ = false;
};

/// All records under a heading line, for the shipped lists: throws invalid_input "csv.malformed"
/// naming the line when a record is damaged or its cell count differs from the heading's.
struct CsvTable {
    std::vector<std::string> columns;
    std::vector<std::vector<std::string>> rows;

    /// Position of a column; throws invalid_input "csv.column_missing".
    [[nodiscard]] std::size_t column(std::string_view name) const;
};
[[nodiscard]] CsvTable parse_csv_table(std::string_view text);

}  // namespace ec::market
