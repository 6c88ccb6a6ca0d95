#include "api.hpp"

#include <ec/llm/chat_model.hpp>
#include <ec/marketdata/market_data.hpp>
#include <ec/workflows/providers.hpp>

#include <wire/wire.hpp>

#include <algorithm>

namespace ec::server {
namespace {

http::Response get_session(Api const& api, http::Request const& request) {
    allow_queries(request, {});
    auto const services = api.core.services();
    auto const shown = services.market_data.bars().list_shown(request.context());
    wire::SessionView view;
    view.user_id = request.actor.user_id;
    view.profile = services.profile;
    view.version = api.version;
    if (services.model != nullptr) view.model = services.model->settings().model;
    view.sample_only = !shown.empty() && std::ranges::all_of(shown, [](auto const& series) {
        return series.sample == 1;
    });
    view.connected = workflows::connected_markets(services, request.context());
    for (auto const& series : shown)
        if (series.last_date && (!view.recorded_until || *view.recorded_until < *series.last_date))
            view.recorded_until = series.last_date;
    return json_response(200, wire::render_session(view));
}

}  // namespace

void add_session_routes(http::Router& router, Api const& api) {
    router.add(
        make_route(http::Method::get, "/api/v1/session", accounts::Permission::read_market, "read",
                   [api](http::Request const& request) { return get_session(api, request); }));
}

}  // namespace ec::server
