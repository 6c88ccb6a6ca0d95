#include "write_by_model.hpp"

#include <ec/base/error.hpp>
#include <ec/base/log.hpp>
#include <ec/llm/chat_model.hpp>
#include <ec/narrative/answer.hpp>
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

void take_authorship(reports::Report& report, llm::ChatModel const& model,
                     llm::Completion const& completion, narrative::Language language) {
    auto const& settings = model.settings();
    report.authorship.analyst = "llm";
    report.authorship.prompt_version = narrative::shipped_prompt_version(prompt_type, language);
    report.authorship.provider = settings.base_url;
    report.authorship.model = settings.model;
    report.authorship.parameters = {
        {"max_output_tokens", std::to_string(settings.max_output_tokens)},
        {"temperature", fmt::format("{}", settings.temperature)}};
    report.answer = completion.text;
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
    auto answer = narrative::parse_answer(completion.text, report.sheet, language);
    if (auto const* bad = std::get_if<narrative::UnparseableAnswer>(&answer)) {
        log::write(log::Level::warn, "model answer not usable", context.trace_id,
                   {{"llm.reason", bad->reason}});
        return failed(analysis::Outcome::unparseable, "answer." + bad->reason,
                      "The model's answer had no usable call. Try again or use the rules.");
    }
    auto& parsed = std::get<narrative::ParsedAnswer>(answer);
    take_authorship(report, *services.model, completion, language);
    if (report.outcome == analysis::Outcome::ok) {
        report.call = std::move(parsed.call);
        report.void_reason = parsed.void_reason;
        if (report.call) {
            report.call->table_version = report.authorship.table_version;
            analysis::set_call_facts(report.sheet, *report.call);
        } else {
            report.outcome = analysis::Outcome::void_call;
        }
    }
    report.document = narrative::document_from_blocks(std::move(parsed.sections),
                                                      reports::narrative_input(report), language);
    progress(Step::auditing, 75);
    reports::finish_report(report);
    auto const outcome = report.outcome;
    return {outcome, std::move(report), "", ""};
}

}  // namespace ec::workflows
