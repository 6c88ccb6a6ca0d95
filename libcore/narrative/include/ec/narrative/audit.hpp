#pragma once

#include <ec/analysis/fact_sheet.hpp>
#include <ec/narrative/claim.hpp>
#include <ec/narrative/document.hpp>
#include <ec/narrative/language.hpp>

#include <string_view>

namespace ec::narrative {

/// Checks every number, percentage, price, date, relation and bound word of `text` against the
/// sheet (PRODUCT.md section 2, step 4). Any text, Markdown or plain, at most 256 KiB of UTF-8
/// (invalid_input otherwise). Pure and deterministic; flags, never blocks.
[[nodiscard]] AuditResult audit_text(std::string_view text, Language language,
                                     analysis::FactSheet const& sheet);

/// "zh" when Han characters outnumber Latin words, else "en".
[[nodiscard]] Language detect_language(std::string_view text) noexcept;

/// Checks the prose of sections bottom_line .. ahead, gives claims their ids and splits spans so
/// that each claim has its own; replaces earlier claims.
void audit_document(Document& document, analysis::FactSheet const& sheet);

}  // namespace ec::narrative
