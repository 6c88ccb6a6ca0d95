#pragma once

#include <ec/narrative/offline_analyst.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace ec::test {

/// A finished offline report of a sample series: what a reader would paste back.
struct AuditedReport {
    std::string name;  // series, session and language
    analysis::FactSheet sheet;
    narrative::Document document;  // audited and finished
    std::string text;              // as Markdown
};

/// Reports in both languages of every sample series on `sessions` of its days: the last, the one
/// of the replay (60 sessions before the end) and others spread evenly over the years before.
[[nodiscard]] std::vector<AuditedReport> audited_reports(std::size_t sessions);

/// Headings, paragraphs, list marks, table rows between bars.
[[nodiscard]] std::string as_markdown(narrative::Document const& document);

}  // namespace ec::test
