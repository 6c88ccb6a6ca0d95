#include "../frontend.hpp"
#include "../text_table.hpp"
#include "commands.hpp"

#include <ec/base/json_writer.hpp>
#include <ec/workflows/import_actions.hpp>

#include <fmt/format.h>

namespace ec::admin {
namespace {

constexpr std::size_t shown_rejects = 20;

std::string json_of(marketdata::ActionsImport const& report, ActionsFile const& file) {
    JsonWriter w;
    w.begin_object().member("dry_run", file.dry_run).member("source", report.source);
    w.member("rows_read", static_cast<std::int64_t>(report.rows_read)).key("actions").begin_array();
    for (auto const& action : report.actions) {
        w.begin_object().member("ex_date", action.ex_date.iso());
        w.member("kind", market::to_string(action.kind)).member("a", action.a);
        w.member("b", action.b).member("note", action.note).end_object();
    }
    w.end_array().member("changed", report.change.actions_changed).key("rejected").begin_array();
    for (auto const& row : report.rejected) {
        w.begin_object().member("line", static_cast<std::int64_t>(row.line));
        w.member("reason", row.reason).member("text", row.text).end_object();
    }
    return w.end_array().end_object().take();
}

std::string text_of(marketdata::ActionsImport const& report, ActionsFile const& file) {
    TextTable table({"ex-date", "kind", "price x a", "+ b", "what"},
                    {Align::left, Align::left, Align::right, Align::right, Align::left});
    for (auto const& action : report.actions)
        table.add({action.ex_date.iso(), std::string(market::to_string(action.kind)),
                   fmt::format("{:.6g}", action.a), fmt::format("{:.6g}", action.b), action.note});
    auto out =
        fmt::format("{}\n{} rows read, {} rejected; actions of the prices of {}\n",
                    table.render_text(), report.rows_read, report.rejected.size(), report.source);
    out += file.dry_run ? "Dry run: nothing was stored.\n"
                        : fmt::format("{} actions changed\n", report.change.actions_changed);
    for (std::size_t i = 0; i < report.rejected.size() && i < shown_rejects; ++i)
        out += fmt::format("  line {}: {}: {}\n", report.rejected[i].line,
                           report.rejected[i].reason, report.rejected[i].text);
    if (report.rejected.size() > shown_rejects)
        out += fmt::format("  and {} more; all of them with --json\n",
                           report.rejected.size() - shown_rejects);
    return out;
}

}  // namespace

void import_actions_file(Frontend& frontend, ActionsFile const& file) {
    auto const bytes = read_file(file.path, market::max_actions_csv_bytes);
    marketdata::ActionsRequest request;
    request.source = file.source;
    request.mode = file.dry_run ? marketdata::ImportMode::dry_run : marketdata::ImportMode::store;
    auto const report = workflows::import_actions(frontend.services(), frontend.context(),
                                                  file.symbol, bytes, request);
    frontend.print(frontend.form == OutputForm::json ? json_of(report, file)
                                                     : text_of(report, file));
}

}  // namespace ec::admin
