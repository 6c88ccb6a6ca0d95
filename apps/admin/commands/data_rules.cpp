#include "../frontend.hpp"
#include "../text_table.hpp"
#include "commands.hpp"

#include <ec/base/math.hpp>

#include <wire/wire_rules.hpp>

#include <cctype>
#include <cmath>
#include <memory>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

namespace ec::admin {
namespace {

struct RulesOptions {
    std::string market;
    std::string on;
};

std::vector<market::MarketRule> chosen(RulesOptions const& options) {
    auto const day = parse_date_option(options.on, "--on");
    std::string wanted;
    for (char const c : options.market)
        wanted += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    std::vector<market::MarketRule> rows;
    for (auto const& row : market::market_rules()) {
        bool const of_market = wanted.empty() || market::to_string(row.market) == wanted;
        if (of_market && (!day || row.applies_on(*day))) rows.push_back(row);
    }
    return rows;
}

std::string value_text(market::MarketRule const& row) {
    if (is_nan(row.value)) return "";
    if (row.unit == "minute of the day") {
        auto const minute = static_cast<int>(row.value);
        return fmt::format("{:02}:{:02}", minute / 60, minute % 60);
    }
    if (row.unit == "share") return fmt::format("{:g} %", 100 * row.value);
    return fmt::format("{:g} {}", row.value, row.unit);
}

std::string band_text(market::MarketRule const& row) {
    if (!std::isfinite(row.price_below))
        return row.price_from > 0 ? fmt::format("from {:g}", row.price_from) : "";
    return fmt::format("{:g} to below {:g}", row.price_from, row.price_below);
}

void print_rules(Frontend const& frontend, RulesOptions const& options) {
    auto const rows = chosen(options);
    if (frontend.form == OutputForm::json) return frontend.print(wire::render_market_rules(rows));
    TextTable table({"market", "rule", "of", "from", "until", "value", "at prices", "standing",
                     "source", "note"},
                    std::vector<Align>(10, Align::left));
    for (auto const& row : rows)
        table.add({std::string(market::to_string(row.market)),
                   std::string(market::to_string(row.rule)),
                   std::string(market::to_string(row.scope)), row.from.iso(),
                   row.until ? row.until->iso() : "", value_text(row), band_text(row),
                   std::string(market::to_string(row.standing)), std::string(row.source),
                   std::string(row.note)});
    frontend.print(frontend.form == OutputForm::csv ? table.render_csv() : table.render_text());
}

}  // namespace

void add_data_rules(CLI::App& group, Frontend& frontend) {
    auto options = std::make_shared<RulesOptions>();
    auto* command = group.add_subcommand("rules", "Limits, lots, ticks, costs and hours by date");
    command->add_option("--market", options->market, "CN, HK or US; all when none is named")
        ->check(CLI::IsMember({"CN", "HK", "US"}, CLI::ignore_case));
    command->add_option("--on", options->on, "Only what applies on this day (YYYY-MM-DD)");
    command->callback([&frontend, options] { print_rules(frontend, *options); });
}

}  // namespace ec::admin
