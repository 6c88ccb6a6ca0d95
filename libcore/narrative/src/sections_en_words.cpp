#include "sections_en.hpp"

#include <array>
#include <cctype>

namespace ec::narrative::en {

std::string join_sentences(std::vector<std::string> const& sentences) {
    std::string text;
    for (auto const& sentence : sentences) {
        if (sentence.empty()) continue;
        if (!text.empty()) text += ' ';
        text += sentence;
    }
    return text;
}

std::string join_list(std::vector<std::string> const& items) {
    std::string text;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (i > 0) text += i + 1 == items.size() ? " and " : ", ";
        text += items[i];
    }
    return text;
}

std::string capitalised(std::string text) {
    if (!text.empty())
        text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
    return text;
}

std::string number_word(std::int32_t n) {
    constexpr std::array<std::string_view, 13> words{"none", "one",    "two",   "three", "four",
                                                     "five", "six",    "seven", "eight", "nine",
                                                     "ten",  "eleven", "twelve"};
    if (n >= 0 && n < static_cast<std::int32_t>(words.size()))
        return std::string(words[static_cast<std::size_t>(n)]);
    return std::to_string(n);
}

std::string_view slope_word(Slope slope) noexcept {
    switch (slope) {
        case Slope::unknown:
            return {};
        case Slope::rising:
            return "rising";
        case Slope::flat:
            return "flat";
        case Slope::falling:
            return "falling";
    }
    return "flat";
}

std::string_view side_word(Side side) noexcept { return side == Side::above ? "above" : "below"; }

std::string absent_words(std::string_view reason) {
    if (reason == "too_few_bars") return "too few sessions are stored";
    if (reason == "no_benchmark_overlap") return "no benchmark bars for these dates";
    if (reason == "no_benchmark") return "no benchmark is set for this market";
    if (reason == "no_filing_by_as_of") return "no filing in the store was public by then";
    if (reason == "no_volume" || reason == "zero_volume") return "the source carries no volume";
    return {};
}

}  // namespace ec::narrative::en
