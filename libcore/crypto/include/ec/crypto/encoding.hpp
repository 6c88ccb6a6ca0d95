#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ec::crypto {

[[nodiscard]] std::span<std::byte const> as_bytes(std::string_view text) noexcept;

/// Lowercase digits.
[[nodiscard]] std::string to_hex(std::span<std::byte const> bytes);
/// nullopt unless the text is an even number of hex digits, in either case.
[[nodiscard]] std::optional<std::vector<std::byte>> try_parse_hex(std::string_view text);

/// Standard alphabet with padding (RFC 4648 section 4).
[[nodiscard]] std::string to_base64(std::span<std::byte const> bytes);
/// URL alphabet without padding (RFC 4648 section 5).
[[nodiscard]] std::string to_base64url(std::span<std::byte const> bytes);
/// nullopt unless the text is exactly what the matching function above writes for some bytes.
[[nodiscard]] std::optional<std::vector<std::byte>> try_parse_base64(std::string_view text);
[[nodiscard]] std::optional<std::vector<std::byte>> try_parse_base64url(std::string_view text);

}  // namespace ec::crypto
