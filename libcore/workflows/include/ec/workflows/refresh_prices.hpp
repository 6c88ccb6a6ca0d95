#pragma once

#include <ec/base/call_context.hpp>
#include <ec/base/error.hpp>
#include <ec/marketdata/bar_store.hpp>
#include <ec/marketdata/fundamentals_store.hpp>
#include <ec/marketdata/live_series.hpp>
#include <ec/marketdata/price_router.hpp>
#include <ec/workflows/services.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace ec::workflows {

enum class RefreshPolicy : std::uint8_t { when_behind, always };

/// not_connected: no provider of the market is switched on; current: nothing was asked, the last
/// complete session is there; refreshed: a provider served; failed: none did.
enum class RefreshState : std::uint8_t { not_connected, current, refreshed, failed };
[[nodiscard]] std::string_view to_string(RefreshState state) noexcept;

/// What became of refreshing one symbol. A failure is a value: the store is as it was.
struct PriceRefresh {
    market::Symbol symbol = market::Symbol::parse("AAPL");
    RefreshState state = RefreshState::not_connected;
    std::string source;  // of the series that was served, or that is there
    marketdata::Placement placement = marketdata::Placement::merged;
    marketdata::SeriesChange change;
    std::optional<Date> expected_session;  // last complete one; nullopt: the calendar ends before
    std::optional<Date> last_session;      // in the live series afterwards
    std::int64_t latency_ms = 0;
    std::string reason;                // of a failure: a stable key
    std::string detail;                // and what to do
    std::vector<FieldError> attempts;  // providers that did not serve, in order
};

/// Daily bars of a symbol from the connected providers of its market: the sessions since the last
/// stored one, the whole history where that does not fit. forbidden without import_data; errors of
/// symbol resolution and of the database.
[[nodiscard]] PriceRefresh refresh_prices(Services const& services, CallContext const& context,
                                          market::Symbol const& symbol, RefreshPolicy policy);

/// Called after each symbol with how many are done.
using RefreshProgress = std::function<void(PriceRefresh const& done, std::size_t count)>;

/// Several symbols, one after another; none named: all that have live bars. A stop request ends it
/// between two symbols.
[[nodiscard]] std::vector<PriceRefresh> refresh_all(Services const& services,
                                                    CallContext const& context,
                                                    std::vector<std::string> const& symbols,
                                                    RefreshPolicy policy,
                                                    RefreshProgress const& progress);

/// The symbol's live series of a connected provider with the newest bar; nullopt when there is
/// none.
[[nodiscard]] std::optional<marketdata::SeriesInfo> find_live_series(Services const& services,
                                                                     CallContext const& context,
                                                                     market::Symbol const& symbol);

struct FilingsRefresh {
    market::Symbol symbol = market::Symbol::parse("AAPL");
    std::string company;
    marketdata::FactsChange change;
    std::size_t rows_read = 0;
    std::size_t rejected = 0;
};
/// What a US company filed, from the SEC. Errors as SecFilings::fetch; forbidden without
/// import_data; unavailable "provider.none_connected" where nothing may go out.
[[nodiscard]] FilingsRefresh refresh_filings(Services const& services, CallContext const& context,
                                             std::string const& symbol);

}  // namespace ec::workflows
