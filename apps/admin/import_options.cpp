#include "import_options.hpp"

#include "frontend.hpp"

#include <CLI/CLI.hpp>

namespace ec::admin {

void add_import_options(CLI::App& command, ImportOptions& options) {
    command.add_flag("--dry-run", options.dry_run, "Show how it is understood, store nothing");
    command.add_option("--basis", options.basis, "raw, split_adjusted or adjusted");
    command.add_option("--base-date", options.base_date, "Last day of an adjusted series");
    command.add_option("--volume-unit", options.volume_unit)
        ->check(CLI::IsMember({"shares", "lots"}));
    command.add_option("--date-order", options.date_order, "mdy or dmy")
        ->check(CLI::IsMember({"mdy", "dmy"}));
    command.add_option("--currency", options.currency, "Default: that of the market");
    command.add_option("--source", options.source, "Name of the source");
    command.add_flag("--trust-identity", options.trust_identity,
                     "Although prices do not move like the stored ones");
}

marketdata::ImportRequest import_request(ImportOptions const& options) {
    marketdata::ImportRequest request;
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
    request.identity = options.trust_identity ? marketdata::ImportIdentity::as_told
                                              : marketdata::ImportIdentity::checked;
    return request;
}

}  // namespace ec::admin
