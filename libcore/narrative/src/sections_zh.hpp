#pragma once

#include "sections.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace ec::narrative::zh {

[[nodiscard]] std::string join_sentences(std::vector<std::string> const& sentences);
/// Items joined by `last` when it is a mark, else by an enumeration comma with the word `last`
/// ("与") before the last one.
[[nodiscard]] std::string join_list(std::vector<std::string> const& items, std::string_view last);
/// "零" .. "十", digits beyond.
[[nodiscard]] std::string number_word(std::int32_t n);
/// number_word before a counted noun: "两" for two.
[[nodiscard]] std::string counted(std::int32_t n);
[[nodiscard]] std::string_view slope_word(Slope slope) noexcept;
[[nodiscard]] std::string_view side_word(Side side) noexcept;
[[nodiscard]] std::string absent_words(std::string_view reason);
/// "贵州茅台 " when it ends in a Latin letter or digit and Han text follows.
[[nodiscard]] std::string before_han(std::string text);
/// A space in front when it begins with a Latin letter or digit and Han text precedes.
[[nodiscard]] std::string after_han(std::string text);

/// One space at the end, for a number to follow.
[[nodiscard]] std::string before_number(std::string text);
/// after_han and before_han.
[[nodiscard]] std::string around_han(std::string text);

}  // namespace ec::narrative::zh
