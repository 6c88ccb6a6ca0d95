#pragma once

#include "sections.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace ec::narrative::en {

/// Sentences with one space between; empty ones are left out.
[[nodiscard]] std::string join_sentences(std::vector<std::string> const& sentences);
/// "a", "a and b", "a, b and c".
[[nodiscard]] std::string join_list(std::vector<std::string> const& items);
[[nodiscard]] std::string capitalised(std::string text);
/// "one" .. "twelve", digits beyond.
[[nodiscard]] std::string number_word(std::int32_t n);
[[nodiscard]] std::string_view slope_word(Slope slope) noexcept;
[[nodiscard]] std::string_view side_word(Side side) noexcept;
/// Why a fact is absent, a clause; empty for a reason without words.
[[nodiscard]] std::string absent_words(std::string_view reason);

}  // namespace ec::narrative::en
