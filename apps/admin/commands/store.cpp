#include "../frontend.hpp"
#include "../text_table.hpp"
#include "commands.hpp"

#include <ec/base/json_writer.hpp>
#include <ec/workflows/providers.hpp>
#include <ec/workflows/store_setup.hpp>

#include <wire/wire_sources.hpp>

#include <memory>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

namespace ec::admin {
namespace {

struct InitOptions {
    bool empty = false;
    bool samples = false;
    bool if_missing = false;
};

void init_db(Frontend& frontend, InitOptions const& options) {
    auto const& config = frontend.configuration();
    bool const production = config.environment == config::Environment::production;
    bool const bare = options.empty || (production && !options.samples);
    auto const report =
        workflows::init_store(config, frontend.context(),
                              bare ? workflows::SeedChoice::none : workflows::SeedChoice::samples);
    if (options.if_missing && report.was_there) return;
    if (frontend.form == OutputForm::json) {
        JsonWriter w;
        w.begin_object().member("migrations", static_cast<std::int64_t>(report.migrations.size()));
        w.member("instruments", static_cast<std::int64_t>(report.instruments));
        w.member("series", static_cast<std::int64_t>(report.series));
        w.member("bars", static_cast<std::int64_t>(report.bars));
        w.member("was_there", report.was_there).end_object();
        return frontend.print(w.take());
    }
    if (report.was_there) return frontend.print("The store is there and up to date.");
    frontend.print(
        fmt::format("Store ready: {} migrations applied, {} instruments, {} sample "
                    "series, {} bars.\nNext: equitycompass replay AAPL",
                    report.migrations.size(), report.instruments, report.series, report.bars));
}

void migrate(Frontend& frontend, workflows::MigrateMode mode) {
    auto const report =
        workflows::migrate_store(frontend.configuration(), frontend.context(), mode);
    if (frontend.form == OutputForm::json) {
        JsonWriter w;
        w.begin_object().member("state", report.state).key("migrations").begin_array();
        for (auto const& line : report.lines) {
            w.begin_object().member("version", line.version).member("name", line.name);
            w.member("checksum", line.checksum).member("applied_at_us", line.applied_at_us);
            w.end_object();
        }
        return frontend.print(w.end_array().end_object().take());
    }
    TextTable table({"version", "name", "applied", "checksum"},
                    {Align::right, Align::left, Align::left, Align::left});
    for (auto const& line : report.lines)
        table.add({std::to_string(line.version), line.name,
                   line.applied_at_us == 0 ? "no" : format_utc(line.applied_at_us),
                   line.checksum.substr(0, 12)});
    if (frontend.form == OutputForm::csv) return frontend.print(table.render_csv());
    frontend.print(fmt::format("{}State: {}, {} applied now\n", table.render_text(), report.state,
                               report.applied.size()));
}

void doctor(Frontend& frontend, Outcome& outcome) {
    auto const lines = workflows::examine_store(frontend.configuration(), frontend.context());
    TextTable table({"subject", "result", "finding", "remedy"});
    JsonWriter w;
    w.begin_array();
    for (auto const& line : lines) {
        if (line.result == workflows::CheckResult::bad)
            outcome.exit_code = exit_code_of(ErrorCode::unavailable);
        std::string const result(workflows::to_string(line.result));
        table.add({line.subject, result, line.finding, line.remedy});
        w.begin_object().member("subject", line.subject).member("result", result);
        w.member("finding", line.finding).member("remedy", line.remedy).end_object();
    }
    if (frontend.form == OutputForm::json) return frontend.print(w.end_array().take());
    frontend.print(frontend.form == OutputForm::csv ? table.render_csv() : table.render_text());
}

std::string moment(std::optional<Micros> at_us) { return at_us ? format_utc(*at_us) : "-"; }

void print_provider_health(Frontend& frontend) {
    auto const views = workflows::list_providers(frontend.services(), frontend.context());
    if (frontend.form == OutputForm::json) return frontend.print(wire::render_providers(views));
    TextTable table({"provider", "on", "breaker", "failures", "retry at", "last reason",
                     "last success", "last failure", "latency", "calls today"});
    for (auto const& view : views) {
        auto const& state = view.state;
        table.add({std::string(view.info.name), view.connection.enabled == 1 ? "on" : "",
                   std::string(marketdata::to_string(state.breaker.state)),
                   std::to_string(state.breaker.failures), moment(state.breaker.retry_at_us),
                   state.breaker.last_reason, moment(state.last_success_at_us),
                   moment(state.last_failure_at_us),
                   state.last_latency_ms ? fmt::format("{} ms", *state.last_latency_ms) : "-",
                   state.daily_calls > 0
                       ? fmt::format("{} of {}", state.calls_today, state.daily_calls)
                       : std::to_string(state.calls_today)});
    }
    frontend.print(frontend.form == OutputForm::csv ? table.render_csv() : table.render_text());
}

}  // namespace

void add_init_db(CLI::App& app, Frontend& frontend, Outcome&) {
    auto options = std::make_shared<InitOptions>();
    auto* command = app.add_subcommand("init-db", "Make the store: schema, lists, sample bars")
                        ->group("Operate");
    command->add_flag("--empty", options->empty, "Without lists and samples");
    command->add_flag("--samples", options->samples, "With samples also in production");
    command->add_flag("--if-missing", options->if_missing, "Say nothing when it is there");
    command->callback([&frontend, options] { init_db(frontend, *options); });
}

void add_migrate(CLI::App& app, Frontend& frontend, Outcome&) {
    auto look = std::make_shared<bool>(false);
    auto* command = app.add_subcommand("migrate", "Bring the schema up to date")->group("Operate");
    command->add_flag("--status,--dry-run", *look, "Show what is applied, change nothing");
    command->callback([&frontend, look] {
        migrate(frontend, *look ? workflows::MigrateMode::look : workflows::MigrateMode::apply);
    });
}

void add_doctor(CLI::App& app, Frontend& frontend, Outcome& outcome) {
    auto providers = std::make_shared<bool>(false);
    auto* command = app.add_subcommand("doctor", "What stands in the way of a working installation")
                        ->group("Operate");
    command->add_flag("--providers", *providers, "The health of each provider of prices");
    command->callback([&frontend, &outcome, providers] {
        *providers ? print_provider_health(frontend) : doctor(frontend, outcome);
    });
}

}  // namespace ec::admin
