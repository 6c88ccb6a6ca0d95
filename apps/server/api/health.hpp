#pragma once

#include <ec/assembly/core.hpp>
#include <ec/base/clock.hpp>

#include <atomic>
#include <memory>
#include <stop_token>
#include <string>
#include <thread>

namespace ec::server {

/// What a probe thread learned last about the store: asked every second, read without waiting.
/// Older than three seconds counts as unavailable. Keeps the providers' gauges fresh besides.
class Readiness {
  public:
    Readiness(assembly::Core& core, Clock const& clock);
    ~Readiness() = default;

    [[nodiscard]] bool database_ok() const noexcept;
    [[nodiscard]] std::int64_t age_ms() const noexcept;

  private:
    void probe(std::stop_token const& stop);
    void probe_until(std::stop_token const& stop);

    assembly::Core& core_;
    Clock const& clock_;
    std::atomic<bool> ok_ = false;
    std::atomic<Micros> at_us_ = 0;
    std::int64_t probes_ = 0;  // of the probe's own thread
    std::jthread thread_;
};

}  // namespace ec::server
