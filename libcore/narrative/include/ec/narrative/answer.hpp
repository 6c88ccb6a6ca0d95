#pragma once

#include <ec/analysis/call.hpp>
#include <ec/analysis/fact_sheet.hpp>
#include <ec/narrative/document.hpp>
#include <ec/narrative/language.hpp>
#include <ec/narrative/offline_analyst.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace ec::narrative {

inline constexpr std::size_t max_answer_bytes = std::size_t{256} * 1024;

/// A model's answer that can become a report. Without a call `void_reason` says why it was taken
/// out: "probability_out_of_range", "probabilities_do_not_sum", "level_on_wrong_side",
/// "level_missing", "contradicted_figure" (outcome void_call).
struct ParsedAnswer {
    std::vector<Section> sections;  // of model_sections(), in the report's order
    std::optional<analysis::Call> call;
    std::string void_reason;
};

/// An answer that cannot (outcome unparseable): "empty", "too_long", "not_utf8", "html",
/// "refusal", "cut_off", "no_call" (no trailer), "bad_call" (not JSON, or one of the three numbers
/// is missing), "no_sections".
struct UnparseableAnswer {
    std::string reason;
    std::string detail;  // for the log and the task view; never the model's text
};

using Answer = std::variant<ParsedAnswer, UnparseableAnswer>;

/// Reads a model's Markdown. <think> parts are removed; text before the first heading belongs to
/// no section. Understood: "## " headings with the titles of either language, paragraphs, "- "
/// items, pipe tables, **strong**; anything else is plain text. The trailer is the last fenced
/// JSON block. What the call does not state (band, base rates, windows, lean) comes from `sheet`;
/// its table_version is left to the caller. Never throws on content.
[[nodiscard]] Answer parse_answer(std::string_view text, analysis::FactSheet const& sheet,
                                  Language language);

/// The strict Markdown subset alone: every section found, in the report's order.
[[nodiscard]] std::vector<Section> parse_sections(std::string_view markdown, Language language);

/// A report around drafted sections: header, call card, changes, chart, ahead and data notes are
/// the software's; a model section that was not drafted says so in one line. `input.call` is the
/// model's call. Ready for audit_document and finish_document.
[[nodiscard]] Document document_from_blocks(std::vector<Section> drafted, ReportInput const& input,
                                            Language language);

}  // namespace ec::narrative
