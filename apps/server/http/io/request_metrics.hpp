#pragma once

#include <ec/base/metrics.hpp>

#include <http/request.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>

namespace ec::http {

/// Requests and their durations by route template, method and status. One per I/O thread: the
/// table of resolved series needs no lock. Route labels come from the router, never from a
/// client; durations carry the class of the status ("2xx"), which bounds the number of series.
class RequestMetrics {
  public:
    explicit RequestMetrics(Metrics& metrics) : metrics_(metrics) {}
    /// `route` must outlive this object (a template, or a literal such as "(none)").
    void record(std::string_view route, std::string_view method, int status, double seconds);

  private:
    struct Series {
        CounterSeries requests;
        HistogramSeries seconds;
    };
    using Key = std::tuple<char const*, char const*, int>;  // the labels' addresses: all static

    Metrics& metrics_;
    std::map<Key, Series> series_;
};

}  // namespace ec::http
