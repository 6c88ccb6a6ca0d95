#include "../frontend.hpp"
#include "../import_options.hpp"
#include "../text_table.hpp"
#include "commands.hpp"

#include <ec/base/json_writer.hpp>
#include <ec/workflows/import_prices.hpp>

#include <filesystem>
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

std::string report_json(marketdata::ImportReport const& report, bool dry_run) {
    JsonWriter w;
    w.begin_object().member("dry_run", dry_run).member("layout", report.mapping.layout);
    w.member("encoding", report.encoding);
    w.member("basis", market::to_string(report.mapping.basis));
    w.member("basis_evidence", report.mapping.basis_evidence);
    w.member("unit_evidence", report.mapping.unit_evidence).key("columns").begin_array();
    for (auto const& column : report.mapping.columns)
        w.begin_object().member("heading", column.heading).member("role", column.role).end_object();
    w.end_array().member("rows_read", static_cast<std::int64_t>(report.rows_read));
    w.member("accepted", static_cast<std::int64_t>(report.accepted));
    w.member("added", report.change.added).member("changed", report.change.changed);
    w.member("unchanged", report.change.unchanged).key("rejected").begin_array();
    for (auto const& row : report.rejected) {
        w.begin_object().member("line", static_cast<std::int64_t>(row.line));
        w.member("reason", row.reason).member("text", row.text).end_object();
    }
    w.end_array().key("flagged").begin_array();
    for (auto const& row : report.flagged) {
        w.begin_object().member("line", static_cast<std::int64_t>(row.line));
        w.member("date", row.date.iso()).key("flags").begin_array();
        for (auto const& flag : row.flags) w.value(flag);
        w.end_array().end_object();
    }
    return w.end_array().end_object().take();
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
        auto const bytes = read_file(options->file, market::max_price_csv_bytes);
        auto const report = workflows::import_prices(frontend.services(), frontend.context(),
                                                     options->symbol, bytes, request_of(*options));
        frontend.print(frontend.form == OutputForm::json
                           ? report_json(report, options->import.dry_run)
                           : report_text(report, options->import.dry_run));
    });
}

}  // namespace ec::admin
