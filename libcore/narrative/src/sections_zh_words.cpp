#include "sections_zh.hpp"

#include <array>

namespace ec::narrative::zh {
namespace {

bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }

}  // namespace

std::string join_sentences(std::vector<std::string> const& sentences) {
    std::string text;
    for (auto const& sentence : sentences) text += sentence;
    return text;
}

std::string join_list(std::vector<std::string> const& items, std::string_view last) {
    bool const is_word = last != "、" && last != "，" && last != "；";
    std::string text;
    for (std::size_t i = 0; i < items.size(); ++i) {
        bool const final_one = i > 0 && i + 1 == items.size();
        if (final_one && is_word)
            text = before_han(std::move(text)) + std::string(last) + after_han(items[i]);
        else if (i > 0)
            text += std::string(is_word ? "、" : last) + items[i];
        else
            text += items[i];
    }
    return text;
}

std::string number_word(std::int32_t n) {
    constexpr std::array<std::string_view, 11> words{"零", "一", "二", "三", "四", "五",
                                                     "六", "七", "八", "九", "十"};
    if (n >= 0 && n < static_cast<std::int32_t>(words.size()))
        return std::string(words[static_cast<std::size_t>(n)]);
    return std::to_string(n);
}

std::string counted(std::int32_t n) { return n == 2 ? "两" : number_word(n); }

std::string_view slope_word(Slope slope) noexcept {
    switch (slope) {
        case Slope::unknown:
            return {};
        case Slope::rising:
            return "上行";
        case Slope::flat:
            return "走平";
        case Slope::falling:
            return "下行";
    }
    return "走平";
}

std::string_view side_word(Side side) noexcept { return side == Side::above ? "高于" : "低于"; }

std::string absent_words(std::string_view reason) {
    if (reason == "too_few_bars") return "入库交易日不足";
    if (reason == "no_benchmark_overlap") return "这些日期没有基准行情";
    if (reason == "no_benchmark") return "该市场未设基准";
    if (reason == "no_filing_by_as_of") return "报告日前没有已披露的财报";
    return {};
}

std::string before_han(std::string text) {
    if (!text.empty() && is_ascii(text.back()) && text.back() != ' ') text += ' ';
    return text;
}

std::string after_han(std::string text) {
    if (!text.empty() && is_ascii(text.front()) && text.front() != ' ') text.insert(0, " ");
    return text;
}

std::string before_number(std::string text) {
    if (!text.ends_with(' ')) text += ' ';
    return text;
}

std::string around_han(std::string text) { return after_han(before_han(std::move(text))); }

}  // namespace ec::narrative::zh
