#include "session.hpp"

#include <algorithm>

namespace ec::http {

// The timer is not touched while its old aim lies before the new deadline: it fires, sees that
// time is left and aims again. A busy connection so costs one timer per idle period, not per
// request.
void Session::set_deadline(Time at) {
    deadline_ = at;
    if (at < armed_for_) arm(at);
}

void Session::arm(Time at) {
    armed_for_ = at;
    timer_.expires_at(at);
    timer_.async_wait([self = shared_from_this()](ErrorCodeIo failed) {
        if (failed != net::error::operation_aborted) self->on_timer();
    });
}

Session::Time Session::body_deadline() const {
    auto const& limits = shared_.settings.limits;
    auto const earned = static_cast<std::int64_t>(body_bytes_) * 1000 / limits.body_bytes_per_s;
    return body_began_ + std::chrono::milliseconds(limits.body_grace_ms + earned);
}

void Session::on_timer() {
    armed_for_ = Time::max();
    if (phase_ == Phase::closed) return;
    if (SteadyClock::now() < deadline_) {
        if (deadline_ != Time::max()) arm(deadline_);
        return;
    }
    switch (phase_) {
        case Phase::head:
            if (buffered().empty()) return close();
            return refuse(408, "http.header_timeout");
        case Phase::body:
            return refuse(408, "http.body_timeout");
        case Phase::writing:
        case Phase::streaming:
            return abort();
        case Phase::lingering:
            return close();
        case Phase::handling:
        case Phase::closed:
            return;
    }
}

void Session::begin_drain() {
    drain_ = Drain::begun;
    if (phase_ == Phase::head && buffered().empty()) {
        if (served_ == Served::some) return linger();
        // Just opened: its first request may be on the way.
        set_deadline(after_ms(std::min(1'000, shared_.settings.limits.header_ms)));
    }
}

void Session::abort() {
    ErrorCodeIo ignored;
    socket_.set_option(net::socket_base::linger(true, 0), ignored);
    close();
}

void Session::close() {
    if (phase_ == Phase::closed) return;
    phase_ = Phase::closed;
    if (pump_) {
        pump_->stop();
        pump_.reset();
    }
    ErrorCodeIo ignored;
    socket_.close(ignored);
    timer_.cancel();
    thread_.forget(this);
}

}  // namespace ec::http
