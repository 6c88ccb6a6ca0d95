#pragma once

#include <ec/analysis/call_score.hpp>
#include <ec/base/call_context.hpp>
#include <ec/market/adjustment.hpp>
#include <ec/reports/report_store.hpp>
#include <ec/workflows/services.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace ec::workflows {

/// What followed a report's session, adjusted to the last session shown.
struct Reveal {
    std::string symbol;
    std::string currency;
    std::string source;
    market::PriceBasis basis = market::PriceBasis::raw;
    std::optional<Date> base_date;
    bool sample = false;
    Date as_of;
    std::int32_t horizon = 20;
    std::int32_t sessions = 0;          // there are after as_of, at most the horizon
    double close = 0;                   // on as_of, on the basis of the last session shown
    market::Bars bars;                  // 60 sessions up to as_of, then those after it
    std::optional<double> final_close;  // once the horizon has passed
    std::optional<double> change_pct;
    std::optional<analysis::Direction> direction;  // of the call
    std::optional<analysis::CallScore> score;

    /// The event of the call's direction came about.
    [[nodiscard]] bool hit() const noexcept;
    [[nodiscard]] bool complete() const noexcept { return sessions == horizon; }
};

[[nodiscard]] Reveal reveal_report(Services const& services, CallContext const& context,
                                   std::string const& report_id);

}  // namespace ec::workflows
