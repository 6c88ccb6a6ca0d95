#include "utf8.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace ec::reports {
namespace {

struct Range {
    char32_t first;
    char32_t last;
};

// Scripts that stand in two columns, merged to whole blocks (Unicode East Asian Width W and F).
constexpr std::array<Range, 14> wide{{{0x1100, 0x115F},
                                      {0x231A, 0x231B},
                                      {0x2E80, 0x303E},
                                      {0x3041, 0x33FF},
                                      {0x3400, 0x4DBF},
                                      {0x4E00, 0x9FFF},
                                      {0xA000, 0xA4CF},
                                      {0xA960, 0xA97F},
                                      {0xAC00, 0xD7A3},
                                      {0xF900, 0xFAFF},
                                      {0xFE30, 0xFE6F},
                                      {0xFF01, 0xFF60},
                                      {0xFFE0, 0xFFE6},
                                      {0x1F300, 0x3FFFD}}};

constexpr std::array<Range, 8> combining{{{0x0300, 0x036F},
                                          {0x0483, 0x0489},
                                          {0x0591, 0x05BD},
                                          {0x0610, 0x061A},
                                          {0x064B, 0x065F},
                                          {0x1AB0, 0x1AFF},
                                          {0x20D0, 0x20FF},
                                          {0xFE00, 0xFE0F}}};

template <std::size_t N>
bool in(std::array<Range, N> const& ranges, char32_t c) noexcept {
    return std::ranges::any_of(ranges, [&](Range const& r) { return c >= r.first && c <= r.last; });
}

unsigned byte_at(std::string_view text, std::size_t i) noexcept {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
}

}  // namespace

char32_t next_code_point(std::string_view text, std::size_t& position) noexcept {
    unsigned const first = byte_at(text, position);
    if (first < 0x80) {
        ++position;
        return first;
    }
    int const more = first >= 0xF0 && first < 0xF5   ? 3
                     : first >= 0xE0 && first < 0xF0 ? 2
                     : first >= 0xC2 && first < 0xE0 ? 1
                                                     : 0;
    char32_t value = more == 3 ? first & 0x07U : more == 2 ? first & 0x0FU : first & 0x1FU;
    bool ok = more != 0;
    for (int i = 1; ok && i <= more; ++i) {
        unsigned const next = byte_at(text, position + static_cast<std::size_t>(i));
        ok = (next & 0xC0U) == 0x80U;
        value = value << 6U | (next & 0x3FU);
    }
    bool const overlong = (more == 2 && value < 0x800) || (more == 3 && value < 0x10000);
    bool const outside = value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF);
    if (!ok || overlong || outside) {
        ++position;
        return replacement_character;
    }
    position += static_cast<std::size_t>(more) + 1;
    return value;
}

void append_utf8(std::string& out, char32_t c) {
    auto const put = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
    if (c < 0x80) {
        put(c);
    } else if (c < 0x800) {
        put(0xC0U | c >> 6U);
        put(0x80U | (c & 0x3FU));
    } else if (c < 0x10000) {
        put(0xE0U | c >> 12U);
        put(0x80U | (c >> 6U & 0x3FU));
        put(0x80U | (c & 0x3FU));
    } else {
        put(0xF0U | c >> 18U);
        put(0x80U | (c >> 12U & 0x3FU));
        put(0x80U | (c >> 6U & 0x3FU));
        put(0x80U | (c & 0x3FU));
    }
}

int display_width(char32_t c) noexcept {
    if (in(combining, c) || (c >= 0x200B && c <= 0x200F)) return 0;
    return in(wide, c) ? 2 : 1;
}

int display_width(std::string_view text) noexcept {
    int width = 0;
    for (std::size_t i = 0; i < text.size();) width += display_width(next_code_point(text, i));
    return width;
}

bool is_control(char32_t c) noexcept {
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xAD || c == 0x61C || c == 0x180E ||
           (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB) ||
           (c >= 0xE0000 && c <= 0xE0FFF);
}

std::string printable(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        auto const c = next_code_point(text, i);
        append_utf8(out, is_control(c) ? U' ' : c);
    }
    return out;
}

}  // namespace ec::reports
