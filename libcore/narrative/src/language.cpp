#include <ec/narrative/language.hpp>

namespace ec::narrative {

std::string_view to_string(Language language) noexcept {
    return language == Language::zh ? "zh" : "en";
}

std::optional<Language> parse_language(std::string_view text) noexcept {
    if (text == "en") return Language::en;
    if (text == "zh") return Language::zh;
    return std::nullopt;
}

}  // namespace ec::narrative
