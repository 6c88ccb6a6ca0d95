#include <http/metrics_route.hpp>

#include <utility>

namespace ec::http {

void add_metrics_route(Router& router, Metrics const& metrics, std::string permission) {
    Route route;
    route.path = "/metrics";
    route.execution = Execution::blocking;
    route.permission = std::move(permission);
    route.access_log = AccessLog::failures;
    route.handler = [&metrics](Request const&) {
        return text_response(200, "text/plain; version=0.0.4; charset=utf-8", metrics.render());
    };
    router.add(std::move(route));
}

}  // namespace ec::http
