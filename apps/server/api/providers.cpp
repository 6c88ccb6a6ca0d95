#include "api.hpp"

#include <ec/workflows/providers.hpp>

#include <wire/wire_sources.hpp>

namespace ec::server {
namespace {

constexpr int outside_deadline_ms =
    75'000;  // an answer is waited for 15 s, three markets are asked

http::Response list(Api const& api, http::Request const& request) {
    allow_queries(request, {});
    return json_response(200, wire::render_providers(workflows::list_providers(api.core.services(),
                                                                               request.context())));
}

marketdata::Provider provider_of(http::Request const& request) {
    return workflows::get_provider(request.get_param("provider"));
}

http::Response connect(Api const& api, http::Request const& request) {
    allow_queries(request, {});
    auto body = wire::parse_connect(request.body, wire::ConnectUse::connect);
    workflows::ConnectOrder const order{provider_of(request), body.notice, std::move(body.key)};
    return json_response(200, wire::render_provider(workflows::connect_provider(
                                  api.core.services(), request.context(), order)));
}

http::Response disconnect(Api const& api, http::Request const& request) {
    allow_queries(request, {"forget_key"});
    auto const fate =
        flag_query(request, "forget_key") ? marketdata::KeyFate::remove : marketdata::KeyFate::keep;
    return json_response(200,
                         wire::render_provider(workflows::disconnect_provider(
                             api.core.services(), request.context(), provider_of(request), fate)));
}

http::Response test(Api const& api, http::Request const& request) {
    allow_queries(request, {});
    auto body = wire::parse_connect(request.body, wire::ConnectUse::test);
    workflows::ConnectOrder const order{provider_of(request), body.notice, std::move(body.key)};
    return json_response(200, wire::render_tests(workflows::test_provider(
                                  api.core.services(), request.context(), order, body.market)));
}

using Handle = http::Response (*)(Api const&, http::Request const&);

}  // namespace

void add_provider_routes(http::Router& router, Api const& api) {
    auto const add = [&](http::Method method, char const* path, accounts::Permission permission,
                         char const* rate, Handle handle) {
        auto route = make_route(
            method, path, permission, rate,
            [api, handle](http::Request const& request) { return handle(api, request); });
        route.deadline_ms = outside_deadline_ms;
        router.add(std::move(route));
    };
    using accounts::Permission;
    add(http::Method::get, "/api/v1/providers", Permission::read_market, "read", list);
    add(http::Method::put, "/api/v1/providers/{provider}", Permission::import_data, "work",
        connect);
    add(http::Method::del, "/api/v1/providers/{provider}", Permission::import_data, "work",
        disconnect);
    add(http::Method::post, "/api/v1/providers/{provider}/test", Permission::import_data, "work",
        test);
}

}  // namespace ec::server
