#pragma once

#include <ec/base/call_context.hpp>
#include <ec/market/symbol.hpp>
#include <ec/marketdata/filed_facts.hpp>
#include <ec/marketdata/provider_health.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ec::marketdata {

class ProviderTransport;

/// One row of the SEC's list of tickers.
struct SecCompany {
    std::int64_t cik = 0;
    std::string ticker;  // "AAPL", "BRK-B"
    std::string title;
};

/// The SEC's company_tickers.json. Pure. Throws unavailable "provider.html", "provider.truncated",
/// "provider.not_json", "provider.shape" (no usable row, or not the documented form).
[[nodiscard]] std::vector<SecCompany> parse_company_tickers(std::string_view json);
[[nodiscard]] std::optional<SecCompany> find_company(std::span<SecCompany const> companies,
                                                     market::Symbol const& symbol);

struct SecSettings {
    CallSettings calls;
    std::string contact;  // e-mail address or page that the SEC's rules want in the User-Agent
};

struct FetchedFilings {
    SecCompany company;
    FiledFactsFile file;
    std::string vault_id;
    Micros fetched_at_us = 0;
};

/// What US companies filed, from the SEC through the same health, vault and transport as prices
/// ("sec"). Borrows all (metrics may be null); thread-safe. Errors: invalid_input
/// "sec.contact_missing" naming providers.sec_contact, "sec.not_us"; not_found "sec.no_filer";
/// unavailable "provider.*" as of prices, rate_limited "provider.rate_limited"; those of
/// parse_company_facts and the database.
class SecFilings {
  public:
    SecFilings(ProviderHealth& health, ProviderTransport& transport, SecSettings settings,
               Metrics* metrics);
    ~SecFilings();
    SecFilings(SecFilings const&) = delete;
    SecFilings& operator=(SecFilings const&) = delete;

    [[nodiscard]] FetchedFilings fetch(CallContext const& context, market::Symbol const& symbol);
    /// Whether a contact is configured.
    [[nodiscard]] bool configured() const noexcept;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace ec::marketdata
