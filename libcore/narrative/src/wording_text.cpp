#include "wording_text.hpp"

namespace ec::narrative {
namespace {

std::size_t sequence_length(unsigned char lead) {
    if (lead < 0x80) return 1;
    if (lead >= 0xC2 && lead < 0xE0) return 2;
    if (lead >= 0xE0 && lead < 0xF0) return 3;
    if (lead >= 0xF0 && lead < 0xF5) return 4;
    return 0;
}

}  // namespace

std::vector<Glyph> decode_glyphs(std::string_view text) {
    std::vector<Glyph> glyphs;
    glyphs.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        auto const lead = static_cast<unsigned char>(text[i]);
        auto const length = sequence_length(lead);
        if (length == 0 || i + length > text.size()) {
            ++i;
            continue;
        }
        char32_t code = length == 1 ? lead : lead & (0xFFU >> (length + 1));
        bool sound = true;
        for (std::size_t k = 1; k < length; ++k) {
            auto const next = static_cast<unsigned char>(text[i + k]);
            sound = sound && (next & 0xC0U) == 0x80U;
            code = (code << 6U) | (next & 0x3FU);
        }
        if (sound) glyphs.push_back({code, i, i + length});
        i += sound ? length : 1;
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
