#pragma once

#include <ec/reports/compose.hpp>
#include <ec/reports/run_store.hpp>
#include <ec/workflows/analyze_symbol.hpp>
#include <ec/workflows/market_view.hpp>

#include <functional>
#include <optional>
#include <string>

namespace ec::workflows {

/// What makes two orders the same work.
[[nodiscard]] reports::RunKey run_key_of(AnalysisOrder const& order, market::Symbol const& symbol,
                                         Date as_of);

/// What an order means once symbol, day and analyst are known.
struct AnalysisPlan {
    market::Symbol symbol = market::Symbol::parse("AAPL");
    Date as_of;  // the session
    narrative::Language language = narrative::Language::en;
    std::int32_t horizon = 20;
    std::string analyst;  // "rules" or the model's name

    AnalysisOrder order;
    FactSource source;

    [[nodiscard]] std::string origin() const;
    [[nodiscard]] reports::RunKey run_key() const { return run_key_of(order, symbol, as_of); }
};

/// Horizon and analyst are ones there are; throws invalid_input "call.horizon",
/// "analysis.analyst".
void check_order(Services const& services, AnalysisOrder const& order);
/// Throws what request_analysis documents.
[[nodiscard]] AnalysisPlan plan_analysis(Services const& services, CallContext const& context,
                                         AnalysisOrder const& order);

struct Composed {
    analysis::Outcome outcome = analysis::Outcome::ok;
    std::optional<reports::Report> report;
    std::string reason;  // a stable key, without a report
    std::string detail;  // what happened and what to do
};

/// Facts, text, audit. Reports the steps facts, writing and auditing. A model's failure is an
/// outcome; cancellation and deadlines are thrown.
[[nodiscard]] Composed compose(Services const& services, CallContext const& context,
                               AnalysisPlan const& plan, Progress const& progress);

/// Prompt version and model configuration that make a run of this analyst.
inline constexpr std::string_view rules_configuration = "rules/1";

}  // namespace ec::workflows
