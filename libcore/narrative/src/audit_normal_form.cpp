#include "audit_normal_form.hpp"

#include <ec/base/error.hpp>

#include <fmt/format.h>

namespace ec::narrative::audit {
namespace {

[[noreturn]] void refuse(std::size_t offset) {
    throw Error(ErrorCode::invalid_input, "audit.not_utf8",
                fmt::format("The text is not valid UTF-8 at byte {}; save it as UTF-8.", offset));
}

CodePoint decode(std::string_view s, std::size_t i) {
    auto const byte = [&](std::size_t k) { return static_cast<unsigned char>(s[k]); };
    auto const first = byte(i);
    if (first < 0x80) return {first, 1};
    std::uint32_t const length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || i + length > s.size()) refuse(i);
    char32_t value = first & (0xFFU >> (length + 1));
    for (std::uint32_t k = 1; k < length; ++k) {
        if ((byte(i + k) & 0xC0U) != 0x80U) refuse(i);
        value = (value << 6U) | (byte(i + k) & 0x3FU);
    }
    bool const overlong = (length == 3 && value < 0x800) || (length == 4 && value < 0x10000);
    if (overlong || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) refuse(i);
    return {value, length};
}

// What stands in the normalised text for one code point; 0 keeps the original bytes.
char plain_form(char32_t c) noexcept {
    if (c < 0x80) {
        if (c >= 'A' && c <= 'Z') return static_cast<char>(c + ('a' - 'A'));
        if (c == '*' || c == '`' || c == '"' || c == '\t' || c == '\r') return ' ';
        return c == 0 ? ' ' : static_cast<char>(c);
    }
    switch (c) {
        case 0xA0:    // no-break space
        case 0x2009:  // thin space
        case 0x202F:  // narrow no-break space
        case 0x3000:  // ideographic space
        case 0xFEFF:  // byte order mark
        case 0x200B:  // zero width space
        case 0x201C:
        case 0x201D:
        case 0x300C:
        case 0x300D:
        case 0x300A:
        case 0x300B:
            return ' ';
        case 0x2212:  // minus sign
        case 0xFE63:
        case 0x2010:
        case 0x2011:
            return '-';
        case 0x2012:
        case 0x2013:  // en dash
        case 0x301C:
        case 0xFF5E:
            return '~';
        case 0x2014:  // em dash
            return ';';
        case 0x2018:
        case 0x2019:
            return '\'';
        case 0xFFE5:  // full-width yen
            return '\0';
        case 0xFF0C:  // the Chinese comma never groups digits
        case 0xFF0E:
            return c == 0xFF0E ? '.' : '\0';
        default:
            break;
    }
    if (c >= 0xFF01 && c <= 0xFF5D) {
        auto const ascii = static_cast<char>(c - 0xFEE0);
        return ascii >= 'A' && ascii <= 'Z' ? static_cast<char>(ascii + ('a' - 'A')) : ascii;
    }
    return '\0';
}

}  // namespace

CodePoint code_point_at(std::string_view text, std::size_t offset) noexcept {
    auto const first = static_cast<unsigned char>(text[offset]);
    if (first < 0x80) return {first, 1};
    std::uint32_t const length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    char32_t value = first & (0xFFU >> (length + 1));
    for (std::uint32_t k = 1; k < length && offset + k < text.size(); ++k)
        value = (value << 6U) | (static_cast<unsigned char>(text[offset + k]) & 0x3FU);
    return {value, length};
}

bool is_han(char32_t c) noexcept {
    return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || c == 0x3007;
}

NormalForm normalize(std::string_view source) {
    NormalForm out;
    out.text.reserve(source.size());
    out.origin.reserve(source.size() + 1);
    for (std::size_t i = 0; i < source.size();) {
        auto const point = decode(source, i);
        if (char const plain = plain_form(point.value); plain != '\0') {
            out.text += plain;
            out.origin.push_back(static_cast<std::uint32_t>(i));
        } else {
            for (std::uint32_t k = 0; k < point.length; ++k) {
                out.text += source[i + k];
                out.origin.push_back(static_cast<std::uint32_t>(i + k));
            }
        }
        i += point.length;
    }
    out.origin.push_back(static_cast<std::uint32_t>(source.size()));
    return out;
}

}  // namespace ec::narrative::audit
