// The HTTP layer alone, for a load generator: bench_server PORT THREADS
#include <ec/base/log.hpp>

#include <http/server.hpp>

#include <cstdlib>
#include <iostream>

int main(int argc, char** argv) {
    if (argc != 3) {
        std::cerr << "usage: ec_bench_http_server PORT THREADS\n";
        return 64;
    }
    ec::http::SignalStop const stop;
    ec::log::Settings log;
    log.format = ec::log::Format::ecs_json;
    log.file = "/dev/null";
    ec::log::configure(log);

    static std::string const body =
        R"({"success":true,"data":{"status":"healthy"},)"
        R"("message":"Success","timestamp":"2026-01-01T00:00:00.000000Z"})";
    ec::http::Router router;
    ec::http::Route route;
    route.path = "/api/health";
    route.execution = ec::http::Execution::inline_;
    route.permission = "public";
    route.access_log = ec::http::AccessLog::failures;
    route.handler = [](ec::http::Request const&) { return ec::http::json_response(200, body); };
    router.add(route);
    route.path = "/logged";
    route.access_log = ec::http::AccessLog::every;
    router.add(route);
    route.path = "/pooled";
    route.access_log = ec::http::AccessLog::failures;
    route.execution = ec::http::Execution::blocking;
    router.add(std::move(route));

    ec::http::ServerSettings settings;
    settings.port = static_cast<std::uint16_t>(std::atoi(argv[1]));
    settings.io_threads = static_cast<unsigned>(std::atoi(argv[2]));
    settings.drain_wait_ms = 0;
    settings.limits.max_connections_per_address = 100'000;
    ec::Metrics metrics;
    ec::SystemClock const clock;
    ec::http::Lifecycle lifecycle;
    ec::http::Server server(settings, std::move(router), metrics, clock, lifecycle);
    server.run(stop.token());
    ec::log::shutdown();
}
