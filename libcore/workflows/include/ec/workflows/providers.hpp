#pragma once

#include <ec/base/call_context.hpp>
#include <ec/market/symbol.hpp>
#include <ec/marketdata/price_router.hpp>
#include <ec/marketdata/provider_catalog.hpp>
#include <ec/marketdata/provider_connections.hpp>
#include <ec/marketdata/provider_health.hpp>
#include <ec/workflows/services.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ec {
class Metrics;
}

namespace ec::workflows {

/// A provider as an operator or the reader who connects it sees it. The key is never part of it.
struct ProviderView {
    marketdata::ProviderInfo info;
    marketdata::Connection connection;
    marketdata::ProviderState state;
    std::vector<std::string> tried_for;  // "us", "hk", "cn": markets whose order it stands in
};

/// All providers of prices, in the catalog's order. forbidden without read_market.
[[nodiscard]] std::vector<ProviderView> list_providers(Services const& services,
                                                       CallContext const& context);
/// "us", "hk", "cn": markets whose prices some provider is switched on for.
[[nodiscard]] std::vector<std::string> connected_markets(Services const& services,
                                                         CallContext const& context);
/// Throws not_found "provider.unknown" naming those there are.
[[nodiscard]] marketdata::Provider get_provider(std::string_view name);

struct ConnectOrder {
    marketdata::Provider provider = marketdata::Provider::yahoo;
    marketdata::NoticeAnswer notice = marketdata::NoticeAnswer::not_given;
    std::optional<std::string> key;
};
/// Switches a provider on. forbidden without import_data; errors of ProviderConnections.
ProviderView connect_provider(Services const& services, CallContext const& context,
                              ConnectOrder const& order);
ProviderView disconnect_provider(Services const& services, CallContext const& context,
                                 marketdata::Provider provider, marketdata::KeyFate fate);

/// One request for a well-known symbol in each of the provider's markets, or in the one named,
/// before anything is switched on: that it fails is an answer. `key`: in place of the stored one.
/// forbidden without import_data; "provider.notice_required" for an unofficial provider whose
/// notice was never accepted; invalid_input "provider.market".
[[nodiscard]] std::vector<marketdata::ConnectionTest> test_provider(
    Services const& services, CallContext const& context, ConnectOrder const& order,
    std::optional<market::Market> market);

/// Brings the providers' gauges in `metrics` up to date. Never throws: an older figure stays.
void update_provider_metrics(Services const& services, CallContext const& context,
                             Metrics& metrics) noexcept;

}  // namespace ec::workflows
