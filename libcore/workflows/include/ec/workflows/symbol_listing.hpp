#pragma once

#include <ec/base/call_context.hpp>
#include <ec/marketdata/bar_store.hpp>
#include <ec/marketdata/instruments.hpp>
#include <ec/workflows/instrument_events.hpp>
#include <ec/workflows/services.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace ec::workflows {

/// A symbol as lists show it: who it is, and its shown series when there is one.
struct SymbolListing {
    marketdata::Instrument instrument;
    std::optional<marketdata::SeriesInfo> series;
    std::optional<Date> replay_as_of;  // the evening a replay begins with
    ListingEvents events;
};

/// Search hits; without text the symbols that have bars, stocks and funds before indices.
[[nodiscard]] std::vector<SymbolListing> list_symbols(Services const& services,
                                                      CallContext const& context,
                                                      std::string const& text, std::size_t limit);
/// `text` as people type it; not_found "symbol.unknown", conflict "symbol.ambiguous".
[[nodiscard]] SymbolListing get_symbol_listing(Services const& services, CallContext const& context,
                                               std::string const& text);

}  // namespace ec::workflows
