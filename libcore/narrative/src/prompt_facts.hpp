#pragma once

#include <ec/analysis/fact_sheet.hpp>
#include <ec/narrative/language.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace ec::narrative {

enum class FactGroup : std::uint8_t { all, technical, fundamental };

/// "id | name | value" lines: the present facts at the precision of a report, then the absent ones
/// with their reason. Without the rules analyst's call.
[[nodiscard]] std::string render_facts_table(analysis::FactSheet const& sheet, Language language,
                                             FactGroup group);

/// Role and wording rules; the same for every template.
[[nodiscard]] std::string_view system_prompt(Language language) noexcept;

}  // namespace ec::narrative
