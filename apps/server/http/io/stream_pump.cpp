#include "stream_pump.hpp"

#include <ec/base/log.hpp>

#include <exception>
#include <utility>

#include <boost/asio/post.hpp>

namespace ec::http {

StreamPump::StreamPump(IoThread& thread, std::unique_ptr<EventStream> stream, Execution pull,
                       int poll_ms, std::function<void()> on_pulled)
    : thread_(thread),
      stream_(std::move(stream)),
      execution_(pull),
      poll_ms_(poll_ms),
      on_pulled_(std::move(on_pulled)),
      timer_(thread.executor()) {}

void StreamPump::begin() {
    stream_->attach([weak = weak_from_this(), executor = thread_.executor()] {
        // Whatever thread calls: only the session's own looks at the pump.
        net::post(executor, [weak] {
            if (auto const self = weak.lock()) self->woken();
        });
    });
    pull();
}

void StreamPump::stop() {
    state_ = State::stopped;
    timer_.cancel();
    on_pulled_ = nullptr;
}

void StreamPump::woken() {
    if (state_ == State::waiting) {
        timer_.cancel();
        pull();
    } else {
        wake_ = Wake::missed;
    }
}

void StreamPump::resume() {
    if (state_ == State::fresh) return begin();
    if (state_ != State::held) return;
    if (wake_ == Wake::missed) {
        wake_ = Wake::none;
        return pull();
    }
    wait();
}

void StreamPump::wait() {
    state_ = State::waiting;
    timer_.expires_after(std::chrono::milliseconds(poll_ms_));
    timer_.async_wait([self = shared_from_this()](ErrorCodeIo failed) {
        if (!failed && self->state_ == State::waiting) self->pull();
    });
}

void StreamPump::pull() {
    state_ = State::pulling;
    pulled_.clear();
    if (execution_ == Execution::inline_) {
        pull_now();
        return report();
    }
    auto const offer = thread_.shared().pool.offer([self = shared_from_this()] {
        self->pull_now();
        auto const executor = self->thread_.executor();
        net::post(executor, [self] { self->report(); });
    });
    if (offer == WorkerPool::Offer::full) wait();  // the next turn tries again
}

void StreamPump::pull_now() {
    try {
        outcome_ =
            stream_->next(pulled_) == StreamState::finished ? Outcome::finished : Outcome::open;
    } catch (std::exception const& error) {
        outcome_ = Outcome::failed;
        log::write(log::Level::error, "event stream failed", "", {{"error.message", error.what()}});
    }
}

void StreamPump::report() {
    if (state_ == State::stopped) return;
    state_ = State::held;
    // The call may stop this pump and drop its last owner.
    auto const keep = shared_from_this();
    auto const call = on_pulled_;
    call();
}

}  // namespace ec::http
