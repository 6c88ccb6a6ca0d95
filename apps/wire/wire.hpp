#pragma once

#include <ec/reports/render.hpp>
#include <ec/reports/report_store.hpp>
#include <ec/reports/verify.hpp>
#include <ec/workflows/analyze_symbol.hpp>
#include <ec/workflows/check_data.hpp>
#include <ec/workflows/check_text.hpp>
#include <ec/workflows/market_view.hpp>
#include <ec/workflows/reveal.hpp>
#include <ec/workflows/symbol_listing.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The core's values as JSON and back: schema/openapi.yaml in C++, shared by server and CLI.
// Parsers throw invalid_input naming the member, its value and the remedy; a member that the
// schema does not know is refused.

namespace ec::wire {

struct AuditOrder {
    std::string text;
    std::string symbol;
    std::optional<Date> as_of;
    std::optional<narrative::Language> language;
};

[[nodiscard]] workflows::AnalysisOrder parse_analysis_order(std::string_view body);
[[nodiscard]] AuditOrder parse_audit_order(std::string_view body);

[[nodiscard]] std::string render_task(workflows::AnalysisTask const& task,
                                      std::string_view trace_id);
[[nodiscard]] std::string render_task_page(workflows::TaskPage const& page,
                                           std::string_view trace_id);
[[nodiscard]] std::string render_symbols(std::vector<workflows::SymbolListing> const& symbols);
[[nodiscard]] std::string render_symbol(workflows::SymbolListing const& symbol);
/// The newest `sessions` rows of the view.
[[nodiscard]] std::string render_bars(workflows::MarketView const& view, std::size_t sessions);
[[nodiscard]] std::string render_indicators(
    workflows::MarketView const& view, std::size_t sessions,
    std::vector<workflows::IndicatorColumns> const& columns);
[[nodiscard]] std::string render_indicator_list();
[[nodiscard]] std::string render_report_page(reports::ReportPage const& page);
/// report.json without the input bars, beside its index row.
[[nodiscard]] std::string render_report_detail(reports::StoredReport const& row,
                                               reports::Report const& report,
                                               reports::RenderOptions const& options);
[[nodiscard]] std::string render_reveal(workflows::Reveal const& reveal);
[[nodiscard]] std::string render_audit(workflows::CheckedText const& checked);
[[nodiscard]] std::string render_data_status(std::vector<workflows::SeriesStatus> const& series);
[[nodiscard]] std::string render_data_check(workflows::DataCheck const& check);
[[nodiscard]] std::string render_verification(reports::Verification const& verification);

struct SessionView {
    std::string user_id;
    bool local = true;
    std::string profile;
    std::string model;  // empty: only the rules
    bool sample_only = false;
    std::vector<std::string> connected;  // markets: "us", "hk", "cn"
    std::optional<Date> recorded_until;
    std::string version;
};
[[nodiscard]] std::string render_session(SessionView const& session);

}  // namespace ec::wire
