#pragma once

#include "body_parser.hpp"
#include "exchange.hpp"
#include "io_thread.hpp"
#include "stream_pump.hpp"

#include <http/response_text.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace ec::http {

/// One connection: reads a request, has it answered, writes, reads the next. Lives in its
/// IoThread; only handle() of a blocking route runs elsewhere, while nothing here touches the
/// exchange. Kept alive by its pending operations.
class Session : public std::enable_shared_from_this<Session> {
  public:
    Session(Socket socket, Address const& peer, IoThread& thread);
    ~Session();

    void start();
    void begin_drain();
    void abort();

  private:
    using Time = SteadyClock::time_point;
    enum class Phase : std::uint8_t { head, body, handling, writing, streaming, lingering, closed };
    enum class Progress : std::uint8_t { made, needs_bytes };
    enum class Served : std::uint8_t { none, some };

    // Reading (session.cpp)
    void advance();
    Progress take_head();
    Progress take_body();
    void begin_exchange(std::string_view head);
    void send_continue();
    void read_more();
    void on_read(ErrorCodeIo failed, std::size_t bytes);
    void dispatch();
    void refuse(int status, std::string_view code);
    [[nodiscard]] std::string_view buffered() const;
    void consume(std::size_t bytes);
    void make_room();

    // Writing (session_write.cpp)
    void answer(Response response);
    void compose();
    void begin_stream();
    void write();
    void on_written(std::size_t bytes);
    void finish_answer();
    void linger();
    void on_pulled();
    void on_stream_written();

    // Time and end (session_time.cpp)
    void set_deadline(Time at);
    void arm(Time at);
    void on_timer();
    [[nodiscard]] Time body_deadline() const;
    [[nodiscard]] Time after_ms(int ms) const {
        return SteadyClock::now() + std::chrono::milliseconds(ms);
    }
    void close();

    IoThread& thread_;
    Shared& shared_;
    Socket socket_;
    Address const peer_;
    Timer timer_;
    Time deadline_;
    Time armed_for_ = Time::max();

    Phase phase_ = Phase::head;
    Served served_ = Served::none;
    enum class Drain : std::uint8_t { none, begun } drain_ = Drain::none;
    enum class Read : std::uint8_t { idle, pending } read_ = Read::idle;
    std::vector<char> in_;
    std::size_t in_begin_ = 0;
    std::size_t in_end_ = 0;
    std::size_t scanned_ = 0;
    HeaderVerdict verdict_;
    BodyParser parser_;
    Exchange exchange_;
    Time request_began_;
    Time body_began_;
    std::size_t body_bytes_ = 0;

    Persistence persistence_ = Persistence::keep;
    Response response_;
    std::string out_;
    std::string_view tail_;  // a body too large to be copied behind the head
    std::size_t written_ = 0;
    HeadParts::BodyFraming framing_ = HeadParts::BodyFraming::length;
    std::shared_ptr<StreamPump> pump_;
    enum class StreamEnd : std::uint8_t { open, last_chunk } stream_end_ = StreamEnd::open;
};

}  // namespace ec::http
