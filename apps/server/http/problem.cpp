#include <http/problem.hpp>

#include <http/target.hpp>

#include <array>
#include <utility>

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

namespace {

constexpr std::array<std::pair<int, std::string_view>, 37> phrases{{
    {100, "Continue"},
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {206, "Partial Content"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {402, "Payment Required"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {416, "Range Not Satisfiable"},
    {417, "Expectation Failed"},
    {422, "Unprocessable Content"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
    {505, "HTTP Version Not Supported"},
}};

}  // namespace

std::string_view reason_phrase(int status) noexcept {
    for (auto const& [code, phrase] : phrases)
        if (code == status) return phrase;
    return "Status";
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
    std::string body =
        fmt::format(R"({{"type":"urn:equitycompass:problem:{}","title":"{}","status":{},)"
                    R"("detail":"{}","code":"{}","trace_id":"{}")",
                    escape_json(code), reason_phrase(status), status, escape_json(detail),
                    escape_json(code), escape_json(trace_id));
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
