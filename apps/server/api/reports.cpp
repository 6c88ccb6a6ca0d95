#include "api.hpp"

#include <ec/base/error.hpp>
#include <ec/marketdata/market_data.hpp>
#include <ec/reports/render.hpp>
#include <ec/reports/report_store.hpp>
#include <ec/workflows/market_view.hpp>
#include <ec/workflows/reveal.hpp>

#include <wire/wire.hpp>

#include <fmt/format.h>

namespace ec::server {
namespace {

reports::Reader reader_of(http::Request const& request) {
    return {request.actor.user_id, reports::ReadScope::granted};
}

reports::StoredReport get_row(Api const& api, http::Request const& request) {
    auto row = api.core.services().reports.find_row(request.context(), reader_of(request),
                                                    request.get_param("id"));
    if (!row) throw Error(ErrorCode::not_found, "report.unknown", "There is no such report.");
    return *row;
}

http::Response list(Api const& api, http::Request const& request) {
    allow_queries(request, {"symbol", "limit", "cursor"});
    reports::ReportQuery query;
    query.limit = static_cast<std::int32_t>(integer_query(request, "limit", 20, 1, 100));
    query.cursor = request.find_query("cursor").value_or("");
    auto const services = api.core.services();
    if (auto const symbol = request.find_query("symbol"); symbol && !symbol->empty())
        query.symbol_id =
            services.market_data.instruments().get_symbol(request.context(), *symbol).text();
    return json_response(200, wire::render_report_page(services.reports.list(
                                  request.context(), reader_of(request), query)));
}

http::Response get(Api const& api, http::Request const& request) {
    allow_queries(request, {});
    auto const row = get_row(api, request);
    auto const report =
        api.core.services().reports.load(request.context(), reader_of(request), row.id);
    auto response = json_response(
        200, wire::render_report_detail(row, report, api.core.render_options(row.language)));
    response.cache_control = "private, no-cache";
    return response;
}

struct Download {
    std::string_view type;
    std::string bytes;
};

Download render(std::string_view format, reports::Report const& report,
                reports::RenderOptions const& options) {
    if (format == "json") return {"application/json", reports::render_json(report, options)};
    if (format == "md")
        return {"text/markdown; charset=utf-8", reports::render_markdown(report, options)};
    if (format == "html")
        return {"text/html; charset=utf-8", reports::render_html(report, options)};
    if (format == "pdf") return {"application/pdf", reports::render_pdf(report, options)};
    if (format == "txt")
        return {"text/plain; charset=utf-8", reports::render_terminal(report, options, {})};
    throw invalid_field("format.unknown", "format", std::string(format.substr(0, 20)),
                        "no such format", "Use json, md, html, pdf or txt.");
}

http::Response download(Api const& api, http::Request const& request) {
    allow_queries(request, {"format"});
    auto const format = request.find_query("format").value_or("");
    auto const row = get_row(api, request);
    auto const report =
        api.core.services().reports.load(request.context(), reader_of(request), row.id);
    auto file = render(format, report, api.core.render_options(row.language));
    std::string name;
    for (char const c : row.symbol)
        if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c == '.') name += c;
    auto response = json_response(200, std::move(file.bytes));
    response.content_type = file.type;
    response.cache_control = "private, no-cache";
    response.headers.push_back(
        {"Content-Disposition",
         fmt::format("attachment; filename=\"{}-{}-{}.{}\"", name, row.as_of.iso(),
                     narrative::to_string(row.language), format)});
    return response;
}

http::Response reveal(Api const& api, http::Request const& request) {
    allow_queries(request, {});
    return json_response(
        200, wire::render_reveal(workflows::reveal_report(api.core.services(), request.context(),
                                                          request.get_param("id"))));
}

using Handle = http::Response (*)(Api const&, http::Request const&);

}  // namespace

void add_report_routes(http::Router& router, Api const& api) {
    auto const add = [&](char const* path, Handle handle) {
        router.add(make_route(
            http::Method::get, path, accounts::Permission::read_reports, "read",
            [api, handle](http::Request const& request) { return handle(api, request); }));
    };
    add("/api/v1/reports", list);
    add("/api/v1/reports/{id}", get);
    add("/api/v1/reports/{id}/download", download);
    add("/api/v1/reports/{id}/reveal", reveal);
}

}  // namespace ec::server
