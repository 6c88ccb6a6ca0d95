#pragma once

#include <ec/base/metrics.hpp>

#include <http/router.hpp>

namespace ec::http {

/// GET /metrics in Prometheus text format 0.0.4, on the worker pool. `metrics` outlives the router.
void add_metrics_route(Router& router, Metrics const& metrics, std::string permission);

}  // namespace ec::http
