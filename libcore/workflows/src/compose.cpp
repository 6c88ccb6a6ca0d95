#include "compose.hpp"

#include <ec/analysis/probability_table.hpp>
#include <ec/base/error.hpp>
#include <ec/llm/chat_model.hpp>
#include <ec/reports/run_store.hpp>

#include "write_by_model.hpp"

#include <fmt/format.h>

namespace ec::workflows {
namespace {

void check_analyst(Services const& services, std::string const& analyst) {
    if (analyst == rules_analyst) return;
    if (services.model != nullptr && analyst == services.model->settings().model) return;
    std::string const known =
        services.model == nullptr
            ? "Use rules, or configure a model (llm.model and EC_LLM_API_KEY)."
            : fmt::format("Use rules or {}.", services.model->settings().model);
    throw invalid_field("analysis.analyst", "analyst", analyst.substr(0, 100), "no such analyst",
                        known);
}

}  // namespace

std::string AnalysisPlan::origin() const {
    bool const last = !source.series->bars.empty() && as_of >= source.series->bars.date.back();
    return source.series->sample == 1 || !last ? "replay" : "live";
}

reports::RunKey run_key_of(AnalysisOrder const& order, market::Symbol const& symbol, Date as_of) {
    reports::RunKey key;
    key.symbol_id = symbol.text();
    key.as_of = as_of;
    key.horizon = order.horizon;
    key.language = order.language;
    bool const by_rules = order.analyst == rules_analyst;
    key.prompt_version = by_rules ? "" : std::string(model_prompt_version);
    key.model_configuration = by_rules ? std::string(rules_configuration) : "llm:" + order.analyst;
    return key;
}

void check_order(Services const& services, AnalysisOrder const& order) {
    if (order.horizon != 5 && order.horizon != 20 && order.horizon != 60)
        throw invalid_field("call.horizon", "horizon", std::to_string(order.horizon),
                            "no such horizon", "Use 5, 20 or 60 sessions.");
    check_analyst(services, order.analyst);
}

AnalysisPlan plan_analysis(Services const& services, CallContext const& context,
                           AnalysisOrder const& order) {
    check_order(services, order);
    AnalysisPlan plan;
    plan.order = order;
    plan.source = load_fact_source(services, context, order.symbol, order.as_of);
    plan.symbol = plan.source.series->symbol;
    plan.as_of = plan.source.inputs.as_of;
    return plan;
}

Composed compose(Services const& services, CallContext const& context, AnalysisPlan const& plan,
                 Progress const& progress) {
    reports::ComposeSettings settings;
    settings.language = plan.order.language;
    settings.horizon = plan.order.horizon;
    settings.profile = services.profile;
    auto const& table = analysis::shipped_probability_table();
    try {
        progress(Step::facts, 20);
        context.check();
        auto report = reports::compose_facts(plan.source.inputs, settings, &table);
        progress(Step::writing, 40);
        if (plan.order.analyst != rules_analyst)
            return write_by_model(services, context, std::move(report), progress);
        report.document =
            narrative::write_report(reports::narrative_input(report), plan.order.language);
        progress(Step::auditing, 75);
        reports::finish_report(report);
        auto const outcome = report.outcome;
        return {outcome, std::move(report), "", ""};
    } catch (Error const& error) {
        if (error.reason() != "facts.no_bars") throw;
        return {analysis::Outcome::data_missing, std::nullopt, error.reason(),
                error.public_message()};
    }
}

}  // namespace ec::workflows
