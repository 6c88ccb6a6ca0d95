#pragma once

#include <ec/narrative/offline_analyst.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace ec::test {

inline constexpr narrative::Language both_languages[]{narrative::Language::en,
                                                      narrative::Language::zh};

/// Written, audited and finished.
[[nodiscard]] narrative::Document written(narrative::ReportInput const& input,
                                          narrative::Language language);
/// A line per block line; fails the test without such a section.
[[nodiscard]] std::string section_text(narrative::Document const& document,
                                       narrative::SectionId id);
/// Fails the test unless the section holds the words.
void says(narrative::Document const& document, narrative::SectionId id, std::string_view what);
[[nodiscard]] std::vector<narrative::SectionId> ids_of(narrative::Document const& document);
/// No wording issue and no marked claim.
void check_clean(narrative::Document const& document);

}  // namespace ec::test
