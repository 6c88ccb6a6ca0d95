#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace ec::narrative {

enum class Language : std::uint8_t { en, zh };

[[nodiscard]] std::string_view to_string(Language language) noexcept;  // "en", "zh"
/// "en", "zh" only.
[[nodiscard]] std::optional<Language> parse_language(std::string_view text) noexcept;

}  // namespace ec::narrative
