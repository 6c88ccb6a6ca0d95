#pragma once

#include <http/request.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace ec::http {

/// Percent-decoding that refuses what a second reader could see differently: half escapes, NUL,
/// bytes that are not UTF-8. `plus_is_blank` is the form encoding of query strings.
enum class Plus : std::uint8_t { literal, blank };
[[nodiscard]] std::optional<std::string> try_decode_percent(std::string_view text, Plus plus);

struct Target {
    std::string path;
    std::map<std::string, std::string, std::less<>> query;
};

/// Origin-form "/path?query", or nullopt: bad escapes, "." or ".." segments, an escaped slash or
/// backslash, a query name sent twice or empty, more than 64 query fields.
[[nodiscard]] std::optional<Target> try_parse_target(std::string_view target);

[[nodiscard]] bool is_utf8(std::string_view text) noexcept;

}  // namespace ec::http
