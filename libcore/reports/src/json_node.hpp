#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ec::reports {

enum class JsonKind : std::uint8_t { null, boolean, number, text, array, object };

/// One value of a parsed JSON text with the bytes it stands in, so that a difference can be named
/// by byte and by pointer.
struct JsonNode {
    JsonKind kind = JsonKind::null;
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string text;               // decoded string, or the literal of a number or boolean
    std::vector<std::string> keys;  // of an object, as many as items
    std::vector<JsonNode> items;

    [[nodiscard]] JsonNode const* find(std::string_view key) const noexcept;
};

/// Where reading stopped.
struct JsonError {
    std::size_t offset = 0;
    std::string problem;
    std::string pointer;  // of the value that could not be read
};

/// Strict RFC 8259, UTF-8 checked, at most `max_depth` levels. Throws JsonError.
[[nodiscard]] JsonNode parse_json(std::string_view json, int max_depth);

/// Pointer (RFC 6901) of the innermost value that holds the byte; of the member whose name holds
/// it.
[[nodiscard]] std::string pointer_at(JsonNode const& root, std::size_t offset);
[[nodiscard]] std::string pointer_step(std::string_view key);

}  // namespace ec::reports
