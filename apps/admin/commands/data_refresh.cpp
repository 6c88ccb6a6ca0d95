#include "../frontend.hpp"
#include "../text_table.hpp"
#include "commands.hpp"

#include <ec/workflows/refresh_prices.hpp>

#include <wire/wire_sources.hpp>

#include <memory>

#include <unistd.h>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

namespace ec::admin {
namespace {

constexpr int stale_exit = 12;

struct Options {
    std::vector<std::string> symbols;
    bool always = false;
    bool filings = false;
};

std::string date_text(std::optional<Date> const& date) { return date ? date->iso() : "-"; }

workflows::RefreshProgress progress_of() {
    if (::isatty(STDERR_FILENO) != 1) return [](auto const&, std::size_t) {};
    return [done = std::size_t{0}](workflows::PriceRefresh const& one, std::size_t all) mutable {
        fmt::print(stderr, "\r\x1b[K{}/{} {} {}", ++done, all, one.symbol.text(),
                   workflows::to_string(one.state));
        if (done == all) fmt::print(stderr, "\r\x1b[K");
        std::fflush(stderr);
    };
}

std::string text_of(std::vector<workflows::PriceRefresh> const& refreshes) {
    TextTable table({"symbol", "state", "source", "last session", "added", "changed", "what"});
    std::string notes;
    for (auto const& one : refreshes) {
        table.add({one.symbol.text(), std::string(workflows::to_string(one.state)), one.source,
                   date_text(one.last_session), std::to_string(one.change.added),
                   std::to_string(one.change.changed),
                   one.state == workflows::RefreshState::refreshed
                       ? std::string(marketdata::to_string(one.placement))
                       : one.reason});
        if (!one.detail.empty()) notes += fmt::format("{}: {}\n", one.symbol.text(), one.detail);
        for (auto const& attempt : one.attempts)
            notes += fmt::format("  {}: {}\n", attempt.field, attempt.problem);
    }
    return table.render_text() + (notes.empty() ? "" : "\n" + notes);
}

void refresh_prices(Frontend& frontend, Options const& options, Outcome& outcome) {
    auto const refreshes = workflows::refresh_all(
        frontend.services(), frontend.context(), options.symbols,
        options.always ? workflows::RefreshPolicy::always : workflows::RefreshPolicy::when_behind,
        progress_of());
    for (auto const& one : refreshes)
        if (one.state == workflows::RefreshState::failed ||
            one.state == workflows::RefreshState::not_connected)
            outcome.exit_code = stale_exit;
    if (frontend.form == OutputForm::json) return frontend.print(wire::render_refreshes(refreshes));
    if (refreshes.empty())
        return frontend.print(
            "No symbol has live bars yet. Name some: equitycompass data refresh "
            "AAPL 0700.HK");
    frontend.print(text_of(refreshes));
}

void refresh_filings(Frontend& frontend, Options const& options) {
    if (options.symbols.empty())
        throw invalid_field("data.symbols", "symbols", "", "none is named",
                            "Name US symbols: equitycompass data refresh --filings AAPL.");
    for (auto const& symbol : options.symbols) {
        auto const done =
            workflows::refresh_filings(frontend.services(), frontend.context(), symbol);
        frontend.print(fmt::format("{}: {}, {} rows read, {} facts added, {} changed, {} rejected",
                                   done.symbol.text(), done.company, done.rows_read,
                                   done.change.added, done.change.changed, done.rejected));
    }
}

}  // namespace

void add_data_refresh(CLI::App& group, Frontend& frontend, Outcome& outcome) {
    auto options = std::make_shared<Options>();
    auto* refresh = group.add_subcommand(
        "refresh",
        "Bars of the connected providers up to the last complete session; exit 12 where "
        "none served");
    refresh->add_option("symbols", options->symbols,
                        "All symbols with live bars when none is named");
    refresh->add_flag("--always", options->always, "Ask also when nothing is missing");
    refresh->add_flag("--filings", options->filings,
                      "Filings of US companies from the SEC instead");
    refresh->callback([&frontend, &outcome, options] {
        options->filings ? refresh_filings(frontend, *options)
                         : refresh_prices(frontend, *options, outcome);
    });
}

}  // namespace ec::admin
