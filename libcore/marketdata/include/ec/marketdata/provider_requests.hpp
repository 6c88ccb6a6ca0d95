#pragma once

#include <ec/base/dates.hpp>
#include <ec/market/series.hpp>
#include <ec/marketdata/provider.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ec::marketdata {

/// What to ask for. Days are trading days, both included; quotes leave them out. `key` is the
/// account's secret, "" where none is needed.
struct PriceOrder {
    market::Symbol symbol = market::Symbol::parse("AAPL");
    market::InstrumentKind kind = market::InstrumentKind::stock;
    market::PriceBasis basis = market::PriceBasis::raw;
    Date from;
    Date to;
    std::string key;
};

enum class RequestMethod : std::uint8_t { get, post };

/// One HTTP request. `url` holds no secret unless `secret_in_url` is 1, where the provider takes
/// its key nowhere else; headers and body may hold it. For the log there is loggable().
struct ProviderRequest {
    RequestMethod method = RequestMethod::get;
    std::string url;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    std::string source_symbol;
    std::int8_t secret_in_url = 0;
};

/// The requests to try one after another until one is not answered with unknown_symbol; more than
/// one only where the listing decides the spelling. Pure.
/// Throws invalid_input "provider.symbol_unsupported", "provider.days" (from after to),
/// "provider.basis" (prices the provider does not give that way) and forbidden
/// "provider.bad_key" when a key is needed and empty or has characters no key has.
[[nodiscard]] std::vector<ProviderRequest> build_requests(Provider provider,
                                                          PriceOrder const& order);

/// Method and URL with the key replaced: "GET https://…&apikey=***". Never headers or body.
[[nodiscard]] std::string loggable(ProviderRequest const& request);

/// What the vault knows the requests of build_requests by, one for each: method, URL and body as
/// they are under the key "***". Throws what build_requests throws.
[[nodiscard]] std::vector<std::string> questions_of(Provider provider, PriceOrder const& order);

/// Characters and length that a key can have in a URL or header.
[[nodiscard]] bool is_sound_key(std::string_view key) noexcept;

/// Whether the provider wants an account's key.
[[nodiscard]] bool needs_key(Provider provider) noexcept;

}  // namespace ec::marketdata
