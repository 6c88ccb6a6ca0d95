#pragma once

#include <ec/analysis/call.hpp>
#include <ec/analysis/fact_sheet.hpp>
#include <ec/analysis/facts.hpp>
#include <ec/market/series.hpp>
#include <ec/narrative/document.hpp>
#include <ec/narrative/offline_analyst.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ec::reports {

/// Who wrote the text, with what. Holds no clock, run id or host name.
struct Authorship {
    std::string analyst;         // "rules/1", or "llm" with a model
    std::string prompt_version;  // empty for rules
    std::string provider;        // of the model; empty for rules
    std::string model;           // empty: rules, no AI model
    std::vector<std::pair<std::string, std::string>> parameters;  // of the model, sorted by name
    std::string table_version;                                    // of the probability table
};

/// All that the figures of a report are computed from, nothing later than `as_of`. Independent of
/// the store: series carry no id and no revision, so that a later import changes no byte.
struct ReportInputs {
    market::Series symbol;
    std::optional<market::Series> benchmark;
    analysis::InstrumentInfo instrument;
    std::vector<market::FiledFact> filings;  // those used
    Date as_of;
};

/// SHA-256 of one member of report.json, over the bytes of its value.
struct PartHash {
    std::string part;
    std::string sha256;  // 64 hex digits
    bool operator==(PartHash const&) const = default;
};

/// Of every member but "format" and "hashes", in the file's order; `bundle` covers all of them.
struct PartHashes {
    std::vector<PartHash> parts;
    std::string bundle;

    /// Empty when there is no such part.
    [[nodiscard]] std::string_view find(std::string_view part) const noexcept;
    bool operator==(PartHashes const&) const = default;
};

/// One analysis with everything it rests on: what report.json holds. Equal content gives equal
/// bytes on every machine and run.
struct Report {
    analysis::Outcome outcome = analysis::Outcome::ok;
    narrative::Document document;  // audited and finished
    analysis::FactSheet sheet;
    std::optional<analysis::Call> call;  // absent: abstained or void
    std::vector<analysis::AbstainReason> abstained;
    std::optional<analysis::FactSheet> previous;  // the session before, from the same bars
    std::vector<std::string> data_notes_en;
    std::vector<std::string> data_notes_zh;
    std::string profile = "private";  // compliance profile it was written under
    std::string void_reason;          // why a model's call was removed; empty otherwise
    Authorship authorship;
    std::string answer;  // the model's raw answer; empty for rules
    ReportInputs inputs;
};

inline constexpr std::size_t max_report_bytes = std::size_t{32} * 1024 * 1024;

/// Canonical report.json: one member a line in fixed order, doubles in their shortest exact form.
/// Schema: schema/report.schema.json.
[[nodiscard]] std::string render_report_json(Report const& report);
/// The inverse. Accepts exactly what render_report_json writes, except that stored hashes may be
/// wrong (verify_bundle compares them); throws invalid_input "report.malformed" naming member and
/// byte.
[[nodiscard]] Report parse_report(std::string_view json);

[[nodiscard]] PartHashes compute_hashes(Report const& report);
/// SHA-256 of report.json: the report's name in the store.
[[nodiscard]] std::string compute_report_sha256(std::string_view json);

/// What the document is written from, for narrative::write_report.
[[nodiscard]] narrative::ReportInput narrative_input(Report const& report);
/// "Written by rules, no AI model." or the AI label with the model's name, in the report's
/// language.
[[nodiscard]] std::string label_text(Report const& report);

}  // namespace ec::reports
