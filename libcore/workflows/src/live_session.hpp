#pragma once

#include <ec/analysis/call.hpp>
#include <ec/base/call_context.hpp>
#include <ec/base/dates.hpp>
#include <ec/market/symbol.hpp>
#include <ec/workflows/services.hpp>

#include <optional>
#include <string>

namespace ec::workflows {

/// The session that an analysis of today is about where a provider of the symbol's market is
/// switched on: the last complete one. Nullopt where none is: the store's last bar is meant.
/// Throws unavailable "calendar.unknown" when the calendar does not reach today.
[[nodiscard]] std::optional<Date> wanted_session(Services const& services,
                                                 CallContext const& context,
                                                 market::Symbol const& symbol);

/// Whether the shown series is no sample and has a bar of that session or a later one.
[[nodiscard]] bool has_session(Services const& services, CallContext const& context,
                               market::Symbol const& symbol, Date session);

/// Why there can be no analysis of a session.
struct Refusal {
    analysis::Outcome outcome = analysis::Outcome::stale_data;
    std::string reason;
    std::string detail;
};

/// Asks the providers for what is missing up to the session, of the symbol and, as far as it can be
/// had, of its benchmark. Nullopt when the session is there.
[[nodiscard]] std::optional<Refusal> reach_session(Services const& services,
                                                   CallContext const& context,
                                                   market::Symbol const& symbol, Date session);

}  // namespace ec::workflows
