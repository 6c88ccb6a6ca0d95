#pragma once

#include <cstdint>
#include <optional>
#include <source_location>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace ec {

/// Conditions, not protocols. Each frontend maps them once, by a switch without default.
enum class ErrorCode : std::uint8_t {
    invalid_input,
    unauthenticated,
    forbidden,
    not_found,
    conflict,
    insufficient_credit,
    rate_limited,
    unavailable,
    timeout,
    internal,
};

[[nodiscard]] std::string_view to_string(ErrorCode code) noexcept;

/// One rejected input: which field, what it held, what is wrong with it, what to do.
struct FieldError {
    std::string field;
    std::string value;
    std::string problem;
    std::string remedy;
};

/// The one exception of the library. `what()` is for the log, `public_message()` for a person:
/// it never holds a secret, a path of the machine or a third party's text.
/// `reason` is a stable dotted key ("symbol.unknown") that texts in both languages hang on.
class Error : public std::runtime_error {
  public:
    Error(ErrorCode code, std::string reason, std::string public_message);

    [[nodiscard]] Error& with_log(std::string_view detail);
    [[nodiscard]] Error& with_field(FieldError field);
    [[nodiscard]] Error& with_retry_after_s(std::int64_t seconds);

    [[nodiscard]] ErrorCode code() const noexcept { return code_; }
    [[nodiscard]] std::string const& reason() const noexcept { return reason_; }
    [[nodiscard]] std::string const& public_message() const noexcept { return public_message_; }
    [[nodiscard]] std::vector<FieldError> const& fields() const noexcept { return fields_; }
    [[nodiscard]] std::optional<std::int64_t> retry_after_s() const noexcept { return retry_; }
    [[nodiscard]] char const* what() const noexcept override { return log_message_.c_str(); }

  private:
    ErrorCode code_;
    std::string reason_;
    std::string public_message_;
    std::string log_message_;
    std::vector<FieldError> fields_;
    std::optional<std::int64_t> retry_;
};

/// invalid_input about one field: names field, value and remedy.
[[nodiscard]] Error invalid_field(std::string reason, std::string field, std::string value,
                                  std::string problem, std::string remedy);

namespace detail {
[[noreturn]] void check_failed(char const* expression, std::source_location where);
[[noreturn]] void assert_failed(char const* expression, std::source_location where) noexcept;
}  // namespace detail

}  // namespace ec

/// A broken promise that costs one request: throws Error(internal).
#define EC_CHECK(expression)                                                          \
    do {                                                                              \
        if (!(expression)) [[unlikely]]                                               \
            ::ec::detail::check_failed(#expression, std::source_location::current()); \
    } while (false)

/// A broken promise after which going on could write wrong data: ends the process.
#define EC_ASSERT(expression)                                                          \
    do {                                                                               \
        if (!(expression)) [[unlikely]]                                                \
            ::ec::detail::assert_failed(#expression, std::source_location::current()); \
    } while (false)
