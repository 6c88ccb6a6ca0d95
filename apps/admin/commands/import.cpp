#include "../frontend.hpp"
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
    std::string basis;
    std::string base_date;
    std::string volume_unit;
    std::string date_order;
    std::string currency;
    std::string source;
    bool dry_run = false;
    bool force_identity = false;
};

marketdata::ImportRequest request_of(Options const& options) {
    marketdata::ImportRequest request;
    request.file_name = std::filesystem::path(options.file).filename().string();
    if (!options.source.empty()) request.source = options.source;
    if (!options.basis.empty()) {
        request.basis = market::parse_price_basis(options.basis);
        if (!request.basis)
            throw invalid_field("import.basis", "--basis", options.basis, "no such basis",
                                "Use raw, split_adjusted or adjusted.");
    }
    request.base_date = parse_date_option(options.base_date, "--base-date");
    if (options.volume_unit == "shares") request.volume_unit = market::VolumeUnit::shares;
    if (options.volume_unit == "lots") request.volume_unit = market::VolumeUnit::lots_of_100;
    if (options.date_order == "mdy") request.date_order = market::DateOrder::month_first;
    if (options.date_order == "dmy") request.date_order = market::DateOrder::day_first;
    if (!options.currency.empty()) request.currency = options.currency;
    request.mode =
        options.dry_run ? marketdata::ImportMode::dry_run : marketdata::ImportMode::store;
    request.identity = options.force_identity ? marketdata::ImportIdentity::as_told
                                              : marketdata::ImportIdentity::checked;
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
    command->add_flag("--dry-run", options->dry_run, "Show how the file is understood");
    command->add_option("--basis", options->basis, "raw, split_adjusted or adjusted");
    command->add_option("--base-date", options->base_date, "Last day of an adjusted series");
    command->add_option("--volume-unit", options->volume_unit)
        ->check(CLI::IsMember({"shares", "lots"}));
    command->add_option("--date-order", options->date_order, "mdy or dmy")
        ->check(CLI::IsMember({"mdy", "dmy"}));
    command->add_option("--currency", options->currency, "Default: that of the market");
    command->add_option("--source", options->source, "Name of the source");
    command->add_flag("--trust-identity", options->force_identity,
                      "Although prices do not move like the stored ones");
    command->callback([&frontend, options] {
        auto const bytes = read_file(options->file, market::max_price_csv_bytes);
        auto const report = workflows::import_prices(frontend.services(), frontend.context(),
                                                     options->symbol, bytes, request_of(*options));
        frontend.print(frontend.form == OutputForm::json ? report_json(report, options->dry_run)
                                                         : report_text(report, options->dry_run));
    });
}

}  // namespace ec::admin
