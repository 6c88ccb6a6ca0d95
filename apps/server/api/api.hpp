#pragma once

#include <ec/accounts/permissions.hpp>
#include <ec/assembly/core.hpp>
#include <ec/base/dates.hpp>

#include <http/router.hpp>
#include <http/server.hpp>

#include "health.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ec::jobs {
class JobRunner;
}

namespace ec::server {

/// What the handlers work with. Borrowed; outlives the server.
struct Api {
    assembly::Core& core;
    Readiness const& readiness;
    http::Lifecycle const& lifecycle;
    jobs::JobRunner* runner = nullptr;  // woken after a request was stored; may be null
    std::string version;
};

// One file a resource (schema/openapi.yaml).
void add_health_routes(http::Router& router, Api const& api);
void add_session_routes(http::Router& router, Api const& api);
void add_symbol_routes(http::Router& router, Api const& api);
void add_price_routes(http::Router& router, Api const& api);
void add_provider_routes(http::Router& router, Api const& api);
void add_analysis_routes(http::Router& router, Api const& api);
void add_report_routes(http::Router& router, Api const& api);
void add_audit_routes(http::Router& router, Api const& api);

/// One route with its permission; rate class "read" or "work".
[[nodiscard]] http::Route make_route(http::Method method, std::string path,
                                     accounts::Permission permission, std::string rate_class,
                                     http::Handler handler);

[[nodiscard]] http::Response json_response(int status, std::string body);

// Query parameters; each throws invalid_input naming the parameter.
[[nodiscard]] std::optional<Date> date_query(http::Request const& request, std::string_view name);
[[nodiscard]] std::int64_t integer_query(http::Request const& request, std::string_view name,
                                         std::int64_t fallback, std::int64_t least,
                                         std::int64_t most);
/// "true" or "false"; absent: false.
[[nodiscard]] bool flag_query(http::Request const& request, std::string_view name);
/// A query parameter that the route does not know is refused, so that a typo is not ignored.
void allow_queries(http::Request const& request, std::initializer_list<std::string_view> names);

}  // namespace ec::server
