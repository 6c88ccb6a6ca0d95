#pragma once

#include <ec/analysis/call.hpp>
#include <ec/analysis/fact_sheet.hpp>
#include <ec/narrative/document.hpp>
#include <ec/narrative/language.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ec::narrative {

/// Everything a report is written from. Holds no clock: the same input gives the same document.
struct ReportInput {
    analysis::FactSheet sheet;
    std::optional<analysis::Call> call;  // absent: abstained or void
    std::vector<analysis::AbstainReason> abstained;
    std::optional<analysis::FactSheet> previous;  // the symbol's previous session
    std::vector<std::string> data_notes_en;       // one sentence each
    std::vector<std::string> data_notes_zh;
    std::string profile = "private";  // compliance profile
    // Why a call was removed: a void reason of answer.hpp; empty otherwise.
    std::string void_reason;
};

inline constexpr std::string_view rules_version = "rules/1";

/// The rule-based analyst (REPORT.md): all seventeen sections in either language; the audit
/// section and the status strip's count are filled by finish_document after audit_document.
[[nodiscard]] Document write_report(ReportInput const& input, Language language);

/// Writes the audit section, the status strip's count and the method section's hashes.
struct Provenance {
    std::string analyst;         // rules_version, or the model's name
    std::string prompt_version;  // empty for rules
    std::string fact_sheet_sha256;
    std::string table_version;
};
void finish_document(Document& document, ReportInput const& input, Provenance const& provenance);

/// How often the checker itself was right, measured by the mutant test of the audit: seeded
/// errors planted in offline reports, those it caught, and marks it set on the untouched ones.
/// Printed in every report; all zero until a measurement is recorded.
struct CheckerAccuracy {
    std::int32_t mutants = 0;
    std::int32_t caught = 0;
    std::int32_t originals = 0;  // claims of the untouched reports
    std::int32_t false_marks = 0;
};
[[nodiscard]] CheckerAccuracy checker_accuracy() noexcept;

}  // namespace ec::narrative
