#pragma once

#include <http/header_check.hpp>
#include <http/response.hpp>

#include <cstdint>
#include <ctime>
#include <string>
#include <string_view>

namespace ec::http {

/// The headers that every answer carries, as one block of lines.
[[nodiscard]] std::string security_headers(std::string_view content_security_policy,
                                           int hsts_max_age_s);

/// "Sun, 06 Nov 1994 08:49:37 GMT".
[[nodiscard]] std::string format_http_date(std::time_t at);

struct HeadParts {
    std::string_view security;  // security_headers()
    std::string_view date;
    std::string_view trace_id;
    Persistence persistence = Persistence::keep;
    enum class BodyFraming : std::uint8_t {
        length,
        chunked,
        until_close
    } framing = BodyFraming::length;
};

/// Status line and headers with the empty line, appended to `out`. A header value of the response
/// with a line break or another control character is Error(internal): nothing is appended.
void append_head(std::string& out, Response const& response, HeadParts const& parts);

}  // namespace ec::http
