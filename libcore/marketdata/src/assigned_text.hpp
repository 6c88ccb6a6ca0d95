#pragma once

#include <string_view>
#include <vector>

namespace ec::marketdata {

/// One `NAME="VALUE"` of a script that assigns texts to variables.
struct AssignedText {
    std::string_view name;
    std::string_view value;
    bool closed = false;  // the quotation mark at its end was there
};

/// In order; text before a name (blanks, semicolons, "var ") is skipped. What has no such form
/// ends the list as a name that is not closed.
[[nodiscard]] std::vector<AssignedText> split_assignments(std::string_view text);

[[nodiscard]] std::vector<std::string_view> split_fields(std::string_view text, char separator);

}  // namespace ec::marketdata
