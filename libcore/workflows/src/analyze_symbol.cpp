#include <ec/workflows/analyze_symbol.hpp>

#include <ec/accounts/accounts.hpp>
#include <ec/base/error.hpp>
#include <ec/db/database.hpp>
#include <ec/jobs/queue.hpp>
#include <ec/jobs/runner.hpp>
#include <ec/marketdata/market_data.hpp>
#include <ec/reports/run_store.hpp>

#include "compose.hpp"
#include "live_session.hpp"

#include <variant>

#include <fmt/format.h>

namespace ec::workflows {
namespace {

void require_permission(Services const& services, CallContext const& context) {
    accounts::Accounts::require(services.accounts.get_user(context, context.actor.user_id),
                                accounts::Permission::run_analysis);
}

// The work that an order asks for. Without a revision the bars of its session are not in the store
// yet: a worker fetches them first.
struct Target {
    reports::RunKey key;
    std::optional<std::int64_t> revision;
    std::string origin = "live";
};

Target target_of(AnalysisPlan const& plan) {
    return {plan.run_key(), plan.source.revision, plan.origin()};
}

Target find_target(Services const& services, CallContext const& context, AnalysisOrder order) {
    check_order(services, order);
    if (!order.as_of) {
        auto const symbol = services.market_data.instruments().get_symbol(context, order.symbol);
        order.as_of = wanted_session(services, context, symbol);
        if (order.as_of && !has_session(services, context, symbol, *order.as_of))
            return {run_key_of(order, symbol, *order.as_of), std::nullopt, "live"};
    }
    return target_of(plan_analysis(services, context, order));
}

// A run whose job ended without an outcome (discarded, cancelled) stands in nobody's way.
void close_dead_run(Services const& services, db::Transaction& transaction,
                    CallContext const& context, reports::Run const& run) {
    auto const job = services.queue.find_job(transaction, run.job_id.value_or(""));
    services.runs.finish(transaction, context, run.id,
                         job && job->state == jobs::State::cancelled ? "cancelled" : "discarded",
                         job && job->failure ? job->failure->reason : "", "");
}

bool is_dead(Services const& services, db::Transaction& transaction, reports::Run const& run) {
    if (run.outcome || !run.job_id) return false;
    auto const job = services.queue.find_job(transaction, *run.job_id);
    return !job || jobs::is_final(job->state);
}

void enqueue(Services const& services, db::Transaction& transaction, CallContext const& context,
             reports::Run const& run) {
    jobs::NewJob job;
    job.kind = analysis_job_kind;
    job.queue = analysis_queue;
    job.args = fmt::format(R"({{"run_id":"{}"}})", run.id);
    job.owner_id = context.actor.user_id;
    job.unique_key = "run:" + run.id;
    job.trace_id = context.trace_id;
    services.runs.set_job(transaction, run.id, services.queue.enqueue(transaction, job).job_id);
}

// Joins the run of a target, or a new one where that run can come to nothing any more.
reports::RunStore::Attached attach(Services const& services, db::Transaction& transaction,
                                   CallContext const& context, Target const& target,
                                   std::string const& surface) {
    auto const join = [&] {
        return services.runs.attach(transaction, context, target.key, target.revision,
                                    target.origin, context.actor.user_id, surface);
    };
    auto attached = join();
    if (!is_dead(services, transaction, attached.run)) return attached;
    close_dead_run(services, transaction, context, attached.run);
    return join();
}

struct Storing {
    std::string run_id;
    std::string first_owner;
};

// Index row, grants of all who asked, and the end of the run.
void store(Services const& services, db::Transaction& transaction, CallContext const& context,
           AnalysisPlan const& plan, reports::WrittenReport const& written,
           Storing const& storing) {
    services.runs.record_inputs(transaction, storing.run_id, plan.source.series->id,
                                plan.source.revision, std::string(written.row.parts.find("facts")));
    auto const report_id = services.reports.save(
        transaction, context, written,
        {storing.run_id, plan.symbol.text(), plan.origin(), storing.first_owner, "requested"});
    for (auto const& request : services.runs.requests_of(transaction, storing.run_id))
        if (request.owner_id != storing.first_owner)
            services.reports.grant(transaction, report_id, request.owner_id, "requested");
    services.runs.finish(transaction, context, storing.run_id,
                         std::string(analysis::to_string(written.row.outcome)), "", "");
}

Analyzed stored_before(Services const& services, CallContext const& context,
                       reports::StoredReport const& row) {
    Analyzed analyzed;
    analyzed.outcome = row.outcome;
    analyzed.row = row;
    analyzed.report = services.reports.load(
        context, {context.actor.user_id, reports::ReadScope::granted}, row.id);
    return analyzed;
}

// The report of this run when there is one; the caller then may read it too.
std::optional<reports::StoredReport> find_done(Services const& services, CallContext const& context,
                                               std::string const& run_id) {
    auto row = services.reports.find_row_of_run(context, run_id);
    if (!row) return std::nullopt;
    db::run_write(services.database, context, [&](db::Transaction& transaction) {
        services.reports.grant(transaction, row->id, context.actor.user_id, "requested");
    });
    return row;
}

AnalysisOrder order_of_run(reports::Run const& run) {
    AnalysisOrder order;
    order.symbol = "=" + run.key.symbol_id;  // not what somebody else had under this code
    order.as_of = run.key.as_of;
    order.language = run.key.language;
    order.horizon = run.key.horizon;
    if (run.key.model_configuration.starts_with("llm:"))
        order.analyst = run.key.model_configuration.substr(4);
    return order;
}

// The plan of an order, with the bars of its session fetched where it is about today.
std::variant<AnalysisPlan, Refusal> prepare(Services const& services, CallContext const& context,
                                            AnalysisOrder order) {
    if (!order.as_of) {
        auto const symbol = services.market_data.instruments().get_symbol(context, order.symbol);
        order.as_of = wanted_session(services, context, symbol);
        if (order.as_of)
            if (auto refusal = reach_session(services, context, symbol, *order.as_of))
                return *std::move(refusal);
    }
    try {
        return plan_analysis(services, context, order);
    } catch (Error const& error) {
        if (error.reason() != "facts.no_bars") throw;
        return Refusal{analysis::Outcome::data_missing, error.reason(), error.public_message()};
    }
}

// The same for a run that was asked for before: its session stands in its key.
std::variant<AnalysisPlan, Refusal> prepare_run(Services const& services,
                                                CallContext const& context,
                                                reports::Run const& run) {
    auto const symbol = market::Symbol::parse(run.key.symbol_id);
    if (run.origin == "live" && !has_session(services, context, symbol, run.key.as_of))
        if (auto refusal = reach_session(services, context, symbol, run.key.as_of))
            return *std::move(refusal);
    return prepare(services, context, order_of_run(run));
}

void finish_without_report(Services const& services, jobs::RunningJob& job,
                           std::string const& run_id, Refusal const& refusal) {
    auto const outcome = std::string(analysis::to_string(refusal.outcome));
    auto transaction = services.database.begin_write(job.context());
    services.runs.finish(transaction, job.context(), run_id, outcome, refusal.reason,
                         refusal.detail);
    job.complete(transaction, fmt::format(R"({{"outcome":"{}"}})", outcome));
    transaction.commit();
}

}  // namespace

std::string_view to_string(Step step) noexcept {
    switch (step) {
        case Step::queued:
            return "queued";
        case Step::data:
            return "data";
        case Step::facts:
            return "facts";
        case Step::writing:
            return "writing";
        case Step::auditing:
            return "auditing";
        case Step::storing:
            return "storing";
        case Step::done:
            return "done";
    }
    return "queued";
}

AnalysisTask request_analysis(Services const& services, CallContext const& context,
                              AnalysisOrder const& order) {
    require_permission(services, context);
    auto const target = find_target(services, context, order);
    auto const request_id =
        db::run_write(services.database, context, [&](db::Transaction& transaction) {
            auto const attached = attach(services, transaction, context, target, order.surface);
            if (!attached.run.outcome && !attached.run.job_id)
                enqueue(services, transaction, context, attached.run);
            return attached.request.id;
        });
    auto task = get_analysis(services, context, request_id);
    // A run that others finished before: its report becomes the caller's too.
    if (task.state == TaskState::succeeded && task.report_id) {
        db::run_write(services.database, context, [&](db::Transaction& transaction) {
            services.reports.grant(transaction, *task.report_id, context.actor.user_id,
                                   "requested");
        });
    }
    return task;
}

Analyzed analyze_symbol(Services const& services, CallContext const& context,
                        AnalysisOrder const& order, Progress const& progress) {
    require_permission(services, context);
    progress(Step::data, 5);
    auto const prepared = prepare(services, context, order);
    if (auto const* refusal = std::get_if<Refusal>(&prepared))
        return {refusal->outcome, std::nullopt, std::nullopt, refusal->detail};
    auto const* plan = &std::get<AnalysisPlan>(prepared);
    auto const run = db::run_write(services.database, context, [&](db::Transaction& transaction) {
        return attach(services, transaction, context, target_of(*plan), order.surface).run;
    });
    if (run.outcome)
        if (auto const row = find_done(services, context, run.id)) {
            progress(Step::done, 100);
            return stored_before(services, context, *row);
        }
    auto composed = compose(services, context, *plan, progress);
    if (!composed.report) {
        db::run_write(services.database, context, [&](db::Transaction& transaction) {
            services.runs.finish(transaction, context, run.id,
                                 std::string(analysis::to_string(composed.outcome)),
                                 composed.reason, composed.detail);
        });
        return {composed.outcome, std::nullopt, std::nullopt, composed.detail};
    }
    progress(Step::storing, 90);
    auto const written = services.reports.write(context, *composed.report);
    try {
        db::run_write(services.database, context, [&](db::Transaction& transaction) {
            store(services, transaction, context, *plan, written, {run.id, context.actor.user_id});
        });
    } catch (Error const& error) {
        // Somebody else finished the same run first: theirs is the one that counts.
        auto const row = error.code() == ErrorCode::conflict ? find_done(services, context, run.id)
                                                             : std::nullopt;
        if (!row) throw;
        return stored_before(services, context, *row);
    }
    progress(Step::done, 100);
    Analyzed analyzed;
    analyzed.outcome = composed.outcome;
    analyzed.row = services.reports.find_row_of_run(context, run.id);
    analyzed.report = std::move(composed.report);
    return analyzed;
}

void run_analysis(Services const& services, jobs::RunningJob& job) {
    auto const& context = job.context();
    auto const run = services.runs.find_run_of_job(context, job.claim().lease.job_id);
    if (!run)
        throw Error(ErrorCode::not_found, "run.unknown", "The run of this job no longer exists.");
    if (run->outcome) return;
    Progress const progress = [&](Step step, std::int32_t percent) {
        job.report({std::string(to_string(step)), percent, 100});
    };
    progress(Step::data, 5);
    auto const prepared = prepare_run(services, context, *run);
    if (auto const* refusal = std::get_if<Refusal>(&prepared))
        return finish_without_report(services, job, run->id, *refusal);
    auto const& plan = std::get<AnalysisPlan>(prepared);
    auto const composed = compose(services, context, plan, progress);
    if (!composed.report)
        return finish_without_report(services, job, run->id,
                                     {composed.outcome, composed.reason, composed.detail});
    progress(Step::storing, 90);
    auto const written = services.reports.write(context, *composed.report);
    job.check();
    auto transaction = services.database.begin_write(context);
    auto const owner = job.claim().owner_id.value_or(accounts::local_user_id);
    store(services, transaction, context, plan, written, {run->id, owner});
    job.complete(transaction,
                 fmt::format(R"({{"outcome":"{}"}})", analysis::to_string(composed.outcome)));
    transaction.commit();
}

}  // namespace ec::workflows
