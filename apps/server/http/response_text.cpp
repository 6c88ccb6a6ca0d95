#include <http/response_text.hpp>

#include <ec/base/error.hpp>

#include <http/problem.hpp>

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

namespace ec::http {

namespace {

// Nothing but the site's own files: no inline script or style, no plug-in, no framing.
constexpr std::string_view default_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

bool is_line(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) {
        auto const b = static_cast<unsigned char>(c);
        return (b >= 0x20 && b != 0x7F) || b == '\t';
    });
}

void append_number(std::string& out, std::size_t value) {
    char digits[20];
    auto const end = std::to_chars(digits, digits + sizeof digits, value).ptr;
    out.append(digits, end);
}

void append_field(std::string& out, std::string_view name, std::string_view value) {
    out.append(name).append(": ").append(value).append("\r\n");
}

}  // namespace

std::string security_headers(std::string_view content_security_policy, int hsts_max_age_s) {
    std::string out;
    append_field(out, "Content-Security-Policy",
                 content_security_policy.empty() ? default_policy : content_security_policy);
    append_field(out, "X-Content-Type-Options", "nosniff");
    append_field(out, "X-Frame-Options", "DENY");
    append_field(out, "Referrer-Policy", "strict-origin-when-cross-origin");
    append_field(out, "Permissions-Policy", "camera=(), geolocation=(), microphone=(), usb=()");
    append_field(out, "Cross-Origin-Opener-Policy", "same-origin");
    append_field(out, "Cross-Origin-Resource-Policy", "same-origin");
    if (hsts_max_age_s > 0)
        append_field(out, "Strict-Transport-Security",
                     fmt::format("max-age={}; includeSubDomains", hsts_max_age_s));
    return out;
}

std::string format_http_date(std::time_t at) {
    static constexpr char const* days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr char const* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                             "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    std::tm utc{};
    ::gmtime_r(&at, &utc);
    return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} GMT", days[utc.tm_wday], utc.tm_mday,
                       months[utc.tm_mon], utc.tm_year + 1900, utc.tm_hour, utc.tm_min, utc.tm_sec);
}

void append_head(std::string& out, Response const& response, HeadParts const& parts) {
    EC_CHECK(is_line(response.content_type) && is_line(response.etag) &&
             is_line(response.cache_control));
    for (auto const& header : response.headers)
        EC_CHECK(is_token(header.name) && is_line(header.value));
    out += "HTTP/1.1 ";
    append_number(out, static_cast<std::size_t>(response.status));
    out.append(" ").append(reason_phrase(response.status)).append("\r\n");
    append_field(out, "Date", parts.date);
    bool const bodiless = response.status == 204 || response.status == 304;
    if (!bodiless) append_field(out, "Content-Type", response.content_type);
    switch (parts.framing) {
        case HeadParts::BodyFraming::length:
            if (!bodiless) {
                out += "Content-Length: ";
                append_number(out, response.bytes().size());
                out += "\r\n";
            }
            break;
        case HeadParts::BodyFraming::chunked:
            append_field(out, "Transfer-Encoding", "chunked");
            break;
        case HeadParts::BodyFraming::until_close:
            break;
    }
    append_field(out, "Cache-Control",
                 response.cache_control.empty() ? "no-store" : response.cache_control);
    if (!response.etag.empty()) append_field(out, "ETag", response.etag);
    for (auto const& header : response.headers) append_field(out, header.name, header.value);
    append_field(out, "X-Trace-Id", parts.trace_id);
    if (parts.persistence == Persistence::close) append_field(out, "Connection", "close");
    out.append(parts.security).append("\r\n");
}

}  // namespace ec::http
