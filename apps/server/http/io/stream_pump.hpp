#pragma once

#include <http/event_stream.hpp>
#include <http/response.hpp>

#include "io_thread.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace ec::http {

/// Pulls one EventStream: by its period and when woken, inline or on the pool, never twice at
/// once and not while the session still writes. Lives in the session's thread; the pulling task
/// keeps the stream alive when the session goes first.
class StreamPump : public std::enable_shared_from_this<StreamPump> {
  public:
    enum class Outcome : std::uint8_t { open, finished, failed };

    StreamPump(IoThread& thread, std::unique_ptr<EventStream> stream, Execution pull, int poll_ms,
               std::function<void()> on_pulled);
    void stop();  // the session has gone or the stream has ended
    /// The session has written what came (at first: the head) and wants more.
    void resume();

    [[nodiscard]] Outcome outcome() const { return outcome_; }
    [[nodiscard]] std::string& pulled() { return pulled_; }
    [[nodiscard]] SteadyClock::time_point began() const { return began_; }
    [[nodiscard]] SteadyClock::time_point last_bytes() const { return last_bytes_; }
    void mark_bytes() { last_bytes_ = SteadyClock::now(); }

  private:
    void pull();
    void pull_now();
    void report();
    void wait();
    void woken();
    void begin();

    IoThread& thread_;
    std::unique_ptr<EventStream> stream_;
    Execution const execution_;
    int const poll_ms_;
    std::function<void()> on_pulled_;
    Timer timer_;
    std::string pulled_;
    Outcome outcome_ = Outcome::open;
    enum class State : std::uint8_t { fresh, waiting, pulling, held, stopped };
    State state_ = State::fresh;
    enum class Wake : std::uint8_t { none, missed } wake_ = Wake::none;
    SteadyClock::time_point began_ = SteadyClock::now();
    SteadyClock::time_point last_bytes_ = began_;
};

}  // namespace ec::http
