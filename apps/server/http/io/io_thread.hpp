#pragma once

#include <http/trace.hpp>

#include "request_metrics.hpp"
#include "shared.hpp"

#include <atomic>
#include <chrono>
#include <ctime>
#include <string>
#include <unordered_set>

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

namespace ec::http {

namespace net = boost::asio;
using Tcp = net::ip::tcp;
using Executor = net::io_context::executor_type;
using Socket = net::basic_stream_socket<Tcp, Executor>;
using Acceptor = net::basic_socket_acceptor<Tcp, Executor>;
using SteadyClock = std::chrono::steady_clock;
using Timer = net::basic_waitable_timer<SteadyClock, net::wait_traits<SteadyClock>, Executor>;
using ErrorCodeIo = boost::system::error_code;

class Session;

/// One event loop with its own acceptor; everything in it is touched by its thread only. The
/// kernel spreads connections over the threads (SO_REUSEPORT).
class IoThread {
  public:
    explicit IoThread(Shared& shared);
    ~IoThread();
    IoThread(IoThread const&) = delete;
    IoThread& operator=(IoThread const&) = delete;

    /// Binds and listens; throws boost::system::system_error.
    void listen(Tcp::endpoint const& endpoint);
    [[nodiscard]] std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

    void run();             // the calling thread becomes the loop's thread
    void stop_accepting();  // from any thread: takes what waits in the queue, ends idle sessions
    [[nodiscard]] bool is_closed() const { return closed_; }
    void abort_and_stop();  // from any thread: run() returns

    [[nodiscard]] Shared& shared() { return shared_; }
    [[nodiscard]] Executor executor() { return io_.get_executor(); }
    [[nodiscard]] TraceIds& trace_ids() { return trace_ids_; }
    [[nodiscard]] RequestMetrics& metrics() { return metrics_; }
    /// The Date header's text, rendered once a second.
    [[nodiscard]] std::string const& date();
    void forget(Session* session) { sessions_.erase(session); }

  private:
    void accept();
    void accept_later(int ms);
    void admit(Socket socket);

    Shared& shared_;
    std::unordered_set<Session*> sessions_;  // before io_, whose end may end sessions
    net::io_context io_;
    Acceptor acceptor_;
    Timer pause_;
    TraceIds trace_ids_;
    RequestMetrics metrics_;
    std::time_t date_at_ = 0;
    std::string date_;
    std::atomic<bool> closed_ = false;
};

}  // namespace ec::http
