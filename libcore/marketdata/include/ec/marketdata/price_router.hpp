#pragma once

#include <ec/base/call_context.hpp>
#include <ec/marketdata/provider_answers.hpp>
#include <ec/marketdata/provider_health.hpp>
#include <ec/marketdata/vault.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ec {
class Metrics;
}

namespace ec::marketdata {

class Instruments;
class ProviderConnections;
class ProviderTransport;

/// Prices wanted of one symbol. Days are trading days, both included.
struct FetchOrder {
    market::Symbol symbol = market::Symbol::parse("AAPL");
    market::InstrumentKind kind = market::InstrumentKind::stock;
    std::vector<market::PriceBasis> bases;  // wanted first; empty: as the provider's catalog row
    Date from;
    Date to;
    /// Session whose bar must be there; an answer that ends earlier is old and not taken.
    std::optional<Date> expected_last_session;
};

/// What became of asking one provider.
struct FetchAttempt {
    Provider provider = Provider::yahoo;
    std::string reason;  // stable key; empty: it served
    std::string detail;  // in plain words what came back, never bytes of the answer
    std::optional<Micros> retry_at_us;
    int status = 0;  // of HTTP; 0: no answer
};

struct FetchedPrices {
    Provider provider = Provider::yahoo;
    ProviderAnswer answer;
    std::string vault_id;
    Micros fetched_at_us = 0;
    std::int64_t latency_ms = 0;
    std::vector<FetchAttempt> attempts;  // in order; the last one served
};

/// What a person learns who tests a connection.
struct ConnectionTest {
    Provider provider = Provider::yahoo;
    market::Symbol symbol = market::Symbol::parse("AAPL");
    std::string source;
    std::string reason;  // empty: it works
    std::string detail;  // what came back otherwise
    int status = 0;
    std::int64_t latency_ms = 0;
    std::optional<Date> last_session;
    std::size_t bars = 0;
    std::optional<Micros> retry_at_us;
};

struct RouterSettings {
    CallSettings calls;
    /// Providers of bars by market, tried in this order; absent: default_order.
    std::map<market::Market, std::vector<Provider>> order;
};

/// Throws invalid_input "provider.order" when an order names a provider twice, one of quotes or one
/// that does not serve the market.
void check_settings(RouterSettings const& settings);

/// Asks the providers of a symbol's market in order until one answers what was ordered. Every call
/// goes through health (breaker, pacing, budget), every answer into the vault before it is read.
/// Equal orders at the same time share one call. Borrows all it is given (metrics may be null);
/// thread-safe. Errors: unavailable "provider.none_answered" with a field for each attempt;
/// not_found "provider.none_connected"; invalid_input "provider.days"; timeout "call.deadline" and
/// unavailable "call.cancelled"; those of the database.
class PriceRouter {
  public:
    PriceRouter(ProviderHealth& health, ProviderConnections const& connections,
                ProviderTransport& transport, Instruments const& instruments,
                RouterSettings settings, Metrics* metrics);
    ~PriceRouter();
    PriceRouter(PriceRouter const&) = delete;
    PriceRouter& operator=(PriceRouter const&) = delete;

    [[nodiscard]] FetchedPrices fetch(CallContext const& context, FetchOrder const& order);

    /// One call about a well-known symbol of the market, also while the breaker is open or the
    /// provider is switched off; its result counts for the breaker. `key`: in place of the stored
    /// one. Throws invalid_input "provider.market" when the provider does not serve the market.
    [[nodiscard]] ConnectionTest test(CallContext const& context, Provider provider,
                                      market::Market market, std::optional<std::string> const& key);

    [[nodiscard]] RouterSettings const& settings() const noexcept;
    /// The providers that a fetch for this market would ask, in order: switched on, of bars.
    [[nodiscard]] std::vector<Provider> connected(CallContext const& context,
                                                  market::Market market) const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Reads a kept answer of prices again. Throws what parse_answer throws, and invalid_input
/// "vault.not_prices" for one that is about something else.
[[nodiscard]] ProviderAnswer parse_kept(VaultRequest const& request, VaultAnswer const& answer);

}  // namespace ec::marketdata
