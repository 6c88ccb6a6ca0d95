#pragma once

#include <string>
#include <string_view>

namespace ec::analysis {

/// Appends a JSON string literal: quotes, backslash and control characters escaped, the rest of
/// the UTF-8 as it is.
void append_json_string(std::string& out, std::string_view text);

}  // namespace ec::analysis
