#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

namespace ec::workflows {

/// Hands work from several threads to one, at most `limit` items at a time. Thread-safe.
template <class T>
class BoundedQueue {
  public:
    BoundedQueue(std::size_t limit, std::size_t producers) : limit_(limit), producers_(producers) {}

    /// Waits for room; false when the consumer has closed the queue.
    [[nodiscard]] bool push(T item) {
        std::unique_lock lock(mutex_);
        room_.wait(lock, [&] { return closed_ || items_.size() < limit_; });
        if (closed_) return false;
        items_.push_back(std::move(item));
        filled_.notify_one();
        return true;
    }

    /// A producer has nothing more.
    void finish() {
        std::lock_guard const lock(mutex_);
        --producers_;
        filled_.notify_one();
    }

    /// The next item; nullopt when every producer has finished and all is taken.
    [[nodiscard]] std::optional<T> pop() {
        std::unique_lock lock(mutex_);
        filled_.wait(lock, [&] { return !items_.empty() || producers_ == 0; });
        if (items_.empty()) return std::nullopt;
        std::optional<T> item(std::move(items_.front()));
        items_.pop_front();
        room_.notify_one();
        return item;
    }

    /// Nothing more will be taken: producers that wait are let go.
    void close() {
        std::lock_guard const lock(mutex_);
        closed_ = true;
        room_.notify_all();
    }

  private:
    std::mutex mutex_;
    std::condition_variable room_;
    std::condition_variable filled_;
    std::deque<T> items_;
    std::size_t limit_;
    std::size_t producers_;
    bool closed_ = false;
};

}  // namespace ec::workflows
