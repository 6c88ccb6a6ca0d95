#include "report_row.hpp"

#include "bundle.hpp"

#include <ec/crypto/encoding.hpp>

#include <charconv>

#include <fmt/format.h>

namespace ec::reports {
namespace {

constexpr std::size_t max_headline = 400;

// The bottom line's first paragraph, cut at a character's border.
std::string headline_of(narrative::Document const& document) {
    auto const* section = narrative::find_section(document, narrative::SectionId::bottom_line);
    if (section == nullptr || section->blocks.empty() || section->blocks[0].lines.empty())
        return {};
    auto text = narrative::plain_text(section->blocks[0].lines[0]);
    if (text.size() <= max_headline) return text;
    auto end = max_headline;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    return text.substr(0, end);
}

[[noreturn]] void refuse_cursor(std::string_view text) {
    throw invalid_field("report.cursor", "cursor", std::string(text.substr(0, 80)),
                        "not a cursor of this list", "Use next_cursor of the page before.");
}

}  // namespace

std::string_view row_columns() noexcept {
    return "r.id, r.run_id, r.symbol_id, r.symbol, r.as_of, r.horizon, r.language, r.outcome, "
           "r.origin, r.sample, r.analyst, r.prompt_version, r.lean, r.direction, r.headline, "
           "r.sha256, r.part_hashes, r.size_bytes, r.claims_supported, r.claims_derived, "
           "r.claims_unsupported, r.claims_contradicted, r.created_at_us, r.signature, r.key_id, "
           "COALESCE(i.name_en, ''), COALESCE(i.name_zh, '')";
}

StoredReport read_row(db::Row const& row) {
    StoredReport stored;
    stored.id = row.text(0);
    stored.run_id = row.text(1);
    stored.symbol_id = row.text(2);
    stored.symbol = row.text(3);
    stored.as_of = Date(static_cast<std::int32_t>(row.integer(4)));
    stored.horizon = static_cast<std::int32_t>(row.integer(5));
    auto const language = narrative::parse_language(row.text(6));
    auto const outcome = analysis::parse_outcome(row.text(7));
    EC_CHECK(language && outcome);
    stored.language = *language;
    stored.outcome = *outcome;
    stored.origin = row.text(8);
    stored.sample = row.flag(9);
    stored.analyst = row.text(10);
    stored.prompt_version = row.text(11);
    stored.lean = row.text(12);
    stored.direction = row.text(13);
    stored.headline = row.text(14);
    stored.sha256 = row.text(15);
    stored.parts = parse_hash_lines(row.text(16));
    stored.size_bytes = row.integer(17);
    stored.audit.supported = static_cast<std::int32_t>(row.integer(18));
    stored.audit.derived = static_cast<std::int32_t>(row.integer(19));
    stored.audit.unsupported = static_cast<std::int32_t>(row.integer(20));
    stored.audit.contradicted = static_cast<std::int32_t>(row.integer(21));
    stored.created_at_us = row.integer(22);
    stored.signature = row.text(23);
    stored.key_id = row.text(24);
    stored.name_en = row.text(25);
    stored.name_zh = row.text(26);
    return stored;
}

std::string signed_text(StoredReport const& row) {
    // A line feed inside a value would let two rows have one text; the length keeps them apart.
    std::string text;
    auto const add = [&](std::string_view name, std::string_view value) {
        text += fmt::format("{} {} {}\n", name, value.size(), value);
    };
    auto const add_number = [&](std::string_view name, std::int64_t value) {
        add(name, std::to_string(value));
    };
    add("id", row.id);
    add("run_id", row.run_id);
    add("symbol_id", row.symbol_id);
    add("symbol", row.symbol);
    add("as_of", row.as_of.iso());
    add_number("horizon", row.horizon);
    add("language", narrative::to_string(row.language));
    add("outcome", analysis::to_string(row.outcome));
    add("origin", row.origin);
    add_number("sample", row.sample ? 1 : 0);
    add("analyst", row.analyst);
    add("prompt_version", row.prompt_version);
    add("lean", row.lean);
    add("direction", row.direction);
    add("headline", row.headline);
    add("sha256", row.sha256);
    add("part_hashes", render_hash_lines(row.parts));
    add_number("size_bytes", row.size_bytes);
    add_number("claims_supported", row.audit.supported);
    add_number("claims_derived", row.audit.derived);
    add_number("claims_unsupported", row.audit.unsupported);
    add_number("claims_contradicted", row.audit.contradicted);
    add_number("created_at_us", row.created_at_us);
    return text;
}

StoredReport describe(Report const& report, std::string_view json) {
    StoredReport row;
    auto const& model = report.authorship.model;
    row.symbol = report.sheet.symbol.text();
    row.as_of = report.sheet.as_of;
    row.horizon = report.sheet.horizon;
    row.language = report.document.language;
    row.outcome = report.outcome;
    row.sample = report.sheet.sample;
    row.analyst = model.empty() ? report.authorship.analyst : model;
    row.prompt_version = report.authorship.prompt_version;
    if (auto const* lean = report.sheet.find("lean"); lean != nullptr && lean->present())
        row.lean = lean->text;
    if (report.call && report.outcome == analysis::Outcome::ok)
        row.direction = analysis::to_string(report.call->direction);
    row.headline = headline_of(report.document);
    row.sha256 = compute_report_sha256(json);
    row.parts = compute_hashes(report);
    row.size_bytes = static_cast<std::int64_t>(json.size());
    row.audit = report.document.audit;
    return row;
}

std::string render_cursor(Cursor const& cursor) {
    return crypto::to_base64url(crypto::as_bytes(fmt::format("{}:{}", cursor.sort_key, cursor.id)));
}

Cursor parse_cursor(std::string_view text) {
    auto const bytes = text.size() > 200 ? std::nullopt : crypto::try_parse_base64url(text);
    if (!bytes) refuse_cursor(text);
    std::string const plain(reinterpret_cast<char const*>(bytes->data()), bytes->size());
    auto const colon = plain.find(':');
    Cursor cursor;
    auto const* begin = plain.data();
    auto const parsed = std::from_chars(begin, begin + plain.size(), cursor.sort_key);
    if (colon == std::string::npos || parsed.ec != std::errc() || parsed.ptr != begin + colon ||
        plain.find('\0') != std::string::npos)
        refuse_cursor(text);
    cursor.id = plain.substr(colon + 1);
    return cursor;
}

}  // namespace ec::reports
