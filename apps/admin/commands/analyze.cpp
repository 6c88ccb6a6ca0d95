#include "../frontend.hpp"
#include "commands.hpp"

#include <ec/base/json_writer.hpp>
#include <ec/reports/render.hpp>
#include <ec/workflows/analyze_symbol.hpp>

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

int analyze_one(Frontend& frontend, Options const& options, std::string const& symbol) {
    workflows::AnalysisOrder order;
    order.symbol = symbol;
    order.as_of = parse_date_option(options.as_of, "--as-of");
    order.language = frontend.language(options.language);
    order.horizon = options.horizon;
    order.analyst = options.analyst;
    order.surface = "cli";
    auto const analyzed = workflows::analyze_symbol(frontend.services(), frontend.context(), order,
                                                    frontend.progress(symbol));
    int const exit_code = exit_code_of(analyzed.outcome);
    if (!analyzed.report) {
        fmt::print(stderr, "{}: {}\n", symbol, analyzed.detail);
        return exit_code;
    }
    auto const render_options = frontend.core().render_options(order.language);
    std::string const format = !options.format.empty()             ? options.format
                               : frontend.form == OutputForm::json ? "json"
                                                                   : "term";
    auto const bytes = render(*analyzed.report, format, frontend, render_options);
    if (!options.output.empty())
        write_file(options.output, bytes);
    else if (format == "pdf")
        throw invalid_field("format.binary", "--format", "pdf", "is not for a terminal",
                            "Give a file: --output report.pdf.");
    else
        frontend.print(bytes);
    return exit_code;
}

}  // namespace

void add_analyze(CLI::App& app, Frontend& frontend, Outcome& outcome) {
    auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand("analyze", "Analyse symbols and print the reports");
    command->add_option("symbol", options->symbols, "AAPL, 0700.HK, 600519.SH, a name ...")
        ->required();
    command->add_option("--lang", options->language, "en or zh; default from the locale");
    command->add_option("--as-of", options->as_of, "Evening to look from, YYYY-MM-DD");
    command->add_option("--horizon", options->horizon, "5, 20 or 60 sessions")
        ->capture_default_str();
    command->add_option("--analyst", options->analyst, "rules, or the configured model")
        ->capture_default_str();
    command->add_option("--format", options->format, "term, md, html, pdf, json");
    command->add_option("--output,-o", options->output, "Write to a file");
    command->callback([&frontend, &outcome, options] {
        for (auto const& symbol : options->symbols)
            outcome.exit_code =
                std::max(outcome.exit_code, analyze_one(frontend, *options, symbol));
    });
}

}  // namespace ec::admin
