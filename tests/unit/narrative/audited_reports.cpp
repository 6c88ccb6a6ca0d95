#include "audited_reports.hpp"

#include "sample_reports.hpp"

#include <ec/narrative/audit.hpp>

#include <algorithm>

namespace ec::test {

using narrative::Language;

std::string as_markdown(narrative::Document const& document) {
    std::string text = "# " + document.title + "\n";
    for (auto const& section : document.sections) {
        text += "\n## " + section.title + "\n\n";
        for (auto const& block : section.blocks) {
            auto const columns = static_cast<std::size_t>(block.columns);
            for (std::size_t i = 0; i < block.lines.size(); ++i) {
                if (block.kind == narrative::BlockKind::list) text += "- ";
                if (columns > 0 && i % columns == 0) text += "| ";
                text += plain_text(block.lines[i]);
                bool const inside_row = columns > 0 && (i + 1) % columns != 0;
                text += inside_row ? " | " : columns > 0 ? " |\n" : "\n";
            }
            text += "\n";
        }
    }
    return text;
}

std::vector<AuditedReport> audited_reports(std::size_t sessions) {
    auto const& store = SampleStore::instance();
    std::vector<AuditedReport> reports;
    for (auto const& name : store.names()) {
        auto const& dates = store.series(name).bars.date;
        auto const last = dates.size() - 1;
        for (std::size_t i = 0; i < sessions; ++i) {
            auto const replay = std::min<std::size_t>(60, last);
            auto const spread = last > 700 ? (last - 400) / sessions : last / (sessions + 2);
            auto const back = i == 0 ? 0 : std::min(last, replay + (i - 1) * spread);
            auto const input = store.input(name, dates[last - back]);
            for (auto const language : {Language::en, Language::zh}) {
                AuditedReport report;
                report.name =
                    name + " " + input.sheet.as_of.iso() + " " + std::string(to_string(language));
                report.sheet = input.sheet;
                report.document = narrative::write_report(input, language);
                narrative::audit_document(report.document, input.sheet);
                narrative::finish_document(
                    report.document, input,
                    {std::string(narrative::rules_version), "", std::string(64, '7'), ""});
                report.text = as_markdown(report.document);
                reports.push_back(std::move(report));
            }
        }
    }
    return reports;
}

}  // namespace ec::test
