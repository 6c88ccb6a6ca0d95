#include "written_report.hpp"

#include <ec/narrative/audit.hpp>
#include <ec/narrative/wording.hpp>

#include <boost/test/unit_test.hpp>

namespace ec::test {

using narrative::Language;
using narrative::SectionId;

narrative::Document written(narrative::ReportInput const& input, Language language) {
    auto document = narrative::write_report(input, language);
    narrative::audit_document(document, input.sheet);
    narrative::finish_document(
        document, input,
        {std::string(narrative::rules_version), "", std::string(64, 'a'), "us-20-2020"});
    return document;
}

std::string section_text(narrative::Document const& document, SectionId id) {
    auto const* section = narrative::find_section(document, id);
    BOOST_REQUIRE_MESSAGE(section != nullptr, "no section " << to_string(id));
    std::string text;
    for (auto const& block : section->blocks)
        for (auto const& line : block.lines) text += plain_text(line) + '\n';
    return text;
}

void says(narrative::Document const& document, SectionId id, std::string_view what) {
    auto const text = section_text(document, id);
    BOOST_TEST((text.find(what) != std::string::npos), what << " is not in: " << text);
}

std::vector<SectionId> ids_of(narrative::Document const& document) {
    std::vector<SectionId> ids;
    for (auto const& section : document.sections) ids.push_back(section.id);
    return ids;
}

void check_clean(narrative::Document const& document) {
    for (auto const& issue : narrative::find_document_issues(document))
        BOOST_ERROR(to_string(issue.rule) << ": " << issue.text);
    for (auto const& claim : document.claims)
        if (claim.verdict != narrative::Verdict::supported &&
            claim.verdict != narrative::Verdict::derived)
            BOOST_ERROR("mark on " << claim.text << ", data " << claim.expected);
}

}  // namespace ec::test
