#include <ec/base/error.hpp>

#include <cstdio>
#include <cstdlib>

#include <fmt/format.h>

namespace ec {

std::string_view to_string(ErrorCode code) noexcept {
    switch (code) {
        case ErrorCode::invalid_input:
            return "invalid_input";
        case ErrorCode::unauthenticated:
            return "unauthenticated";
        case ErrorCode::forbidden:
            return "forbidden";
        case ErrorCode::not_found:
            return "not_found";
        case ErrorCode::conflict:
            return "conflict";
        case ErrorCode::insufficient_credit:
            return "insufficient_credit";
        case ErrorCode::rate_limited:
            return "rate_limited";
        case ErrorCode::unavailable:
            return "unavailable";
        case ErrorCode::timeout:
            return "timeout";
        case ErrorCode::internal:
            return "internal";
    }
    return "internal";
}

Error::Error(ErrorCode code, std::string reason, std::string public_message)
    : std::runtime_error(public_message),
      code_(code),
      reason_(std::move(reason)),
      public_message_(std::move(public_message)),
      log_message_(fmt::format("{}: {}", reason_, public_message_)) {}

Error& Error::with_log(std::string_view detail) {
    log_message_ += " [";
    log_message_ += detail;
    log_message_ += ']';
    return *this;
}

Error& Error::with_field(FieldError field) {
    log_message_ += fmt::format(" ({}: {})", field.field, field.problem);
    fields_.push_back(std::move(field));
    return *this;
}

Error& Error::with_retry_after_s(std::int64_t seconds) {
    retry_ = seconds;
    return *this;
}

Error invalid_field(std::string reason, std::string field, std::string value, std::string problem,
                    std::string remedy) {
    Error error(ErrorCode::invalid_input, std::move(reason),
                fmt::format("{} \"{}\": {}. {}", field, value, problem, remedy));
    return error.with_field(
        {std::move(field), std::move(value), std::move(problem), std::move(remedy)});
}

namespace detail {

void check_failed(char const* expression, std::source_location where) {
    throw Error(ErrorCode::internal, "internal.check", "An internal check failed.")
        .with_log(fmt::format("{} at {}:{}", expression, where.file_name(), where.line()));
}

void assert_failed(char const* expression, std::source_location where) noexcept {
    std::fprintf(stderr, "assertion failed: %s at %s:%u\n", expression, where.file_name(),
                 static_cast<unsigned>(where.line()));
    std::abort();
}

}  // namespace detail
}  // namespace ec
