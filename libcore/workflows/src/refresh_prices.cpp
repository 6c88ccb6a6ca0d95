#include <ec/workflows/refresh_prices.hpp>

#include <ec/accounts/accounts.hpp>
#include <ec/market/exchange_zone.hpp>

#include <ec/marketdata/market_data.hpp>
#include <ec/marketdata/provider_catalog.hpp>
#include <ec/marketdata/sec_filings.hpp>

#include "freshen.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace ec::workflows {
namespace {

using marketdata::Placement;

// Ten years and the sessions that their first averages need.
constexpr std::int32_t history_days = 4'000;
// So many days are asked for again: where they differ, an ex-date has moved the prices.
constexpr std::int32_t overlap_days = 15;
constexpr std::int64_t answers_to_sweep = 20;

void require_import(Services const& services, CallContext const& context) {
    accounts::Accounts::require(services.accounts.get_user(context, context.actor.user_id),
                                accounts::Permission::import_data);
}

marketdata::FetchOrder order_of(Services const& services, CallContext const& context,
                                market::Symbol const& symbol, std::optional<Date> const& expected) {
    marketdata::FetchOrder order;
    order.symbol = symbol;
    auto const known = services.market_data.instruments().find(context, symbol);
    order.kind = known ? known->kind : market::kind_by_code(symbol);
    order.to = market::to_local(market::zone_of(symbol.market()), context.now_us()).date;
    order.from = order.to + -history_days;
    order.expected_last_session = expected;
    return order;
}

marketdata::PlacedAnswer place(Services const& services, CallContext const& context,
                               marketdata::FetchedPrices const& fetched, PriceRefresh& refresh) {
    refresh.source = marketdata::info_of(fetched.provider).source;
    refresh.latency_ms = fetched.latency_ms;
    for (auto const& attempt : fetched.attempts)
        if (!attempt.reason.empty())
            refresh.attempts.push_back({std::string(marketdata::to_string(attempt.provider)),
                                        attempt.reason, attempt.detail, ""});
    return marketdata::place_answer(context, services.database, services.market_data.bars(),
                                    fetched.answer, fetched.vault_id);
}

// Every fetch takes some old answers away, so that the vault stays as long as it is meant to be
// without anybody watching it.
void sweep_vault(Services const& services, CallContext const& context) {
    auto const kept_us = services.sources->vault_days * micros_per_day;
    (void)services.sources->vault.sweep(context, context.now_us() - kept_us, answers_to_sweep);
}

void fetch_into(Services const& services, CallContext const& context, PriceRefresh& refresh,
                std::optional<Date> last_stored) {
    auto& router = services.sources->router;
    auto order = order_of(services, context, refresh.symbol, refresh.expected_session);
    auto const whole = order.from;
    if (last_stored) order.from = std::max(whole, *last_stored + -overlap_days);
    auto placed = place(services, context, router.fetch(context, order), refresh);
    if (placed.placement == Placement::needs_history && order.from > whole) {
        order.from = whole;
        placed = place(services, context, router.fetch(context, order), refresh);
    }
    if (placed.placement == Placement::needs_history)
        throw Error(ErrorCode::unavailable, "provider.too_short",
                    fmt::format("{} gives fewer than {} sessions of {}: too few to begin a series. "
                                "Connect another provider or import a CSV file.",
                                marketdata::title_of(refresh.source), marketdata::bars_to_seed,
                                refresh.symbol.text()));
    refresh.placement = placed.placement;
    refresh.change = std::move(placed.change);
    refresh.last_session = placed.last_session;
    refresh.state = RefreshState::refreshed;
    sweep_vault(services, context);
}

// What a provider or an answer is to blame for; everything else is the caller's or ours.
bool is_failure_of_sources(Error const& error) {
    auto const reason = std::string_view(error.reason());
    return reason.starts_with("provider.") || reason.starts_with("import.") ||
           reason == "marketdata.mixed_vintages";
}

}  // namespace

