#include <ec/workflows/fundamentals.hpp>

#include <ec/accounts/accounts.hpp>
#include <ec/base/error.hpp>
#include <ec/marketdata/market_data.hpp>

namespace ec::workflows {
namespace {

market::Symbol symbol_of(Services const& services, CallContext const& context,
                         std::string const& text) {
    if (auto const canonical = market::Symbol::try_parse(text)) return *canonical;
    return services.market_data.instruments().get_symbol(context, text);
}

}  // namespace

FundamentalsImport import_fundamentals(Services const& services, CallContext const& context,
                                       std::string const& symbol, std::string_view file_name,
                                       std::string_view bytes) {
    accounts::Accounts::require(services.accounts.get_user(context, context.actor.user_id),
                                accounts::Permission::import_data);
    auto const canonical = symbol_of(services, context, symbol);
    auto file = marketdata::parse_facts_file(bytes);
    if (file.facts.empty())
        throw invalid_field("facts_file.no_rows", "file", std::string(file_name),
                            "no row of it is a figure of the statements",
                            "Check its concepts and dates.");
    FundamentalsImport report;
    report.change = services.market_data.fundamentals().import(
        context, canonical, file.facts, "file:" + std::string(file_name.substr(0, 120)));
    report.company = std::move(file.company);
    report.rows_read = file.rows_read;
    report.other_tags = file.other_tags;
    report.rejected = std::move(file.rejected);
    return report;
}

FundamentalsOfDay load_fundamentals(Services const& services, CallContext const& context,
                                    std::string const& symbol, std::optional<Date> as_of) {
    FundamentalsOfDay day;
    day.symbol = symbol_of(services, context, symbol);
    day.as_of = as_of.value_or(Date(static_cast<std::int32_t>(context.now_us() / micros_per_day)));
    auto const facts = services.market_data.fundamentals().load(context, day.symbol, day.as_of);
    day.statements = market::compute_statements(market::FundamentalsView(facts, day.as_of));
    for (auto& ratio : market::compute_ratios(day.statements, std::nullopt))
        if (!ratio.definition->needs_price) day.ratios.push_back(std::move(ratio));
    return day;
}

}  // namespace ec::workflows
