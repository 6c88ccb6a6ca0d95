#pragma once

#include <ec/base/call_context.hpp>
#include <ec/base/error.hpp>
#include <ec/marketdata/provider_health.hpp>
#include <ec/marketdata/provider_transport.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace ec {
class Metrics;
}

// One call to a source: leave of its health, the wait for its slot, the answer, what the call told
// of the source.
namespace ec::marketdata {

struct CallParties {
    ProviderHealth& health;
    ProviderTransport& transport;
    CallSettings const& settings;
    Metrics* metrics = nullptr;
};

struct PacedCall {
    TransportRequest request;
    std::string key;        // in use, "" for none; named by its fingerprint only
    std::int8_t keyed = 0;  // the source serves accounts: a refusal may be about the account
    BreakerUse breaker = BreakerUse::respect;
};

/// How a call ended that did not have to be broken off.
struct CallOutcome {
    std::string reason;  // stable key; empty: answered and taken
    std::string detail;
    std::optional<Micros> retry_at_us;
    int status = 0;
    std::int64_t latency_ms = 0;
    std::int8_t cut_short = 0;  // by the deadline of this caller alone: another may fare better
    std::optional<Error> error;
};

/// `take` reads the answer and throws Error when it is not what was asked for. Throws only what is
/// not about the source: cancellation, the deadline, the stores.
[[nodiscard]] CallOutcome make_call(CallContext const& context, CallParties const& parties,
                                    PacedCall const& call,
                                    std::function<void(TransportAnswer const&)> const& take);

}  // namespace ec::marketdata
