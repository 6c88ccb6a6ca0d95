#include "../frontend.hpp"
#include "../import_options.hpp"
#include "../text_table.hpp"
#include "commands.hpp"

#include <ec/workflows/import_prices.hpp>

#include <wire/wire_sources.hpp>

#include <filesystem>
#include <limits>
#include <memory>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

namespace ec::admin {
namespace {

constexpr std::size_t shown_rejects = 20;

struct Options {
    std::string symbol;
    std::string file;
    ImportOptions import;
    bool actions = false;
};

marketdata::ImportRequest request_of(Options const& options) {
    auto request = import_request(options.import);
    request.file_name = std::filesystem::path(options.file).filename().string();
    return request;
}

std::string report_text(marketdata::ImportReport const& report, bool dry_run) {
    TextTable mapping({"column", "is taken as"});
    for (auto const& column : report.mapping.columns) mapping.add({column.heading, column.role});
    std::string out = fmt::format(
        "Layout {}, {}, dates {}, prices {} ({})\n\n{}\n{} rows read, {} accepted, {} rejected, "
        "{} stored with a mark\n",
        report.mapping.layout, report.encoding, report.mapping.date_format,
        market::to_string(report.mapping.basis), report.mapping.basis_evidence,
        mapping.render_text(), report.rows_read, report.accepted, report.rejected.size(),
        report.flagged.size());
    out += dry_run
               ? "Dry run: nothing was stored.\n"
               : fmt::format("{} bars added, {} changed, {} as they were\n", report.change.added,
                             report.change.changed, report.change.unchanged);
    for (std::size_t i = 0; i < report.rejected.size() && i < shown_rejects; ++i)
        out += fmt::format("  line {}: {}: {}\n", report.rejected[i].line,
                           report.rejected[i].reason, report.rejected[i].text);
    if (report.rejected.size() > shown_rejects)
        out += fmt::format("  and {} more; all of them with --json\n",
                           report.rejected.size() - shown_rejects);
    return out;
}

}  // namespace

void add_import(CLI::App& app, Frontend& frontend, Outcome&) {
    auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand("import", "Daily prices of a symbol from a CSV file");
    command->add_option("symbol", options->symbol)->required();
    command->add_option("file", options->file, "CSV, - for standard input")->required();
    add_import_options(*command, options->import);
    command->add_flag("--actions", options->actions,
                      "The file lists dividends, splits, bonus and rights issues instead: "
                      "ex_date,kind,cash,new_per_old,price,currency");
    command->callback([&frontend, options] {
        if (options->actions)
            return import_actions_file(frontend, {options->symbol, options->file,
                                                  options->import.source, options->import.dry_run});
        auto const request = request_of(*options);
        auto const bytes = read_file(options->file, market::max_price_csv_bytes);
        auto const report = workflows::import_prices(frontend.services(), frontend.context(),
                                                     options->symbol, bytes, request);
        frontend.print(
            frontend.form == OutputForm::json
                ? wire::render_import(report, request.mode, std::numeric_limits<std::size_t>::max())
                : report_text(report, options->import.dry_run));
    });
}

}  // namespace ec::admin
