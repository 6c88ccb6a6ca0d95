#pragma once

#include <ec/narrative/offline_analyst.hpp>

#include <initializer_list>
#include <string_view>
#include <utility>

namespace ec::test {

/// A sheet with these numbers, units from the catalogue; facts sorted by id.
void put(analysis::FactSheet& sheet, std::string_view id, double value);
void put_date(analysis::FactSheet& sheet, std::string_view id, std::string_view iso);
void put_text(analysis::FactSheet& sheet, std::string_view id, std::string_view text);
void put_absent(analysis::FactSheet& sheet, std::string_view id, std::string_view reason);

/// Apple as of 2021-03-31, with the figures of the report's worked example.
[[nodiscard]] analysis::FactSheet make_aapl_sheet();
[[nodiscard]] analysis::Call make_aapl_call();
[[nodiscard]] narrative::ReportInput make_aapl_input();

}  // namespace ec::test
