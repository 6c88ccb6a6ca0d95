#pragma once

#include <ec/base/clock.hpp>

#include <atomic>

namespace ec::test {

/// A clock that stands still until told to move. Thread-safe.
class TestClock final : public Clock {
  public:
    explicit TestClock(Micros start_us) : now_us_(start_us) {}
    [[nodiscard]] Micros now_us() const override { return now_us_.load(); }
    void advance_us(Micros by_us) { now_us_ += by_us; }

  private:
    std::atomic<Micros> now_us_;
};

}  // namespace ec::test
