#include "api.hpp"

#include <ec/base/json_writer.hpp>
#include <ec/workflows/providers.hpp>
#include <ec/workflows/store_setup.hpp>

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace ec::server {
namespace {

constexpr Micros probe_every_us = micros_per_second;
constexpr Micros stale_after_us = 3 * micros_per_second;
constexpr std::int64_t probes_per_gauges = 2;

enum class Depth : std::uint8_t { process, store };

http::Response health_response(Api const& api, Depth depth) {
    bool const store = api.readiness.database_ok();
    bool const draining = api.lifecycle.draining.load();
    bool const good = depth == Depth::process || (store && !draining);
    JsonWriter w;
    w.begin_object().member("status", good ? "ok" : draining ? "draining" : "unavailable");
    w.member("version", api.version);
    if (depth == Depth::store) {
        w.member("database", store ? "ok" : "unavailable");
        w.member("checked_age_ms", api.readiness.age_ms());
    }
    w.end_object();
    return json_response(good ? 200 : 503, w.take());
}

void add(http::Router& router, std::string path, http::Handler handler) {
    http::Route route;
    route.path = std::move(path);
    route.execution = http::Execution::inline_;
    route.permission = http::public_permission;
    route.access_log = http::AccessLog::failures;
    route.handler = std::move(handler);
    router.add(std::move(route));
}

}  // namespace

// The first probe is over before anybody can ask: a listening server knows its state.
Readiness::Readiness(assembly::Core& core, Clock const& clock) : core_(core), clock_(clock) {
    probe({});
    thread_ = std::jthread([this](std::stop_token const& stop) { probe_until(stop); });
}

bool Readiness::database_ok() const noexcept {
    return ok_.load() && clock_.now_us() - at_us_.load() <= stale_after_us;
}

std::int64_t Readiness::age_ms() const noexcept { return (clock_.now_us() - at_us_.load()) / 1000; }

void Readiness::probe(std::stop_token const& stop) {
    CallContext const context{&clock_, clock_.now_us() + 2 * probe_every_us, stop, "", {}};
    ok_ = workflows::is_ready(core_.services().database, context);
    at_us_ = clock_.now_us();
    if (++probes_ % probes_per_gauges == 1 && ok_)
        workflows::update_provider_metrics(core_.services(), context, core_.metrics());
}

void Readiness::probe_until(std::stop_token const& stop) {
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock lock(mutex);
    auto const pause = std::chrono::microseconds(probe_every_us);
    while (!wake.wait_for(lock, stop, pause, [&] { return stop.stop_requested(); })) probe(stop);
}

void add_health_routes(http::Router& router, Api const& api) {
    for (char const* path : {"/api/health", "/health", "/ready"})
        add(router, path,
            [api](http::Request const&) { return health_response(api, Depth::store); });
    add(router, "/live",
        [api](http::Request const&) { return health_response(api, Depth::process); });
    add(router, "/metrics", [api](http::Request const&) {
        auto response = json_response(200, api.core.metrics().render());
        response.content_type = "text/plain; version=0.0.4";
        return response;
    });
}

}  // namespace ec::server
