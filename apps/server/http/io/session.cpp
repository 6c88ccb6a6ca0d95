#include "session.hpp"

#include <http/problem.hpp>

#include <algorithm>
#include <cstring>
#include <utility>

#include <boost/asio/post.hpp>

namespace ec::http {

namespace {

constexpr std::size_t first_buffer = std::size_t{4} * 1024;
constexpr std::size_t body_buffer = std::size_t{16} * 1024;
constexpr std::size_t max_buffer = std::size_t{32} * 1024;
constexpr int max_requests_in_a_row = 64;

}  // namespace

Session::Session(Socket socket, Address const& peer, IoThread& thread)
    : thread_(thread),
      shared_(thread.shared()),
      socket_(std::move(socket)),
      peer_(peer),
      timer_(thread.executor()),
      deadline_(Time::max()),
      in_(first_buffer),
      exchange_(thread.shared()) {
    shared_.connections.add(1);
}

Session::~Session() {
    close();
    shared_.connections.add(-1);
    shared_.book.leave(peer_);
}

void Session::start() { read_more(); }

std::string_view Session::buffered() const { return {in_.data() + in_begin_, in_end_ - in_begin_}; }

void Session::consume(std::size_t bytes) {
    in_begin_ += bytes;
    // A pending read keeps its place.
    if (in_begin_ == in_end_ && read_ == Read::idle) in_begin_ = in_end_ = 0;
}

// Takes requests from the buffer until bytes are missing or an answer is under way.
void Session::advance() {
    for (int turn = 0; phase_ == Phase::head || phase_ == Phase::body; ++turn) {
        if (turn == max_requests_in_a_row) {  // others on this thread want a turn too
            net::post(thread_.executor(), [self = shared_from_this()] { self->advance(); });
            return;
        }
        auto const progress = phase_ == Phase::head ? take_head() : take_body();
        if (progress == Progress::needs_bytes) return read_more();
    }
}

Session::Progress Session::take_head() {
    auto const bytes = buffered();
    if (bytes.empty()) return Progress::needs_bytes;
    auto const scan = scan_head(bytes, scanned_);
    switch (scan.state) {
        case HeadScan::State::incomplete:
            scanned_ = bytes.size();
            return Progress::needs_bytes;
        case HeadScan::State::refused:
            scanned_ = 0;
            refuse(scan.status, scan.code);
            return Progress::made;
        case HeadScan::State::complete:
            break;
    }
    scanned_ = 0;
    auto const head = bytes.substr(0, scan.length);
    check_header_block(head, verdict_);
    if (verdict_.status != 0)
        refuse(verdict_.status, verdict_.code);
    else
        begin_exchange(head);
    return Progress::made;
}

void Session::begin_exchange(std::string_view head) {
    persistence_ = shared_.lifecycle.draining ? Persistence::close : verdict_.persistence;
    auto early = exchange_.begin(verdict_, peer_, thread_.trace_ids().next());
    auto& request = exchange_.request();
    if (!early) {
        auto const step = parser_.start(head, verdict_, exchange_.body_limit(), request.body);
        if (step.state == BodyParser::State::refused) return refuse(step.status, step.code);
    }
    bool const has_body = verdict_.framing != Framing::none;
    bool const waits = verdict_.expect == HeaderVerdict::Expect::continue_;
    consume(head.size());  // the verdict's views end here
    if (early) {
        if (has_body) persistence_ = Persistence::close;  // it will not be read
        return answer(std::move(*early));
    }
    if (!has_body) return dispatch();
    phase_ = Phase::body;
    body_bytes_ = 0;
    body_began_ = SteadyClock::now();
    if (waits && buffered().empty()) send_continue();
}

void Session::send_continue() {
    static constexpr std::string_view text = "HTTP/1.1 100 Continue\r\n\r\n";
    ErrorCodeIo failed;
    // Nothing else is being written and the send buffer is empty: it fits or the peer is gone.
    socket_.write_some(net::buffer(text.data(), text.size()), failed);
    if (failed) close();
}

Session::Progress Session::take_body() {
    auto const bytes = buffered();
    if (bytes.empty()) return Progress::needs_bytes;
    auto const step = parser_.feed(bytes);
    consume(step.used);
    body_bytes_ += step.used;
    switch (step.state) {
        case BodyParser::State::more:
            return Progress::needs_bytes;
        case BodyParser::State::refused:
            refuse(step.status, step.code);
            break;
        case BodyParser::State::done:
            dispatch();
            break;
    }
    return Progress::made;
}

void Session::dispatch() {
    phase_ = Phase::handling;
    deadline_ = Time::max();
    shared_.in_flight.add(1);
    if (exchange_.execution() == Execution::inline_) return answer(exchange_.handle());
    auto const offer = shared_.pool.offer([self = shared_from_this()] {
        auto const executor = self->thread_.executor();
        net::post(executor, [self, response = self->exchange_.handle()]() mutable {
            if (self->phase_ != Phase::handling) {  // the connection was cut off meanwhile
                self->shared_.in_flight.add(-1);
                return;
            }
            self->answer(std::move(response));
            self->advance();
        });
    });
    if (offer == WorkerPool::Offer::taken) return;
    auto response =
        problem_response(503, "http.overloaded", "The server is busy. Try again in a moment.",
                         exchange_.request().trace_id);
    response.headers.push_back({"Retry-After", "1"});
    answer(std::move(response));
}

// An answer to what is no request, or no whole one; nothing after it can be trusted.
void Session::refuse(int status, std::string_view code) {
    std::string_view const detail =
        status == 408   ? "The request did not arrive in time."
        : status == 413 ? "The body is larger than this address takes."
        : status == 414 ? "The address is longer than 8 KiB."
        : status == 417 ? "Only \"Expect: 100-continue\" is understood."
        : status == 431 ? "The header is larger than 16 KiB or has more than 100 fields."
        : status == 501 ? "This transfer encoding is not supported."
        : status == 505 ? "Only HTTP/1.1 and HTTP/1.0 are spoken here."
                        : "The request is not valid HTTP.";
    if (phase_ == Phase::head) exchange_.begin_refused(thread_.trace_ids().next());
    persistence_ = Persistence::close;
    answer(problem_response(status, code, detail, exchange_.request().trace_id));
}

void Session::make_room() {
    if (in_begin_ > 0) {
        std::memmove(in_.data(), in_.data() + in_begin_, in_end_ - in_begin_);
        in_end_ -= in_begin_;
        in_begin_ = 0;
    }
    std::size_t const wanted = phase_ == Phase::body ? body_buffer
                               : in_end_ == 0        ? first_buffer
                                                     : max_buffer;
    if (in_end_ == 0 && in_.size() > wanted)
        in_ = std::vector<char>(wanted);
    else if (in_end_ == in_.size() || in_.size() < std::min(wanted, body_buffer))
        in_.resize(std::max(wanted, in_.size()));
}

void Session::read_more() {
    if (phase_ == Phase::head) {
        auto const& limits = shared_.settings.limits;
        if (!buffered().empty())
            set_deadline(request_began_ + std::chrono::milliseconds(limits.header_ms));
        else if (drain_ == Drain::begun && served_ == Served::some)
            return linger();
        else
            set_deadline(after_ms(limits.idle_ms));
    } else if (phase_ == Phase::body) {
        set_deadline(body_deadline());
    }
    if (read_ == Read::pending) return;
    make_room();
    read_ = Read::pending;
    socket_.async_read_some(net::buffer(in_.data() + in_end_, in_.size() - in_end_),
                            [self = shared_from_this()](ErrorCodeIo failed, std::size_t bytes) {
                                self->on_read(failed, bytes);
                            });
}

void Session::on_read(ErrorCodeIo failed, std::size_t bytes) {
    read_ = Read::idle;
    if (phase_ == Phase::closed) return;
    if (failed) {
        // While an answer is written the peer may have closed its sending half only.
        if (phase_ == Phase::writing || phase_ == Phase::handling) {
            persistence_ = Persistence::close;
            return;
        }
        return close();
    }
    switch (phase_) {
        case Phase::lingering:
            return linger();
        case Phase::head:
            if (buffered().empty()) request_began_ = SteadyClock::now();
            break;
        case Phase::body:
        case Phase::handling:
        case Phase::writing:
        case Phase::streaming:
        case Phase::closed:
            break;
    }
    in_end_ += bytes;
    // During a stream the read only watches for the client's leaving.
    if (phase_ == Phase::streaming && buffered().size() < first_buffer) return read_more();
    advance();
}

}  // namespace ec::http
