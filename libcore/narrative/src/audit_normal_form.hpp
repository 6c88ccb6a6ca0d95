#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ec::narrative::audit {

struct NormalForm {
    std::string text;
    std::vector<std::uint32_t> origin;  // text.size() + 1 entries
};

/// Throws invalid_input (audit.not_utf8) at the first byte that is not UTF-8.
[[nodiscard]] NormalForm normalize(std::string_view source);

/// The code point at `offset` of valid UTF-8 and its length in bytes.
struct CodePoint {
    char32_t value = 0;
    std::uint32_t length = 1;
};
[[nodiscard]] CodePoint code_point_at(std::string_view text, std::size_t offset) noexcept;
[[nodiscard]] bool is_han(char32_t c) noexcept;

}  // namespace ec::narrative::audit
