#pragma once

#include <ec/base/error.hpp>

#include <http/response.hpp>

#include <string>
#include <string_view>

namespace ec::http {

/// The one mapping of the core's conditions to HTTP.
[[nodiscard]] int status_of(ErrorCode code) noexcept;

/// "Not Found"; the reason phrase and the problem's title.
[[nodiscard]] std::string_view reason_phrase(int status) noexcept;

/// Text between JSON quotes: control characters escaped, bytes that are not UTF-8 replaced.
[[nodiscard]] std::string escape_json(std::string_view text);

/// application/problem+json: type, title, status, detail, code, trace_id and, when the error names
/// fields, errors[] of {field, value, problem, remedy}. Carries Retry-After when the error does.
[[nodiscard]] Response problem_response(Error const& error, std::string_view trace_id);

/// A problem of the protocol itself, with a stable code such as "http.header_too_large".
[[nodiscard]] Response problem_response(int status, std::string_view code, std::string_view detail,
                                        std::string_view trace_id);

}  // namespace ec::http
