#pragma once

#include <ec/base/clock.hpp>
#include <ec/base/metrics.hpp>

#include <http/server.hpp>

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <thread>

namespace ec::test {

/// Handlers wait here until a test lets them go.
class Gate {
  public:
    void pass();  // blocks while closed
    void open();
    void wait_for_inside(int count);

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool open_ = false;
    int inside_ = 0;
};

/// The HTTP layer with demonstration routes on a free loopback port:
/// GET /api/health inline; GET /api/v1/symbols/{symbol}/bars inline, echoes its inputs;
/// POST /api/v1/echo and /api/v1/small (16 bytes) blocking; GET /api/v1/gate blocking at `gate`;
/// GET /api/v1/fail/{how}; GET /api/v1/limited (3 a minute); GET /api/v1/big (4 MiB);
/// GET /api/v1/events/{how} streams; GET /metrics.
class TestServer {
  public:
    explicit TestServer(http::ServerSettings settings);
    TestServer(http::ServerSettings settings, http::Router router);
    ~TestServer();

    [[nodiscard]] std::uint16_t port() const { return server_->port(); }
    void request_stop() { source_.request_stop(); }
    void join() { thread_.join(); }

    SystemClock clock;
    Metrics metrics;
    http::Lifecycle lifecycle;
    Gate gate;
    std::shared_ptr<http::EventChannel> channel = http::EventChannel::create(100);
    std::atomic<int> blocking_pulls = 0;

  private:
    std::stop_source source_;
    std::unique_ptr<http::Server> server_;
    std::jthread thread_;
};

/// Port 0, two I/O threads, a pool of two with a queue of two, no drain wait, short lingering.
[[nodiscard]] http::ServerSettings test_settings();

}  // namespace ec::test
