#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace ec::golden {

/// One expected column against one output of one indicator, with the authority's own parameters
/// ("name=value,name=value").
struct Check {
    std::string_view file;
    std::string_view column;
    std::string_view indicator;
    std::string_view params;
    std::string_view output;
    double scale = 1.0;    // expected = scale x output
    std::size_t skip = 0;  // first rows that the source computed with history before the file
};

/// The checks of one authority; talib and cn_mytt name no file: one table for every symbol.
/// A column or a file that is not compared, and why.
struct Exemption {
    enum class Kind { note, other_definition, left };
    std::string_view file;
    Kind kind;
    std::string_view reason;
};

[[nodiscard]] std::vector<Check> indicator_checks(std::string_view authority);
[[nodiscard]] std::vector<Exemption> indicator_exemptions();

}  // namespace ec::golden
