#include "session.hpp"

#include <ec/base/error.hpp>

#include <http/problem.hpp>
#include <http/response_text.hpp>

#include <array>
#include <utility>

#include <fmt/format.h>

namespace ec::http {

namespace {

constexpr std::size_t copy_limit = std::size_t{16} * 1024;
constexpr std::size_t keep_capacity = std::size_t{64} * 1024;

}  // namespace

void Session::answer(Response response) {
    if (phase_ == Phase::handling) shared_.in_flight.add(-1);
    response_ = std::move(response);
    exchange_.complete(response_);
    phase_ = Phase::writing;
    if (shared_.lifecycle.draining) persistence_ = Persistence::close;
    bool const head_only = exchange_.request().method == Method::head;
    if (response_.stream && !head_only) return begin_stream();
    framing_ = response_.stream ? HeadParts::BodyFraming::until_close  // HEAD: no length to name
                                : HeadParts::BodyFraming::length;
    compose();
    auto const bytes = response_.bytes();
    if (!head_only && response_.status != 204 && response_.status != 304) {
        if (bytes.size() <= copy_limit)
            out_.append(bytes);
        else
            tail_ = bytes;
    }
    write();
}

void Session::compose() {
    HeadParts parts;
    parts.security = shared_.security;
    parts.date = thread_.date();
    parts.trace_id = exchange_.request().trace_id;
    parts.persistence = persistence_;
    parts.framing = framing_;
    out_.clear();
    tail_ = {};
    written_ = 0;
    try {
        append_head(out_, response_, parts);
    } catch (Error const&) {  // a handler's header would have split the answer
        out_.clear();
        response_ =
            problem_response(500, "internal.header",
                             "Something went wrong on our side. Try again later.", parts.trace_id);
        parts.framing = framing_ = HeadParts::BodyFraming::length;
        append_head(out_, response_, parts);
    }
}

// Straight to the socket; only what does not fit waits for the event loop.
void Session::write() {
    while (written_ < out_.size() + tail_.size()) {
        std::string_view const head =
            written_ < out_.size() ? std::string_view(out_).substr(written_) : std::string_view();
        auto const tail = tail_.substr(written_ > out_.size() ? written_ - out_.size() : 0);
        std::array<net::const_buffer, 2> const buffers{net::buffer(head.data(), head.size()),
                                                       net::buffer(tail.data(), tail.size())};
        ErrorCodeIo failed;
        auto const bytes = tail.empty() ? socket_.write_some(buffers[0], failed)
                                        : socket_.write_some(buffers, failed);
        if (failed == net::error::would_block || failed == net::error::try_again) {
            set_deadline(after_ms(shared_.settings.limits.write_stall_ms));
            socket_.async_write_some(
                buffers, [self = shared_from_this()](ErrorCodeIo broken, std::size_t n) {
                    if (self->phase_ == Phase::closed) return;
                    if (broken) return self->close();
                    self->on_written(n);
                });
            return;
        }
        if (failed) return close();
        written_ += bytes;
    }
    if (phase_ == Phase::writing)
        finish_answer();
    else if (phase_ == Phase::streaming)
        on_stream_written();
}

void Session::on_written(std::size_t bytes) {
    written_ += bytes;
    write();
    if (phase_ == Phase::head) advance();
}

void Session::finish_answer() {
    auto const now = SteadyClock::now();
    double const seconds = std::chrono::duration<double>(now - request_began_).count();
    thread_.metrics().record(exchange_.route_label(), exchange_.method_label(), response_.status,
                             seconds);
    exchange_.log_access(response_.status, seconds);
    response_ = Response{};
    tail_ = {};
    if (out_.capacity() > keep_capacity) out_ = std::string();
    served_ = Served::some;
    if (persistence_ == Persistence::close) return linger();
    phase_ = Phase::head;
    request_began_ = now;  // for a pipelined request that is here already
}

// Ends our half and reads on until the peer ends its own: closing with unread bytes would send a
// reset that can destroy the answer on its way.
void Session::linger() {
    if (phase_ != Phase::lingering) {
        phase_ = Phase::lingering;
        ErrorCodeIo failed;
        socket_.shutdown(Socket::shutdown_send, failed);
        set_deadline(after_ms(shared_.settings.limits.linger_ms));
    }
    in_begin_ = in_end_ = 0;
    read_more();
}

void Session::begin_stream() {
    framing_ = HeadParts::BodyFraming::chunked;
    if (verdict_.minor_version == 0) {
        persistence_ = Persistence::close;
        framing_ = HeadParts::BodyFraming::until_close;
    }
    compose();
    if (!response_.stream) {  // the head was refused and became a problem
        out_.append(response_.bytes());
        return write();
    }
    pump_ = std::make_shared<StreamPump>(thread_, std::move(response_.stream),
                                         response_.stream_pull, response_.stream_poll_ms,
                                         [self = shared_from_this()] { self->on_pulled(); });
    stream_end_ = StreamEnd::open;
    phase_ = Phase::streaming;
    deadline_ = Time::max();
    read_more();  // to notice when the client goes
    write();
}

void Session::on_pulled() {
    auto const now = SteadyClock::now();
    auto const& limits = shared_.settings.limits;
    auto const outcome = pump_->outcome();
    // Without its last chunk the client sees that the stream broke off.
    if (outcome == StreamPump::Outcome::failed) return abort();
    auto& pulled = pump_->pulled();
    auto const age = now - pump_->began();
    auto const silence = now - pump_->last_bytes();
    if (outcome == StreamPump::Outcome::finished || shared_.lifecycle.draining ||
        age > std::chrono::milliseconds(limits.stream_max_ms))
        stream_end_ = StreamEnd::last_chunk;
    else if (pulled.empty() && silence > std::chrono::milliseconds(limits.stream_heartbeat_ms))
        pulled = ": keep-alive\n\n";

    bool const chunked = framing_ == HeadParts::BodyFraming::chunked;
    out_.clear();
    written_ = 0;
    if (!pulled.empty()) {
        pump_->mark_bytes();
        out_ = chunked ? fmt::format("{:x}\r\n{}\r\n", pulled.size(), pulled) : pulled;
    }
    if (stream_end_ == StreamEnd::last_chunk && chunked) out_ += "0\r\n\r\n";
    write();
    if (phase_ == Phase::head) advance();
}

void Session::on_stream_written() {
    deadline_ = Time::max();
    if (stream_end_ == StreamEnd::open) return pump_->resume();
    pump_->stop();
    pump_.reset();
    phase_ = Phase::writing;
    finish_answer();
}

}  // namespace ec::http
