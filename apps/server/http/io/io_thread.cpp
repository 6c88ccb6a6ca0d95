#include "io_thread.hpp"

#include <ec/base/log.hpp>

#include <http/problem.hpp>
#include <http/response_text.hpp>

#include "session.hpp"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include <sys/socket.h>
#include <boost/asio/post.hpp>

namespace ec::http {

namespace {

constexpr int full_pause_ms = 20;
constexpr int error_pause_ms = 100;

using ReusePort = net::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

Address address_of(Socket const& socket) {
    ErrorCodeIo failed;
    auto const peer = socket.remote_endpoint(failed).address();
    if (failed) return {};
    auto const v6 =
        peer.is_v6() ? peer.to_v6() : net::ip::make_address_v6(net::ip::v4_mapped, peer.to_v4());
    Address out;
    auto const bytes = v6.to_bytes();
    std::copy(bytes.begin(), bytes.end(), out.bytes.begin());
    return out;
}

}  // namespace

IoThread::IoThread(Shared& shared)
    : shared_(shared),
      io_(BOOST_ASIO_CONCURRENCY_HINT_UNSAFE_IO),
      acceptor_(io_),
      pause_(io_),
      metrics_(shared.metrics) {}

IoThread::~IoThread() = default;

void IoThread::listen(Tcp::endpoint const& endpoint) {
    acceptor_.open(endpoint.protocol());
    acceptor_.set_option(net::socket_base::reuse_address(true));
    acceptor_.set_option(ReusePort(true));
    acceptor_.bind(endpoint);
    acceptor_.listen(1024);
}

void IoThread::run() {
    accept();
    io_.run();
}

std::string const& IoThread::date() {
    auto const now = static_cast<std::time_t>(shared_.clock.now_us() / micros_per_second);
    if (now != date_at_ || date_.empty()) {
        date_at_ = now;
        date_ = format_http_date(now);
    }
    return date_;
}

void IoThread::accept_later(int ms) {
    pause_.expires_after(std::chrono::milliseconds(ms));
    pause_.async_wait([this](ErrorCodeIo failed) {
        if (!failed && acceptor_.is_open()) accept();
    });
}

void IoThread::accept() {
    if (shared_.book.is_full()) return accept_later(full_pause_ms);
    acceptor_.async_accept([this](ErrorCodeIo failed, Socket socket) {
        if (!acceptor_.is_open()) return;
        if (failed == net::error::operation_aborted) return;
        if (failed) {
            // Out of descriptors, or the client went while it waited.
            log::write(log::Level::warn, "accept failed", "",
                       {{"error.message", failed.message()}});
            return accept_later(error_pause_ms);
        }
        admit(std::move(socket));
        accept();
    });
}

void IoThread::admit(Socket socket) {
    Address const peer = address_of(socket);
    auto const bound = shared_.trusted.contains(peer) ? ConnectionBook::Bound::exempt
                                                      : ConnectionBook::Bound::limited;
    ErrorCodeIo ignored;
    socket.non_blocking(true, ignored);
    if (shared_.book.enter(peer, bound) == ConnectionBook::Entry::address_full) {
        auto const response = problem_response(
            429, "http.connections", "Too many connections from this address. Close some.", "");
        std::string text;
        HeadParts parts;
        parts.security = shared_.security;
        parts.date = date();
        parts.persistence = Persistence::close;
        append_head(text, response, parts);
        text += response.body;
        socket.write_some(net::buffer(text), ignored);
        socket.shutdown(Socket::shutdown_send, ignored);
        return;
    }
    socket.set_option(Tcp::no_delay(true), ignored);
    auto const session = std::make_shared<Session>(std::move(socket), peer, *this);
    sessions_.insert(session.get());
    session->start();
}

void IoThread::stop_accepting() {
    net::post(io_, [this] {
        pause_.cancel();
        ErrorCodeIo failed;
        acceptor_.non_blocking(true, failed);
        for (;;) {
            Socket socket(io_);
            acceptor_.accept(socket, failed);
            if (failed) break;
            admit(std::move(socket));
        }
        acceptor_.close(failed);
        for (auto* session : std::vector<Session*>(sessions_.begin(), sessions_.end()))
            session->begin_drain();
        closed_ = true;
    });
}

void IoThread::abort_and_stop() {
    net::post(io_, [this] {
        for (auto* session : std::vector<Session*>(sessions_.begin(), sessions_.end()))
            session->abort();
        io_.stop();
    });
}

}  // namespace ec::http
