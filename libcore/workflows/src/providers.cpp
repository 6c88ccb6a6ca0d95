#include <ec/workflows/providers.hpp>

#include <ec/accounts/accounts.hpp>
#include <ec/base/error.hpp>
#include <ec/base/log.hpp>

#include "freshen.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace ec::workflows {
namespace {

using marketdata::NoticeAnswer;
using marketdata::Provider;

constexpr std::array markets{market::Market::us, market::Market::hk, market::Market::cn};

DataSources const& sources_of(Services const& services) {
    if (services.sources != nullptr) return *services.sources;
    throw Error(ErrorCode::unavailable, "provider.none_connected",
                "This process asks no outside source.");
}

void require(Services const& services, CallContext const& context,
             accounts::Permission permission) {
    accounts::Accounts::require(services.accounts.get_user(context, context.actor.user_id),
                                permission);
}

std::vector<std::string> tried_for(marketdata::RouterSettings const& settings, Provider provider) {
    std::vector<std::string> out;
    for (auto const market : markets) {
        auto const configured = settings.order.find(market);
        auto const order = configured != settings.order.end() ? configured->second
                                                              : marketdata::default_order(market);
        if (std::ranges::find(order, provider) != order.end())
            out.emplace_back(market::to_string(market));
    }
    return out;
}

ProviderView view_of(Services const& services, CallContext const& context, Provider provider) {
    for (auto& view : list_providers(services, context))
        if (view.info.provider == provider) return std::move(view);
    throw Error(ErrorCode::internal, "provider.unknown", "There is no such provider.");
}

}  // namespace

std::vector<ProviderView> list_providers(Services const& services, CallContext const& context) {
    require(services, context, accounts::Permission::read_market);
    auto const& sources = sources_of(services);
    auto const& settings = sources.router.settings();
    auto const states = sources.health.list(context, settings.calls);
    std::vector<ProviderView> views;
    for (auto const& connection : sources.connections.list(context)) {
        ProviderView view;
        view.info = marketdata::info_of(connection.provider);
        view.connection = connection;
        auto const state =
            std::ranges::find(states, view.info.name, &marketdata::ProviderState::provider);
        if (state != states.end()) view.state = *state;
        view.tried_for = tried_for(settings, connection.provider);
        views.push_back(std::move(view));
    }
    return views;
}

std::vector<std::string> connected_markets(Services const& services, CallContext const& context) {
    std::vector<std::string> connected;
    for (auto const market : markets)
        if (is_connected(services, context, market))
            connected.emplace_back(market::to_string(market));
    return connected;
}

Provider get_provider(std::string_view name) {
    if (auto const provider = marketdata::parse_provider(name)) return *provider;
    std::string known;
    for (auto const& info : marketdata::provider_catalog())
        known += (known.empty() ? "" : ", ") + std::string(info.name);
    throw Error(ErrorCode::not_found, "provider.unknown",
                fmt::format("There is no provider {}. Known ones: {}.",
                            std::string(name.substr(0, 40)), known));
}

ProviderView connect_provider(Services const& services, CallContext const& context,
                              ConnectOrder const& order) {
    require(services, context, accounts::Permission::import_data);
    (void)sources_of(services).connections.connect(context, order.provider, order.notice,
                                                   order.key);
    return view_of(services, context, order.provider);
}

ProviderView disconnect_provider(Services const& services, CallContext const& context,
                                 Provider provider, marketdata::KeyFate fate) {
    require(services, context, accounts::Permission::import_data);
    (void)sources_of(services).connections.disconnect(context, provider, fate);
    return view_of(services, context, provider);
}

std::vector<marketdata::ConnectionTest> test_provider(Services const& services,
                                                      CallContext const& context,
                                                      ConnectOrder const& order,
                                                      std::optional<market::Market> market) {
    require(services, context, accounts::Permission::import_data);
    auto const& sources = sources_of(services);
    auto const& info = marketdata::info_of(order.provider);
    auto const connection = sources.connections.get(context, order.provider);
    bool const accepted = order.notice == NoticeAnswer::accepted ||
                          connection.notice_accepted_at_us.has_value() ||
                          connection.by_configuration == 1;
    if (info.standing == marketdata::Standing::unofficial && !accepted)
        throw Error(ErrorCode::forbidden, "provider.notice_required",
                    fmt::format("{} is an unofficial source. Read its notice and accept it first.",
                                info.title));
    std::vector<marketdata::ConnectionTest> tests;
    for (auto const one :
         market ? std::vector{*market}
                : std::vector<market::Market>(info.markets.begin(), info.markets.end()))
        tests.push_back(sources.router.test(context, order.provider, one, order.key));
    return tests;
}

void update_provider_metrics(Services const& services, CallContext const& context,
                             Metrics& metrics) noexcept {
    if (services.sources == nullptr) return;
    try {
        auto const states =
            services.sources->health.list(context, services.sources->router.settings().calls);
        marketdata::set_provider_gauges(metrics, states);
    } catch (std::exception const& error) {
        log::write(log::Level::warn, "provider metrics", context.trace_id,
                   {{"error.message", error.what()}});
    }
}

}  // namespace ec::workflows
