#include <ec/workflows/analyze_symbol.hpp>

#include <ec/accounts/accounts.hpp>
#include <ec/base/error.hpp>
#include <ec/db/database.hpp>
#include <ec/jobs/queue.hpp>
#include <ec/reports/run_store.hpp>

#include <charconv>

#include <fmt/format.h>

namespace ec::workflows {
namespace {

#define EC_TASK_COLUMNS                                                                 \
    "SELECT q.id, r.symbol_id, r.as_of, r.language, r.horizon, r.model_configuration, " \
    "r.outcome, r.outcome_reason, q.created_at_us, r.finished_at_us, j.state, "         \
    "j.paused_at_us, j.progress_stage, j.progress_done, j.error_code, j.error_reason, " \
    "j.error_message, p.id, j.finalized_at_us, r.id, r.job_id, r.outcome_detail "       \
    "FROM analysis_requests q JOIN runs r ON r.id = q.run_id "                          \
    "LEFT JOIN jobs j ON j.id = r.job_id LEFT JOIN reports p ON p.run_id = r.id "

constexpr char const* get_sql = EC_TASK_COLUMNS "WHERE q.owner_id = $1 AND q.id = $2";
constexpr char const* list_sql = EC_TASK_COLUMNS
    "WHERE q.owner_id = $1 AND (q.created_at_us < $2 OR (q.created_at_us = $2 AND q.id < $3)) "
    "ORDER BY q.created_at_us DESC, q.id DESC LIMIT $4";
#undef EC_TASK_COLUMNS
constexpr char const* others_sql =
    "SELECT COUNT(*) FROM analysis_requests WHERE run_id = $1 AND owner_id <> $2";

bool stores_report(std::string_view outcome) {
    return outcome == "ok" || outcome == "abstain" || outcome == "void_call";
}

std::string_view failure_text(std::string_view outcome) {
    if (outcome == "data_missing") return "There are no bars for that day.";
    if (outcome == "stale_data") return "The last complete session is missing from the source.";
    if (outcome == "llm_error") return "The model failed. No rating was made up.";
    if (outcome == "unparseable") return "The model's answer had no usable call.";
    return "The analysis failed.";
}

TaskState state_of(db::Row const& row) {
    if (auto const outcome = row.find_text(6)) {
        if (*outcome == "cancelled") return TaskState::cancelled;
        return stores_report(*outcome) ? TaskState::succeeded : TaskState::failed;
    }
    auto const job = row.find_text(10);
    if (!job) return TaskState::running;  // in its caller's own thread
    if (!row.is_null(11)) return TaskState::paused;
    if (*job == "running") return TaskState::running;
    if (*job == "retryable") return TaskState::retrying;
    if (*job == "cancelled") return TaskState::cancelled;
    if (*job == "discarded" || *job == "completed") return TaskState::failed;
    return TaskState::waiting;
}

Step step_of(std::string_view stage) {
    for (auto step : {Step::data, Step::facts, Step::writing, Step::auditing, Step::storing})
        if (to_string(step) == stage) return step;
    return Step::queued;
}

AnalysisTask read_task(db::Row const& row) {
    AnalysisTask task;
    task.id = row.text(0);
    task.symbol = row.text(1);
    task.as_of = Date(static_cast<std::int32_t>(row.integer(2)));
    task.language = narrative::parse_language(row.text(3)).value_or(narrative::Language::en);
    task.horizon = static_cast<std::int32_t>(row.integer(4));
    auto const& configuration = row.text(5);
    task.analyst =
        configuration.starts_with("llm:") ? configuration.substr(4) : std::string(rules_analyst);
    task.outcome = row.find_text(6).value_or("");
    task.created_at_us = row.integer(8);
    task.finished_at_us = row.find_integer(9);
    task.state = state_of(row);
    task.step = is_final(task.state) ? Step::done : step_of(row.find_text(12).value_or(""));
    task.percent = task.state == TaskState::succeeded
                       ? 100
                       : static_cast<std::int32_t>(row.find_integer(13).value_or(0));
    task.report_id = row.find_text(17);
    if (task.state == TaskState::failed) {
        task.error_code = row.find_text(14).value_or("unavailable");
        task.error_reason = row.find_text(15).value_or(row.find_text(7).value_or(""));
        task.error_message = row.find_text(16).value_or(row.find_text(21).value_or(""));
        if (task.error_message.empty()) task.error_message = failure_text(task.outcome);
        if (!task.finished_at_us) task.finished_at_us = row.find_integer(18);
    }
    return task;
}

Error unknown_analysis() {
    return {ErrorCode::not_found, "analysis.unknown", "There is no such analysis."};
}

struct Cursor {
    Micros created_at_us = std::numeric_limits<Micros>::max();
    std::string id;
};

Cursor parse_cursor(std::string const& text) {
    Cursor cursor;
    if (text.empty()) return cursor;
    auto const dash = text.find('-');
    auto const [end, error] = std::from_chars(
        text.data(), text.data() + std::min(dash, text.size()), cursor.created_at_us);
    if (dash == std::string::npos || error != std::errc() || end != text.data() + dash)
        throw invalid_field("analysis.cursor", "cursor", text.substr(0, 40), "not a cursor",
                            "Use next_cursor of the page before.");
    cursor.id = text.substr(dash + 1);
    return cursor;
}

}  // namespace

std::string_view to_string(TaskState state) noexcept {
    switch (state) {
        case TaskState::waiting:
            return "waiting";
        case TaskState::running:
            return "running";
        case TaskState::retrying:
            return "retrying";
        case TaskState::paused:
            return "paused";
        case TaskState::succeeded:
            return "succeeded";
        case TaskState::failed:
            return "failed";
        case TaskState::cancelled:
            return "cancelled";
    }
    return "failed";
}

bool is_final(TaskState state) noexcept {
    return state == TaskState::succeeded || state == TaskState::failed ||
           state == TaskState::cancelled;
}

AnalysisTask get_analysis(Services const& services, CallContext const& context,
                          std::string const& id) {
    auto transaction = services.database.begin_read(context);
    auto const rows = transaction.query(get_sql, context.actor.user_id, id);
    if (rows.empty()) throw unknown_analysis();
    return read_task(rows[0]);
}

TaskPage list_analyses(Services const& services, CallContext const& context, std::int32_t limit,
                       std::string const& cursor) {
    if (limit < 1 || limit > 100)
        throw invalid_field("list.limit", "limit", std::to_string(limit), "outside 1 to 100",
                            "Ask for 1 to 100.");
    auto const after = parse_cursor(cursor);
    auto transaction = services.database.begin_read(context);
    auto const rows = transaction.query(list_sql, context.actor.user_id, after.created_at_us,
                                        after.id, limit + 1);
    TaskPage page;
    for (auto const row : rows) {
        if (std::cmp_equal(page.items.size(), limit)) {
            page.next_cursor =
                fmt::format("{}-{}", page.items.back().created_at_us, page.items.back().id);
            break;
        }
        page.items.push_back(read_task(row));
    }
    return page;
}

AnalysisTask cancel_analysis(Services const& services, CallContext const& context,
                             std::string const& id) {
    db::run_write(services.database, context, [&](db::Transaction& transaction) {
        auto const rows = transaction.query(get_sql, context.actor.user_id, id);
        if (rows.empty()) throw unknown_analysis();
        auto const row = rows[0];
        if (is_final(state_of(row)) || row.is_null(20)) return;
        if (transaction.query(others_sql, row.text(19), context.actor.user_id)[0].integer(0) > 0)
            throw Error(ErrorCode::conflict, "analysis.shared",
                        "Somebody else waits for the same analysis; it goes on.");
        auto const state = services.queue.cancel(transaction, row.text(20));
        if (state == jobs::State::cancelled)
            services.runs.finish(transaction, context, row.text(19), "cancelled", "", "");
    });
    return get_analysis(services, context, id);
}

}  // namespace ec::workflows
