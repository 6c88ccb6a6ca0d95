#include "write_by_model.hpp"

#include <ec/base/error.hpp>
#include <ec/base/log.hpp>
#include <ec/llm/chat_model.hpp>
#include <ec/narrative/prompt.hpp>

#include <array>

#include <fmt/format.h>

namespace ec::workflows {
namespace {

constexpr auto prompt_type = narrative::PromptType::comprehensive;

Composed failed(analysis::Outcome outcome, std::string reason, std::string detail) {
    return {outcome, std::nullopt, std::move(reason), std::move(detail)};
}

llm::Completion ask(llm::ChatModel const& model, CallContext const& context,
                    reports::Report const& report, narrative::Language language,
                    Progress const& progress) {
    auto const prompt = narrative::render_prompt(narrative::shipped_prompt(prompt_type, language),
                                                 report.sheet, language);
    std::array const messages{llm::ChatMessage{llm::Role::system, prompt.system},
                              llm::ChatMessage{llm::Role::user, prompt.user}};
    std::int32_t told = 40;
    return model.complete(context, messages, [&](std::size_t received) {
        auto const percent =
            40 + static_cast<std::int32_t>(std::min<std::size_t>(received / 200, 30));
        if (percent >= told + 5) progress(Step::writing, told = percent);
    });
}

reports::Authorship authorship_of(llm::ChatModel const& model, narrative::Language language) {
    auto const& settings = model.settings();
    reports::Authorship authorship;
    authorship.analyst = "llm";
    authorship.prompt_version = narrative::shipped_prompt_version(prompt_type, language);
    authorship.provider = settings.base_url;
    authorship.model = settings.model;
    authorship.parameters = {{"max_output_tokens", std::to_string(settings.max_output_tokens)},
                             {"temperature", fmt::format("{}", settings.temperature)}};
    return authorship;
}

}  // namespace

Composed write_by_model(Services const& services, CallContext const& context,
                        reports::Report report, Progress const& progress) {
    EC_CHECK(services.model != nullptr);
    auto const language = report.document.language;
    llm::Completion completion;
    try {
        completion = ask(*services.model, context, report, language, progress);
    } catch (llm::ChatError const& error) {
        return failed(analysis::Outcome::llm_error, error.reason(), error.public_message());
    }
    progress(Step::auditing, 75);
    auto made = reports::compose_model_report(
        std::move(report), authorship_of(*services.model, language), std::move(completion.text));
    if (auto const* bad = std::get_if<narrative::UnparseableAnswer>(&made)) {
        log::write(log::Level::warn, "model answer not usable", context.trace_id,
                   {{"llm.reason", bad->reason}});
        return failed(analysis::Outcome::unparseable, "answer." + bad->reason,
                      "The model's answer had no usable call. Try again or use the rules.");
    }
    auto& written = std::get<reports::Report>(made);
    auto const outcome = written.outcome;
    return {outcome, std::move(written), "", ""};
}

}  // namespace ec::workflows