std::string_view to_string(RefreshState state) noexcept {
    switch (state) {
        case RefreshState::not_connected:
            return "not_connected";
        case RefreshState::current:
            return "current";
        case RefreshState::refreshed:
            return "refreshed";
        case RefreshState::failed:
            return "failed";
    }
    return "failed";
}

bool is_connected(Services const& services, CallContext const& context, market::Market market) {
    return services.sources != nullptr &&
           !services.sources->router.connected(context, market).empty();
}

std::optional<marketdata::SeriesInfo> find_live_series(Services const& services,
                                                       CallContext const& context,
                                                       market::Symbol const& symbol) {
    std::optional<marketdata::SeriesInfo> found;
    for (auto& info : services.market_data.bars().list_series(context, symbol)) {
        bool const of_provider =
            std::ranges::any_of(marketdata::provider_catalog(),
                                [&](auto const& one) { return one.source == info.source; });
        if (info.sample == 1 || !of_provider) continue;
        if (!found || found->last_date < info.last_date) found = std::move(info);
    }
    return found;
}

PriceRefresh freshen(Services const& services, CallContext const& context,
                     market::Symbol const& symbol, RefreshPolicy policy) {
    PriceRefresh refresh;
    refresh.symbol = symbol;
    refresh.expected_session =
        services.market_data.calendar(symbol.market()).latest_complete_session(context.now_us());
    if (!is_connected(services, context, symbol.market())) return refresh;
    std::optional<Date> last_stored;
    if (auto const live = find_live_series(services, context, symbol)) {
        refresh.source = live->source;
        refresh.last_session = last_stored = live->last_date;
        bool const there = refresh.expected_session && live->last_date &&
                           *live->last_date >= *refresh.expected_session;
        if (there && policy == RefreshPolicy::when_behind) {
            refresh.state = RefreshState::current;
            return refresh;
        }
    }
    try {
        fetch_into(services, context, refresh, last_stored);
    } catch (Error const& error) {
        if (!is_failure_of_sources(error)) throw;
        refresh.state = RefreshState::failed;
        refresh.reason = error.reason();
        refresh.detail = error.public_message();
        if (!error.fields().empty()) refresh.attempts = error.fields();
    }
    return refresh;
}

PriceRefresh refresh_prices(Services const& services, CallContext const& context,
                            market::Symbol const& symbol, RefreshPolicy policy) {
    require_import(services, context);
    return freshen(services, context, symbol, policy);
}

std::vector<PriceRefresh> refresh_all(Services const& services, CallContext const& context,
                                      std::vector<std::string> const& texts, RefreshPolicy policy,
                                      RefreshProgress const& progress) {
    require_import(services, context);
    std::vector<market::Symbol> symbols;
    for (auto const& text : texts)
        symbols.push_back(services.market_data.instruments().get_symbol(context, text));
    if (texts.empty())
        for (auto const& shown : services.market_data.bars().list_shown(context))
            if (find_live_series(services, context, shown.symbol)) symbols.push_back(shown.symbol);
    std::vector<PriceRefresh> done;
    for (auto const& symbol : symbols) {
        context.check();
        done.push_back(freshen(services, context, symbol, policy));
        progress(done.back(), symbols.size());
    }
    return done;
}

FilingsRefresh refresh_filings(Services const& services, CallContext const& context,
                               std::string const& text) {
    require_import(services, context);
    if (services.sources == nullptr)
        throw Error(ErrorCode::unavailable, "provider.none_connected",
                    "This process asks no outside source.");
    FilingsRefresh refresh;
    refresh.symbol = services.market_data.instruments().get_symbol(context, text);
    auto const fetched = services.sources->filings.fetch(context, refresh.symbol);
    refresh.company = fetched.company.title;
    refresh.rows_read = fetched.file.rows_read;
    refresh.rejected = fetched.file.rejected.size();
    refresh.change = services.market_data.fundamentals().import(
        context, refresh.symbol, fetched.file.facts, marketdata::sec_name);
    return refresh;
}

}  // namespace ec::workflows
