#pragma once

#include <ec/base/call_context.hpp>
#include <ec/market/event_file.hpp>
#include <ec/marketdata/event_store.hpp>
#include <ec/workflows/services.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace ec::workflows {

struct EventsImport {
    market::Symbol symbol = market::Symbol::parse("AAPL");
    std::size_t rows_read = 0;
    std::vector<market::RejectedRow> rejected;
    marketdata::EventsChange change;
};

/// A CSV file of events (market/event_file.hpp) for a symbol as people type it, or a canonical one
/// that no list has. forbidden without import_data; the errors of parse_event_file; invalid_input
/// "events.no_rows" when no row is usable.
[[nodiscard]] EventsImport import_events(Services const& services, CallContext const& context,
                                         std::string const& symbol, std::string_view file_name,
                                         std::string_view bytes);

/// A listing, its events and what they say of today.
struct ListingEvents {
    market::Symbol symbol = market::Symbol::parse("AAPL");
    std::vector<marketdata::StoredEvent> events;  // ascending; also those that take effect later
    market::InstrumentState state;
};
/// Of one symbol as people type it; of every symbol with events when the text is empty.
[[nodiscard]] std::vector<ListingEvents> list_events(Services const& services,
                                                     CallContext const& context,
                                                     std::string const& symbol);
[[nodiscard]] ListingEvents load_listing_events(Services const& services,
                                                CallContext const& context,
                                                market::Symbol const& symbol);

/// The day of the context's clock, in UTC.
[[nodiscard]] Date today_of(CallContext const& context);

}  // namespace ec::workflows
