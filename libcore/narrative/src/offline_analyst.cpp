#include <ec/narrative/offline_analyst.hpp>

#include "sections.hpp"
#include "texts.hpp"

#include <algorithm>
#include <array>

namespace ec::narrative {
namespace {

using Writer = std::vector<Block> (*)(Writing const&);

struct SectionWriters {
    SectionId id;
    Writer en;
    Writer zh;
};

// Status, audit and method are completed by finish_document.
constexpr std::array<SectionWriters, 14> writers{{
    {SectionId::header, en::write_header, zh::write_header},
    {SectionId::bottom_line, en::write_bottom_line, zh::write_bottom_line},
    {SectionId::call_card, en::write_call_card, zh::write_call_card},
    {SectionId::changes, en::write_changes, zh::write_changes},
    {SectionId::chart, en::write_chart, zh::write_chart},
    {SectionId::trend, en::write_trend, zh::write_trend},
    {SectionId::levels, en::write_levels, zh::write_levels},
    {SectionId::volume, en::write_volume, zh::write_volume},
    {SectionId::risk, en::write_risk, zh::write_risk},
    {SectionId::fundamentals, en::write_fundamentals, zh::write_fundamentals},
    {SectionId::for_against, en::write_for_against, zh::write_for_against},
    {SectionId::scenarios, en::write_scenarios, zh::write_scenarios},
    {SectionId::ahead, en::write_ahead, zh::write_ahead},
    {SectionId::data_notes, en::write_data_notes, zh::write_data_notes},
}};

bool needs_call(SectionId id) {
    return id == SectionId::call_card || id == SectionId::for_against || id == SectionId::scenarios;
}

// REPORT.md: an abstaining report keeps 1, 2, 3 (the reason), 6-11 and 15-17.
bool belongs(SectionId id, ReportInput const& input) {
    if (needs_call(id) && input.profile == "facts_only") return false;
    if (input.abstained.empty()) return true;
    return !needs_call(id) && id != SectionId::changes && id != SectionId::ahead;
}

std::string document_title(Findings const& findings, Language language) {
    auto const& name = language == Language::zh ? findings.name_zh : findings.name_en;
    auto const& symbol = findings.sheet().symbol.text();
    auto const day = findings.sheet().as_of.iso();
    if (language == Language::zh)
        return name == symbol ? name + " · " + day : name + "（" + symbol + "）· " + day;
    return name == symbol ? name + " · " + day : name + " (" + symbol + ") · " + day;
}

Section make_section(SectionId id, Language language, std::vector<Block> blocks) {
    return {id, std::string(section_title(id, language)), std::move(blocks)};
}

std::vector<Block> status_blocks(Writing const& writing, Document const& document,
                                 std::string_view model) {
    BlockList blocks;
    blocks.paragraph(document.language == Language::zh
                         ? zh::write_status(writing, document.audit, model)
                         : en::write_status(writing, document.audit, model));
    blocks.note(origin_label(model, document.language));
    return blocks.take();
}

Section& require_section(Document& document, SectionId id) {
    auto const found = std::ranges::find(document.sections, id, &Section::id);
    if (found != document.sections.end()) return *found;
    auto const place =
        std::ranges::find_if(document.sections, [&](Section const& s) { return s.id > id; });
    return *document.sections.insert(place, make_section(id, document.language, {}));
}

}  // namespace

BlockList& BlockList::paragraph(std::string text) {
    if (!text.empty()) blocks_.push_back({BlockKind::paragraph, 0, {{Span{std::move(text)}}}});
    return *this;
}

BlockList& BlockList::list(std::vector<std::string> items) {
    Block block{BlockKind::list, 0, {}};
    for (auto& item : items) block.lines.push_back({Span{std::move(item)}});
    if (!block.lines.empty()) blocks_.push_back(std::move(block));
    return *this;
}

BlockList& BlockList::table(std::int32_t columns, std::vector<std::string> cells) {
    Block block{BlockKind::table, columns, {}};
    for (auto& cell : cells) block.lines.push_back({Span{std::move(cell)}});
    blocks_.push_back(std::move(block));
    return *this;
}

BlockList& BlockList::chart() {
    blocks_.push_back({BlockKind::chart, 0, {}});
    return *this;
}

BlockList& BlockList::note(std::string text) {
    blocks_.push_back({BlockKind::note, 0, {{Span{std::move(text)}}}});
    return *this;
}

Document write_report(ReportInput const& input, Language language) {
    auto const findings = compute_findings(input);
    Format const format(language, input.sheet);
    Writing const writing{findings, format};
    Document document;
    document.language = language;
    document.title = document_title(findings, language);
    document.sections.push_back(
        make_section(SectionId::status, language, status_blocks(writing, document, {})));
    for (auto const& writer : writers)
        if (belongs(writer.id, input))
            document.sections.push_back(make_section(
                writer.id, language, (language == Language::zh ? writer.zh : writer.en)(writing)));
    document.sections.push_back(make_section(SectionId::audit, language, {}));
    document.sections.push_back(make_section(SectionId::method, language, {}));
    return document;
}

void finish_document(Document& document, ReportInput const& input, Provenance const& provenance) {
    auto const findings = compute_findings(input);
    Format const format(document.language, input.sheet);
    Writing const writing{findings, format};
    bool const zh = document.language == Language::zh;
    auto const model = provenance.analyst.starts_with("rules/")
                           ? std::string_view()
                           : std::string_view(provenance.analyst);
    require_section(document, SectionId::status).blocks = status_blocks(writing, document, model);
    require_section(document, SectionId::audit).blocks =
        zh ? zh::write_audit(document) : en::write_audit(document);
    require_section(document, SectionId::method).blocks =
        zh ? zh::write_method(writing, provenance) : en::write_method(writing, provenance);
}

// Recorded from the mutant test of the audit (tests/unit/narrative); that test fails when its
// own figures fall below these.
CheckerAccuracy checker_accuracy() noexcept {
    return {.mutants = 9001, .caught = 8956, .originals = 21768, .false_marks = 0};
}

}  // namespace ec::narrative
