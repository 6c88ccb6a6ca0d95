#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace ec::reports {

inline constexpr char32_t replacement_character = 0xFFFD;

/// Reads the code point at `position` and moves past it; ill-formed bytes give U+FFFD and move by
/// one. `position` must be inside the text.
[[nodiscard]] char32_t next_code_point(std::string_view text, std::size_t& position) noexcept;
void append_utf8(std::string& out, char32_t code_point);

/// Columns a terminal gives the code point: 0 for marks that combine, 2 for wide scripts.
[[nodiscard]] int display_width(char32_t code_point) noexcept;
[[nodiscard]] int display_width(std::string_view text) noexcept;

/// True for what may steer a terminal or turn text round: C0 and C1 controls (tab and line feed
/// too), DEL, bidirectional controls, line and paragraph separators, U+FEFF, tag characters.
[[nodiscard]] bool is_control(char32_t code_point) noexcept;

/// One line of printable text: controls become a blank, ill-formed bytes U+FFFD.
[[nodiscard]] std::string printable(std::string_view text);

}  // namespace ec::reports
