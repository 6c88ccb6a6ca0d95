#include <ec/reports/run_store.hpp>

#include "report_row.hpp"

#include <ec/base/error.hpp>
#include <ec/base/ids.hpp>
#include <ec/crypto/digest.hpp>
#include <ec/db/database.hpp>

#include <algorithm>

#include <fmt/format.h>

namespace ec::reports {
namespace {

constexpr std::int32_t max_limit = 100;

constexpr std::string_view run_columns =
    "n.id, n.symbol_id, n.as_of, n.horizon, n.language, n.prompt_version, n.model_configuration,"
    " n.is_current, n.origin, n.job_id, n.series_id, n.series_revision, n.facts_sha256, n.outcome,"
    " COALESCE(n.outcome_reason, ''), n.created_at_us, n.finished_at_us";
constexpr std::size_t run_column_count = 17;
constexpr std::string_view request_columns =
    "q.id, q.owner_id, q.run_id, q.hold_id, q.surface, q.created_at_us";

constexpr std::string_view insert_run =
    "INSERT INTO runs (id, sharing_key, is_current, symbol_id, as_of, horizon, language,"
    " prompt_version, model_configuration, origin, created_at_us)"
    " VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10)"
    " ON CONFLICT (sharing_key) WHERE is_current = 1 DO NOTHING";
constexpr std::string_view retire_run = "UPDATE runs SET is_current = 0 WHERE id = $1";
constexpr std::string_view insert_request =
    "INSERT INTO analysis_requests (id, owner_id, run_id, surface, created_at_us)"
    " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (owner_id, run_id) DO NOTHING";
constexpr std::string_view finish_run =
    "UPDATE runs SET outcome = $2, outcome_reason = $3, finished_at_us = $4, outcome_detail = $5"
    " WHERE id = $1 AND outcome IS NULL";
constexpr std::string_view record_run_inputs =
    "UPDATE runs SET series_id = $2, series_revision = $3, facts_sha256 = $4"
    " WHERE id = $1 AND outcome IS NULL";

Run read_run(db::Row const& row, std::size_t at) {
    Run run;
    run.id = row.text(at);
    run.key.symbol_id = row.text(at + 1);
    run.key.as_of = Date(static_cast<std::int32_t>(row.integer(at + 2)));
    run.key.horizon = static_cast<std::int32_t>(row.integer(at + 3));
    auto const language = narrative::parse_language(row.text(at + 4));
    EC_CHECK(language);
    run.key.language = *language;
    run.key.prompt_version = row.text(at + 5);
    run.key.model_configuration = row.text(at + 6);
    run.is_current = row.flag(at + 7);
    run.origin = row.text(at + 8);
    run.job_id = row.find_text(at + 9);
    run.series_id = row.find_text(at + 10);
    run.series_revision = row.find_integer(at + 11);
    run.facts_sha256 = row.find_text(at + 12);
    run.outcome = row.find_text(at + 13);
    run.outcome_reason = row.text(at + 14);
    run.created_at_us = row.integer(at + 15);
    run.finished_at_us = row.find_integer(at + 16);
    return run;
}

AnalysisRequest read_request(db::Row const& row, std::size_t at) {
    AnalysisRequest request;
    request.id = row.text(at);
    request.owner_id = row.text(at + 1);
    request.run_id = row.text(at + 2);
    request.hold_id = row.find_text(at + 3);
    request.surface = row.text(at + 4);
    request.created_at_us = row.integer(at + 5);
    return request;
}

std::optional<Run> first_run(db::Rows const& rows) {
    return rows.empty() ? std::nullopt : std::optional(read_run(rows[0], 0));
}

std::string select_run(std::string_view where) {
    return fmt::format("SELECT {} FROM runs n WHERE {}", run_columns, where);
}

bool stored_no_report(Run const& run) {
    return run.outcome && *run.outcome != "ok" && *run.outcome != "abstain" &&
           *run.outcome != "void_call";
}

// A run may be joined unless it failed or rests on older bars than there are now.
bool is_joinable(Run const& run, std::optional<std::int64_t> series_revision) {
    bool const outdated =
        series_revision && run.series_revision && *run.series_revision < *series_revision;
    return !stored_no_report(run) && !outdated;
}

void check_changed(std::int64_t changed, std::string const& run_id, db::Transaction& transaction) {
    if (changed == 1) return;
    if (transaction.query(select_run("n.id = $1"), run_id).empty())
        throw Error(ErrorCode::not_found, "run.unknown", "There is no such analysis.");
    throw Error(ErrorCode::conflict, "run.finished", "This analysis has ended already.");
}

}  // namespace

std::string RunKey::sharing_key() const {
    std::string text;
    auto const add = [&](std::string_view value) {
        text += fmt::format("{} {}\n", value.size(), value);
    };
    add(symbol_id);
    add(as_of.iso());
    add(std::to_string(horizon));
    add(narrative::to_string(language));
    add(prompt_version);
    add(model_configuration);
    add(private_to);
    return crypto::sha256_hex(std::string_view(text));
}

RunStore::RunStore(db::Database& database) : database_(database) {}

RunStore::Attached RunStore::attach(db::Transaction& transaction, CallContext const& context,
                                    RunKey const& key, std::optional<std::int64_t> series_revision,
                                    std::string const& origin, std::string const& owner_id,
                                    std::string const& surface) {
    context.check();
    auto const sharing_key = key.sharing_key();
    auto const current = select_run("n.sharing_key = $1 AND n.is_current = 1");
    auto const now_us = transaction.now_us();
    Attached attached;
    attached.attachment = Attachment::shared_run;
    auto run = first_run(transaction.query(current, sharing_key));
    if (run && !is_joinable(*run, series_revision)) {
        transaction.execute(retire_run, run->id);
        run.reset();
    }
    if (!run) {
        auto const inserted =
            transaction.execute(insert_run, make_id("run", now_us), sharing_key, key.symbol_id,
                                key.as_of.days(), key.horizon, narrative::to_string(key.language),
                                key.prompt_version, key.model_configuration, origin, now_us);
        // Somebody else may have been first.
        if (inserted == 1) attached.attachment = Attachment::new_run;
        run = first_run(transaction.query(current, sharing_key));
        EC_CHECK(run);
    }
    auto const asked = transaction.execute(insert_request, make_id("req", now_us), owner_id,
                                           run->id, surface, now_us);
    if (asked == 0) attached.attachment = Attachment::asked_before;
    attached.request = read_request(
        transaction
            .query(fmt::format("SELECT {} FROM analysis_requests q WHERE q.owner_id = $1"
                               " AND q.run_id = $2",
                               request_columns),
                   owner_id, run->id)
            .one(),
        0);
    attached.run = *std::move(run);
    return attached;
}

void RunStore::set_hold(db::Transaction& transaction, std::string const& request_id,
                        std::string const& hold_id) {
    auto const changed = transaction.execute(
        "UPDATE analysis_requests SET hold_id = $2 WHERE id = $1", request_id, hold_id);
    if (changed != 1)
        throw Error(ErrorCode::not_found, "run.unknown", "There is no such analysis.");
}

void RunStore::set_job(db::Transaction& transaction, std::string const& run_id,
                       std::string const& job_id) {
    check_changed(
        transaction.execute("UPDATE runs SET job_id = $2 WHERE id = $1 AND outcome IS NULL", run_id,
                            job_id),
        run_id, transaction);
}

void RunStore::record_inputs(db::Transaction& transaction, std::string const& run_id,
                             std::string const& series_id, std::int64_t series_revision,
                             std::string const& facts_sha256) {
    check_changed(
        transaction.execute(record_run_inputs, run_id, series_id, series_revision, facts_sha256),
        run_id, transaction);
}

void RunStore::finish(db::Transaction& transaction, CallContext const& context,
                      std::string const& run_id, std::string const& outcome,
                      std::string const& reason, std::string const& detail) {
    context.check();
    check_changed(
        transaction.execute(finish_run, run_id, outcome, reason, transaction.now_us(), detail),
        run_id, transaction);
}

std::int64_t RunStore::leave(db::Transaction& transaction, std::string const& request_id) {
    auto const rows =
        transaction.query("SELECT run_id FROM analysis_requests WHERE id = $1", request_id);
    if (rows.empty())
        throw Error(ErrorCode::not_found, "run.unknown", "There is no such analysis.");
    auto const run_id = rows[0].text(0);
    transaction.execute("DELETE FROM analysis_requests WHERE id = $1", request_id);
    return transaction
        .query("SELECT CAST(COUNT(*) AS BIGINT) FROM analysis_requests WHERE run_id = $1", run_id)
        .one()
        .integer(0);
}

Run RunStore::get_run(CallContext const& context, std::string const& run_id) const {
    auto transaction = database_.begin_read(context);
    if (auto run = first_run(transaction.query(select_run("n.id = $1"), run_id)))
        return *std::move(run);
    throw Error(ErrorCode::not_found, "run.unknown", "There is no such analysis.");
}

std::optional<Run> RunStore::find_run_of_job(CallContext const& context,
                                             std::string const& job_id) const {
    auto transaction = database_.begin_read(context);
    return first_run(transaction.query(select_run("n.job_id = $1"), job_id));
}

std::vector<AnalysisRequest> RunStore::requests_of(db::Transaction& transaction,
                                                   std::string const& run_id) const {
    std::vector<AnalysisRequest> requests;
    for (auto const& row :
         transaction.query(fmt::format("SELECT {} FROM analysis_requests q WHERE q.run_id = $1"
                                       " ORDER BY q.created_at_us, q.id",
                                       request_columns),
                           run_id))
        requests.push_back(read_request(row, 0));
    return requests;
}

std::optional<AnalysisRequest> RunStore::find_request(CallContext const& context,
                                                      std::string const& owner_id,
                                                      std::string const& request_id) const {
    auto transaction = database_.begin_read(context);
    auto const rows = transaction.query(
        fmt::format("SELECT {} FROM analysis_requests q WHERE q.id = $1 AND q.owner_id = $2",
                    request_columns),
        request_id, owner_id);
    return rows.empty() ? std::nullopt : std::optional(read_request(rows[0], 0));
}

RequestPage RunStore::list_requests(CallContext const& context, std::string const& owner_id,
                                    std::int32_t limit, std::string const& cursor) const {
    if (limit < 1 || limit > max_limit)
        throw invalid_field("run.limit", "limit", std::to_string(limit), "not from 1 to 100",
                            "Ask for at most 100 rows a page.");
    std::optional<std::int64_t> sort_key;
    std::string last_id;
    if (!cursor.empty()) {
        auto parsed = parse_cursor(cursor);
        sort_key = parsed.sort_key;
        last_id = std::move(parsed.id);
    }
    auto transaction = database_.begin_read(context);
    auto const rows = transaction.query(
        fmt::format("SELECT {}, {} FROM analysis_requests q JOIN runs n ON n.id = q.run_id"
                    " WHERE q.owner_id = $1 AND (CAST($2 AS BIGINT) IS NULL OR q.created_at_us < $2"
                    " OR (q.created_at_us = $2 AND q.id < $3))"
                    " ORDER BY q.created_at_us DESC, q.id DESC LIMIT $4",
                    run_columns, request_columns),
        owner_id, sort_key, last_id, limit + 1);
    RequestPage page;
    auto const wanted = static_cast<std::size_t>(limit);
    for (std::size_t i = 0; i < std::min(rows.size(), wanted); ++i)
        page.rows.push_back({read_request(rows[i], run_column_count), read_run(rows[i], 0)});
    if (rows.size() > wanted) {
        auto const& last = page.rows.back().request;
        page.next_cursor = render_cursor({last.created_at_us, last.id});
    }
    return page;
}

}  // namespace ec::reports
