#include "../frontend.hpp"
#include "../text_table.hpp"
#include "commands.hpp"

#include <ec/analysis/fact_sheet.hpp>
#include <ec/narrative/audit.hpp>
#include <ec/workflows/check_text.hpp>

#include <wire/wire.hpp>

#include <memory>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

namespace ec::admin {
namespace {

constexpr std::size_t max_text = std::size_t{256} * 1024;
constexpr std::size_t max_sheet = std::size_t{4} * 1024 * 1024;
constexpr int contradicted_exit = 20;

struct Options {
    std::string file;
    std::string text_file;
    std::string facts_file;
    std::string symbol;
    std::string as_of;
    std::string language;
};

workflows::CheckedText check(Frontend& frontend, Options const& options) {
    std::string const& file = options.file.empty() ? options.text_file : options.file;
    if (file.empty())
        throw invalid_field("audit.no_text", "FILE", "", "missing",
                            "Name a file, or - for standard input.");
    std::string const text = read_file(file, max_text);
    std::optional<narrative::Language> language;
    if (!options.language.empty()) language = frontend.language(options.language);
    if (options.facts_file.empty()) {
        if (options.symbol.empty())
            throw invalid_field("audit.no_facts", "--symbol", "", "missing",
                                "Give --symbol, or --facts with a fact sheet.");
        return workflows::check_text(frontend.services(), frontend.context(), text, options.symbol,
                                     parse_date_option(options.as_of, "--as-of"), language);
    }
    workflows::CheckedText checked;
    checked.sheet = analysis::parse_facts_json(read_file(options.facts_file, max_sheet));
    checked.symbol = checked.sheet.symbol.text();
    checked.as_of = checked.sheet.as_of;
    checked.language = language.value_or(narrative::detect_language(text));
    checked.audit = narrative::audit_text(text, checked.language, checked.sheet);
    return checked;
}

void print_claims(Frontend const& frontend, workflows::CheckedText const& checked) {
    TextTable table({"#", "text", "kind", "verdict", "data", "facts"});
    for (auto const& claim : checked.audit.claims) {
        std::string facts;
        for (auto const& fact : claim.facts) facts += (facts.empty() ? "" : " ") + fact;
        if (!claim.operation.empty()) facts += " (" + claim.operation + ")";
        table.add({std::to_string(claim.id), claim.text,
                   std::string(narrative::to_string(claim.kind)),
                   std::string(narrative::to_string(claim.verdict)), claim.expected, facts});
    }
    if (frontend.form == OutputForm::csv) return frontend.print(table.render_csv());
    auto const& s = checked.audit.summary;
    frontend.print(fmt::format(
        "{} as of {}{}: {} supported, {} derived, {} unsupported, {} contradicted\n\n{}",
        checked.symbol, checked.as_of.iso(), checked.sheet.sample ? " (sample data)" : "",
        s.supported, s.derived, s.unsupported, s.contradicted, table.render_text()));
}

}  // namespace

void add_audit(CLI::App& app, Frontend& frontend, Outcome& outcome) {
    auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand("audit",
                                       "Check every figure of a text; exit 20 when the "
                                       "data contradict one");
    command->add_option("file", options->file, "Text or Markdown, - for standard input");
    command->add_option("--text", options->text_file, "The same as an option");
    command->add_option("--facts", options->facts_file, "A fact sheet (facts --json), no store");
    command->add_option("--symbol", options->symbol);
    command->add_option("--as-of", options->as_of, "YYYY-MM-DD");
    command->add_option("--lang", options->language, "en or zh; default told from the text");
    command->callback([&frontend, &outcome, options] {
        auto const checked = check(frontend, *options);
        if (frontend.form == OutputForm::json)
            frontend.print(wire::render_audit(checked));
        else
            print_claims(frontend, checked);
        if (checked.audit.summary.contradicted > 0) outcome.exit_code = contradicted_exit;
    });
}

}  // namespace ec::admin
