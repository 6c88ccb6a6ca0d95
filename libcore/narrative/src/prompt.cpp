#include <ec/narrative/prompt.hpp>

#include "prompt_facts.hpp"
#include "texts.hpp"

#include <ec/base/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>
#include <vector>

namespace ec::narrative {
namespace {

constexpr std::array<std::string_view, 4> type_names{"technical", "fundamental", "comprehensive",
                                                     "debate"};

constexpr std::array variables{
    PromptVariable{"symbol", "canonical symbol", "证券代码"},
    PromptVariable{"name", "name, or the symbol", "名称，没有则为代码"},
    PromptVariable{"exchange", "exchange", "交易所"},
    PromptVariable{"currency", "quote currency", "报价货币"},
    PromptVariable{"industry", "industry, or unknown", "行业，没有则为未知"},
    PromptVariable{"benchmark", "benchmark symbol, or none", "基准代码，没有则为无"},
    PromptVariable{"as_of", "session the facts describe", "事实所属交易日"},
    PromptVariable{"horizon", "sessions of the call", "观点的交易日数"},
    PromptVariable{"facts", "table of all facts", "全部事实表"},
    PromptVariable{"technical_facts", "table of price and volume facts", "量价事实表"},
    PromptVariable{"fundamental_facts", "table of facts from filings", "财报事实表"},
    PromptVariable{"contract", "form of the answer", "回答格式"},
};

constexpr std::array written_by_model{
    SectionId::bottom_line, SectionId::trend,        SectionId::levels,      SectionId::volume,
    SectionId::risk,        SectionId::fundamentals, SectionId::for_against, SectionId::scenarios,
};

bool is_known(std::string_view name) {
    return std::ranges::find(variables, name, &PromptVariable::name) != variables.end();
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        auto corner = row[0];
        row[0] = i;
        for (std::size_t k = 1; k <= b.size(); ++k) {
            auto const above = row[k];
            row[k] = std::min({above + 1, row[k - 1] + 1, corner + (a[i - 1] == b[k - 1] ? 0 : 1)});
            corner = above;
        }
    }
    return row.back();
}

std::string_view nearest_name(std::string_view name) {
    return std::ranges::min_element(
               variables, {},
               [&](PromptVariable const& variable) { return edit_distance(name, variable.name); })
        ->name;
}

/// Calls text(piece) and variable(name) over a template in order.
template <class OnText, class OnVariable>
void walk_template(std::string_view text, OnText on_text, OnVariable on_variable) {
    std::size_t at = 0;
    while (at < text.size()) {
        auto const open = text.find("${", at);
        if (open == std::string_view::npos) return on_text(text.substr(at));
        if (open > at && text[open - 1] == '$') {  // "$${"
            on_text(text.substr(at, open - 1 - at));
            on_text("${");
            at = open + 2;
            continue;
        }
        on_text(text.substr(at, open - at));
        auto const close = text.find('}', open);
        if (close == std::string_view::npos)
            throw invalid_field("prompt.open_variable", "template",
                                std::string(text.substr(open, 40)), "a variable without its end",
                                "Close it with \"}\", or write \"$${\" for the characters.");
        on_variable(text.substr(open + 2, close - open - 2));
        at = close + 1;
    }
}

void require_known(std::string_view name) {
    if (is_known(name)) return;
    throw invalid_field("prompt.unknown_variable", "template",
                        "${" + std::string(name.substr(0, 60)) + "}", "not a known variable",
                        fmt::format("Did you mean ${{{}}}?", nearest_name(name)));
}

std::string or_word(std::string_view text, std::string_view word) {
    return std::string(text.empty() ? word : text);
}

std::string value_of(std::string_view name, analysis::FactSheet const& sheet, Language language) {
    bool const zh = language == Language::zh;
    auto const& own_name = zh ? sheet.name_zh : sheet.name_en;
    auto const& industry = zh ? sheet.industry_zh : sheet.industry_en;
    if (name == "symbol") return sheet.symbol.text();
    if (name == "name") return or_word(own_name, sheet.symbol.text());
    if (name == "exchange") return or_word(sheet.exchange_name, zh ? "未知" : "unknown");
    if (name == "currency") return sheet.currency;
    if (name == "industry") return or_word(industry, zh ? "未知" : "unknown");
    if (name == "benchmark") return or_word(sheet.benchmark, zh ? "无" : "none");
    if (name == "as_of") return sheet.as_of.iso();
    if (name == "horizon") return std::to_string(sheet.horizon);
    if (name == "facts") return render_facts_table(sheet, language, FactGroup::all);
    if (name == "technical_facts") return render_facts_table(sheet, language, FactGroup::technical);
    if (name == "fundamental_facts")
        return render_facts_table(sheet, language, FactGroup::fundamental);
    EC_CHECK(name == "contract");
    return answer_contract(sheet, language);
}

}  // namespace

std::string_view to_string(PromptType type) noexcept {
    return type_names[static_cast<std::size_t>(type)];
}

std::optional<PromptType> parse_prompt_type(std::string_view text) noexcept {
    auto const found = std::ranges::find(type_names, text);
    if (found == type_names.end()) return std::nullopt;
    return static_cast<PromptType>(found - type_names.begin());
}

std::span<PromptVariable const> prompt_variables() noexcept { return variables; }

std::span<SectionId const> model_sections() noexcept { return written_by_model; }

void check_prompt_template(std::string_view text) {
    if (text.size() > max_prompt_template_bytes)
        throw invalid_field("prompt.too_long", "template", std::to_string(text.size()) + " bytes",
                            "longer than 32 KiB", "Shorten the template.");
    bool facts = false;
    bool contract = false;
    walk_template(
        text, [](std::string_view) {},
        [&](std::string_view name) {
            require_known(name);
            facts = facts || name.ends_with("facts");
            contract = contract || name == "contract";
        });
    if (facts && contract) return;
    throw invalid_field("prompt.missing_variable", "template", facts ? "${contract}" : "${facts}",
                        "the template does not use it",
                        "A model needs the facts and the form of the answer: add ${facts} (or "
                        "${technical_facts}, ${fundamental_facts}) and ${contract}.");
}

RenderedPrompt render_prompt(std::string_view prompt_template, analysis::FactSheet const& sheet,
                             Language language) {
    check_prompt_template(prompt_template);
    RenderedPrompt prompt;
    prompt.system = std::string(system_prompt(language));
    walk_template(
        prompt_template, [&](std::string_view text) { prompt.user += text; },
        [&](std::string_view name) { prompt.user += value_of(name, sheet, language); });
    return prompt;
}

}  // namespace ec::narrative
