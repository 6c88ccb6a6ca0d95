#pragma once

#include <ec/analysis/fact_sheet.hpp>
#include <ec/narrative/document.hpp>
#include <ec/narrative/language.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace ec::narrative {

enum class PromptType : std::uint8_t { technical, fundamental, comprehensive, debate };

[[nodiscard]] std::string_view to_string(PromptType type) noexcept;
[[nodiscard]] std::optional<PromptType> parse_prompt_type(std::string_view text) noexcept;

/// What a template may name as ${name}.
struct PromptVariable {
    std::string_view name;
    std::string_view en;  // meaning
    std::string_view zh;
};
[[nodiscard]] std::span<PromptVariable const> prompt_variables() noexcept;

inline constexpr std::size_t max_prompt_template_bytes = std::size_t{32} * 1024;

/// What saving a template demands. Throws invalid_input: "prompt.unknown_variable" with the
/// nearest known name as remedy, "prompt.open_variable" for a "${" without "}",
/// "prompt.missing_variable" unless a facts variable and ${contract} are used, "prompt.too_long".
/// "$${" stands for a literal "${".
void check_prompt_template(std::string_view text);

/// The templates that ship, one a type and language, and the version they are stored under
/// ("technical/en/1").
[[nodiscard]] std::string_view shipped_prompt(PromptType type, Language language) noexcept;
[[nodiscard]] std::string shipped_prompt_version(PromptType type, Language language);

struct RenderedPrompt {
    std::string system;  // role and wording rules
    std::string user;    // the template with its variables filled in
};

/// Pure: the same sheet gives the same bytes. Throws like check_prompt_template. The rules
/// analyst's own probabilities are not told to the model.
[[nodiscard]] RenderedPrompt render_prompt(std::string_view prompt_template,
                                           analysis::FactSheet const& sheet, Language language);

/// The sections a model writes; the others are the software's.
[[nodiscard]] std::span<SectionId const> model_sections() noexcept;
/// What an answer must look like for parse_answer (answer.hpp).
[[nodiscard]] std::string answer_contract(analysis::FactSheet const& sheet, Language language);

}  // namespace ec::narrative
