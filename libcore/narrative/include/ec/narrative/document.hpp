#pragma once

#include <ec/analysis/call.hpp>
#include <ec/narrative/claim.hpp>
#include <ec/narrative/language.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ec::narrative {

/// The sections of REPORT.md in their order.
enum class SectionId : std::uint8_t {
    status,
    header,
    bottom_line,
    call_card,
    changes,
    chart,
    trend,
    levels,
    volume,
    risk,
    fundamentals,
    for_against,
    scenarios,
    ahead,
    data_notes,
    audit,
    method,
};

[[nodiscard]] std::string_view to_string(SectionId id) noexcept;
[[nodiscard]] std::optional<SectionId> parse_section_id(std::string_view text) noexcept;

/// A run of text; `claim` is the id of a claim of the document, -1 for none.
struct Span {
    std::string text;
    std::int32_t claim = -1;
    bool strong = false;
};

using Spans = std::vector<Span>;

enum class BlockKind : std::uint8_t {
    paragraph,  // lines[0]
    list,       // one line an item
    table,      // lines is row-major, `columns` cells a row, the first row is the header
    chart,      // the price chart; lines is empty
    note,       // small print: label, disclaimer
};

struct Block {
    BlockKind kind = BlockKind::paragraph;
    std::int32_t columns = 0;
    std::vector<Spans> lines;
};

struct Section {
    SectionId id = SectionId::status;
    std::string title;
    std::vector<Block> blocks;
};

/// A report as a typed document: rendered to terminal, Markdown, HTML, PDF and JSON by reports.
/// Holds no clock, run id or host name.
struct Document {
    Language language = Language::en;
    std::string title;
    std::vector<Section> sections;
    std::vector<Claim> claims;  // filled by audit_document; offsets are within their line's text
    AuditSummary audit;
};

/// The text of one line without marks.
[[nodiscard]] std::string plain_text(Spans const& spans);
/// The whole prose, a line per block line, blank line between blocks: what `audit` of a pasted
/// report would see.
[[nodiscard]] std::string plain_text(Document const& document);
[[nodiscard]] Section const* find_section(Document const& document, SectionId id) noexcept;

}  // namespace ec::narrative
