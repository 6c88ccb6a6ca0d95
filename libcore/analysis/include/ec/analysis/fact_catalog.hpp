#pragma once

#include <ec/analysis/fact_sheet.hpp>

#include <span>
#include <string_view>

namespace ec::analysis {

/// One entry of the closed list of facts: what the analyst may speak of and the audit knows.
/// `en` and `zh` are names as they stand in prose and tables, alternatives separated by '|',
/// the first being the preferred one.
struct FactEntry {
    std::string_view id;
    Unit unit = Unit::price;
    std::string_view formula;
    std::string_view en;
    std::string_view zh;
};

[[nodiscard]] std::span<FactEntry const> fact_catalog() noexcept;
[[nodiscard]] FactEntry const* find_fact_entry(std::string_view id) noexcept;

}  // namespace ec::analysis
