#include <http/problem.hpp>

#include <http/target.hpp>

#include <fmt/format.h>

namespace ec::http {

int status_of(ErrorCode code) noexcept {
    switch (code) {
        case ErrorCode::invalid_input:
            return 400;
        case ErrorCode::unauthenticated:
            return 401;
        case ErrorCode::forbidden:
            return 403;
        case ErrorCode::not_found:
            return 404;
        case ErrorCode::conflict:
            return 409;
        case ErrorCode::insufficient_credit:
            return 402;
        case ErrorCode::rate_limited:
            return 429;
        case ErrorCode::unavailable:
            return 503;
        case ErrorCode::timeout:
            return 504;
        case ErrorCode::internal:
            return 500;
    }
    return 500;
}

std::string_view reason_phrase(int status) noexcept {
    switch (status) {
        case 100:
            return "Continue";
        case 200:
            return "OK";
        case 201:
            return "Created";
        case 202:
            return "Accepted";
        case 204:
            return "No Content";
        case 206:
            return "Partial Content";
        case 301:
            return "Moved Permanently";
        case 302:
            return "Found";
        case 303:
            return "See Other";
        case 304:
            return "Not Modified";
        case 307:
            return "Temporary Redirect";
        case 308:
            return "Permanent Redirect";
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 402:
            return "Payment Required";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 406:
            return "Not Acceptable";
        case 408:
            return "Request Timeout";
        case 409:
            return "Conflict";
        case 410:
            return "Gone";
        case 412:
            return "Precondition Failed";
        case 413:
            return "Content Too Large";
        case 414:
            return "URI Too Long";
        case 415:
            return "Unsupported Media Type";
        case 416:
            return "Range Not Satisfiable";
        case 417:
            return "Expectation Failed";
        case 422:
            return "Unprocessable Content";
        case 429:
            return "Too Many Requests";
        case 431:
            return "Request Header Fields Too Large";
        case 500:
            return "Internal Server Error";
        case 501:
            return "Not Implemented";
        case 502:
            return "Bad Gateway";
        case 503:
            return "Service Unavailable";
        case 504:
            return "Gateway Timeout";
        case 505:
            return "HTTP Version Not Supported";
        default:
            return "Status";
    }
}

std::string escape_json(std::string_view text) {
    std::string out;
    out.reserve(text.size() + 8);
    for (std::size_t i = 0; i < text.size();) {
        auto const c = static_cast<unsigned char>(text[i]);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += text[i++];
        } else if (c < 0x20 || c == 0x7F) {
            out += fmt::format("\\u{:04x}", c);
            ++i;
        } else {
            std::size_t const n = c < 0x80 ? 1 : c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;
            if (is_utf8(text.substr(i, n))) {
                out.append(text.substr(i, n));
                i += n;
            } else {
                out += "\\ufffd";
                ++i;
            }
        }
    }
    return out;
}

namespace {

Response render(int status, std::string_view code, std::string_view detail,
                std::string_view trace_id, std::vector<FieldError> const& fields) {
    std::string body = fmt::format(
        R"({{"type":"urn:equitycompass:problem:{}","title":"{}","status":{},"detail":"{}","code":"{}","trace_id":"{}")",
        escape_json(code), reason_phrase(status), status, escape_json(detail), escape_json(code),
        escape_json(trace_id));
    if (!fields.empty()) {
        body += ",\"errors\":[";
        for (auto const& field : fields) {
            if (&field != &fields.front()) body += ',';
            body += fmt::format(R"({{"field":"{}","value":"{}","problem":"{}","remedy":"{}"}})",
                                escape_json(field.field), escape_json(field.value),
                                escape_json(field.problem), escape_json(field.remedy));
        }
        body += ']';
    }
    body += '}';
    return text_response(status, "application/problem+json", std::move(body));
}

}  // namespace

Response problem_response(Error const& error, std::string_view trace_id) {
    int const status = status_of(error.code());
    Response response =
        render(status, error.reason(), error.public_message(), trace_id, error.fields());
    if (auto const seconds = error.retry_after_s())
        response.headers.push_back({"Retry-After", std::to_string(*seconds)});
    if (status == 401) response.headers.push_back({"WWW-Authenticate", "Bearer"});
    return response;
}

Response problem_response(int status, std::string_view code, std::string_view detail,
                          std::string_view trace_id) {
    return render(status, code, detail, trace_id, {});
}

}  // namespace ec::http
