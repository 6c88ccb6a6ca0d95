#include <ec/accounts/accounts.hpp>
#include <ec/base/error.hpp>
#include <ec/base/ids.hpp>
#include <ec/base/log.hpp>
#include <ec/jobs/runner.hpp>

#include "api/api.hpp"

#include <http/server.hpp>

#include <cstdio>
#include <iostream>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

namespace {

using namespace ec;

struct Options {
    std::string config_file;
    std::string web_root;
    std::int64_t port = -1;
};

http::ServerSettings server_settings(config::Config const& config) {
    http::ServerSettings settings;
    settings.address = config.http.bind;
    settings.port = static_cast<std::uint16_t>(config.http.port);
    settings.io_threads = static_cast<unsigned>(config.http.io_threads);
    settings.pool_threads = static_cast<unsigned>(config.http.worker_threads);
    settings.pool_queue = static_cast<std::size_t>(config.http.worker_queue);
    settings.limits.max_connections = static_cast<std::size_t>(config.http.max_connections);
    settings.limits.max_connections_per_address =
        static_cast<std::size_t>(config.http.max_connections_per_address);
    settings.exposure = config.profile() == config::Profile::private_use ? http::Exposure::loopback
                                                                         : http::Exposure::listed;
    settings.allowed_hosts = config.http.allowed_hosts;
    settings.cors_origins = config.http.cors_origins;
    settings.trusted_proxies = config.http.trusted_proxies;
    settings.hsts_max_age_s = static_cast<int>(config.http.hsts_max_age_s);
    settings.drain_wait_ms = static_cast<int>(config.http.drain_wait_ms);
    settings.drain_limit_ms = static_cast<int>(config.http.drain_limit_ms);
    return settings;
}

// Profile private: everybody who reaches the loopback port is the one local user.
http::Authorizer local_authorizer(accounts::User const& user) {
    return [user](http::Request const&, std::string_view name) {
        auto const permission = accounts::parse_permission(name);
        EC_CHECK(permission.has_value());
        accounts::Accounts::require(user, *permission);
        return Actor{user.id};
    };
}

void configure_log(config::Config const& config) {
    log::Settings settings;
    settings.level = config.log.level;
    settings.format = config.log.format;
    settings.file = config.log.file;
    settings.service_version = EC_VERSION;
    log::configure(settings);
}

int serve(Options const& options) {
    auto variables = config::environment_variables();
    if (options.port >= 0) variables["EC_PORT"] = std::to_string(options.port);
    auto const config = config::load_config(options.config_file, variables);
    // Signals are blocked before the first thread starts, so that none of them takes a SIGTERM.
    http::SignalStop const signals;
    configure_log(config);
    if (config.profile() != config::Profile::private_use)
        throw invalid_field("config.profile", "compliance.profile",
                            std::string(config::to_string(config.profile())),
                            "needs sign-in, which this version does not have",
                            "Use profile private on loopback.");
    SystemClock const clock;
    CallContext const context{&clock, 0, signals.token(), make_trace_id(), {}};
    auto const core = assembly::open_core(config, context);
    auto const user = core->services().accounts.ensure_local_user(context);

    http::Lifecycle lifecycle;
    server::Readiness const readiness(*core, clock);
    auto const runner = core->make_analysis_runner();
    server::Api const api{*core, readiness, lifecycle, runner.get(), EC_VERSION};

    http::Router router;
    router.set_authorizer(local_authorizer(user));
    router.limit({"read", 6'000, 60});
    router.limit({"work", 600, 60});
    server::add_health_routes(router, api);
    server::add_session_routes(router, api);
    server::add_symbol_routes(router, api);
    server::add_price_routes(router, api);
    server::add_provider_routes(router, api);
    server::add_analysis_routes(router, api);
    server::add_report_routes(router, api);
    server::add_audit_routes(router, api);
    if (!options.web_root.empty()) router.serve_files(http::StaticFiles::load(options.web_root));

    http::Server server(server_settings(config), std::move(router), core->metrics(), clock,
                        lifecycle);
    runner->start();
    fmt::print("listening on http://{}:{}\n", config.http.bind, server.port());
    std::fflush(stdout);
    log::write(
        log::Level::info, "serving", context.trace_id,
        {{"server.address", config.http.bind}, {"server.port", std::to_string(server.port())}});
    server.run(signals.token());
    runner->stop();
    log::write(log::Level::info, "stopped", context.trace_id, {});
    log::shutdown();
    return 0;
}

int run(int argc, char** argv) {
    Options options;
    CLI::App app("EquityCompass server: web application, API and analysis workers",
                 "equitycompass-server");
    app.set_version_flag("--version", std::string("equitycompass-server ") + EC_VERSION);
    app.add_option("--config", options.config_file, "Configuration file (TOML)");
    app.add_option("--port", options.port, "Port; 0 takes any free one and prints it")
        ->check(CLI::Range(0, 65535));
    app.add_option("--web-root", options.web_root, "Folder of the built web application");
    CLI11_PARSE(app, argc, argv);
    try {
        return serve(options);
    } catch (Error const& error) {
        std::cerr << "cannot start: " << error.public_message() << '\n';
        log::write(log::Level::error, error.what(), "", {});
        log::shutdown();
        return error.code() == ErrorCode::invalid_input ? 2 : 8;
    } catch (std::exception const& error) {
        std::cerr << "cannot start: " << error.what() << '\n';
        return 1;
    }
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return run(argc, argv);
    } catch (...) {  // not even the error could be printed
        std::fputs("internal error\n", stderr);
        return 1;
    }
}
