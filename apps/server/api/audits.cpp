#include "api.hpp"

#include <ec/workflows/check_text.hpp>

#include <wire/wire.hpp>

namespace ec::server {
namespace {

http::Response create(Api const& api, http::Request const& request) {
    allow_queries(request, {});
    auto const order = wire::parse_audit_order(request.body);
    return json_response(200, wire::render_audit(workflows::check_text(
                                  api.core.services(), request.context(), order.text, order.symbol,
                                  order.as_of, order.language)));
}

}  // namespace

void add_audit_routes(http::Router& router, Api const& api) {
    router.add(make_route(http::Method::post, "/api/v1/audits", accounts::Permission::check_text,
                          "work",
                          [api](http::Request const& request) { return create(api, request); }));
}

}  // namespace ec::server
