#include "../frontend.hpp"
#include "../text_table.hpp"
#include "commands.hpp"

#include <ec/base/json_writer.hpp>
#include <ec/base/math.hpp>
#include <ec/workflows/fundamentals.hpp>

#include <filesystem>
#include <memory>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

namespace ec::admin {
namespace {

constexpr std::size_t shown_rejects = 20;

struct ImportOptions {
    std::string symbol;
    std::string file;
};
struct ShowOptions {
    std::string symbol;
    std::string as_of;
};

std::string import_json(workflows::FundamentalsImport const& report) {
    JsonWriter w;
    w.begin_object().member("company", report.company);
    w.member("rows_read", static_cast<std::int64_t>(report.rows_read));
    w.member("other_tags", static_cast<std::int64_t>(report.other_tags));
    w.member("added", report.change.added).member("changed", report.change.changed);
    w.member("unchanged", report.change.unchanged).key("rejected").begin_array();
    for (auto const& row : report.rejected) {
        w.begin_object().member("line", static_cast<std::int64_t>(row.line));
        w.member("reason", row.reason).member("text", row.text).end_object();
    }
    return w.end_array().end_object().take();
}

std::string import_text(workflows::FundamentalsImport const& report) {
    auto out = report.company.empty() ? std::string()
                                      : fmt::format("Company of the file: {}\n", report.company);
    out += fmt::format(
        "{} rows read, {} of lines that no figure is made of, {} rejected\n"
        "{} facts added, {} changed, {} as they were\n",
        report.rows_read, report.other_tags, report.rejected.size(), report.change.added,
        report.change.changed, report.change.unchanged);
    for (std::size_t i = 0; i < report.rejected.size() && i < shown_rejects; ++i)
        out += fmt::format("  line {}: {}: {}\n", report.rejected[i].line,
                           report.rejected[i].reason, report.rejected[i].text);
    if (report.rejected.size() > shown_rejects)
        out += fmt::format("  and {} more; all of them with --json\n",
                           report.rejected.size() - shown_rejects);
    return out;
}

std::string filings_text(std::vector<market::FiledFact> const& inputs) {
    std::string text;
    for (auto const& filing : market::filings_of(inputs))
        text += fmt::format("{}{} {} {}", text.empty() ? "" : "; ", filing.form, filing.filed.iso(),
                            filing.accession);
    return text;
}

void write_value(JsonWriter& w, market::FigureAbsence absent, double value,
                 std::vector<market::FiledFact> const& inputs) {
    w.key("value");
    if (absent == market::FigureAbsence::none)
        w.value(value);
    else
        w.null();
    w.member("absent", market::to_string(absent)).key("filings").begin_array();
    for (auto const& filing : market::filings_of(inputs)) {
        w.begin_object().member("accession", filing.accession).member("form", filing.form);
        w.member("filed", filing.filed.iso()).end_object();
    }
    w.end_array();
}

std::string show_json(workflows::FundamentalsOfDay const& day) {
    JsonWriter w;
    w.begin_object().member("symbol", day.symbol.text()).member("as_of", day.as_of.iso());
    w.member("currency", day.statements.currency).key("figures").begin_array();
    for (auto const& [id, figure] : day.statements.figures) {
        w.begin_object().member("id", id);
        write_value(w, figure.absent, figure.value, figure.inputs);
        w.end_object();
    }
    w.end_array().key("ratios").begin_array();
    for (auto const& ratio : day.ratios) {
        w.begin_object().member("id", ratio.definition->id);
        w.member("formula", ratio.definition->formula);
        write_value(w, ratio.absent, ratio.value, ratio.inputs);
        w.end_object();
    }
    return w.end_array().end_object().take();
}

std::string show_text(workflows::FundamentalsOfDay const& day) {
    TextTable table({"figure", "value", "from"});
    auto const add = [&](std::string_view id, market::FigureAbsence absent, double value,
                         std::string_view unit, std::vector<market::FiledFact> const& inputs) {
        bool const present = absent == market::FigureAbsence::none;
        table.add({std::string(id),
                   present ? fmt::format("{}{}", format_canonical(value), unit)
                           : std::string(market::to_string(absent)),
                   present ? filings_text(inputs) : std::string()});
    };
    for (auto const& [id, figure] : day.statements.figures)
        add(id, figure.absent, figure.value, "", figure.inputs);
    for (auto const& ratio : day.ratios)
        add(ratio.definition->id, ratio.absent, ratio.value,
            ratio.definition->unit == market::RatioUnit::percent ? " %" : "", ratio.inputs);
    return fmt::format("{}: what was public on {}, {}\n\n{}", day.symbol.text(), day.as_of.iso(),
                       day.statements.currency.empty() ? "no filing" : day.statements.currency,
                       table.render_text());
}

void add_fundamentals_import(CLI::App& group, Frontend& frontend) {
    auto options = std::make_shared<ImportOptions>();
    auto* command = group.add_subcommand(
        "import", "Filed figures of a company: the SEC's companyfacts JSON, or CSV");
    command->add_option("symbol", options->symbol)->required();
    command->add_option("file", options->file, "JSON or CSV, - for standard input")->required();
    command->callback([&frontend, options] {
        auto const bytes = read_file(options->file, marketdata::max_facts_bytes);
        auto const report = workflows::import_fundamentals(
            frontend.services(), frontend.context(), options->symbol,
            std::filesystem::path(options->file).filename().string(), bytes);
        frontend.print(frontend.form == OutputForm::json ? import_json(report)
                                                         : import_text(report));
    });
}

void add_fundamentals_show(CLI::App& group, Frontend& frontend) {
    auto options = std::make_shared<ShowOptions>();
    auto* command =
        group.add_subcommand("show", "Figures and ratios that were public on a day, with filings");
    command->add_option("symbol", options->symbol)->required();
    command->add_option("--as-of", options->as_of, "YYYY-MM-DD, else today");
    command->callback([&frontend, options] {
        auto const day =
            workflows::load_fundamentals(frontend.services(), frontend.context(), options->symbol,
                                         parse_date_option(options->as_of, "--as-of"));
        frontend.print(frontend.form == OutputForm::json ? show_json(day) : show_text(day));
    });
}

}  // namespace

void add_fundamentals(CLI::App& app, Frontend& frontend, Outcome&) {
    auto* group = app.add_subcommand("fundamentals", "What companies filed");
    group->require_subcommand(1);
    group->fallthrough();
    add_fundamentals_import(*group, frontend);
    add_fundamentals_show(*group, frontend);
}

}  // namespace ec::admin
