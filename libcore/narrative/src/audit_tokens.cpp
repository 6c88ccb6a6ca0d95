#include "audit_tokens.hpp"

#include "audit_normal_form.hpp"

#include <algorithm>
#include <array>

namespace ec::narrative::audit {
namespace {

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
bool is_letter(char c) noexcept { return c >= 'a' && c <= 'z'; }

constexpr std::array<std::string_view, 9> soft_breaks{"and",    "or", "but",     "while", "whereas",
                                                      "versus", "vs", "against", "with"};
constexpr std::array<std::string_view, 5> soft_breaks_han{"而", "且", "或", "与", "较"};
constexpr std::array<std::string_view, 9> abbreviations{"vs", "u.s",  "no",  "inc",   "ltd",
                                                        "co", "corp", "fig", "approx"};

// Every figure looks at its whole sentence, so an endless one is cut: no prose comes near this.
constexpr std::size_t longest_sentence = 400;

// Digits with thousands separators and a decimal point; a trailing point is punctuation.
std::size_t number_end(std::string_view s, std::size_t i) noexcept {
    std::size_t end = i;
    while (end < s.size() && is_digit(s[end])) ++end;
    auto const group = [&](std::size_t at) {
        return at + 3 < s.size() && s[at] == ',' && is_digit(s[at + 1]) && is_digit(s[at + 2]) &&
               is_digit(s[at + 3]) && (at + 4 == s.size() || !is_digit(s[at + 4]));
    };
    if (end - i <= 3)
        while (group(end)) end += 4;
    if (end + 1 < s.size() && s[end] == '.' && is_digit(s[end + 1])) {
        ++end;
        while (end < s.size() && is_digit(s[end])) ++end;
    }
    return end;
}

class Scanner {
  public:
    explicit Scanner(TokenizedText& out) : out_(out), s_(out.text) {}

    void run() {
        while (at_ < s_.size()) step();
    }

  private:
    struct Place {
        std::int32_t clause, segment;
    };

    void step() {
        char const c = s_[at_];
        if (c == ' ') {
            space_ = true;
            ++at_;
        } else if (c == '\n') {
            if (!wrapped_here()) next_sentence();
            space_ = true;
            ++at_;
        } else if (is_digit(c)) {
            add(TokenKind::number, number_end(s_, at_));
        } else if (is_letter(c)) {
            word();
        } else {
            other();
        }
    }

    // A long line without an end mark, followed by more words: prose broken to a width.
    [[nodiscard]] bool wrapped_here() const {
        constexpr std::size_t shortest_wrapped_line = 50;
        auto const start = at_ == 0 ? std::string_view::npos : s_.rfind('\n', at_ - 1);
        auto const line = s_.substr(start == std::string_view::npos ? 0 : start + 1,
                                    at_ - (start == std::string_view::npos ? 0 : start + 1));
        auto const last = line.find_last_not_of(' ');
        if (line.size() < shortest_wrapped_line || last == std::string_view::npos) return false;
        auto const next = s_.find_first_not_of(' ', at_ + 1);
        if (next == std::string_view::npos) return false;
        bool const goes_on = is_letter(line[last]) || line[last] == ',' || line[last] == '-';
        return goes_on && (is_letter(s_[next]) || is_digit(s_[next]) || s_[next] == '(');
    }

    void word() {
        auto end = at_;
        while (end < s_.size() && is_letter(s_[end])) ++end;
        auto const text = s_.substr(at_, end - at_);
        bool const possessive = text == "s" && at_ > 0 && s_[at_ - 1] == '\'';
        if (possessive) {
            at_ = end;
            return;
        }
        if (std::ranges::find(soft_breaks, text) != soft_breaks.end()) segment_ = ++last_segment_;
        add(TokenKind::word, end);
    }

    void other() {
        auto const point = code_point_at(s_, at_);
        auto const end = at_ + point.length;
        auto const text = s_.substr(at_, point.length);
        if (is_han(point.value)) {
            if (std::ranges::find(soft_breaks_han, text) != soft_breaks_han.end())
                segment_ = ++last_segment_;
            add(TokenKind::han, end);
            return;
        }
        if (point.value > 0x7F && point.value < 0x2000) {  // other scripts: part of a word
            add(TokenKind::word, end);
            return;
        }
        punctuation(text, end);
    }

    void punctuation(std::string_view text, std::size_t end) {
        char const c = text.front();
        bool const joiner = c == '-' && at_ > 0 && end < s_.size() &&
                            (is_digit(s_[at_ - 1]) || is_letter(s_[at_ - 1])) && is_letter(s_[end]);
        if (joiner || c == '\'' || c == '_') {
            at_ = end;
            space_ = false;
            return;
        }
        if (text == "(" || text == "[") {
            stack_.push_back({clause_, segment_});
            add(TokenKind::symbol, end);
            next_clause();
            return;
        }
        if (text == ")" || text == "]") {
            if (!stack_.empty()) {
                clause_ = stack_.back().clause;
                segment_ = stack_.back().segment;
                stack_.pop_back();
            }
            add(TokenKind::symbol, end);
            return;
        }
        add(TokenKind::symbol, end);
        if (ends_sentence(text, end))
            next_sentence();
        else if (c == ',' || c == ';' || c == ':' || c == '|' || text == "，" || text == "；" ||
                 text == "：" || text == "·")
            next_clause();
        else if (text == "、")
            segment_ = ++last_segment_;
    }

    [[nodiscard]] bool ends_sentence(std::string_view text, std::size_t end) const {
        if (text == "。" || text == "！" || text == "？" || text == "!" || text == "?") return true;
        if (text != "." || (end < s_.size() && s_[end] != ' ' && s_[end] != '\n')) return false;
        if (out_.tokens.size() < 2) return true;
        auto const& before = out_.tokens[out_.tokens.size() - 2];
        return std::ranges::find(abbreviations, out_.view(before)) == abbreviations.end();
    }

    void add(TokenKind kind, std::size_t end) {
        out_.tokens.push_back({.kind = kind,
                               .begin = static_cast<std::uint32_t>(at_),
                               .end = static_cast<std::uint32_t>(end),
                               .sentence = sentence_,
                               .clause = clause_,
                               .segment = segment_,
                               .depth = static_cast<std::int32_t>(stack_.size()),
                               .space_before = space_});
        at_ = end;
        space_ = false;
        if (out_.tokens.size() - sentence_start_ >= longest_sentence) next_sentence();
    }

    void next_clause() {
        clause_ = ++last_clause_;
        segment_ = ++last_segment_;
    }

    void next_sentence() {
        stack_.clear();
        sentence_start_ = out_.tokens.size();
        ++sentence_;
        next_clause();
    }

    TokenizedText& out_;
    std::string_view s_;
    std::size_t at_ = 0;
    bool space_ = false;
    std::int32_t sentence_ = 0, clause_ = 0, segment_ = 0, last_clause_ = 0, last_segment_ = 0;
    std::size_t sentence_start_ = 0;
    std::vector<Place> stack_;
};

}  // namespace

TokenizedText tokenize(std::string_view source) {
    auto normal = normalize(source);
    TokenizedText out{std::move(normal.text), std::move(normal.origin), {}};
    Scanner(out).run();
    return out;
}

std::vector<std::string> phrase_tokens(std::string_view phrase) {
    auto const text = tokenize(phrase);
    std::vector<std::string> words;
    words.reserve(text.tokens.size());
    for (auto const& token : text.tokens) words.emplace_back(text.view(token));
    return words;
}

}  // namespace ec::narrative::audit
