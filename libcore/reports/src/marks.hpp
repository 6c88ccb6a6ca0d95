#pragma once

#include <ec/reports/render.hpp>

#include <cstdint>
#include <string>

namespace ec::reports {

/// How a span looks. Supported and derived look like plain text until asked for.
enum class Mark : std::uint8_t { none, checked, unsupported, contradicted };

[[nodiscard]] Mark mark_of(narrative::Document const& document, narrative::Span const& span);
/// The claim of a marked span.
[[nodiscard]] narrative::Claim const& claim_of(narrative::Document const& document,
                                               narrative::Span const& span);

/// What stands behind a claim, one line: "close 122.15; 200-day average 117.27 (difference)".
[[nodiscard]] std::string describe_source(Report const& report, narrative::Claim const& claim);
/// The note of an unsupported or contradicted claim.
[[nodiscard]] std::string describe_problem(Report const& report, narrative::Claim const& claim);
/// " [data 122.15]"; empty when the claim names no fact.
[[nodiscard]] std::string contradicting_fact(Report const& report, narrative::Claim const& claim);

/// The label unless the document's status section holds it: it stands at the top once.
[[nodiscard]] std::string head_label(Report const& report, narrative::Document const& document);
/// "INSTITUTION · licence NUMBER · author NUMBERS" under the licensed profile, else empty.
[[nodiscard]] std::string licence_line(Report const& report, RenderOptions const& options);
/// Throws invalid_input "render.licence_missing" when the profile asks for numbers not given.
void check_options(RenderOptions const& options);
/// Decimals with which the three percentages are written: 0 when they then add up to 100, else 1.
[[nodiscard]] int outlook_decimals(analysis::Outlook const& outlook);
/// A value as people read it: "122.15 USD", "4.2 %", "2021-03-31".
[[nodiscard]] std::string format_fact(Report const& report, analysis::Fact const& fact);
/// Report without what facts_only may not show: call, its facts, raw answer, thesis.
[[nodiscard]] Report extract_facts(Report report);

}  // namespace ec::reports
