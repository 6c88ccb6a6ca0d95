#pragma once

#include <ec/narrative/document.hpp>
#include <ec/narrative/language.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ec::narrative {

/// What a report's text must not do. The same rules hold for the offline analyst, where tests
/// demand none of them, and for a model's text, where they are counted per prompt version.
enum class WordingRule : std::uint8_t {
    forbidden_phrase,
    second_person,
    imperative,
    superlative,
    unobservable_actor,
    exclamation,
    emoji,
    halfwidth_punctuation,  // zh: , ; : ? ( ) beside Han text
    fullwidth_digit,        // zh
    spacing,                // zh: not exactly one space around Latin words and numbers
    too_short,              // a whole document
    too_long,
    too_many_figures,
    too_dense,
};

[[nodiscard]] std::string_view to_string(WordingRule rule) noexcept;

struct WordingIssue {
    WordingRule rule = WordingRule::forbidden_phrase;
    std::size_t begin = 0;  // byte offsets in the text looked at; 0, 0 for a whole document
    std::size_t end = 0;
    std::string text;
};

/// Issues of one text in order of appearance. Pure; invalid UTF-8 bytes are skipped.
[[nodiscard]] std::vector<WordingIssue> find_wording_issues(std::string_view text,
                                                            Language language);

/// Words are Latin words and numbers. Characters count as word processors do for Chinese: each
/// Han character and full-width mark, and each Latin word or number, is one. Figures leave out
/// parameters ("20-day", "RSI(14)"), dates and the second end of a range.
struct TextMeasure {
    std::int32_t words = 0;
    std::int32_t characters = 0;
    std::int32_t sentences = 0;
    std::int32_t figures = 0;
};

[[nodiscard]] TextMeasure measure_text(std::string_view text, Language language);
/// Length over everything; figures and sentences over the audited sections (bottom_line .. ahead).
[[nodiscard]] TextMeasure measure_document(Document const& document);

/// Limits of REPORT.md for a report with a call.
inline constexpr std::int32_t min_words_en = 500;
inline constexpr std::int32_t max_words_en = 900;
inline constexpr std::int32_t min_characters_zh = 900;
inline constexpr std::int32_t max_characters_zh = 1600;
inline constexpr std::int32_t max_figures = 80;
/// "About two" figures a sentence, on average over a section other than the call card.
inline constexpr double max_figures_per_sentence = 2.5;

/// Issues of every line, and of the document's length and density as a whole.
[[nodiscard]] std::vector<WordingIssue> find_document_issues(Document const& document);

}  // namespace ec::narrative
