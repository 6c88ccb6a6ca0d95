#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace ec::http {

/// Threads over a bounded queue. Thread-safe. Tasks must not throw (Error is their own matter).
class WorkerPool {
  public:
    enum class Offer : std::uint8_t { taken, full };

    WorkerPool(unsigned threads, std::size_t queue);
    ~WorkerPool() { finish(); }
    WorkerPool(WorkerPool const&) = delete;
    WorkerPool& operator=(WorkerPool const&) = delete;

    [[nodiscard]] Offer offer(std::function<void()> task);
    /// Takes nothing more, works off what was taken, ends the threads.
    void finish();

  private:
    void work();

    std::size_t const capacity_;
    std::mutex mutex_;
    std::condition_variable ready_;
    std::deque<std::function<void()>> queue_;
    bool closed_ = false;
    std::vector<std::jthread> threads_;
};

}  // namespace ec::http
