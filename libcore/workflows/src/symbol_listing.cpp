#include <ec/workflows/symbol_listing.hpp>

#include <ec/marketdata/market_data.hpp>
#include <ec/workflows/market_view.hpp>

#include <algorithm>

namespace ec::workflows {
namespace {

SymbolListing listing(Services const& services, CallContext const& context,
                      marketdata::Instrument instrument,
                      std::optional<marketdata::SeriesInfo> series) {
    SymbolListing result;
    result.events = load_listing_events(services, context, instrument.symbol);
    result.instrument = std::move(instrument);
    result.series = std::move(series);
    if (result.series && result.series->bars > 0)
        result.replay_as_of = replay_as_of(
            *services.market_data.bars().load_series(context, result.instrument.symbol));
    return result;
}

marketdata::Instrument instrument_of(Services const& services, CallContext const& context,
                                     market::Symbol const& symbol) {
    if (auto known = services.market_data.instruments().find(context, symbol)) return *known;
    marketdata::Instrument unknown;
    unknown.symbol = symbol;
    unknown.kind = market::kind_by_code(symbol);
    unknown.currency = market::currency_of(symbol.market());
    return unknown;
}

}  // namespace

std::vector<SymbolListing> list_symbols(Services const& services, CallContext const& context,
                                        std::string const& text, std::size_t limit) {
    std::vector<SymbolListing> result;
    if (!text.empty()) {
        for (auto& hit : services.market_data.instruments().search(context, text, limit)) {
            auto series = services.market_data.bars().find_shown(context, hit.symbol);
            result.push_back(listing(services, context, std::move(hit), std::move(series)));
        }
        return result;
    }
    for (auto& series : services.market_data.bars().list_shown(context)) {
        auto instrument = instrument_of(services, context, series.symbol);
        result.push_back(listing(services, context, std::move(instrument), std::move(series)));
    }
    std::ranges::stable_sort(result, {}, [](SymbolListing const& item) {
        return item.instrument.kind == market::InstrumentKind::index;
    });
    if (result.size() > limit) result.resize(limit);
    return result;
}

SymbolListing get_symbol_listing(Services const& services, CallContext const& context,
                                 std::string const& text) {
    auto const symbol = services.market_data.instruments().get_symbol(context, text);
    return listing(services, context, instrument_of(services, context, symbol),
                   services.market_data.bars().find_shown(context, symbol));
}

}  // namespace ec::workflows
