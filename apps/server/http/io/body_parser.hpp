#pragma once

#include <http/header_check.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace ec::http {

/// Beast's parser behind our own header rules. It reads the same header block a second time, and
/// both readings must agree on the framing before a byte of body is taken; then it takes the body
/// apart. Trailers and chunk extensions beyond 256 bytes are refused.
class BodyParser {
  public:
    enum class State : std::uint8_t { more, done, refused };
    struct Step {
        State state = State::more;
        std::size_t used = 0;  // bytes consumed
        int status = 0;        // when refused
        std::string_view code;
    };

    BodyParser();
    ~BodyParser();
    BodyParser(BodyParser const&) = delete;
    BodyParser& operator=(BodyParser const&) = delete;

    /// Begins a request. `body` receives the bytes and outlives the parsing.
    [[nodiscard]] Step start(std::string_view head, HeaderVerdict const& verdict,
                             std::size_t body_limit, std::string& body);
    [[nodiscard]] Step feed(std::string_view bytes);

  private:
    struct Reader;
    std::unique_ptr<Reader> reader_;
};

}  // namespace ec::http
