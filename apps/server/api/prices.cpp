#include "api.hpp"

#include <ec/base/error.hpp>
#include <ec/workflows/import_prices.hpp>
#include <ec/workflows/refresh_prices.hpp>
#include <ec/workflows/symbol_listing.hpp>

#include <wire/wire_sources.hpp>

namespace ec::server {
namespace {

constexpr int outside_deadline_ms = 75'000;
constexpr std::size_t max_listed_rows = 1'000;

http::Response refresh(Api const& api, http::Request const& request) {
    allow_queries(request, {});
    auto const services = api.core.services();
    auto const context = request.context();
    auto const listing =
        workflows::get_symbol_listing(services, context, request.get_param("symbol"));
    return json_response(
        200, wire::render_refresh(workflows::refresh_prices(
                 services, context, listing.instrument.symbol, workflows::RefreshPolicy::always)));
}

Error bad_choice(std::string_view name, std::string_view value, std::string_view known) {
    return invalid_field("query.choice", std::string(name), std::string(value.substr(0, 40)),
                         "no such choice", "Use " + std::string(known) + ".");
}

std::optional<market::PriceBasis> basis_query(http::Request const& request) {
    auto const text = request.find_query("basis");
    if (!text) return std::nullopt;
    auto const basis = market::parse_price_basis(*text);
    if (!basis) throw bad_choice("basis", *text, "raw, split_adjusted or adjusted");
    return basis;
}

std::optional<market::VolumeUnit> volume_unit_query(http::Request const& request) {
    auto const text = request.find_query("volume_unit");
    if (!text) return std::nullopt;
    if (*text == "shares") return market::VolumeUnit::shares;
    if (*text == "lots") return market::VolumeUnit::lots_of_100;
    throw bad_choice("volume_unit", *text, "shares or lots");
}

std::optional<market::DateOrder> date_order_query(http::Request const& request) {
    auto const text = request.find_query("date_order");
    if (!text) return std::nullopt;
    if (*text == "mdy") return market::DateOrder::month_first;
    if (*text == "dmy") return market::DateOrder::day_first;
    throw bad_choice("date_order", *text, "mdy or dmy");
}

http::Response import(Api const& api, http::Request const& request) {
    allow_queries(request,
                  {"dry_run", "file_name", "basis", "base_date", "volume_unit", "date_order"});
    marketdata::ImportRequest order;
    order.file_name = std::string(request.find_query("file_name").value_or("upload.csv"));
    order.basis = basis_query(request);
    order.base_date = date_query(request, "base_date");
    order.volume_unit = volume_unit_query(request);
    order.date_order = date_order_query(request);
    if (flag_query(request, "dry_run")) order.mode = marketdata::ImportMode::dry_run;
    auto const report = workflows::import_prices(api.core.services(), request.context(),
                                                 request.get_param("symbol"), request.body, order);
    return json_response(200, wire::render_import(report, order.mode, max_listed_rows));
}

}  // namespace

void add_price_routes(http::Router& router, Api const& api) {
    auto refresh_route = make_route(
        http::Method::post, "/api/v1/symbols/{symbol}/refresh", accounts::Permission::import_data,
        "work", [api](http::Request const& request) { return refresh(api, request); });
    refresh_route.deadline_ms = outside_deadline_ms;
    router.add(std::move(refresh_route));
    auto import_route = make_route(
        http::Method::post, "/api/v1/symbols/{symbol}/imports", accounts::Permission::import_data,
        "work", [api](http::Request const& request) { return import(api, request); });
    auto const limit = api.core.configuration().limits.import_bytes;
    import_route.body_limit = static_cast<std::size_t>(limit);
    router.add(std::move(import_route));
}

}  // namespace ec::server
