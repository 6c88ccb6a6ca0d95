#pragma once

#include <ec/base/call_context.hpp>
#include <ec/reports/report.hpp>
#include <ec/reports/report_store.hpp>
#include <ec/workflows/analyze_symbol.hpp>
#include <ec/workflows/services.hpp>

#include <cstddef>
#include <optional>
#include <string>

namespace ec::workflows {

/// A past session gone through again from the kept answers of its providers.
struct ReplayedDay {
    analysis::Outcome outcome = analysis::Outcome::ok;
    std::optional<reports::Report> report;  // not stored
    std::string sha256;                     // of its report.json
    std::string source;
    std::size_t answers = 0;  // kept ones that the bars were made of
    std::string detail;       // of an outcome without a report
    /// The stored report of the same order and session; nullopt: there is none to compare with.
    std::optional<reports::StoredReport> stored;

    [[nodiscard]] bool identical() const noexcept { return stored && stored->sha256 == sha256; }
};

/// Makes the bars of a symbol and its benchmark again from the answers in the vault that were there
/// when the stored report was written (without one: at the end of the session's day), then
/// analyses them by rules. Opens no connection but to the store. `order.as_of` names the session.
/// not_found "replay.no_answers" when the symbol's shown series did not come from a provider;
/// "vault.damaged" and what parse_kept throws; errors of plan_analysis.
[[nodiscard]] ReplayedDay replay_day(Services const& services, CallContext const& context,
                                     AnalysisOrder const& order, Progress const& progress);

}  // namespace ec::workflows
