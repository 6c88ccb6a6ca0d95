#include <ec/base/error.hpp>
#include <ec/base/json_writer.hpp>
#include <ec/base/log.hpp>

#include "commands/commands.hpp"
#include "frontend.hpp"

#include <cstdio>
#include <iostream>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

namespace {

using ec::admin::Frontend;
using ec::admin::OutputForm;

void print_error(ec::Error const& error, OutputForm form) {
    if (form == OutputForm::json) {
        ec::JsonWriter w;
        w.begin_object().key("error").begin_object();
        w.member("code", ec::to_string(error.code())).member("reason", error.reason());
        w.member("message", error.public_message()).key("fields").begin_array();
        for (auto const& field : error.fields()) {
            w.begin_object().member("field", field.field).member("value", field.value);
            w.member("problem", field.problem).member("remedy", field.remedy).end_object();
        }
        w.end_array();
        w.end_object().end_object();
        std::cerr << w.take() << '\n';
        return;
    }
    std::cerr << "error: " << error.public_message() << '\n';
    for (auto const& field : error.fields())
        if (error.public_message().find(field.value) == std::string::npos)
            std::cerr << fmt::format("  {} {}\n", field.value, field.problem);
}

void add_commands(CLI::App& app, Frontend& frontend, ec::admin::Outcome& outcome) {
    ec::admin::add_analyze(app, frontend, outcome);
    ec::admin::add_replay(app, frontend, outcome);
    ec::admin::add_facts(app, frontend, outcome);
    ec::admin::add_chart(app, frontend, outcome);
    ec::admin::add_audit(app, frontend, outcome);
    ec::admin::add_report(app, frontend, outcome);
    ec::admin::add_verify(app, frontend, outcome);
    ec::admin::add_indicators(app, frontend, outcome);
    ec::admin::add_import(app, frontend, outcome);
    ec::admin::add_connect(app, frontend, outcome);
    ec::admin::add_data(app, frontend, outcome);
    ec::admin::add_fundamentals(app, frontend, outcome);
    ec::admin::add_init_db(app, frontend, outcome);
    ec::admin::add_migrate(app, frontend, outcome);
    ec::admin::add_doctor(app, frontend, outcome);
}

void describe(CLI::App& app, Frontend& frontend) {
    app.require_subcommand(1);
    app.set_version_flag("--version", std::string("equitycompass ") + EC_VERSION);
    app.add_option("--config", frontend.config_file, "Configuration file (TOML)");
    app.add_option("--data-dir", frontend.data_dir, "Where the store is (else $EC_DATA_DIR)");
    app.add_flag_callback(
        "--json", [&] { frontend.form = OutputForm::json; }, "JSON for programs");
    app.add_flag_callback(
        "--csv", [&] { frontend.form = OutputForm::csv; }, "CSV where there is a table");
    app.fallthrough();
    app.footer(
        "Exit codes: 0 ok, 2 bad input, 3 not allowed, 4 not found, 5 conflict, 7 too often,\n"
        "8 unavailable, "
        "10 no call, 11 no data, 12 stale data, 13 model failed, 20 contradicted claim.\n"
        "First steps: equitycompass init-db, then equitycompass replay AAPL.");
}

int run(int argc, char** argv) {
    Frontend frontend;
    ec::admin::Outcome outcome;
    CLI::App app("EquityCompass: equity research with every figure checked", "equitycompass");
    describe(app, frontend);
    add_commands(app, frontend, outcome);
    try {
        app.parse(argc, argv);
        ec::log::shutdown();
        return outcome.exit_code;
    } catch (CLI::ParseError const& error) {
        return app.exit(error) == 0 ? 0 : 2;
    } catch (ec::Error const& error) {
        print_error(error, frontend.form);
        if (error.code() == ec::ErrorCode::internal)
            ec::log::write(ec::log::Level::error, error.what(), "", {});
        return ec::admin::exit_code_of(error.code());
    } catch (std::exception const& error) {
        std::cerr << "internal error: " << error.what() << '\n';
        return 1;
    }
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return run(argc, argv);
    } catch (...) {  // not even the error could be printed
        std::fputs("internal error\n", stderr);
        return 1;
    }
}
