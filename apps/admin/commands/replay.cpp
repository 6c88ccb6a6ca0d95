#include "../frontend.hpp"
#include "../text_table.hpp"
#include "commands.hpp"

#include <ec/analysis/call.hpp>
#include <ec/reports/render.hpp>
#include <ec/workflows/market_view.hpp>
#include <ec/workflows/reveal.hpp>

#include <wire/wire.hpp>

#include <memory>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

namespace ec::admin {
namespace {

struct Options {
    std::string symbol;
    std::string as_of;
    std::string language;
    std::int32_t horizon = 20;
    bool reveal = false;
};

std::string reveal_text(workflows::Reveal const& reveal) {
    std::string out = fmt::format("\nWhat followed {}: {} of {} sessions\n", reveal.as_of.iso(),
                                  reveal.sessions, reveal.horizon);
    if (!reveal.complete()) return out + "The horizon has not passed: no score yet.\n";
    out += fmt::format("Close {:.2f} -> {:.2f} ({:+.1f} %)", reveal.close,
                       reveal.final_close.value_or(0), reveal.change_pct.value_or(0));
    if (!reveal.score) return out + "\nThe report gave no call.\n";
    out += fmt::format(", event: {}\n", analysis::to_string(reveal.score->event));
    out += fmt::format("Brier score {:.3f}, base rates {:.3f} (lower is better)\n",
                       reveal.score->brier, reveal.score->base_brier);
    return out;
}

void replay(Frontend& frontend, Options const& options, Outcome& outcome) {
    auto const services = frontend.services();
    auto const context = frontend.context();
    auto const given = parse_date_option(options.as_of, "--as-of");
    workflows::AnalysisOrder order;
    order.symbol = options.symbol;
    order.as_of =
        given ? *given
              : workflows::replay_as_of(
                    *workflows::load_market_view(services, context, options.symbol, std::nullopt)
                         .series);
    order.language = frontend.language(options.language);
    order.horizon = options.horizon;
    order.surface = "cli";
    auto const analyzed =
        workflows::analyze_symbol(services, context, order, frontend.progress(options.symbol));
    outcome.exit_code = exit_code_of(analyzed.outcome);
    if (!analyzed.report || !analyzed.row) {
        fmt::print(stderr, "{}: {}\n", options.symbol, analyzed.detail);
        return;
    }
    auto const render_options = frontend.core().render_options(order.language);
    if (frontend.form == OutputForm::json) {
        if (options.reveal)
            frontend.print(
                wire::render_reveal(workflows::reveal_report(services, context, analyzed.row->id)));
        else
            frontend.print(reports::render_json(*analyzed.report, render_options));
        return;
    }
    frontend.print(reports::render_terminal(
        *analyzed.report, render_options,
        {frontend.columns(),
         frontend.wants_colour() ? reports::TerminalColour::ansi : reports::TerminalColour::none}));
    if (options.reveal)
        frontend.print(reveal_text(workflows::reveal_report(services, context, analyzed.row->id)));
    else
        frontend.print(fmt::format("\nWhat followed: equitycompass replay {} --as-of {} --reveal",
                                   order.symbol, order.as_of->iso()));
}

}  // namespace

void add_replay(CLI::App& app, Frontend& frontend, Outcome& outcome) {
    auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand(
        "replay", "Read a report as of a past evening; --reveal shows what followed");
    command->add_option("symbol", options->symbol)->required();
    command->add_option("--as-of", options->as_of, "Default: 60 sessions before the series ends");
    command->add_option("--lang", options->language, "en or zh");
    command->add_option("--horizon", options->horizon, "5, 20 or 60 sessions")
        ->capture_default_str();
    command->add_flag("--reveal", options->reveal, "Show what followed, and the score");
    command->callback([&frontend, &outcome, options] { replay(frontend, *options, outcome); });
}

}  // namespace ec::admin
