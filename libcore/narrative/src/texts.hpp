#pragma once

#include <ec/analysis/call.hpp>
#include <ec/narrative/document.hpp>
#include <ec/narrative/language.hpp>

#include <string>
#include <string_view>

namespace ec::narrative {

// Fixed wording of reports: titles, the label and disclaimer that law and REPORT require, and the
// words of closed sets. Sentences live with their section's writer.

[[nodiscard]] std::string_view section_title(SectionId id, Language language) noexcept;
[[nodiscard]] std::string_view disclaimer(Language language) noexcept;
/// Of the rules analyst when `model` is empty.
[[nodiscard]] std::string origin_label(std::string_view model, Language language);

[[nodiscard]] std::string_view direction_word(analysis::Direction direction,
                                              Language language) noexcept;
/// "up", "mixed", "down" as a sheet holds them.
[[nodiscard]] std::string_view lean_word(std::string_view lean, Language language) noexcept;
[[nodiscard]] std::string_view board_word(std::string_view board, Language language) noexcept;
[[nodiscard]] std::string_view limit_word(std::string_view state, Language language) noexcept;
/// Empty for a pattern without a name here.
[[nodiscard]] std::string_view pattern_word(std::string_view pattern, Language language) noexcept;
/// One sentence without its full stop.
[[nodiscard]] std::string_view abstain_words(analysis::AbstainReason reason,
                                             Language language) noexcept;
[[nodiscard]] std::string_view void_words(std::string_view reason, Language language) noexcept;
[[nodiscard]] std::string_view claim_kind_word(ClaimKind kind, Language language) noexcept;
[[nodiscard]] std::string_view verdict_word(Verdict verdict, Language language) noexcept;

}  // namespace ec::narrative
