#include "../frontend.hpp"
#include "../progress_bar.hpp"
#include "../text_table.hpp"
#include "commands.hpp"

#include <ec/workflows/check_data.hpp>

#include <wire/wire.hpp>

#include <algorithm>
#include <iterator>
#include <memory>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

namespace ec::admin {
namespace {

constexpr int data_problem_exit = 11;
constexpr std::size_t shown_disagreements = 5;

std::string date_text(std::optional<Date> const& date) { return date ? date->iso() : "-"; }

std::string series_name(marketdata::SeriesInfo const& info) {
    return fmt::format("{} · {}, {}", info.symbol.text(), info.source,
                       market::to_string(info.basis));
}

void print_status(Frontend& frontend, std::vector<std::string> const& symbols) {
    auto const status = workflows::data_status(frontend.services(), frontend.context(), symbols);
    if (frontend.form == OutputForm::json) return frontend.print(wire::render_data_status(status));
    if (status.empty()) return frontend.print("The store has no bars. Try: equitycompass init-db");
    TextTable table(
        {"symbol", "source", "basis", "first", "last", "bars", "behind", "shown", "listing"},
        {Align::left, Align::left, Align::left, Align::left, Align::left, Align::right,
         Align::right, Align::left, Align::left});
    for (auto const& item : status)
        table.add({item.info.symbol.text(), item.info.source,
                   std::string(market::to_string(item.info.basis)), date_text(item.info.first_date),
                   date_text(item.info.last_date), std::to_string(item.info.bars),
                   item.sessions_behind ? std::to_string(*item.sessions_behind) : "unknown",
                   item.info.shown == 1 ? "shown" : "", listing_text(item.state)});
    if (frontend.form == OutputForm::csv) return frontend.print(table.render_csv());
    frontend.print(table.render_text() +
                   "behind: sessions since the last bar, by the exchange's calendar");
}

std::string findings_text(workflows::SeriesCheck const& check) {
    auto out = fmt::format("{}: {} bars, units {}", series_name(check.info), check.info.bars,
                           market::to_string(check.units.verdict));
    if (check.units.verdict != market::UnitVerdict::not_provable)
        out += fmt::format(" ({} of {} sessions)", check.units.inside, check.units.tested);
    out += '\n';
    for (auto const& finding : check.findings) {
        out +=
            fmt::format("  {} {} {}", finding.severity == workflows::Severity::problem ? "!" : "·",
                        finding.count, finding.what);
        for (auto const day : finding.dates) out += ' ' + day.iso();
        if (finding.dates.size() < finding.count && !finding.dates.empty()) out += " (newest)";
        out += fmt::format("\n    {}\n", finding.remedy);
    }
    return out;
}

std::string comparison_text(workflows::SourceComparison const& item,
                            market::ReconcileThresholds const& thresholds) {
    auto out = fmt::format("{}: {} against {}, {} sessions {} .. {}\n", item.symbol, item.first,
                           item.second, item.result.sessions, date_text(item.result.from),
                           date_text(item.result.to));
    for (auto const field : market::reconciled_fields) {
        auto const count = item.result.count(field);
        if (count == 0) continue;
        out += fmt::format("  · {} {} beyond {:g}{}:", count, market::to_string(field),
                           thresholds.of(field),
                           field == market::ReconciledField::volume   ? " times"
                           : field == market::ReconciledField::change ? " points"
                                                                      : " %");
        std::size_t shown = 0;
        for (auto const& row : item.result.disagreements) {
            if (row.field != field || shown++ >= shown_disagreements) continue;
            out += fmt::format(" {} ({:.6g} / {:.6g})", row.date.iso(), row.first, row.second);
        }
        out += count > shown_disagreements ? " …\n" : "\n";
    }
    if (item.result.disagreements.empty()) out += "  · no disagreement\n";
    return out;
}

// Series are printed as they come; what compares sources follows behind the last.
void print_check(Frontend& frontend, std::vector<std::string> const& symbols,
                 market::ReconcileThresholds const& thresholds, Outcome& outcome) {
    bool const json = frontend.form == OutputForm::json;
    workflows::DataCheck all;
    std::string comparisons;
    ProgressBar bar("check");
    workflows::check_each(
        frontend.services(), frontend.context(), symbols, thresholds,
        [&](workflows::SymbolCheck&& check) {
            auto& found = check.found;
            if (found.has_problem()) outcome.exit_code = data_problem_exit;
            if (json) {
                std::ranges::move(found.series, std::back_inserter(all.series));
                std::ranges::move(found.comparisons, std::back_inserter(all.comparisons));
            } else {
                bar.wipe();
                for (auto const& series : found.series) frontend.print(findings_text(series));
                for (auto const& item : found.comparisons)
                    comparisons += comparison_text(item, thresholds);
            }
            bar.show(static_cast<double>(check.done) / static_cast<double>(check.symbols),
                     fmt::format("{}/{} symbols", check.done, check.symbols));
        });
    bar.wipe();
    if (json) return frontend.print(wire::render_data_check(all));
    if (!comparisons.empty())
        frontend.print("\nSources beside each other (closes set equal, session by session)\n" +
                       comparisons);
}

}  // namespace

void add_data(CLI::App& app, Frontend& frontend, Outcome& outcome) {
    struct Options {
        std::vector<std::string> symbols;
        market::ReconcileThresholds thresholds;
    };
    auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand("data", "What the store holds, and what is wrong with it");
    command->require_subcommand(1);
    add_data_parse(*command, frontend);
    add_data_refresh(*command, frontend, outcome);
    add_data_events(*command, frontend);
    add_data_import(*command, frontend, outcome);
    add_data_rules(*command, frontend);
    auto* status = command->add_subcommand("status", "Series, spans and age");
    status->add_option("symbols", options->symbols, "All symbols when none is named");
    status->callback([&frontend, options] { print_status(frontend, options->symbols); });
    auto* check = command->add_subcommand(
        "check", "Flags, units, calendar and sources against each other; exit 11 with a problem");
    check->add_option("symbols", options->symbols, "All symbols when none is named");
    check
        ->add_option("--price-percent", options->thresholds.price_pct,
                     "Open, high and low differ beyond this")
        ->check(CLI::Range(0.001, 100.0))
        ->capture_default_str();
    check->add_option("--volume-factor", options->thresholds.volume_factor)
        ->check(CLI::Range(1.01, 1000.0))
        ->capture_default_str();
    check->callback([&frontend, &outcome, options] {
        print_check(frontend, options->symbols, options->thresholds, outcome);
    });
}

}  // namespace ec::admin
