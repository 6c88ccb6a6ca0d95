#include "../frontend.hpp"
#include "commands.hpp"

#include <ec/base/json_writer.hpp>
#include <ec/reports/render.hpp>
#include <ec/workflows/analyze_symbol.hpp>
#include <ec/workflows/replay_day.hpp>

#include <memory>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

namespace ec::admin {
namespace {

struct Options {
    std::vector<std::string> symbols;
    std::string language;
    std::string as_of;
    std::int32_t horizon = 20;
    std::string analyst = std::string(workflows::rules_analyst);
    std::string format;
    std::string output;
    std::string replay;
};

std::string render(reports::Report const& report, std::string const& format,
                   Frontend const& frontend, reports::RenderOptions const& options) {
    if (format == "term") {
        reports::TerminalOptions terminal;
        terminal.columns = frontend.columns();
        terminal.colour =
            frontend.wants_colour() ? reports::TerminalColour::ansi : reports::TerminalColour::none;
        return reports::render_terminal(report, options, terminal);
    }
    if (format == "md") return reports::render_markdown(report, options);
    if (format == "html") return reports::render_html(report, options);
    if (format == "pdf") return reports::render_pdf(report, options);
    if (format == "json") return reports::render_json(report, options);
    throw invalid_field("format.unknown", "--format", format, "no such format",
                        "Use term, md, html, pdf or json.");
}

workflows::AnalysisOrder order_of(Frontend const& frontend, Options const& options,
                                  std::string const& symbol) {
    workflows::AnalysisOrder order;
    order.symbol = symbol;
    order.as_of = parse_date_option(options.as_of, "--as-of");
    order.language = frontend.language(options.language);
    order.horizon = options.horizon;
    order.analyst = options.analyst;
    order.surface = "cli";
    return order;
}

void print_report(Frontend& frontend, Options const& options, reports::Report const& report,
                  narrative::Language language) {
    auto const render_options = frontend.core().render_options(language);
    std::string const format = !options.format.empty()             ? options.format
                               : frontend.form == OutputForm::json ? "json"
                                                                   : "term";
    auto const bytes = render(report, format, frontend, render_options);
    if (!options.output.empty())
        write_file(options.output, bytes);
    else if (format == "pdf")
        throw invalid_field("format.binary", "--format", "pdf", "is not for a terminal",
                            "Give a file: --output report.pdf.");
    else
        frontend.print(bytes);
}

int analyze_one(Frontend& frontend, Options const& options, std::string const& symbol) {
    auto const order = order_of(frontend, options, symbol);
    auto const analyzed = workflows::analyze_symbol(frontend.services(), frontend.context(), order,
                                                    frontend.progress(symbol));
    if (analyzed.report)
        print_report(frontend, options, *analyzed.report, order.language);
    else
        fmt::print(stderr, "{}: {}\n", symbol, analyzed.detail);
    return exit_code_of(analyzed.outcome);
}

// The session again from the vault; what differs from the stored report ends as a conflict.
int replay_one(Frontend& frontend, Options const& options, std::string const& symbol) {
    auto order = order_of(frontend, options, symbol);
    order.as_of = parse_date_option(options.replay, "--replay");
    auto const day = workflows::replay_day(frontend.services(), frontend.context(), order,
                                           frontend.progress(symbol));
    if (!day.report) {
        fmt::print(stderr, "{}: {}\n", symbol, day.detail);
        return exit_code_of(day.outcome);
    }
    print_report(frontend, options, *day.report, order.language);
    auto const verdict = !day.stored ? std::string("there is no stored report to compare with")
                         : day.identical() ? "identical to stored report " + day.stored->id
                                           : "DIFFERS from stored report " + day.stored->id;
    fmt::print(stderr, "{} {}: {} kept answers of {}, report {}, {}\n", symbol, order.as_of->iso(),
               day.answers, day.source, day.sha256.substr(0, 12), verdict);
    return day.stored && !day.identical() ? exit_code_of(ErrorCode::conflict)
                                          : exit_code_of(day.outcome);
}

}  // namespace

void add_analyze(CLI::App& app, Frontend& frontend, Outcome& outcome) {
    auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand("analyze", "Analyse symbols and print the reports");
    command->add_option("symbol", options->symbols, "AAPL, 0700.HK, 600519.SH, a name ...")
        ->required();
    command->add_option("--lang", options->language, "en or zh; default from the locale");
    auto* as_of =
        command->add_option("--as-of", options->as_of, "Evening to look from, YYYY-MM-DD");
    command
        ->add_option("--replay", options->replay,
                     "Make this session's report again from the kept answers of its providers, "
                     "without network, and compare it with the stored one")
        ->excludes(as_of);
    command->add_option("--horizon", options->horizon, "5, 20 or 60 sessions")
        ->capture_default_str();
    command->add_option("--analyst", options->analyst, "rules, or the configured model")
        ->capture_default_str();
    command->add_option("--format", options->format, "term, md, html, pdf, json");
    command->add_option("--output,-o", options->output, "Write to a file");
    command->callback([&frontend, &outcome, options] {
        for (auto const& symbol : options->symbols)
            outcome.exit_code =
                std::max(outcome.exit_code, options->replay.empty()
                                                ? analyze_one(frontend, *options, symbol)
                                                : replay_one(frontend, *options, symbol));
    });
}

}  // namespace ec::admin
