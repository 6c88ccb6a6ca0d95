#pragma once

#include <ec/base/call_context.hpp>
#include <ec/marketdata/provider_requests.hpp>
#include <ec/marketdata/vault.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace ec::marketdata {

/// A request as it goes out and, without any secret, as the vault knows it.
struct TransportRequest {
    ProviderRequest request;
    VaultRequest question;
    std::string secret = {};  // the key in the request; some answers repeat it
    std::size_t max_bytes = std::size_t{8} << 20U;
};

struct TransportAnswer {
    VaultAnswer answer;  // as kept: id, status, body, moment
    std::optional<std::int64_t> retry_after_s;
    std::int64_t latency_ms = 0;
};

enum class Liveness : std::uint8_t { live, kept };

/// Where answers come from. Thread-safe.
class ProviderTransport {
  public:
    virtual ~ProviderTransport() = default;
    /// kept: nothing goes out, so neither health nor connections are asked.
    [[nodiscard]] virtual Liveness liveness() const noexcept = 0;
    [[nodiscard]] virtual TransportAnswer send(CallContext const& context,
                                               TransportRequest const& request) = 0;
};

struct LiveSettings {
    std::string user_agent = "EquityCompass";
    std::string ca_file;  // PEM bundle; empty: the system's
    /// "scheme://host[:port][/path]" by provider name in place of the catalog's base URL.
    std::map<std::string, std::string, std::less<>> endpoints;
    std::int64_t connect_timeout_ms = 5'000;
};

/// Over the network; every answer, also one of status 500, is in the vault before it is given to
/// the caller, with "***" where it repeats the key. Redirects are refused: they come back as the
/// answer they are. Owns its HTTP client, borrows the vault. Errors: "provider.closed",
/// "provider.connect", "provider.resolve", "provider.tls", "provider.too_large" (unavailable),
/// "provider.timeout" (timeout), those of the vault, and what CallContext::check throws.
class LiveTransport final : public ProviderTransport {
  public:
    LiveTransport(Vault& vault, LiveSettings settings);
    ~LiveTransport() override;

    [[nodiscard]] Liveness liveness() const noexcept override { return Liveness::live; }
    [[nodiscard]] TransportAnswer send(CallContext const& context,
                                       TransportRequest const& request) override;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// The newest answer in the vault that was fetched by `not_after_us`: no socket is opened. Throws
/// unavailable "vault.no_answer" when there is none.
class VaultTransport final : public ProviderTransport {
  public:
    VaultTransport(Vault const& vault, Micros not_after_us)
        : vault_(vault), not_after_us_(not_after_us) {}

    [[nodiscard]] Liveness liveness() const noexcept override { return Liveness::kept; }
    [[nodiscard]] TransportAnswer send(CallContext const& context,
                                       TransportRequest const& request) override;

  private:
    Vault const& vault_;
    Micros not_after_us_;
};

/// Seconds that a Retry-After header asks for: a number, or an HTTP date seen from `now_us`.
/// Nullopt for anything else; at most a day.
[[nodiscard]] std::optional<std::int64_t> parse_retry_after(std::string_view value, Micros now_us);

}  // namespace ec::marketdata
