#include <ec/narrative/wording.hpp>

#include "wording_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace ec::narrative {
namespace {

constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

bool starts_with_any(std::string_view rest, std::initializer_list<std::string_view> heads) {
    return std::ranges::any_of(heads, [&](auto head) { return rest.starts_with(head); });
}

bool is_iso_date(std::string_view text) {
    if (text.size() < 10) return false;
    for (std::size_t i = 0; i < 10; ++i) {
        bool const dash = i == 4 || i == 7;
        if (dash ? text[i] != '-' : (text[i] < '0' || text[i] > '9')) return false;
    }
    return true;
}

// Reads the number that starts at `begin`; returns one past it.
std::size_t number_end(std::string_view text, std::size_t begin) {
    auto i = begin;
    auto const digit = [&](std::size_t at) {
        return at < text.size() && text[at] >= '0' && text[at] <= '9';
    };
    while (digit(i) || (i > begin && (text[i] == '.' || text[i] == ',') && digit(i + 1))) {
        ++i;
        if (i >= text.size()) break;
    }
    return i;
}

bool is_parameter(std::string_view text, std::size_t begin, std::size_t end) {
    auto const rest = text.substr(end);
    bool const in_brackets = begin >= 2 && text[begin - 1] == '(' &&
                             is_latin_or_digit(static_cast<unsigned char>(text[begin - 2])) &&
                             rest.starts_with(')');
    return in_brackets ||
           starts_with_any(rest, {"-day", "-session", "-for-", " sessions", " session", " 日",
                                  " 个交易日", " 月", "、50、", "、200 ", "-, ", " bars"});
}

bool is_english_date(std::string_view text, std::size_t begin, std::size_t end) {
    auto const rest = text.substr(end);
    if (rest.size() >= 4 && rest[0] == ' ' &&
        std::ranges::find(months, rest.substr(1, 3)) != months.end())
        return true;
    return begin >= 4 && text[begin - 1] == ' ' && end - begin == 4 &&
           std::ranges::find(months, text.substr(begin - 4, 3)) != months.end();
}

// "116.2-118.4", "1.1–1.8": the second number belongs to the first.
bool is_range_end(std::string_view text, std::size_t begin) {
    auto const head = text.substr(0, begin);
    auto const before = [&](std::size_t n) {
        return begin > n && text[begin - n - 1] >= '0' && text[begin - n - 1] <= '9';
    };
    return (head.ends_with('-') && before(1)) || (head.ends_with("–") && before(3));
}

bool continues_word(std::string_view text, std::size_t begin) {
    if (begin == 0) return false;
    auto const c = static_cast<unsigned char>(text[begin - 1]);
    return is_latin_or_digit(c) || (c == '.' && begin >= 2 &&
                                    is_latin_or_digit(static_cast<unsigned char>(text[begin - 2])));
}

std::int32_t count_figures(std::string_view text) {
    std::int32_t figures = 0;
    for (std::size_t i = 0; i < text.size();) {
        if (text[i] < '0' || text[i] > '9') {
            ++i;
            continue;
        }
        if (is_iso_date(text.substr(i))) {
            i += 10;
            continue;
        }
        auto const end = std::max(number_end(text, i), i + 1);
        if (!continues_word(text, i) && !is_parameter(text, i, end) &&
            !is_english_date(text, i, end) && !is_range_end(text, i))
            ++figures;
        i = end;
    }
    return figures;
}

std::int32_t count_sentences(std::vector<Glyph> const& glyphs) {
    std::int32_t sentences = 0;
    bool open = false;
    for (std::size_t i = 0; i < glyphs.size(); ++i) {
        auto const code = glyphs[i].code;
        auto const after = i + 1 < glyphs.size() ? glyphs[i + 1].code : U'\n';
        bool const stop = code == U'。' || code == U'；' || code == U'\n' || code == U';' ||
                          (code == U'.' && (after == U' ' || after == U'\n'));
        if (stop && open) {
            ++sentences;
            open = false;
        } else if (is_han(code) || is_latin_or_digit(code)) {
            open = true;
        }
    }
    return sentences + (open ? 1 : 0);
}

void count_words(std::vector<Glyph> const& glyphs, TextMeasure& measure) {
    bool in_word = false;
    for (auto const& glyph : glyphs) {
        bool const joins = glyph.code == U'.' || glyph.code == U'-' || glyph.code == U'\'' ||
                           glyph.code == U',' || glyph.code == U'%';
        if (is_latin_or_digit(glyph.code)) {
            if (!in_word) ++measure.words;
            in_word = true;
            continue;
        }
        if (!joins) in_word = false;
        if (is_han(glyph.code) || is_fullwidth_mark(glyph.code)) ++measure.characters;
    }
    measure.characters += measure.words;
}

void add(TextMeasure& sum, TextMeasure const& part) {
    sum.words += part.words;
    sum.characters += part.characters;
    sum.sentences += part.sentences;
    sum.figures += part.figures;
}

bool is_audited(SectionId id) { return id >= SectionId::bottom_line && id <= SectionId::ahead; }

TextMeasure measure_section(Section const& section, Language language) {
    TextMeasure sum;
    for (auto const& block : section.blocks)
        for (auto const& line : block.lines) add(sum, measure_text(plain_text(line), language));
    return sum;
}

bool has_call_card(Document const& document) {
    return find_section(document, SectionId::call_card) != nullptr;
}

void check_length(Document const& document, TextMeasure const& measure,
                  std::vector<WordingIssue>& issues) {
    bool const zh = document.language == Language::zh;
    auto const length = zh ? measure.characters : measure.words;
    auto const least = zh ? min_characters_zh : min_words_en;
    auto const most = zh ? max_characters_zh : max_words_en;
    // An abstaining or facts-only report is short by rule.
    if (length < least && has_call_card(document))
        issues.push_back({WordingRule::too_short, 0, 0, fmt::format("{} of {}", length, least)});
    if (length > most)
        issues.push_back({WordingRule::too_long, 0, 0, fmt::format("{} of {}", length, most)});
    if (measure.figures > max_figures)
        issues.push_back({WordingRule::too_many_figures, 0, 0,
                          fmt::format("{} of {}", measure.figures, max_figures)});
}

}  // namespace

