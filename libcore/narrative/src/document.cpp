#include <ec/narrative/document.hpp>

#include <algorithm>
#include <array>

namespace ec::narrative {
namespace {

constexpr std::array<std::string_view, 17> section_names{
    "status",    "header", "bottom_line", "call_card", "changes",      "chart",
    "trend",     "levels", "volume",      "risk",      "fundamentals", "for_against",
    "scenarios", "ahead",  "data_notes",  "audit",     "method"};

}  // namespace

std::string_view to_string(SectionId id) noexcept {
    return section_names[static_cast<std::size_t>(id)];
}

std::optional<SectionId> parse_section_id(std::string_view text) noexcept {
    auto const found = std::ranges::find(section_names, text);
    if (found == section_names.end()) return std::nullopt;
    return static_cast<SectionId>(found - section_names.begin());
}

std::string plain_text(Spans const& spans) {
    std::string text;
    for (auto const& span : spans) text += span.text;
    return text;
}

std::string plain_text(Document const& document) {
    std::string text;
    for (auto const& section : document.sections)
        for (auto const& block : section.blocks) {
            for (auto const& line : block.lines) text += plain_text(line) + '\n';
            text += '\n';
        }
    return text;
}

Section const* find_section(Document const& document, SectionId id) noexcept {
    auto const found = std::ranges::find(document.sections, id, &Section::id);
    return found == document.sections.end() ? nullptr : &*found;
}

}  // namespace ec::narrative
