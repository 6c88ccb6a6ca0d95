#include "request_metrics.hpp"

#include <vector>

namespace ec::http {

void RequestMetrics::record(std::string_view route, std::string_view method, int status,
                            double seconds) {
    Key const key{route.data(), method.data(), status};
    auto found = series_.find(key);
    if (found == series_.end()) {
        static std::vector<double> const buckets{0.001, 0.005, 0.025, 0.1, 0.5, 1, 5, 30};
        std::string const name(route);
        std::string const verb(method);
        std::string const family = std::to_string(status / 100) + "xx";
        found = series_
                    .emplace(key,
                             Series{metrics_.counter("ec_http_requests_total", "Requests answered.",
                                                     {{"route", name},
                                                      {"method", verb},
                                                      {"status", std::to_string(status)}}),
                                    metrics_.histogram(
                                        "ec_http_request_duration_seconds",
                                        "From the first byte of a request to "
                                        "the last of its answer.",
                                        {{"route", name}, {"method", verb}, {"status", family}},
                                        buckets)})
                    .first;
    }
    found->second.requests.add(1);
    found->second.seconds.observe(seconds);
}

}  // namespace ec::http
