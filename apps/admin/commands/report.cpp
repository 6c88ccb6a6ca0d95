#include "../frontend.hpp"
#include "../text_table.hpp"
#include "commands.hpp"

#include <ec/accounts/accounts.hpp>
#include <ec/reports/render.hpp>
#include <ec/reports/report_store.hpp>

#include <wire/wire.hpp>

#include <memory>

#include <CLI/CLI.hpp>

namespace ec::admin {
namespace {

void list_reports(Frontend& frontend, std::int32_t limit) {
    reports::ReportQuery query;
    query.limit = limit;
    auto const page = frontend.services().reports.list(
        frontend.context(), {accounts::local_user_id, reports::ReadScope::granted}, query);
    if (frontend.form == OutputForm::json) return frontend.print(wire::render_report_page(page));
    TextTable table({"id", "symbol", "as of", "lang", "outcome", "call", "analyst", "marks"});
    for (auto const& row : page.rows)
        table.add({row.id, row.symbol, row.as_of.iso(),
                   std::string(narrative::to_string(row.language)),
                   std::string(analysis::to_string(row.outcome)), row.direction, row.analyst,
                   std::to_string(row.audit.unsupported + row.audit.contradicted)});
    if (table.empty() && frontend.form == OutputForm::text)
        return frontend.print("No reports yet. Try: equitycompass replay AAPL");
    frontend.print(frontend.form == OutputForm::csv ? table.render_csv() : table.render_text());
}

void show_report(Frontend& frontend, std::string const& id) {
    auto const report = frontend.services().reports.load(
        frontend.context(), {accounts::local_user_id, reports::ReadScope::granted}, id);
    auto const options = frontend.core().render_options(report.document.language);
    if (frontend.form == OutputForm::json)
        return frontend.print(reports::render_json(report, options));
    frontend.print(reports::render_terminal(
        report, options,
        {frontend.columns(),
         frontend.wants_colour() ? reports::TerminalColour::ansi : reports::TerminalColour::none}));
}

}  // namespace

void add_report(CLI::App& app, Frontend& frontend, Outcome&) {
    struct Options {
        std::int32_t limit = 20;
        std::string id;
    };
    auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand("report", "Stored reports");
    command->require_subcommand(1);
    auto* list = command->add_subcommand("list", "Newest first");
    list->add_option("--limit", options->limit)->check(CLI::Range(1, 100))->capture_default_str();
    list->callback([&frontend, options] { list_reports(frontend, options->limit); });
    auto* show = command->add_subcommand("show", "Print one");
    show->add_option("id", options->id)->required();
    show->callback([&frontend, options] { show_report(frontend, options->id); });
}

}  // namespace ec::admin
