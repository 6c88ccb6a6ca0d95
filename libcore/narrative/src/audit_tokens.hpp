#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ec::narrative::audit {

enum class TokenKind : std::uint8_t { word, han, number, symbol };

/// Sentences hold clauses (commas, brackets), clauses hold segments ("and", "or", "while"): the
/// three widths in which a figure looks for the words that name it. A bracket opens its own
/// clause and hands back to the one before.
struct Token {
    TokenKind kind = TokenKind::symbol;
    std::uint32_t begin = 0;  // bytes of the normalised text
    std::uint32_t end = 0;
    std::int32_t sentence = 0;
    std::int32_t clause = 0;
    std::int32_t segment = 0;
    std::int32_t depth = 0;  // of brackets
    bool space_before = false;
};

/// Lower-case text with ASCII digits, signs and blanks in place of their full-width and
/// typographic forms; '~' stands for every dash that may join a range. `origin[i]` is the offset
/// in the checked text of byte i; one more entry closes it.
struct TokenizedText {
    std::string text;
    std::vector<std::uint32_t> origin;
    std::vector<Token> tokens;

    [[nodiscard]] std::string_view view(Token const& token) const noexcept {
        return std::string_view(text).substr(token.begin, token.end - token.begin);
    }
    [[nodiscard]] std::string_view view(std::size_t index) const noexcept {
        return index < tokens.size() ? view(tokens[index]) : std::string_view();
    }
};

/// Throws invalid_input when `source` is not UTF-8.
[[nodiscard]] TokenizedText tokenize(std::string_view source);

/// The token texts of a lexicon phrase: the same rules, no sentences.
[[nodiscard]] std::vector<std::string> phrase_tokens(std::string_view phrase);

}  // namespace ec::narrative::audit
