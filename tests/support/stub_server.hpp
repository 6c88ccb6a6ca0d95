#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ec::test {

/// One request as it came over the wire.
struct StubRequest {
    std::string head;  // request line and headers as received, without the final empty line
    std::string method;
    std::string target;
    std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
    std::string body;
    int connection = 0;  // 1 for the first accepted connection

    /// Value of the first header of that lower-case name, "" when absent.
    [[nodiscard]] std::string header(std::string_view name) const;
};

/// What the stub does in answer: its steps in order. A wait ends early when the stub is destroyed.
class StubAnswer {
  public:
    /// A whole answer with Content-Length; the connection stays open.
    [[nodiscard]] static StubAnswer whole(int status, std::string_view content_type,
                                          std::string_view body);
    [[nodiscard]] static StubAnswer json(int status, std::string_view body);
    /// Head of a text/event-stream answer without length; add send() and close() steps.
    [[nodiscard]] static StubAnswer event_stream();
    [[nodiscard]] static StubAnswer silent() { return {}; }

    StubAnswer& header(std::string_view name, std::string_view value);  // of whole()/json()
    StubAnswer& send(std::string_view bytes);
    /// The bytes one at a time with a pause before each.
    StubAnswer& drip(std::string_view bytes, int pause_ms);
    StubAnswer& wait(int ms);
    StubAnswer& close();
    StubAnswer& reset();  // RST instead of FIN

  private:
    friend class StubServer;
    enum class Act : std::uint8_t { send, wait, close, reset };
    struct Step {
        Act act = Act::send;
        std::string bytes;
        int ms = 0;
    };
    std::vector<Step> steps_;
};

/// An HTTP/1.1 server on a free loopback port for tests of outbound calls. The script is called
/// in the connection's thread, once per request; it may be called from several threads.
class StubServer {
  public:
    using Script = std::function<StubAnswer(StubRequest const&)>;

    explicit StubServer(Script script);
    /// Answers in this order, the last one again and again.
    explicit StubServer(std::vector<StubAnswer> answers);
    ~StubServer();
    StubServer(StubServer const&) = delete;
    StubServer& operator=(StubServer const&) = delete;

    [[nodiscard]] std::uint16_t port() const;
    [[nodiscard]] std::string url(std::string_view path) const;
    [[nodiscard]] std::vector<StubRequest> requests() const;
    [[nodiscard]] int connections() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace ec::test
