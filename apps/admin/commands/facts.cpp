#include "../frontend.hpp"
#include "../text_table.hpp"
#include "commands.hpp"

#include <ec/analysis/facts.hpp>
#include <ec/base/math.hpp>
#include <ec/workflows/market_view.hpp>

#include <memory>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

namespace ec::admin {
namespace {

std::string value_text(analysis::Fact const& fact) {
    if (!fact.present()) return "- " + fact.absent;
    if (fact.date) return fact.date->iso();
    if (fact.value) return format_canonical(*fact.value);
    return fact.text;
}

std::string window_text(analysis::Fact const& fact) {
    if (!fact.window_first || !fact.window_last) return "";
    return fmt::format("{} .. {} ({})", fact.window_first->iso(), fact.window_last->iso(),
                       fact.bars);
}

void print_facts(Frontend& frontend, std::string const& symbol, std::string const& as_of,
                 std::int32_t horizon) {
    auto const sheet = workflows::compute_sheet(
        frontend.services(),
        workflows::load_fact_source(frontend.services(), frontend.context(), symbol,
                                    parse_date_option(as_of, "--as-of")),
        horizon);
    if (frontend.form == OutputForm::json) {
        frontend.print(analysis::render_facts_json(sheet));
        return;
    }
    TextTable table({"fact", "value", "unit", "window", "formula"},
                    {Align::left, Align::right, Align::left, Align::left, Align::left});
    for (auto const& fact : sheet.facts)
        table.add({fact.id, value_text(fact), std::string(analysis::to_string(fact.unit)),
                   window_text(fact), fact.formula});
    if (frontend.form == OutputForm::csv) {
        frontend.print(table.render_csv());
        return;
    }
    frontend.print(fmt::format("{} {} as of {}{}\n\n{}", sheet.symbol.text(), sheet.name_en,
                               sheet.as_of.iso(), sheet.sample ? " (sample data)" : "",
                               table.render_text()));
}

}  // namespace

void add_facts(CLI::App& app, Frontend& frontend, Outcome&) {
    struct Options {
        std::string symbol;
        std::string as_of;
        std::int32_t horizon = 20;
    };
    auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand("facts", "Every measured figure of a symbol and day");
    command->add_option("symbol", options->symbol)->required();
    command->add_option("--as-of", options->as_of, "YYYY-MM-DD");
    command->add_option("--horizon", options->horizon)->capture_default_str();
    command->callback([&frontend, options] {
        print_facts(frontend, options->symbol, options->as_of, options->horizon);
    });
}

}  // namespace ec::admin
