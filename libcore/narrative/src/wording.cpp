#include <ec/narrative/wording.hpp>

#include "wording_lists.hpp"
#include "wording_text.hpp"

#include <algorithm>
#include <cctype>

namespace ec::narrative {
namespace {

std::string lower_case(std::string_view text) {
    std::string lowered(text);
    for (auto& c : lowered) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return lowered;
}

bool is_word_byte(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '\''; }

class IssueList {
  public:
    explicit IssueList(std::string_view text) : text_(text) {}
    void add(WordingRule rule, std::size_t begin, std::size_t end) {
        issues_.push_back({rule, begin, end, std::string(text_.substr(begin, end - begin))});
    }
    [[nodiscard]] std::vector<WordingIssue> take() {
        std::ranges::stable_sort(issues_, {}, &WordingIssue::begin);
        return std::move(issues_);
    }

  private:
    std::string_view text_;
    std::vector<WordingIssue> issues_;
};

bool stands_alone(std::string_view text, std::size_t begin, std::size_t end) {
    bool const left = begin == 0 || !is_word_byte(text[begin - 1]);
    bool const right = end == text.size() || !is_word_byte(text[end]);
    return left && right;
}

void find_phrases(std::string_view text, Language language, IssueList& issues) {
    auto const lowered = lower_case(text);
    for (auto const& phrase : banned_phrases(language))
        for (auto at = lowered.find(phrase.text); at != std::string::npos;
             at = lowered.find(phrase.text, at + phrase.text.size())) {
            auto const end = at + phrase.text.size();
            if (language == Language::zh || stands_alone(lowered, at, end))
                issues.add(phrase.rule, at, end);
        }
}

// A sentence of an English report that begins with a bare verb tells the reader what to do.
void find_imperatives(std::string_view text, IssueList& issues) {
    bool at_start = true;
    for (std::size_t i = 0; i < text.size();) {
        auto const c = text[i];
        if (!is_word_byte(c)) {
            if (c == '.' || c == '\n' || c == ':' || c == ';')
                at_start = i + 1 == text.size() || text[i + 1] == ' ' || text[i + 1] == '\n';
            ++i;
            continue;
        }
        auto end = i;
        while (end < text.size() && is_word_byte(text[end])) ++end;
        auto const word = lower_case(text.substr(i, end - i));
        bool const hyphenated = end < text.size() && text[end] == '-';
        if (at_start && !hyphenated &&
            std::ranges::find(imperative_verbs(), word) != imperative_verbs().end())
            issues.add(WordingRule::imperative, i, end);
        at_start = false;
        i = end;
    }
}

bool is_emoji(char32_t code) {
    return (code >= 0x1F000 && code <= 0x1FAFF) || (code >= 0x2600 && code <= 0x27BF) ||
           code == 0xFE0F || code == 0x2B50;
}

void find_marks(std::vector<Glyph> const& glyphs, IssueList& issues) {
    for (auto const& glyph : glyphs) {
        if (glyph.code == U'!' || glyph.code == U'！')
            issues.add(WordingRule::exclamation, glyph.begin, glyph.end);
        if (is_emoji(glyph.code)) issues.add(WordingRule::emoji, glyph.begin, glyph.end);
    }
}

bool is_narrow_mark(char32_t code) {
    return code == U',' || code == U';' || code == U':' || code == U'?' || code == U'(' ||
           code == U')';
}

// What takes a space beside Han text: words, numbers and their signs.
bool takes_space(char32_t code) {
    return is_latin_or_digit(code) || code == U'%' || code == U'+' || code == U'±' || code == U'-';
}

void find_typography(std::vector<Glyph> const& glyphs, IssueList& issues) {
    for (std::size_t i = 0; i < glyphs.size(); ++i) {
        auto const& glyph = glyphs[i];
        auto const before = i > 0 ? glyphs[i - 1].code : U'\n';
        auto const after = i + 1 < glyphs.size() ? glyphs[i + 1].code : U'\n';
        if (glyph.code >= U'０' && glyph.code <= U'９')
            issues.add(WordingRule::fullwidth_digit, glyph.begin, glyph.end);
        if (is_narrow_mark(glyph.code) && (is_han(before) || is_han(after)))
            issues.add(WordingRule::halfwidth_punctuation, glyph.begin, glyph.end);
        if (glyph.code == U'.' && is_han(before))
            issues.add(WordingRule::halfwidth_punctuation, glyph.begin, glyph.end);
        if (glyph.code == U' ') {
            bool const doubled = after == U' ';
            bool const between_han = is_han(before) && is_han(after);
            bool const at_mark = is_fullwidth_mark(before) || is_fullwidth_mark(after);
            if (doubled || between_han || at_mark)
                issues.add(WordingRule::spacing, glyph.begin, glyph.end);
        }
        if ((is_han(glyph.code) && takes_space(after)) ||
            (takes_space(glyph.code) && is_han(after)))
            issues.add(WordingRule::spacing, glyph.begin, glyphs[i + 1].end);
    }
}

}  // namespace

std::string_view to_string(WordingRule rule) noexcept {
    switch (rule) {
        case WordingRule::forbidden_phrase:
            return "forbidden_phrase";
        case WordingRule::second_person:
            return "second_person";
        case WordingRule::imperative:
            return "imperative";
        case WordingRule::superlative:
            return "superlative";
        case WordingRule::unobservable_actor:
            return "unobservable_actor";
        case WordingRule::exclamation:
            return "exclamation";
        case WordingRule::emoji:
            return "emoji";
        case WordingRule::halfwidth_punctuation:
            return "halfwidth_punctuation";
        case WordingRule::fullwidth_digit:
            return "fullwidth_digit";
        case WordingRule::spacing:
            return "spacing";
        case WordingRule::too_short:
            return "too_short";
        case WordingRule::too_long:
            return "too_long";
        case WordingRule::too_many_figures:
            return "too_many_figures";
        case WordingRule::too_dense:
            return "too_dense";
    }
    return "forbidden_phrase";
}

std::vector<WordingIssue> find_wording_issues(std::string_view text, Language language) {
    IssueList issues(text);
    auto const glyphs = decode_glyphs(text);
    find_phrases(text, language, issues);
    find_marks(glyphs, issues);
    if (language == Language::en)
        find_imperatives(text, issues);
    else
        find_typography(glyphs, issues);
    return issues.take();
}

}  // namespace ec::narrative
