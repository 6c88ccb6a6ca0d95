#include "audit_quantities.hpp"

#include <array>
#include <charconv>

namespace ec::narrative::audit {
namespace {

constexpr std::int32_t yearless = 2000;  // a leap year: 29 Feb exists

std::optional<std::int32_t> integer_at(TokenizedText const& text, std::size_t at) {
    if (at >= text.tokens.size() || text.tokens[at].kind != TokenKind::number) return std::nullopt;
    auto const word = text.view(at);
    std::int32_t value = 0;
    auto const [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (error != std::errc() || end != word.data() + word.size()) return std::nullopt;
    return value;
}

std::int32_t month_of(std::string_view word) noexcept {
    constexpr std::array<std::string_view, 12> names{
        "january", "february", "march",     "april",   "may",      "june",
        "july",    "august",   "september", "october", "november", "december"};
    if (word == "sept") return 9;
    for (std::size_t i = 0; i < names.size(); ++i)
        if (word == names[i] || (word.size() == 3 && names[i].starts_with(word)))
            return static_cast<std::int32_t>(i) + 1;
    return 0;
}

bool is_year(std::int32_t value) noexcept { return value >= 1900 && value <= 2100; }

std::optional<ParsedDate> make(std::int32_t year, std::int32_t month, std::int32_t day,
                               std::size_t last) {
    auto const date = Date::try_from_ymd(year == 0 ? yearless : year, month, day == 0 ? 1 : day);
    if (!date) return std::nullopt;
    return ParsedDate{*date, year != 0, day != 0, static_cast<std::uint32_t>(last)};
}

// 2021-03-31, 2021/03/31
std::optional<ParsedDate> iso_date(TokenizedText const& text, std::size_t at) {
    auto const separator = text.view(at + 1);
    auto const year = integer_at(text, at);
    auto const month = integer_at(text, at + 2);
    auto const day = integer_at(text, at + 4);
    if (!year || !month || !day || !is_year(*year) || text.view(at + 3) != separator ||
        (separator != "-" && separator != "/" && separator != "~"))
        return std::nullopt;
    return make(*year, *month, *day, at + 4);
}

// 2021年3月31日, 3月31日, 2021年3月
std::optional<ParsedDate> chinese_date(TokenizedText const& text, std::size_t at) {
    auto const first = integer_at(text, at);
    if (!first) return std::nullopt;
    std::int32_t year = 0;
    auto i = at;
    if (text.view(i + 1) == "年") {
        year = *first;
        i += 2;
        if (!is_year(year)) return std::nullopt;
    }
    auto const month = integer_at(text, i);
    if (!month || text.view(i + 1) != "月") return std::nullopt;
    auto const day = integer_at(text, i + 2);
    auto const mark = text.view(i + 3);
    if (day && (mark == "日" || mark == "号")) return make(year, *month, *day, i + 3);
    if (year != 0) return make(year, *month, 0, i + 1);
    return std::nullopt;
}

// 31 March 2021, 23 Feb
std::optional<ParsedDate> day_first(TokenizedText const& text, std::size_t at) {
    auto const day = integer_at(text, at);
    auto i = at + 1;
    auto const suffix = text.view(i);
    if (suffix == "st" || suffix == "nd" || suffix == "rd" || suffix == "th") ++i;
    if (text.view(i) == "of") ++i;
    if (text.view(i) == "-") ++i;
    auto const month = month_of(text.view(i));
    if (!day || month == 0) return std::nullopt;
    auto const comma = text.view(i + 1) == "," || text.view(i + 1) == "-" ? 1U : 0U;
    auto const year = integer_at(text, i + 1 + comma);
    if (year && is_year(*year)) return make(*year, month, *day, i + 1 + comma);
    return make(0, month, *day, i);
}

// March 31, 2021; Feb 9
std::optional<ParsedDate> month_first(TokenizedText const& text, std::size_t at) {
    auto const month = month_of(text.view(at));
    if (month == 0) return std::nullopt;
    auto i = at + 1;
    if (text.view(i) == ".") ++i;
    auto const day = integer_at(text, i);
    if (!day) return std::nullopt;
    if (is_year(*day)) return make(*day, month, 0, i);
    auto const suffix = text.view(i + 1);
    if (suffix == "st" || suffix == "nd" || suffix == "rd" || suffix == "th") ++i;
    auto const comma = text.view(i + 1) == "," ? 1U : 0U;
    auto const year = integer_at(text, i + 1 + comma);
    if (year && is_year(*year)) return make(*year, month, *day, i + 1 + comma);
    return make(0, month, *day, i);
}

}  // namespace

std::optional<ParsedDate> parse_date(TokenizedText const& text, std::size_t at) {
    if (text.tokens[at].kind == TokenKind::word) return month_first(text, at);
    if (auto found = iso_date(text, at)) return found;
    if (auto found = chinese_date(text, at)) return found;
    return day_first(text, at);
}

std::optional<SpelledNumber> parse_spelled_number(TokenizedText const& text, std::size_t at) {
    constexpr std::array<std::string_view, 21> english{
        "zero",     "one",     "two",     "three",     "four",     "five",     "six",
        "seven",    "eight",   "nine",    "ten",       "eleven",   "twelve",   "thirteen",
        "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"};
    constexpr std::array<std::string_view, 10> han{"零", "一", "二", "三", "四",
                                                   "五", "六", "七", "八", "九"};
    auto const word = text.view(at);
    auto const last = static_cast<std::uint32_t>(at);
    for (std::size_t i = 0; i < english.size(); ++i)
        if (word == english[i]) return SpelledNumber{static_cast<std::int32_t>(i), last};
    auto const digit = [&](std::size_t i) {
        auto const w = text.view(i);
        if (w == "两") return 2;
        for (std::size_t d = 0; d < han.size(); ++d)
            if (w == han[d]) return static_cast<int>(d);
        return -1;
    };
    auto const leading = digit(at);
    if (word == "十" || (leading > 0 && text.view(at + 1) == "十")) {
        auto const ten = word == "十" ? at : at + 1;
        auto const tens = word == "十" ? 1 : leading;
        auto const ones = digit(ten + 1);
        return SpelledNumber{tens * 10 + (ones > 0 ? ones : 0),
                             static_cast<std::uint32_t>(ones > 0 ? ten + 1 : ten)};
    }
    if (leading >= 0) return SpelledNumber{leading, last};
    return std::nullopt;
}

}  // namespace ec::narrative::audit
