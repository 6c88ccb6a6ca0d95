#include <http/event_stream.hpp>

#include <ec/base/error.hpp>

#include <string_view>
#include <utility>

namespace ec::http {

std::string format_event(Event const& event) {
    auto const is_line = [](std::string_view text) {
        return text.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
    };
    EC_CHECK(is_line(event.id) && is_line(event.name));
    std::string out;
    if (!event.id.empty()) out += "id: " + event.id + "\n";
    if (!event.name.empty()) out += "event: " + event.name + "\n";
    // CR, LF and CRLF all end a line on the reading side.
    std::string_view rest = event.data;
    for (;;) {
        auto const end = rest.find_first_of("\r\n");
        out += "data: ";
        out += rest.substr(0, end);
        out += '\n';
        if (end == std::string_view::npos) break;
        std::size_t const skip = rest.substr(end, 2) == "\r\n" ? 2 : 1;
        rest.remove_prefix(end + skip);
    }
    out += '\n';
    return out;
}

void EventStream::attach(std::function<void()> const& /*wake*/) {}

class EventChannel::Reader final : public EventStream {
  public:
    explicit Reader(std::shared_ptr<EventChannel> channel) : channel_(std::move(channel)) {}
    ~Reader() override {
        std::scoped_lock const lock(channel_->mutex_);
        channel_->abandoned_ = true;
        channel_->wake_ = nullptr;
    }

    StreamState next(std::string& out) override {
        std::scoped_lock const lock(channel_->mutex_);
        for (auto const& event : channel_->queue_) out += format_event(event);
        channel_->queue_.clear();
        return channel_->closed_ ? StreamState::finished : StreamState::open;
    }

    void attach(std::function<void()> const& wake) override {
        std::scoped_lock const lock(channel_->mutex_);
        channel_->wake_ = wake;
    }

  private:
    std::shared_ptr<EventChannel> channel_;
};

std::shared_ptr<EventChannel> EventChannel::create(std::size_t capacity) {
    return std::shared_ptr<EventChannel>(new EventChannel(capacity));
}

void EventChannel::push(Event event) {
    std::function<void()> wake;
    {
        std::scoped_lock const lock(mutex_);
        if (closed_ || abandoned_) return;
        if (queue_.size() == capacity_) queue_.pop_front();
        queue_.push_back(std::move(event));
        wake = wake_;
    }
    if (wake) wake();
}

void EventChannel::close() {
    std::function<void()> wake;
    {
        std::scoped_lock const lock(mutex_);
        closed_ = true;
        wake = wake_;
    }
    if (wake) wake();
}

std::unique_ptr<EventStream> EventChannel::reader() {
    return std::make_unique<Reader>(shared_from_this());
}

bool EventChannel::abandoned() const {
    std::scoped_lock const lock(mutex_);
    return abandoned_;
}

}  // namespace ec::http
