#include "live_session.hpp"

#include <ec/base/error.hpp>
#include <ec/base/log.hpp>
#include <ec/marketdata/market_data.hpp>

#include "freshen.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace ec::workflows {
namespace {

// The source answered, about something that is not this symbol.
constexpr std::array<std::string_view, 7> identity_reasons{
    "provider.other_company",  "provider.other_currency", "provider.other_exchange",
    "provider.unknown_symbol", "provider.wrong_symbol",   "import.other_company",
    "import.scale_differs",
};

bool is_identity(std::string_view reason) {
    return std::ranges::find(identity_reasons, reason) != identity_reasons.end();
}

Refusal refusal_of(PriceRefresh const& refresh) {
    Refusal refusal{analysis::Outcome::stale_data, refresh.reason, refresh.detail};
    for (auto const& attempt : refresh.attempts)
        refusal.detail += fmt::format(" {}: {}", attempt.field, attempt.problem);
    bool const of_others =
        is_identity(refresh.reason) ||
        (!refresh.attempts.empty() && std::ranges::all_of(refresh.attempts, [](auto const& one) {
            return is_identity(one.value);
        }));
    if (of_others) refusal.outcome = analysis::Outcome::data_missing;
    return refusal;
}

void freshen_benchmark(Services const& services, CallContext const& context,
                       market::Symbol const& symbol, Date session) {
    auto const benchmark = services.market_data.bars().find_benchmark(context, symbol, session);
    if (!benchmark) return;
    auto const refresh = freshen(services, context, *benchmark, RefreshPolicy::when_behind);
    if (refresh.state == RefreshState::failed)
        log::write(log::Level::warn, "benchmark not refreshed", context.trace_id,
                   {{"event.reason", refresh.reason}, {"symbol", benchmark->text()}});
}

}  // namespace

std::optional<Date> wanted_session(Services const& services, CallContext const& context,
                                   market::Symbol const& symbol) {
    if (!is_connected(services, context, symbol.market())) return std::nullopt;
    auto const& calendar = services.market_data.calendar(symbol.market());
    if (auto const session = calendar.latest_complete_session(context.now_us())) return session;
    throw Error(ErrorCode::unavailable, "calendar.unknown",
                fmt::format("The shipped calendar {} ends on {}: the last complete session is not "
                            "known. Name a day, or install a newer release.",
                            calendar.id(), calendar.last().iso()));
}

bool has_session(Services const& services, CallContext const& context, market::Symbol const& symbol,
                 Date session) {
    auto const shown = services.market_data.bars().find_shown(context, symbol);
    return shown && shown->sample == 0 && shown->last_date && *shown->last_date >= session;
}

std::optional<Refusal> reach_session(Services const& services, CallContext const& context,
                                     market::Symbol const& symbol, Date session) {
    auto const refresh = freshen(services, context, symbol, RefreshPolicy::when_behind);
    switch (refresh.state) {
        case RefreshState::not_connected:
            return Refusal{analysis::Outcome::stale_data, "provider.none_connected",
                           "No provider of this market is switched on any more."};
        case RefreshState::failed:
            return refusal_of(refresh);
        case RefreshState::current:
        case RefreshState::refreshed:
            break;
    }
    freshen_benchmark(services, context, symbol, session);
    if (has_session(services, context, symbol, session)) return std::nullopt;
    return Refusal{
        analysis::Outcome::stale_data, "provider.session_missing",
        fmt::format("The session of {} is missing: the newest complete one from {} is {}.",
                    session.iso(), refresh.source,
                    refresh.last_session ? refresh.last_session->iso() : "unknown")};
}

}  // namespace ec::workflows
