#pragma once

#include <ec/analysis/facts.hpp>
#include <ec/base/call_context.hpp>
#include <ec/market/adjustment.hpp>
#include <ec/market/series.hpp>
#include <ec/reports/report.hpp>
#include <ec/workflows/services.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ec::workflows {

/// A symbol's shown series as it could be seen on an evening.
struct MarketView {
    std::shared_ptr<market::Series const> series;
    market::SeriesView view;
};

/// `symbol` as people type it. Errors: not_found "symbol.unknown", "facts.no_bars"; conflict
/// "symbol.ambiguous" naming the candidates.
[[nodiscard]] MarketView load_market_view(Services const& services, CallContext const& context,
                                          std::string const& symbol, std::optional<Date> as_of);

/// Everything the facts of a symbol are computed from, cut at the evening: that of the last session
/// by the day asked for (today when none is), or of a later day on which the listing was suspended
/// or ended (market::described_evening).
struct FactSource {
    std::shared_ptr<market::Series const> series;
    reports::ReportInputs inputs;
    /// Grows with the series and with every filing that was public that day: an older run's report
    /// no longer answers the question.
    std::int64_t revision = 0;
};
[[nodiscard]] FactSource load_fact_source(Services const& services, CallContext const& context,
                                          std::string const& symbol, std::optional<Date> as_of);
/// The facts of that evening with the shipped probability table, as far as the profile shows them.
[[nodiscard]] analysis::FactSheet compute_sheet(Services const& services, FactSource const& source,
                                                std::int32_t horizon);

/// Sessions before the end of a series on whose evening a replay begins.
inline constexpr std::size_t replay_sessions = 60;
[[nodiscard]] Date replay_as_of(market::Series const& series);

/// One indicator call: "sma(length=20)" or "macd()".
struct IndicatorCall {
    std::string text;  // as asked
    std::string name;
    std::map<std::string, std::string, std::less<>> params;
};
/// Calls separated by ';'. invalid_input "indicators.syntax" naming the piece; at most 16.
[[nodiscard]] std::vector<IndicatorCall> parse_indicator_calls(std::string_view text);

struct IndicatorColumns {
    std::string text;
    std::vector<std::pair<std::string, std::vector<double>>> columns;  // aligned with the bars
};
/// Suspended sessions are left out of the computation and NaN in the columns.
[[nodiscard]] std::vector<IndicatorColumns> compute_indicators(
    market::Bars const& bars, std::vector<IndicatorCall> const& calls);

}  // namespace ec::workflows