TextMeasure measure_text(std::string_view text, Language) {
    TextMeasure measure;
    auto const glyphs = decode_glyphs(text);
    count_words(glyphs, measure);
    measure.sentences = count_sentences(glyphs);
    measure.figures = count_figures(text);
    return measure;
}

TextMeasure measure_document(Document const& document) {
    TextMeasure sum;
    for (auto const& section : document.sections) {
        auto part = measure_section(section, document.language);
        if (!is_audited(section.id)) part.figures = part.sentences = 0;
        add(sum, part);
    }
    return sum;
}

std::vector<WordingIssue> find_document_issues(Document const& document) {
    std::vector<WordingIssue> issues;
    for (auto const& section : document.sections) {
        for (auto const& block : section.blocks)
            for (auto const& line : block.lines)
                for (auto& issue : find_wording_issues(plain_text(line), document.language)) {
                    // Names come as their source writes them.
                    bool const in_name =
                        section.id == SectionId::header && issue.rule == WordingRule::spacing;
                    if (!in_name) issues.push_back(std::move(issue));
                }
        if (!is_audited(section.id) || section.id == SectionId::call_card) continue;
        auto const part = measure_section(section, document.language);
        if (part.sentences > 0 && part.figures > max_figures_per_sentence * part.sentences)
            issues.push_back({WordingRule::too_dense, 0, 0,
                              fmt::format("{}: {} figures in {} sentences", section.title,
                                          part.figures, part.sentences)});
    }
    check_length(document, measure_document(document), issues);
    return issues;
}

}  // namespace ec::narrative
