#include <ec/workflows/instrument_events.hpp>

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

Date today_of(CallContext const& context) {
    return Date(static_cast<std::int32_t>(context.now_us() / micros_per_day));
}

EventsImport import_events(Services const& services, CallContext const& context,
                           std::string const& symbol, std::string_view file_name,
                           std::string_view bytes) {
    accounts::Accounts::require(services.accounts.get_user(context, context.actor.user_id),
                                accounts::Permission::import_data);
    EventsImport report;
    report.symbol = symbol_of(services, context, symbol);
    auto file = market::parse_event_file(bytes, report.symbol);
    if (file.events.empty())
        throw invalid_field("events.no_rows", "file", std::string(file_name),
                            file.rejected.empty() ? "it has no row"
                                                  : "no row of it is an event; the first one: " +
                                                        file.rejected.front().reason,
                            "Check its kinds and dates.");
    report.change = services.market_data.events().import(
        context, report.symbol, file.events, "file:" + std::string(file_name.substr(0, 120)));
    report.rows_read = file.rows_read;
    report.rejected = std::move(file.rejected);
    return report;
}

ListingEvents load_listing_events(Services const& services, CallContext const& context,
                                  market::Symbol const& symbol) {
    ListingEvents listing;
    listing.symbol = symbol;
    listing.events = services.market_data.events().list(context, symbol);
    std::vector<market::InstrumentEvent> events;
    for (auto const& stored : listing.events) events.push_back(stored.event);
    listing.state = market::state_as_of(events, symbol.text(), today_of(context));
    return listing;
}

std::vector<ListingEvents> list_events(Services const& services, CallContext const& context,
                                       std::string const& symbol) {
    if (!symbol.empty())
        return {load_listing_events(services, context, symbol_of(services, context, symbol))};
    std::vector<ListingEvents> all;
    for (auto const& known : services.market_data.events().symbols(context))
        all.push_back(load_listing_events(services, context, known));
    return all;
}

}  // namespace ec::workflows
