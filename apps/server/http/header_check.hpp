#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace ec::http {

inline constexpr std::size_t max_request_line = std::size_t{8} * 1024;
inline constexpr std::size_t max_header_bytes = std::size_t{16} * 1024;  // without the request line
inline constexpr std::size_t max_header_fields = 100;

struct FieldView {
    std::string_view name;  // as sent
    std::string_view value;
};

enum class Persistence : std::uint8_t { keep, close };
enum class Framing : std::uint8_t { none, length, chunked };

/// What the rules say of a header block. `status` 0: accepted, and the other members hold (views
/// into the block); otherwise the status to answer before closing and a stable code.
struct HeaderVerdict {
    int status = 0;
    std::string_view code;
    std::string_view method;
    std::string_view target;  // as sent
    int minor_version = 1;
    std::vector<FieldView> fields;
    std::string_view host;  // empty only for HTTP/1.0
    Framing framing = Framing::none;
    std::uint64_t content_length = 0;
    Persistence persistence = Persistence::keep;
    enum class Expect : std::uint8_t { nothing, continue_ } expect = Expect::nothing;
};

/// Judges a block from the request line to the empty line, both included. Pure. Stricter than
/// RFC 9112 wherever two readers could disagree about where a message ends or whom it names.
[[nodiscard]] HeaderVerdict check_header_block(std::string_view block);
/// The same into a verdict whose memory is used again.
void check_header_block(std::string_view block, HeaderVerdict& out);

/// Looks for the end of a header block in bytes that are still arriving.
struct HeadScan {
    enum class State : std::uint8_t { incomplete, complete, refused } state = State::incomplete;
    std::size_t length = 0;  // when complete: of the block with its empty line
    int status = 0;          // when refused
    std::string_view code;
};

/// `from`: where the last scan of the same buffer stopped (its size then), to stay linear. Refuses
/// at once what no further byte can repair: bare LF, NUL, a line or block beyond its limit.
[[nodiscard]] HeadScan scan_head(std::string_view buffer, std::size_t from);

/// Comma-separated list items without blanks, empty ones left out.
[[nodiscard]] std::vector<std::string_view> split_list(std::string_view value);
[[nodiscard]] bool equals_ignoring_case(std::string_view a, std::string_view b) noexcept;
[[nodiscard]] bool is_token(std::string_view text) noexcept;

}  // namespace ec::http
