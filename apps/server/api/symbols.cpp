#include "api.hpp"

#include <ec/analysis/fact_sheet.hpp>
#include <ec/workflows/market_view.hpp>
#include <ec/workflows/symbol_listing.hpp>

#include <wire/wire.hpp>

namespace ec::server {
namespace {

constexpr std::int64_t max_sessions = 20'000;

http::Response search(Api const& api, http::Request const& request) {
    allow_queries(request, {"q", "limit"});
    auto const limit = static_cast<std::size_t>(integer_query(request, "limit", 20, 1, 100));
    auto const text = std::string(request.find_query("q").value_or(""));
    auto const services = api.core.services();
    return json_response(200, wire::render_symbols(workflows::list_symbols(
                                  services, request.context(), text, limit)));
}

http::Response get_symbol(Api const& api, http::Request const& request) {
    allow_queries(request, {});
    return json_response(200,
                         wire::render_symbol(workflows::get_symbol_listing(
                             api.core.services(), request.context(), request.get_param("symbol"))));
}

workflows::MarketView view_of(Api const& api, http::Request const& request) {
    return workflows::load_market_view(api.core.services(), request.context(),
                                       request.get_param("symbol"), date_query(request, "as_of"));
}

std::size_t sessions_of(http::Request const& request) {
    return static_cast<std::size_t>(integer_query(request, "sessions", 500, 1, max_sessions));
}

http::Response get_bars(Api const& api, http::Request const& request) {
    allow_queries(request, {"as_of", "sessions"});
    return json_response(200, wire::render_bars(view_of(api, request), sessions_of(request)));
}

http::Response get_indicators(Api const& api, http::Request const& request) {
    allow_queries(request, {"as_of", "sessions", "names"});
    auto const calls =
        workflows::parse_indicator_calls(request.find_query("names").value_or("").substr(0, 512));
    auto const view = view_of(api, request);
    return json_response(
        200, wire::render_indicators(view, sessions_of(request),
                                     workflows::compute_indicators(view.view.bars, calls)));
}

http::Response get_facts(Api const& api, http::Request const& request) {
    allow_queries(request, {"as_of", "horizon"});
    auto const horizon = integer_query(request, "horizon", 20, 5, 60);
    auto const source =
        workflows::load_fact_source(api.core.services(), request.context(),
                                    request.get_param("symbol"), date_query(request, "as_of"));
    return json_response(200,
                         analysis::render_facts_json(workflows::compute_sheet(
                             api.core.services(), source, static_cast<std::int32_t>(horizon))));
}

using Handle = http::Response (*)(Api const&, http::Request const&);

}  // namespace

void add_symbol_routes(http::Router& router, Api const& api) {
    auto const add = [&](char const* path, Handle handle) {
        router.add(make_route(
            http::Method::get, path, accounts::Permission::read_market, "read",
            [api, handle](http::Request const& request) { return handle(api, request); }));
    };
    add("/api/v1/symbols", search);
    add("/api/v1/symbols/{symbol}", get_symbol);
    add("/api/v1/symbols/{symbol}/bars", get_bars);
    add("/api/v1/symbols/{symbol}/indicators", get_indicators);
    add("/api/v1/symbols/{symbol}/facts", get_facts);
}

}  // namespace ec::server
