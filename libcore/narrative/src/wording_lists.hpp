#pragma once

#include <ec/narrative/language.hpp>
#include <ec/narrative/wording.hpp>

#include <span>
#include <string_view>

namespace ec::narrative {

/// A phrase and the rule it breaks. English phrases are lower case and match whole words.
struct BannedPhrase {
    std::string_view text;
    WordingRule rule = WordingRule::forbidden_phrase;
};

[[nodiscard]] std::span<BannedPhrase const> banned_phrases(Language language) noexcept;
/// Verbs that begin an English instruction when they begin a sentence; lower case.
[[nodiscard]] std::span<std::string_view const> imperative_verbs() noexcept;

}  // namespace ec::narrative
