#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ec::test {

struct RawAnswer {
    int status = 0;
    std::string head;  // status line and headers, names in lower case
    std::string body;  // de-chunked

    /// Value of a header given in lower case, "" when absent.
    [[nodiscard]] std::string header(std::string_view name) const;
};

/// A client that sends exactly the bytes it is given. Every wait ends after 15 seconds.
class RawClient {
  public:
    explicit RawClient(std::uint16_t port);
    ~RawClient();
    RawClient(RawClient&& other) noexcept : fd_(other.fd_), buffer_(std::move(other.buffer_)) {
        other.fd_ = -1;
    }
    RawClient& operator=(RawClient&&) = delete;

    RawClient& send(std::string_view bytes);  // what a closed peer does not take is dropped
    void finish_sending();                    // half-close
    void close();
    /// The next answer, or nullopt when the connection ends first. HEAD answers have no body.
    enum class Body : std::uint8_t { expected, none };
    [[nodiscard]] std::optional<RawAnswer> read(Body body = Body::expected);
    /// Bytes until the text occurs in them; throws when it does not come.
    std::string read_until(std::string_view text);
    /// Reads to the end; true when the peer closed (or reset) within the time.
    [[nodiscard]] bool is_closed(int wait_ms = 15'000);
    /// Everything received and not yet handed out.
    [[nodiscard]] std::string const& buffered() const { return buffer_; }

  private:
    bool receive(int wait_ms);
    bool take_chunks(std::string& body);

    int fd_ = -1;
    std::string buffer_;
};

/// One request on a fresh connection with "Connection: close".
[[nodiscard]] RawAnswer fetch(std::uint16_t port, std::string_view method, std::string_view target,
                              std::vector<std::string> const& headers = {},
                              std::string_view body = {});

}  // namespace ec::test
