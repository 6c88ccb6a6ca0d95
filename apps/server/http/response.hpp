#pragma once

#include <http/event_stream.hpp>
#include <http/request.hpp>

#include <memory>
#include <string>
#include <vector>

namespace ec::http {

enum class Execution : std::uint8_t {
    inline_,   // on the I/O thread: microseconds, no lock that waits, no file, no database
    blocking,  // on the bounded worker pool
};

enum class Ranges : std::uint8_t { none, bytes };

/// What a handler returns. The server adds Date, Content-Length, security headers, X-Trace-Id and,
/// when `cache_control` is empty, "no-store". It answers HEAD, If-None-Match (from `etag`) and,
/// when `ranges` says so, Range by itself.
struct Response {
    int status = 200;
    std::string content_type = "application/json";
    std::vector<Header> headers;
    std::string body;
    std::shared_ptr<std::string const>
        shared_body;   // instead of body: bytes that many answers share
    std::string etag;  // with its quotes
    std::string cache_control;
    Ranges ranges = Ranges::none;
    std::unique_ptr<EventStream> stream;  // instead of a body
    Execution stream_pull = Execution::inline_;
    int stream_poll_ms = 250;

    [[nodiscard]] std::string_view bytes() const {
        return shared_body ? std::string_view(*shared_body) : std::string_view(body);
    }
};

[[nodiscard]] Response json_response(int status, std::string body);
[[nodiscard]] Response text_response(int status, std::string content_type, std::string body);
[[nodiscard]] Response stream_response(std::unique_ptr<EventStream> stream, Execution pull,
                                       int poll_ms);

}  // namespace ec::http
