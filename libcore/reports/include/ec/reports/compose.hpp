#pragma once

#include <ec/analysis/probability_table.hpp>
#include <ec/narrative/answer.hpp>
#include <ec/reports/report.hpp>

#include <string>
#include <variant>
#include <vector>

namespace ec::reports {

/// Rows of a benchmark that a bundle keeps: more than any fact looks back.
inline constexpr std::size_t benchmark_rows = 600;

/// What a report keeps of its sources: rows and actions up to `as_of`, without id and revision, the
/// last `benchmark_rows` of the benchmark, the filed facts that the figures of `as_of` and of
/// the session before were made of, the events known by `as_of`; of a series that changed its
/// currency by then only the bars since. Always compute from the result.
[[nodiscard]] ReportInputs make_inputs(market::Series const& symbol,
                                       market::Series const* benchmark,
                                       analysis::InstrumentInfo instrument,
                                       std::vector<market::FiledFact> filings, Date as_of);

/// Borrows from `inputs` and `table` (null: prior only).
[[nodiscard]] analysis::FactInput fact_input(ReportInputs const& inputs, std::int32_t horizon,
                                             analysis::ProbabilityTable const* table);

struct ComposeSettings {
    narrative::Language language = narrative::Language::en;
    std::int32_t horizon = 20;
    std::string profile = "private";  // compliance profile
    std::vector<std::string> data_notes_en;
    std::vector<std::string> data_notes_zh;
};

/// Facts, call, text by rules, audit: the whole offline report. Pure; the same arguments give the
/// same report. Throws what analysis::assess throws.
[[nodiscard]] Report compose_report(ReportInputs inputs, ComposeSettings const& settings,
                                    analysis::ProbabilityTable const* table);

/// Facts of `inputs`, of the session before, and the rule-based call: what a prompt is made of and
/// a model's report starts from. Outcome and authorship are those of the rules; no document yet.
[[nodiscard]] Report compose_facts(ReportInputs inputs, ComposeSettings const& settings,
                                   analysis::ProbabilityTable const* table);

/// A model's report on top of compose_facts: call and sections are read from its raw answer, so
/// that they can be read from it again. Outcome ok, abstain or void_call; an answer that cannot
/// become a report (outcome unparseable) is given back as such.
using ModelReport = std::variant<Report, narrative::UnparseableAnswer>;
[[nodiscard]] ModelReport compose_model_report(Report facts, Authorship authorship,
                                               std::string answer);

/// Audits the document against the sheet and fills its audit, status and method sections: the last
/// step for rules and model alike, after call, outcome and authorship are final.
void finish_report(Report& report);

}  // namespace ec::reports
