#pragma once

#include <http/response.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace ec::http {

/// A strong tag from the bytes, with its quotes.
[[nodiscard]] std::string make_etag(std::string_view bytes);

/// If-None-Match against one tag: weak comparison, lists and "*".
[[nodiscard]] bool none_match_fits(std::string_view if_none_match, std::string_view etag);

struct ByteRange {
    std::size_t first = 0;
    std::size_t length = 0;
};
struct RangeAnswer {
    enum class Kind : std::uint8_t { whole, part, unsatisfiable } kind = Kind::whole;
    ByteRange range;
};
/// One "bytes=" range of a body; several ranges, other units and malformed ones give the whole.
[[nodiscard]] RangeAnswer parse_range(std::string_view header, std::size_t size);

/// Turns a 200 into 304, 206 or 416 as the request's If-None-Match, Range and If-Range ask.
void apply_conditions(Request const& request, Response& response);

}  // namespace ec::http
