#include "wording_text.hpp"

#include <ec/base/utf8.hpp>

namespace ec::narrative {

std::vector<Glyph> decode_glyphs(std::string_view text) {
    std::vector<Glyph> glyphs;
    glyphs.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        auto const length = utf8_sequence_length(text, i);
        if (length == 0) {
            ++i;
            continue;
        }
        auto const lead = static_cast<unsigned char>(text[i]);
        char32_t code = length == 1 ? lead : lead & (0xFFU >> (length + 1));
        for (std::size_t k = 1; k < length; ++k)
            code = (code << 6U) | (static_cast<unsigned char>(text[i + k]) & 0x3FU);
        glyphs.push_back({code, i, i + length});
        i += length;
    }
    return glyphs;
}

bool is_han(char32_t code) noexcept {
    return (code >= 0x4E00 && code <= 0x9FFF) || (code >= 0x3400 && code <= 0x4DBF) ||
           (code >= 0x20000 && code <= 0x2FA1F) || code == 0x3007;
}

bool is_fullwidth_mark(char32_t code) noexcept {
    switch (code) {
        case U'，':
        case U'。':
        case U'；':
        case U'：':
        case U'？':
        case U'！':
        case U'（':
        case U'）':
        case U'「':
        case U'」':
        case U'、':
        case U'《':
        case U'》':
            return true;
        default:
            return false;
    }
}

bool is_digit(char32_t code) noexcept { return code >= U'0' && code <= U'9'; }

bool is_latin_or_digit(char32_t code) noexcept {
    return is_digit(code) || (code >= U'A' && code <= U'Z') || (code >= U'a' && code <= U'z');
}

}  // namespace ec::narrative
