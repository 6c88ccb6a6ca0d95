#include "../frontend.hpp"
#include "commands.hpp"

#include <ec/reports/report_store.hpp>
#include <ec/reports/verify.hpp>
#include <ec/workflows/verify_report.hpp>

#include <wire/wire.hpp>

#include <memory>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

namespace ec::admin {
namespace {

std::string finding_text(reports::Finding const& finding) {
    std::string out = fmt::format("  {}: {}", reports::to_string(finding.kind), finding.message);
    if (!finding.part.empty()) out += fmt::format("\n    part {}", finding.part);
    if (!finding.pointer.empty()) out += fmt::format("  at {}", finding.pointer);
    if (finding.offset) out += fmt::format("  byte {}", *finding.offset);
    if (!finding.expected.empty() || !finding.found.empty())
        out += fmt::format("\n    expected \"{}\"\n    found    \"{}\"", finding.expected,
                           finding.found);
    return out + '\n';
}

}  // namespace

void add_verify(CLI::App& app, Frontend& frontend, Outcome& outcome) {
    struct Options {
        std::string file;
        bool alone = false;
    };
    auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand(
        "verify", "Derive a report.json again and name the first byte that differs");
    command->add_option("bundle", options->file, "report.json")->required();
    command->add_flag("--alone", options->alone, "Without this store's signed index");
    command->callback([&frontend, &outcome, options] {
        auto const bytes = read_file(options->file, reports::max_report_bytes);
        auto const result = options->alone ? reports::verify_bundle(bytes)
                                           : workflows::verify_report(frontend.services(),
                                                                      frontend.context(), bytes);
        if (!result.ok()) outcome.exit_code = exit_code_of(ErrorCode::conflict);
        if (frontend.form == OutputForm::json)
            return frontend.print(wire::render_verification(result));
        std::string out =
            fmt::format("{}: {}\n", options->file, result.ok() ? "sound" : "NOT SOUND");
        out += fmt::format("  sha256 {}\n", result.bundle_sha256);
        if (result.ok())
            out += result.rederived
                       ? "  facts, call and text follow from the bars in the bundle\n"
                       : fmt::format("  not derived again: {}\n", result.not_rederived);
        for (auto const& finding : result.findings) out += finding_text(finding);
        frontend.print(out);
    });
}

}  // namespace ec::admin
