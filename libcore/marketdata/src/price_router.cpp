#include <ec/marketdata/price_router.hpp>

#include <ec/base/error.hpp>
#include <ec/market/exchange_zone.hpp>
#include <ec/marketdata/identity.hpp>
#include <ec/marketdata/instruments.hpp>
#include <ec/marketdata/provider_catalog.hpp>
#include <ec/marketdata/provider_connections.hpp>
#include <paced_call.hpp>
#include <single_flight.hpp>

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace ec::marketdata {
namespace {

// No market is closed for longer.
constexpr std::int32_t test_days = 14;

market::Symbol well_known(market::Market market) {
    switch (market) {
        case market::Market::us:
            return market::Symbol::parse("AAPL");
        case market::Market::hk:
            return market::Symbol::parse("0700.HK");
        case market::Market::cn:
            return market::Symbol::parse("600519.SH");
    }
    return market::Symbol::parse("AAPL");
}

std::string flight_key(FetchOrder const& order) {
    auto key = fmt::format("{} {} {} {} {}", order.symbol.text(), to_string(order.kind),
                           order.from.iso(), order.to.iso(),
                           order.expected_last_session ? order.expected_last_session->iso() : "");
    for (auto const basis : order.bases) key += fmt::format(" {}", to_string(basis));
    return key;
}

std::optional<market::PriceBasis> choose_basis(ProviderInfo const& info,
                                               std::vector<market::PriceBasis> const& wanted) {
    if (wanted.empty()) return info.bases.front();
    for (auto const basis : wanted)
        if (info.gives(basis)) return basis;
    return std::nullopt;
}

Error none_connected(market::Market market) {
    return {ErrorCode::not_found, "provider.none_connected",
            fmt::format("No source of prices is switched on for the market {}. Switch one on under "
                        "Data sources, or import a file.",
                        market::to_string(market))};
}

Error none_answered(FetchOrder const& order, std::vector<FetchAttempt> const& attempts,
                    Micros now_us) {
    std::string who;
    std::optional<Micros> soonest;
    for (auto const& attempt : attempts) {
        who += fmt::format("{}{} ({})", who.empty() ? "" : ", ", info_of(attempt.provider).title,
                           attempt.reason);
        if (attempt.retry_at_us)
            soonest = std::min(soonest.value_or(*attempt.retry_at_us), *attempt.retry_at_us);
    }
    auto error = Error(ErrorCode::unavailable, "provider.none_answered",
                       fmt::format("No data source gave prices of {}: {}. Try again later, switch "
                                   "on another source or import a file.",
                                   order.symbol.text(), who));
    for (auto const& attempt : attempts) {
        std::string remedy;
        if (attempt.retry_at_us)
            remedy = fmt::format("Asked again from {}.", format_utc(*attempt.retry_at_us));
        static_cast<void>(error.with_field({std::string(to_string(attempt.provider)),
                                            attempt.reason, attempt.detail, std::move(remedy)}));
    }
    if (soonest)
        static_cast<void>(error.with_retry_after_s(
            std::max<std::int64_t>(1, (*soonest - now_us) / micros_per_second)));
    return error;
}

void judge(ProviderAnswer const& answer, std::optional<Instrument> const& instrument,
           std::optional<Date> expected) {
    auto const title = info_of(answer.provider).title;
    if (instrument)
        if (auto const mismatch = find_mismatch(answer, *instrument))
            throw Error(ErrorCode::conflict, mismatch->reason,
                        fmt::format("{} gave {}.", title, mismatch->detail));
    if (expected && (answer.bars.empty() || answer.bars.date.back() < *expected))
        throw Error(
            ErrorCode::unavailable, "provider.old_data",
            fmt::format("{} gave old prices: its newest session is {}, that of {} is over.", title,
                        answer.bars.empty() ? "missing" : answer.bars.date.back().iso(),
                        expected->iso()));
}

struct Asked {
    FetchAttempt attempt;
    FetchedPrices prices;
    std::int8_t cut_short = 0;
};

}  // namespace

void check_settings(RouterSettings const& settings) {
    for (auto const& [market, order] : settings.order) {
        std::set<Provider> seen;
        for (auto const provider : order) {
            auto const& info = info_of(provider);
            std::string problem;
            if (!seen.insert(provider).second) problem = "is named twice";
            if (info.answers != AnswerKind::bars) problem = "gives quotes, no days of the past";
            if (!info.serves(market)) problem = "does not serve this market";
            if (!problem.empty())
                throw invalid_field("provider.order",
                                    fmt::format("providers.order_{}", market::to_string(market)),
                                    std::string(info.name), problem, "Remove it from the list.");
        }
    }
}

struct PriceRouter::State {
    [[nodiscard]] CallParties parties() const {
        return {health, transport, settings.calls, metrics};
    }
    [[nodiscard]] bool is_live() const { return transport.liveness() == Liveness::live; }
    [[nodiscard]] std::vector<Provider> order_of(market::Market market) const {
        auto const found = settings.order.find(market);
        return found == settings.order.end() ? default_order(market) : found->second;
    }
    [[nodiscard]] std::vector<Provider> providers_for(CallContext const& context,
                                                      market::Market market) const;
    [[nodiscard]] PriceOrder price_order(Provider provider, FetchOrder const& order,
                                         std::optional<std::string> const& key) const;
    Asked ask(CallContext const& context, Provider provider, FetchOrder const& order,
              std::optional<std::string> const& key, BreakerUse use);
    CallOutcome send_all(CallContext const& context, PriceOrder const& order, PacedCall call,
                         Asked& asked, FetchOrder const& wanted);
    FetchedPrices ask_in_turn(CallContext const& context, FetchOrder const& order,
                              std::int8_t& cut_short);

    ProviderHealth& health;
    ProviderConnections const& connections;
    ProviderTransport& transport;
    Instruments const& instruments;
    RouterSettings settings;
    Metrics* metrics = nullptr;
    SingleFlight<FetchedPrices> flights = {};
};

std::vector<Provider> PriceRouter::State::providers_for(CallContext const& context,
                                                        market::Market market) const {
    auto order = order_of(market);
    if (!is_live()) return order;
    auto const known = connections.list(context);
    std::erase_if(order, [&](Provider provider) {
        return known[static_cast<std::size_t>(provider)].enabled == 0;
    });
    return order;
}

PriceOrder PriceRouter::State::price_order(Provider provider, FetchOrder const& order,
                                           std::optional<std::string> const& key) const {
    auto const& info = info_of(provider);
    auto const basis = choose_basis(info, order.bases);
    if (!basis)
        throw Error(ErrorCode::invalid_input, "provider.basis",
                    fmt::format("{} does not give prices on the wanted basis.", info.title));
    PriceOrder out{order.symbol, order.kind, *basis, order.from, order.to, {}};
    if (info.needs_key == 1)
        out.key = is_live() ? key ? *key : connections.load_key(provider) : "***";
    return out;
}

// One spelling after another until one is known.
CallOutcome PriceRouter::State::send_all(CallContext const& context, PriceOrder const& order,
                                         PacedCall call, Asked& asked, FetchOrder const& wanted) {
    auto const provider = asked.attempt.provider;
    auto const requests = build_requests(provider, order);
    auto const questions = questions_of(provider, order);
    auto const instrument = instruments.find(context, order.symbol);
    CallOutcome outcome;
    for (std::size_t i = 0; i < requests.size(); ++i) {
        call.request.request = requests[i];
        call.request.question = {std::string(to_string(provider)), questions[i],
                                 order.symbol.text(), std::string(to_string(order.kind)),
                                 std::string(to_string(order.basis))};
        call.request.secret = call.key;
        call.request.max_bytes = max_answer_bytes;
        outcome = make_call(context, parties(), call, [&](TransportAnswer const& got) {
            auto answer = parse_kept(call.request.question, got.answer);
            judge(answer, instrument, wanted.expected_last_session);
            asked.prices = {provider,       std::move(answer),
                            got.answer.id,  got.answer.fetched_at_us,
                            got.latency_ms, {}};
        });
        if (outcome.reason != "provider.unknown_symbol") break;
    }
    return outcome;
}

Asked PriceRouter::State::ask(CallContext const& context, Provider provider,
                              FetchOrder const& order, std::optional<std::string> const& key,
                              BreakerUse use) {
    Asked asked;
    asked.attempt.provider = provider;
    try {
        auto const priced = price_order(provider, order, key);
        PacedCall call;
        call.key = priced.key;
        call.keyed = info_of(provider).needs_key;
        call.breaker = use;
        auto const outcome = send_all(context, priced, std::move(call), asked, order);
        asked.attempt.reason = outcome.reason;
        asked.attempt.detail = outcome.detail;
        asked.attempt.retry_at_us = outcome.retry_at_us;
        asked.attempt.status = outcome.status;
        asked.cut_short = outcome.cut_short;
        asked.prices.latency_ms = outcome.latency_ms;
    } catch (Error const& error) {
        if (!error.reason().starts_with("provider.")) throw;
        asked.attempt.reason = error.reason();
        asked.attempt.detail = error.public_message();
    }
    return asked;
}

FetchedPrices PriceRouter::State::ask_in_turn(CallContext const& context, FetchOrder const& order,
                                              std::int8_t& cut_short) {
    auto const providers = providers_for(context, order.symbol.market());
    if (providers.empty()) throw none_connected(order.symbol.market());
    std::vector<FetchAttempt> attempts;
    for (auto const provider : providers) {
        context.check();
        auto asked = ask(context, provider, order, std::nullopt, BreakerUse::respect);
        cut_short = static_cast<std::int8_t>(cut_short | asked.cut_short);
        attempts.push_back(asked.attempt);
        if (!asked.attempt.reason.empty()) continue;
        asked.prices.attempts = std::move(attempts);
        return std::move(asked.prices);
    }
    context.check();
    throw none_answered(order, attempts, context.now_us());
}

PriceRouter::PriceRouter(ProviderHealth& health, ProviderConnections const& connections,
                         ProviderTransport& transport, Instruments const& instruments,
                         RouterSettings settings, Metrics* metrics) {
    check_settings(settings);
    state_ = std::unique_ptr<State>(
        new State{health, connections, transport, instruments, std::move(settings), metrics});
}
PriceRouter::~PriceRouter() = default;

FetchedPrices PriceRouter::fetch(CallContext const& context, FetchOrder const& order) {
    if (order.from > order.to)
        throw invalid_field("provider.days", "from", order.from.iso(), "is after the last day",
                            "Give the earlier day first.");
    context.check();
    return state_->flights.share(flight_key(order), context, [&](std::int8_t& own_fault) {
        return state_->ask_in_turn(context, order, own_fault);
    });
}

ConnectionTest PriceRouter::test(CallContext const& context, Provider provider,
                                 market::Market market, std::optional<std::string> const& key) {
    auto const& info = info_of(provider);
    if (!info.serves(market))
        throw invalid_field("provider.market", "market", std::string(market::to_string(market)),
                            fmt::format("{} does not serve it", info.title),
                            "Choose a market that it serves.");
    FetchOrder order;
    order.symbol = well_known(market);
    order.to = market::to_local(market::zone_of(market), context.now_us()).date;
    order.from = order.to - test_days;
    order.expected_last_session = order.from;
    auto asked = state_->ask(context, provider, order, key, BreakerUse::ignore);
    ConnectionTest result;
    result.provider = provider;
    result.symbol = order.symbol;
    result.source = info.source;
    result.reason = asked.attempt.reason;
    result.detail = asked.attempt.detail;
    result.status = asked.attempt.status;
    result.latency_ms = asked.prices.latency_ms;
    result.retry_at_us = asked.attempt.retry_at_us;
    auto const& bars = asked.prices.answer.bars;
    result.bars = bars.size();
    if (!bars.empty()) result.last_session = bars.date.back();
    return result;
}

RouterSettings const& PriceRouter::settings() const noexcept { return state_->settings; }

std::vector<Provider> PriceRouter::connected(CallContext const& context,
                                             market::Market market) const {
    return state_->providers_for(context, market);
}

}  // namespace ec::marketdata
