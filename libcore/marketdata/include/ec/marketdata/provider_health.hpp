#pragma once

#include <ec/base/call_context.hpp>
#include <ec/marketdata/circuit_breaker.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ec {
class Metrics;
}
namespace ec::db {
class Database;
}

namespace ec::marketdata {

/// What one provider's calls are held to.
struct CallLimits {
    BreakerSettings breaker;
    std::int64_t interval_ms = 0;       // least time between two calls, +0..20 % of it at random
    std::int64_t daily_calls = 0;       // under one key in a day of UTC; 0: no budget
    std::int64_t max_wait_ms = 30'000;  // a slot further away is refused
};

/// What all calls are held to. The maps go by provider name ("yahoo", "sec") before the catalog.
struct CallSettings {
    using Numbers = std::map<std::string, std::int64_t, std::less<>>;
    BreakerSettings breaker;
    Numbers interval_ms;
    Numbers daily_calls;
    std::int64_t max_wait_ms = 30'000;
    std::int64_t patience_ms = 15'000;  // longest one answer is waited for

    [[nodiscard]] CallLimits limits_of(std::string_view provider) const;
};

enum class Admission : std::uint8_t { granted, breaker_open, budget_used, too_soon };

/// The answer to "may a call go out". A granted slot is counted against the budget at once and must
/// end with one of record_success, record_failure and release.
struct CallSlot {
    Admission admission = Admission::granted;
    Micros wait_us = 0;                 // granted: before the call may go out
    std::optional<Micros> retry_at_us;  // refused: when asking again makes sense
    std::string last_reason;            // refused by the breaker: why it opened
    BreakerPass pass;

    [[nodiscard]] bool granted() const noexcept { return admission == Admission::granted; }
    /// "provider.breaker_open", "provider.budget_used", "provider.too_soon"; empty when granted.
    [[nodiscard]] std::string_view reason() const noexcept;
};

enum class BreakerUse : std::uint8_t { respect, ignore };  // ignore: a person tests a connection

/// One provider as the database knows it.
struct ProviderState {
    std::string provider;
    BreakerView breaker;  // `last_reason` also after a call that was no failure of the provider
    std::int64_t calls_today = 0;  // under all keys
    std::int64_t daily_calls = 0;  // budget of one key, 0: none
    std::optional<Micros> last_success_at_us;
    std::optional<Micros> last_failure_at_us;
    std::optional<std::int64_t> last_latency_ms;
};

/// Breaker, pacing and daily budget of every provider in the database, by its clock, so that
/// processes share them and a restart resets nothing. Borrows the database; thread-safe. Key names
/// are key_name()'s, never the key. Errors: those of the database.
class ProviderHealth {
  public:
    explicit ProviderHealth(db::Database& database) : database_(database) {}

    /// In one write transaction: refused while the breaker is open, when the budget is used up, or
    /// when the next free slot lies after the context's deadline or max_wait_ms.
    [[nodiscard]] CallSlot acquire(CallContext const& context, std::string_view provider,
                                   std::string_view key_name, CallLimits const& limits,
                                   BreakerUse use);
    void record_success(CallContext const& context, std::string_view provider,
                        std::int64_t latency_ms);
    /// `retry_after_s` as the provider said: until then the breaker is open.
    void record_failure(CallContext const& context, std::string_view provider,
                        std::string_view reason, BreakerPass const& pass, CallLimits const& limits,
                        std::optional<std::int64_t> retry_after_s);
    /// The call told nothing of the provider; `reason` ("" or a stable key) is kept for views.
    void release(CallContext const& context, std::string_view provider, std::string_view reason,
                 BreakerPass const& pass);

    /// Every provider of the catalog and the SEC, also those never called.
    [[nodiscard]] std::vector<ProviderState> list(CallContext const& context,
                                                  CallSettings const& settings) const;

  private:
    db::Database& database_;
};

/// The first 8 hex digits of the key's SHA-256; "" for no key.
[[nodiscard]] std::string key_name(std::string_view key);

/// ec_provider_breaker_open (1 while no call goes out), ec_provider_last_success_timestamp_seconds
/// and ec_provider_calls_today, each by provider.
void set_provider_gauges(Metrics& metrics, std::vector<ProviderState> const& states);

}  // namespace ec::marketdata
