#pragma once

#include <ec/market/instrument_events.hpp>

#include <string>

namespace CLI {
class App;
}

namespace ec::admin {

class Frontend;

/// What a command leaves for main: the exit code of an expected outcome (0, 10-13, 20).
struct Outcome {
    int exit_code = 0;
};

// One function a command, each in its own file: declares options and what runs.
void add_analyze(CLI::App& app, Frontend& frontend, Outcome& outcome);
void add_facts(CLI::App& app, Frontend& frontend, Outcome& outcome);
void add_chart(CLI::App& app, Frontend& frontend, Outcome& outcome);
void add_replay(CLI::App& app, Frontend& frontend, Outcome& outcome);
void add_audit(CLI::App& app, Frontend& frontend, Outcome& outcome);
void add_verify(CLI::App& app, Frontend& frontend, Outcome& outcome);
void add_report(CLI::App& app, Frontend& frontend, Outcome& outcome);
void add_indicators(CLI::App& app, Frontend& frontend, Outcome& outcome);
void add_connect(CLI::App& app, Frontend& frontend, Outcome& outcome);
void add_data(CLI::App& app, Frontend& frontend, Outcome& outcome);
void add_import(CLI::App& app, Frontend& frontend, Outcome& outcome);
void add_fundamentals(CLI::App& app, Frontend& frontend, Outcome& outcome);
void add_init_db(CLI::App& app, Frontend& frontend, Outcome& outcome);
void add_migrate(CLI::App& app, Frontend& frontend, Outcome& outcome);
void add_doctor(CLI::App& app, Frontend& frontend, Outcome& outcome);
/// A list of corporate actions to store for the prices of one symbol: `import --actions`.
struct ActionsFile {
    std::string symbol;
    std::string path;
    std::string source;
    bool dry_run = false;
};
void import_actions_file(Frontend& frontend, ActionsFile const& file);
/// Below `data`.
void add_data_parse(CLI::App& group, Frontend& frontend);
void add_data_refresh(CLI::App& group, Frontend& frontend, Outcome& outcome);
void add_data_events(CLI::App& group, Frontend& frontend);
/// "delisted 2021-03-05", empty for a listing with nothing to tell.
[[nodiscard]] std::string listing_text(market::InstrumentState const& state);
void add_data_import(CLI::App& group, Frontend& frontend, Outcome& outcome);
void add_data_rules(CLI::App& group, Frontend& frontend);

}  // namespace ec::admin
