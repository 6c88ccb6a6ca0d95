#include <http/worker_pool.hpp>

#include <utility>

namespace ec::http {

WorkerPool::WorkerPool(unsigned threads, std::size_t queue) : capacity_(queue) {
    threads_.reserve(threads);
    for (unsigned i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

void WorkerPool::finish() {
    {
        std::scoped_lock const lock(mutex_);
        closed_ = true;
    }
    ready_.notify_all();
    threads_.clear();
}

WorkerPool::Offer WorkerPool::offer(std::function<void()> task) {
    {
        std::scoped_lock const lock(mutex_);
        if (closed_ || queue_.size() >= capacity_) return Offer::full;
        queue_.push_back(std::move(task));
    }
    ready_.notify_one();
    return Offer::taken;
}

void WorkerPool::work() {
    for (;;) {
        std::function<void()> task;
        {
            std::unique_lock lock(mutex_);
            ready_.wait(lock, [this] { return closed_ || !queue_.empty(); });
            if (queue_.empty()) return;
            task = std::move(queue_.front());
            queue_.pop_front();
        }
        task();
    }
}

}  // namespace ec::http
