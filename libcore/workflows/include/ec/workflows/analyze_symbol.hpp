#pragma once

#include <ec/analysis/call.hpp>
#include <ec/base/call_context.hpp>
#include <ec/base/dates.hpp>
#include <ec/narrative/language.hpp>
#include <ec/reports/report.hpp>
#include <ec/reports/report_store.hpp>
#include <ec/workflows/services.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ec::jobs {
class RunningJob;
}

namespace ec::workflows {

inline constexpr std::string_view rules_analyst = "rules";
inline constexpr std::string_view analysis_job_kind = "analyze_symbol";
inline constexpr std::string_view analysis_queue = "analysis";

/// What somebody asks for. `symbol` as people type it; `analyst` is "rules" or the name of the
/// configured model.
struct AnalysisOrder {
    std::string symbol;
    std::optional<Date> as_of;  // absent: the last complete session
    narrative::Language language = narrative::Language::en;
    std::int32_t horizon = 20;
    std::string analyst = std::string(rules_analyst);
    std::string surface;  // "api", "web", "cli", "python", "schedule"
};

enum class Step : std::uint8_t { queued, data, facts, writing, auditing, storing, done };
[[nodiscard]] std::string_view to_string(Step step) noexcept;

/// Called at the beginning of each step with how much is done, in percent.
using Progress = std::function<void(Step step, std::int32_t percent)>;

enum class TaskState : std::uint8_t {
    waiting,
    running,
    retrying,
    paused,
    succeeded,
    failed,
    cancelled,
};
[[nodiscard]] std::string_view to_string(TaskState state) noexcept;
[[nodiscard]] bool is_final(TaskState state) noexcept;

/// An analysis as the one who asked sees it. Failed: its job was discarded, or completed with an
/// outcome that stores no report.
struct AnalysisTask {
    std::string id;  // of the request
    std::string symbol;
    Date as_of;
    narrative::Language language = narrative::Language::en;
    std::int32_t horizon = 20;
    std::string analyst;
    TaskState state = TaskState::waiting;
    Step step = Step::queued;
    std::int32_t percent = 0;
    std::string outcome;  // empty while it is open
    std::optional<std::string> report_id;
    std::string error_code;  // of a failed one
    std::string error_reason;
    std::string error_message;
    Micros created_at_us = 0;
    std::optional<Micros> finished_at_us;
};

struct TaskPage {
    std::vector<AnalysisTask> items;  // newest first
    std::string next_cursor;          // empty at the end
};

/// One transaction: the request, its run (shared with others who asked for the same) and the job.
/// Errors: not_found "symbol.unknown" / "facts.no_bars", conflict "symbol.ambiguous" listing the
/// candidates, invalid_input for horizon, date, analyst; forbidden without run_analysis.
[[nodiscard]] AnalysisTask request_analysis(Services const& services, CallContext const& context,
                                            AnalysisOrder const& order);

/// The caller's own; not_found "analysis.unknown" for any other id.
[[nodiscard]] AnalysisTask get_analysis(Services const& services, CallContext const& context,
                                        std::string const& id);
[[nodiscard]] TaskPage list_analyses(Services const& services, CallContext const& context,
                                     std::int32_t limit, std::string const& cursor);
/// Cancels the work unless somebody else waits for it too; then only this request leaves it.
AnalysisTask cancel_analysis(Services const& services, CallContext const& context,
                             std::string const& id);

/// The handler of job kind analyze_symbol: report file first, then run, index row, grants and the
/// job's completion in one transaction.
void run_analysis(Services const& services, jobs::RunningJob& job);

/// What came of an analysis; `report` and `row` when the outcome stores one.
struct Analyzed {
    analysis::Outcome outcome = analysis::Outcome::ok;
    std::optional<reports::Report> report;
    std::optional<reports::StoredReport> row;
    std::string detail;  // of an outcome without a report: what happened and what to do
};

/// The same in the caller's own thread (CLI, Python). Gives the stored report when the same run
/// was done before on the same bars.
[[nodiscard]] Analyzed analyze_symbol(Services const& services, CallContext const& context,
                                      AnalysisOrder const& order, Progress const& progress);

}  // namespace ec::workflows
