#include "../frontend.hpp"
#include "../text_table.hpp"
#include "commands.hpp"

#include <ec/analysis/facts.hpp>
#include <ec/market/adjustment.hpp>
#include <ec/reports/chart.hpp>
#include <ec/workflows/market_view.hpp>

#include <memory>

#include <CLI/CLI.hpp>

namespace ec::admin {
namespace {

struct Options {
    std::string symbol;
    std::string as_of;
    std::string language;
    std::string output;
    std::size_t sessions = reports::chart_sessions;
};

void print_table(Frontend const& frontend, reports::ChartData const& chart, std::size_t rows) {
    auto lines = reports::chart_table(chart, rows);
    TextTable table(lines.front(), std::vector<Align>(lines.front().size(), Align::right));
    for (std::size_t i = 1; i < lines.size(); ++i) table.add(std::move(lines[i]));
    frontend.print(frontend.form == OutputForm::csv ? table.render_csv() : table.render_text());
}

void draw(Frontend& frontend, Options const& options) {
    auto const as_of = parse_date_option(options.as_of, "--as-of");
    auto const source =
        workflows::load_fact_source(frontend.services(), frontend.context(), options.symbol, as_of);
    auto const language = frontend.language(options.language);
    auto const view = market::view_as_of(*source.series, source.inputs.as_of);
    auto const chart =
        reports::make_chart(view.bars, workflows::compute_sheet(frontend.services(), source, 20),
                            language, options.sessions);
    reports::ChartStyle style;
    style.colours = reports::default_colours(language);
    if (options.output.empty()) {
        if (frontend.form != OutputForm::text)
            return print_table(frontend, chart, options.sessions);
        reports::TerminalOptions terminal;
        terminal.columns = frontend.columns();
        terminal.colour =
            frontend.wants_colour() ? reports::TerminalColour::ansi : reports::TerminalColour::none;
        return frontend.print(reports::render_chart_terminal(chart, style, terminal));
    }
    if (options.output.ends_with(".svg"))
        write_file(options.output, reports::render_chart_svg(chart, style));
    else if (options.output.ends_with(".png"))
        write_file(options.output, reports::render_chart_png(chart, style));
    else
        throw invalid_field("format.unknown", "--output", options.output, "no known ending",
                            "Use a name that ends in .svg or .png.");
}

}  // namespace

void add_chart(CLI::App& app, Frontend& frontend, Outcome&) {
    auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand("chart", "Candles in the terminal, or an SVG or PNG file");
    command->add_option("symbol", options->symbol)->required();
    command->add_option("--as-of", options->as_of, "YYYY-MM-DD");
    command->add_option("--lang", options->language, "en or zh");
    command->add_option("--sessions", options->sessions)
        ->check(CLI::Range(std::size_t{1}, std::size_t{1000}))
        ->capture_default_str();
    command->add_option("--output,-o", options->output, "FILE.svg or FILE.png");
    command->callback([&frontend, options] { draw(frontend, *options); });
}

}  // namespace ec::admin
