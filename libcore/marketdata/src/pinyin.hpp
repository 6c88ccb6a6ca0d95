#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ec::marketdata {

/// How a Chinese name is typed on a Latin keyboard; without a Chinese character both are empty.
/// Where a character has several readings in names, all of them: nobody knows which one is meant
/// from the characters alone.
struct PinyinForms {
    std::vector<std::string> initials;  // "gzmt"
    std::vector<std::string> full;      // "guizhoumaotai"
};

/// `normalised` as normalise_name gives it; letters and digits stand for themselves. At most
/// sixteen forms of each, the likeliest first.
[[nodiscard]] PinyinForms pinyin_forms(std::string_view normalised);

}  // namespace ec::marketdata
