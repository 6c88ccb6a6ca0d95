#pragma once

#include <cstddef>
#include <string_view>

namespace ec {

/// Bytes of the well-formed UTF-8 sequence that starts at `text[i]` (RFC 3629: no surrogates, no
/// overlong forms), 0 when there is none.
[[nodiscard]] std::size_t utf8_sequence_length(std::string_view text, std::size_t i) noexcept;

[[nodiscard]] bool is_utf8(std::string_view text) noexcept;

}  // namespace ec
