#pragma once

#include <ec/base/clock.hpp>
#include <ec/base/metrics.hpp>

#include <http/router.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace ec::http {

enum class Exposure : std::uint8_t {
    loopback,  // profile private: Host and Origin must name this machine's loopback
    listed,    // Host must be one of allowed_hosts, Origin the same site or a cors_origin
};

enum class PortSharing : std::uint8_t {
    exclusive,  // a port that another process listens on is refused
    shared,     // SO_REUSEPORT with another process of the same user: take-over without a gap
};

/// OPERATIONS limits; tests shorten the times.
struct ServerLimits {
    std::size_t max_connections = 12'000;           // accepting pauses at it
    std::size_t max_connections_per_address = 256;  // trusted proxies are exempt
    int header_ms = 10'000;                         // from the first byte to the empty line
    int idle_ms = 75'000;                           // between requests
    int write_stall_ms = 30'000;                    // without one byte taken by the client
    int body_grace_ms = 10'000;                     // then body_bytes_per_s on average
    int body_bytes_per_s = 1'024;
    int linger_ms = 2'000;  // reading on after an answer that closes
    int stream_heartbeat_ms = 15'000;
    int stream_max_ms = 1'800'000;  // then the client reconnects
};

struct ServerSettings {
    std::string address = "127.0.0.1";
    std::uint16_t port = 5000;  // 0: any free one
    PortSharing sharing = PortSharing::exclusive;
    unsigned io_threads = 0;  // 0: one per core
    unsigned pool_threads = 8;
    std::size_t pool_queue = 256;
    ServerLimits limits;
    Exposure exposure = Exposure::loopback;
    std::vector<std::string> allowed_hosts;    // "example.com" or "example.com:8443"
    std::vector<std::string> cors_origins;     // "https://app.example.com"
    std::vector<std::string> trusted_proxies;  // "10.0.0.0/8", "::1"
    /// Empty: the built-in policy, which allows nothing but the site's own files.
    std::string content_security_policy;
    int hsts_max_age_s = 0;  // 0: header left out
    int drain_wait_ms = 5'000;
    int drain_limit_ms = 30'000;
};

/// Shared by main, the readiness route and the server.
struct Lifecycle {
    std::atomic<bool> draining = false;
};

/// The listener, its connections and its worker pool. The constructor binds and listens (so that
/// port() is known), run() serves until `stop`, then drains: readiness turns false, drain_wait_ms
/// later it stops accepting, answers what is under way for at most drain_limit_ms and returns.
/// Errors of the constructor: unavailable ("server.port_taken", "server.bind"), invalid_input for
/// settings. `metrics`, `clock` and `lifecycle` must outlive it.
class Server {
  public:
    Server(ServerSettings settings, Router router, Metrics& metrics, Clock const& clock,
           Lifecycle& lifecycle);
    ~Server();
    Server(Server const&) = delete;
    Server& operator=(Server const&) = delete;

    [[nodiscard]] std::uint16_t port() const;
    void run(std::stop_token const& stop);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Stops on SIGTERM and SIGINT; a second signal ends the process at once. Make one before any
/// other thread is started: it blocks both signals for the threads that follow.
class SignalStop {
  public:
    SignalStop();
    ~SignalStop();
    SignalStop(SignalStop const&) = delete;
    SignalStop& operator=(SignalStop const&) = delete;
    [[nodiscard]] std::stop_token token() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace ec::http
