#include <http/server.hpp>

#include <ec/base/error.hpp>
#include <ec/base/log.hpp>

#include <http/response_text.hpp>

#include "io/io_thread.hpp"
#include "io/shared.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

namespace ec::http {

namespace {

constexpr std::size_t rate_keys = 65'536;
constexpr std::size_t spare_files = 512;
constexpr auto drain_look = std::chrono::milliseconds(10);

[[noreturn]] void refuse_port(std::uint16_t port) {
    throw Error(ErrorCode::unavailable, "server.port_taken",
                fmt::format("Port {} is already in use. Stop the other program or choose another "
                            "port with --port.",
                            port));
}

// With SO_REUSEPORT a second server of the same user would quietly share the port; a bind without
// it shows whether anyone listens.
void check_port_free(Tcp::endpoint const& endpoint) {
    int const probe = ::socket(endpoint.protocol().family(), SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (probe < 0) return;
    int const on = 1;
    ::setsockopt(probe, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    int const bound = ::bind(probe, endpoint.data(), static_cast<socklen_t>(endpoint.size()));
    int const error = errno;
    ::close(probe);
    if (bound != 0 && error == EADDRINUSE) refuse_port(endpoint.port());
}

// Descriptors for all connections that the limits promise, as far as the system allows.
void raise_file_limit(std::size_t connections) {
    rlimit limit{};
    rlim_t const wanted = connections + spare_files;
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted) return;
    limit.rlim_cur = std::min(limit.rlim_max, wanted);
    ::setrlimit(RLIMIT_NOFILE, &limit);
    if (limit.rlim_cur < wanted)
        log::write(log::Level::warn, "the file limit allows fewer connections than configured", "",
                   {{"limit.files", std::to_string(limit.rlim_cur)},
                    {"limit.connections", std::to_string(connections)}});
}

std::vector<std::string> hosts_of(ServerSettings const& settings) {
    if (settings.exposure == Exposure::loopback) return {};
    if (settings.allowed_hosts.empty())
        throw invalid_field("server.allowed_hosts", "server.allowed_hosts", "", "is empty",
                            "Name the host names under which the server is reached.");
    return settings.allowed_hosts;
}

}  // namespace

Shared::Shared(ServerSettings given, Router table, Metrics& sink, Clock const& time,
               Lifecycle& life)
    : settings(std::move(given)),
      router(std::move(table)),
      metrics(sink),
      clock(time),
      lifecycle(life),
      origins(hosts_of(settings), settings.cors_origins),
      trusted(settings.trusted_proxies),
      security(security_headers(settings.content_security_policy, settings.hsts_max_age_s)),
      limiter(rate_keys),
      book(settings.limits.max_connections, settings.limits.max_connections_per_address),
      connections(sink.gauge("ec_http_connections", "Open connections.", {})),
      in_flight(sink.gauge("ec_http_requests_in_flight", "Requests being handled.", {})),
      pool(settings.pool_threads, settings.pool_queue) {}

struct Server::State {
    State(ServerSettings settings, Router router, Metrics& metrics, Clock const& clock,
          Lifecycle& lifecycle)
        : shared(std::make_unique<Shared>(std::move(settings), std::move(router), metrics, clock,
                                          lifecycle)) {}
    ~State() {
        // Pool tasks post to the loops, sessions hold sockets of the loops: pool, loops, rest.
        shared->pool.finish();
        threads.clear();
    }

    void listen();
    void drain();

    std::unique_ptr<Shared> shared;
    std::vector<std::unique_ptr<IoThread>> threads;
    std::uint16_t port = 0;
};

void Server::State::listen() {
    auto const& settings = shared->settings;
    ErrorCodeIo failed;
    auto const address = net::ip::make_address(settings.address, failed);
    if (failed)
        throw invalid_field("server.address", "server.address", settings.address,
                            "is not an IP address", "Write 127.0.0.1, 0.0.0.0 or ::.");
    Tcp::endpoint endpoint(address, settings.port);
    if (settings.sharing == PortSharing::exclusive && settings.port != 0) check_port_free(endpoint);
    raise_file_limit(settings.limits.max_connections);
    unsigned const wanted =
        settings.io_threads != 0 ? settings.io_threads : std::thread::hardware_concurrency();
    try {
        for (unsigned i = 0; i < std::max(1U, wanted); ++i) {
            threads.push_back(std::make_unique<IoThread>(*shared));
            threads.back()->listen(endpoint);
            endpoint.port(threads.back()->port());  // the others share what port 0 became
        }
    } catch (boost::system::system_error const& error) {
        if (error.code() == net::error::address_in_use) refuse_port(endpoint.port());
        auto refused = Error(ErrorCode::unavailable, "server.bind",
                             fmt::format("The server cannot listen on {} port {}. Check that the "
                                         "address belongs to this machine and the port is allowed.",
                                         settings.address, endpoint.port()));
        throw refused.with_log(error.what());
    }
    port = endpoint.port();
}

void Server::State::drain() {
    auto const& settings = shared->settings;
    shared->lifecycle.draining = true;
    // Load balancers see the readiness answer change before the port closes.
    std::this_thread::sleep_for(std::chrono::milliseconds(settings.drain_wait_ms));
    for (auto const& thread : threads) thread->stop_accepting();
    auto const limit = SteadyClock::now() + std::chrono::milliseconds(settings.drain_limit_ms);
    while (!std::all_of(threads.begin(), threads.end(), [](auto const& thread) {
        return thread->is_closed();
    }) || shared->book.total() > 0) {
        if (SteadyClock::now() > limit) {
            log::write(log::Level::warn, "drain ran out of time", "",
                       {{"connections", std::to_string(shared->book.total())}});
            break;
        }
        std::this_thread::sleep_for(drain_look);
    }
    shared->stop.request_stop();
    for (auto const& thread : threads) thread->abort_and_stop();
}

Server::Server(ServerSettings settings, Router router, Metrics& metrics, Clock const& clock,
               Lifecycle& lifecycle)
    : state_(std::make_unique<State>(std::move(settings), std::move(router), metrics, clock,
                                     lifecycle)) {
    state_->listen();
}

Server::~Server() = default;

std::uint16_t Server::port() const { return state_->port; }

void Server::run(std::stop_token const& stop) {
    std::mutex mutex;
    std::condition_variable_any stopped;
    std::vector<std::jthread> loops;
    for (auto const& thread : state_->threads)
        loops.emplace_back([&thread = *thread] { thread.run(); });
    {
        std::unique_lock lock(mutex);
        stopped.wait(lock, stop, [] { return false; });
    }
    state_->drain();
}

}  // namespace ec::http
