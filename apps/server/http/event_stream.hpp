#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace ec::http {

/// One server-sent event. `data` may have several lines; `id` and `name` may be empty.
struct Event {
    std::string id;
    std::string name;
    std::string data;
};

/// The wire form, ending with an empty line. Line breaks in id and name are refused (internal).
[[nodiscard]] std::string format_event(Event const& event);

enum class StreamState : std::uint8_t { open, finished };

/// The body of a text/event-stream answer, pulled by the server: no thread is held between two
/// pulls. next() is never called by two threads at once; an inline stream is pulled by the I/O
/// thread and must not block, a blocking one is pulled by the worker pool. Pulls happen every
/// `poll_ms`, and at once after wake. The server adds keep-alive comments, ends a stream that a
/// client does not read, and destroys it when the client has gone.
class EventStream {
  public:
    virtual ~EventStream() = default;
    /// Appends whole events (format_event) to `out`, or nothing.
    [[nodiscard]] virtual StreamState next(std::string& out) = 0;
    /// Called once before the first pull; `wake` may be called from any thread, also later than
    /// the stream's end.
    virtual void attach(std::function<void()> const& wake);
};

/// A bounded queue between a producer and one EventStream. Thread-safe. When the client lags by
/// more than `capacity` events the oldest are dropped: each event must make sense alone.
class EventChannel : public std::enable_shared_from_this<EventChannel> {
  public:
    [[nodiscard]] static std::shared_ptr<EventChannel> create(std::size_t capacity);

    void push(Event event);
    void close();  // the stream ends after what is queued
    /// The reading end, an inline stream; at most one.
    [[nodiscard]] std::unique_ptr<EventStream> reader();
    /// True when the reader has been destroyed: the client has gone.
    [[nodiscard]] bool abandoned() const;

  private:
    class Reader;
    explicit EventChannel(std::size_t capacity) : capacity_(capacity) {}

    std::size_t const capacity_;
    mutable std::mutex mutex_;
    std::deque<Event> queue_;
    std::function<void()> wake_;
    bool closed_ = false;
    bool abandoned_ = false;
};

}  // namespace ec::http
