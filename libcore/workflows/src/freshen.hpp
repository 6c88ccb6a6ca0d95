#pragma once

#include <ec/workflows/refresh_prices.hpp>

namespace ec::workflows {

/// refresh_prices for work that its caller was allowed already.
[[nodiscard]] PriceRefresh freshen(Services const& services, CallContext const& context,
                                   market::Symbol const& symbol, RefreshPolicy policy);

/// Whether a provider of the symbol's market is switched on.
[[nodiscard]] bool is_connected(Services const& services, CallContext const& context,
                                market::Market market);

}  // namespace ec::workflows
