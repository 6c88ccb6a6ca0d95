#include "../frontend.hpp"
#include "../text_table.hpp"
#include "commands.hpp"

#include <ec/workflows/instrument_events.hpp>

#include <wire/wire_events.hpp>

#include <filesystem>
#include <memory>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

namespace ec::admin {
namespace {

constexpr std::size_t shown_rejects = 20;

std::string import_text(workflows::EventsImport const& report) {
    auto out =
        fmt::format("{}: {} rows read, {} rejected; {} events added, {} changed, {} as they were\n",
                    report.symbol.text(), report.rows_read, report.rejected.size(),
                    report.change.added, report.change.changed, report.change.unchanged);
    for (std::size_t i = 0; i < report.rejected.size() && i < shown_rejects; ++i)
        out += fmt::format("  line {}: {}: {}\n", report.rejected[i].line,
                           report.rejected[i].reason, report.rejected[i].text);
    if (report.rejected.size() > shown_rejects)
        out += fmt::format("  and {} more; all of them with --json\n",
                           report.rejected.size() - shown_rejects);
    return out;
}

void print_events(Frontend& frontend, std::string const& symbol) {
    auto const all = workflows::list_events(frontend.services(), frontend.context(), symbol);
    if (frontend.form == OutputForm::json) return frontend.print(wire::render_events(all));
    TextTable table({"symbol", "effective", "announced", "event", "from", "to", "source"});
    std::size_t rows = 0;
    for (auto const& item : all)
        for (auto const& [event, source] : item.events) {
            table.add({item.symbol.text(), event.effective_on.iso(),
                       event.announced_on ? event.announced_on->iso() : "-",
                       std::string(market::to_string(event.kind)), event.from_value, event.to_value,
                       source});
            ++rows;
        }
    if (frontend.form == OutputForm::csv) return frontend.print(table.render_csv());
    frontend.print(rows == 0 ? "No events are stored. Import some: equitycompass data events SYM "
                               "--import FILE.csv"
                             : table.render_text());
}

}  // namespace

std::string listing_text(market::InstrumentState const& state) {
    if (state.delisted_on) return "delisted " + state.delisted_on->iso();
    if (!state.next_code.empty()) return "now " + state.next_code;
    if (state.delisting_since) return "delisting period";
    if (state.suspended_since) return "suspended " + state.suspended_since->iso();
    if (state.special_treatment.value_or(false)) return "ST";
    return {};
}

void add_data_events(CLI::App& group, Frontend& frontend) {
    struct Options {
        std::string symbol;
        std::string file;
    };
    auto options = std::make_shared<Options>();
    auto* command = group.add_subcommand(
        "events", "Suspensions, delistings, changes of code, name and currency");
    command->add_option("symbol", options->symbol, "Every symbol with events when none is named");
    command
        ->add_option("--import", options->file,
                     "CSV kind,effective_on,announced_on,from_value,to_value; - for standard "
                     "input")
        ->needs("symbol");
    command->callback([&frontend, options] {
        if (options->file.empty()) return print_events(frontend, options->symbol);
        auto const bytes = read_file(options->file, market::max_event_file_bytes);
        auto const report = workflows::import_events(
            frontend.services(), frontend.context(), options->symbol,
            std::filesystem::path(options->file).filename().string(), bytes);
        frontend.print(frontend.form == OutputForm::json ? wire::render_events_import(report)
                                                         : import_text(report));
    });
}

}  // namespace ec::admin
