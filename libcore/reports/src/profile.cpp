#include <ec/reports/render.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace ec::reports {
namespace {

using narrative::SectionId;

constexpr std::array<std::pair<std::string_view, Profile>, 4> profiles{{
    {"private", Profile::private_use},
    {"publisher", Profile::publisher},
    {"facts_only", Profile::facts_only},
    {"licensed", Profile::licensed},
}};

bool is_hidden(SectionId id, Profile profile) {
    return profile == Profile::facts_only &&
           (id == SectionId::call_card || id == SectionId::for_against ||
            id == SectionId::scenarios);
}

// Index one past the end of the first sentence. A point between digits ends nothing.
std::size_t first_sentence_end(std::string_view text) {
    constexpr std::string_view ideographic_stop = "。";
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text.substr(i).starts_with(ideographic_stop)) return i + ideographic_stop.size();
        if (text[i] == '.' && (i + 1 == text.size() || text[i + 1] == ' ')) return i + 1;
    }
    return text.size();
}

narrative::Spans first_sentence(narrative::Spans const& spans) {
    auto left = first_sentence_end(narrative::plain_text(spans));
    narrative::Spans kept;
    for (auto const& span : spans) {
        if (left == 0) break;
        kept.push_back(span);
        if (span.text.size() > left) kept.back().text.resize(left);
        left -= kept.back().text.size();
    }
    return kept;
}

void keep_first_sentence(narrative::Section& section) {
    section.blocks.resize(std::min<std::size_t>(section.blocks.size(), 1));
    for (auto& block : section.blocks) {
        block.lines.resize(std::min<std::size_t>(block.lines.size(), 1));
        for (auto& line : block.lines) line = first_sentence(line);
    }
}

// Claims are numbered again, so that what is left is complete by itself.
void keep_used_claims(narrative::Document& document, std::vector<narrative::Claim> const& all) {
    document.claims.clear();
    document.audit = {};
    for (auto& section : document.sections)
        for (auto& block : section.blocks)
            for (auto& line : block.lines)
                for (auto& span : line) {
                    if (span.claim < 0) continue;
                    auto claim = all.at(static_cast<std::size_t>(span.claim));
                    claim.id = static_cast<std::int32_t>(document.claims.size());
                    span.claim = claim.id;
                    switch (claim.verdict) {
                        case narrative::Verdict::supported:
                            ++document.audit.supported;
                            break;
                        case narrative::Verdict::derived:
                            ++document.audit.derived;
                            break;
                        case narrative::Verdict::unsupported:
                            ++document.audit.unsupported;
                            break;
                        case narrative::Verdict::contradicted:
                            ++document.audit.contradicted;
                            break;
                    }
                    document.claims.push_back(std::move(claim));
                }
}

}  // namespace

std::optional<Profile> parse_profile(std::string_view text) noexcept {
    auto const found = std::ranges::find(profiles, text, [](auto const& p) { return p.first; });
    if (found == profiles.end()) return std::nullopt;
    return found->second;
}

PriceColours default_colours(narrative::Language language) noexcept {
    return language == narrative::Language::zh ? PriceColours::red_up : PriceColours::green_up;
}

narrative::Document visible_document(Report const& report, Profile profile) {
    auto document = report.document;
    if (profile != Profile::facts_only) return document;
    std::erase_if(document.sections, [&](auto const& s) { return is_hidden(s.id, profile); });
    for (auto& section : document.sections)
        if (section.id == SectionId::bottom_line) keep_first_sentence(section);
    keep_used_claims(document, report.document.claims);
    return document;
}

analysis::FactSheet visible_sheet(analysis::FactSheet sheet, Profile profile) {
    if (profile == Profile::facts_only)
        std::erase_if(sheet.facts, [](auto const& fact) { return fact.id.starts_with("call_"); });
    return sheet;
}

}  // namespace ec::reports
