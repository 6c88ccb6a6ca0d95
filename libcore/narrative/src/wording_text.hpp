#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace ec::narrative {

/// One code point and the bytes [begin, end) it came from.
struct Glyph {
    char32_t code = 0;
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// Code points of UTF-8 text; bytes that are not UTF-8 are left out.
[[nodiscard]] std::vector<Glyph> decode_glyphs(std::string_view text);

[[nodiscard]] bool is_han(char32_t code) noexcept;
[[nodiscard]] bool is_fullwidth_mark(char32_t code) noexcept;  // ，。；：？！（）「」、《》
[[nodiscard]] bool is_latin_or_digit(char32_t code) noexcept;
[[nodiscard]] bool is_digit(char32_t code) noexcept;

}  // namespace ec::narrative
