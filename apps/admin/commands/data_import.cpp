#include "../frontend.hpp"
#include "../import_options.hpp"
#include "../progress_bar.hpp"
#include "../text_table.hpp"
#include "commands.hpp"

#include <ec/base/json_writer.hpp>
#include <ec/workflows/import_folder.hpp>

#include <memory>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

namespace ec::admin {
namespace {

using workflows::FileResult;

constexpr std::size_t shown_refusals = 20;
constexpr std::size_t max_jobs = 256;

struct Options {
    std::vector<std::string> paths;
    std::size_t jobs = 0;
    ImportOptions import;
};

std::string render_json(workflows::FolderImport const& done, bool dry_run) {
    JsonWriter w;
    w.begin_object().member("dry_run", dry_run);
    w.member("complete", done.end == workflows::ImportEnd::complete);
    for (auto const result : {FileResult::imported, FileResult::unchanged, FileResult::done,
                              FileResult::refused, FileResult::not_reached})
        w.member(to_string(result), static_cast<std::int64_t>(done.count(result)));
    w.member("rows_read", static_cast<std::int64_t>(done.rows_read));
    w.member("added", done.added).member("changed", done.changed).key("files").begin_array();
    for (auto const& file : done.files) {
        w.begin_object().member("path", file.path).member("symbol", file.symbol);
        w.member("result", to_string(file.result));
        w.member("rows", static_cast<std::int64_t>(file.rows_read));
        w.member("accepted", static_cast<std::int64_t>(file.accepted));
        w.member("rejected", static_cast<std::int64_t>(file.rejected));
        w.member("flagged", static_cast<std::int64_t>(file.flagged));
        w.member("added", file.added).member("changed", file.changed);
        w.member("reason", file.reason).member("message", file.message);
        w.key("rejected_rows").begin_array();
        for (auto const& row : file.rejected_rows) {
            w.begin_object().member("line", static_cast<std::int64_t>(row.line));
            w.member("reason", row.reason).member("text", row.text).end_object();
        }
        w.end_array().end_object();
    }
    return w.end_array().end_object().take();
}

std::string render_csv(workflows::FolderImport const& done) {
    TextTable table({"path", "symbol", "result", "rows", "accepted", "rejected", "flagged", "added",
                     "changed", "reason"});
    for (auto const& file : done.files)
        table.add({file.path, file.symbol, std::string(to_string(file.result)),
                   std::to_string(file.rows_read), std::to_string(file.accepted),
                   std::to_string(file.rejected), std::to_string(file.flagged),
                   std::to_string(file.added), std::to_string(file.changed), file.reason});
    return table.render_csv();
}

std::string render_text(workflows::FolderImport const& done, bool dry_run, double seconds) {
    std::size_t rejected = 0;
    std::size_t with_rejects = 0;
    for (auto const& file : done.files) {
        rejected += file.rejected;
        with_rejects += file.rejected > 0 ? 1 : 0;
    }
    auto out = fmt::format(
        "{} files: {} {}, {} already as stored, {} refused\n{} rows read in {:.1f} s ({:.0f} "
        "rows/s), {} rejected in {} files\n",
        done.files.size(), done.count(FileResult::imported),
        dry_run ? "can be imported" : "imported",
        done.count(FileResult::unchanged) + done.count(FileResult::done),
        done.count(FileResult::refused), done.rows_read, seconds,
        static_cast<double>(done.rows_read) / std::max(seconds, 1e-3), rejected, with_rejects);
    out += dry_run ? "Dry run: nothing was stored.\n"
                   : fmt::format("{} bars added, {} changed\n", done.added, done.changed);
    std::size_t shown = 0;
    for (auto const& file : done.files)
        if (file.result == FileResult::refused && shown++ < shown_refusals)
            out += fmt::format("  refused {}: {}: {}\n", file.path, file.reason, file.message);
    if (shown > shown_refusals)
        out += fmt::format("  and {} more; all of them with --json\n", shown - shown_refusals);
    if (done.end == workflows::ImportEnd::interrupted)
        out += fmt::format(
            "Interrupted: {} files were not reached. What was imported is whole; "
            "the same command goes on from here.\n",
            done.count(FileResult::not_reached));
    return out;
}

void import_paths(Frontend& frontend, Options const& options, Outcome& outcome) {
    workflows::FolderOptions folder;
    folder.request = import_request(options.import);
    folder.jobs = options.jobs;
    ProgressBar bar("import");
    folder.progress = [&bar](workflows::FolderProgress const& now) {
        bar.show(now.bytes == 0
                     ? 1
                     : static_cast<double>(now.bytes_done) / static_cast<double>(now.bytes),
                 fmt::format("{}/{} files, {:.0f} rows/s", now.files_done, now.files,
                             static_cast<double>(now.rows) / std::max(bar.seconds(), 1e-3)));
    };
    std::vector<std::filesystem::path> paths(options.paths.begin(), options.paths.end());
    auto const done =
        workflows::import_folder(frontend.services(), frontend.context(), paths, folder);
    bar.wipe();
    if (done.count(FileResult::refused) > 0)
        outcome.exit_code = exit_code_of(ErrorCode::invalid_input);
    if (done.end == workflows::ImportEnd::interrupted)
        outcome.exit_code = exit_code_of(ErrorCode::unavailable);
    bool const dry_run = options.import.dry_run;
    if (frontend.form == OutputForm::json) return frontend.print(render_json(done, dry_run));
    if (frontend.form == OutputForm::csv) return frontend.print(render_csv(done));
    frontend.print(render_text(done, dry_run, bar.seconds()));
}

}  // namespace

void add_data_import(CLI::App& group, Frontend& frontend, Outcome& outcome) {
    auto options = std::make_shared<Options>();
    auto* command = group.add_subcommand(
        "import",
        "CSV files and folders of them, each file one symbol by its name; exit 2 when "
        "files were refused, 8 when interrupted");
    command->add_option("paths", options->paths, "AAPL.csv, 0700.HK.csv, sh600519.csv, folders")
        ->required();
    add_import_options(*command, options->import);
    command->add_option("--jobs", options->jobs, "Parsing threads; default one a core")
        ->check(CLI::Range(std::size_t{1}, max_jobs));
    command->callback(
        [&frontend, &outcome, options] { import_paths(frontend, *options, outcome); });
}

}  // namespace ec::admin
