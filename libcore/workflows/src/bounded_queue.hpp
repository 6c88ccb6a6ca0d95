#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

namespace ec::workflows {

/// Hands work from several threads to one: items wait as long as their weights stay within the
/// limit, one item however heavy. Thread-safe.
template <class T>
class BoundedQueue {
  public:
    BoundedQueue(std::size_t max_weight, std::size_t producers)
        : max_weight_(max_weight), producers_(producers) {}

    /// Waits for room; false when the consumer has closed the queue.
    [[nodiscard]] bool push(T item, std::size_t weight) {
        std::unique_lock lock(mutex_);
        room_.wait(lock,
                   [&] { return closed_ || items_.empty() || weight_ + weight <= max_weight_; });
        if (closed_) return false;
        items_.emplace_back(std::move(item), weight);
        weight_ += weight;
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
        std::optional<T> item(std::move(items_.front().first));
        weight_ -= items_.front().second;
        items_.pop_front();
        room_.notify_all();
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
    std::deque<std::pair<T, std::size_t>> items_;
    std::size_t weight_ = 0;
    std::size_t max_weight_;
    std::size_t producers_;
    bool closed_ = false;
};

}  // namespace ec::workflows
