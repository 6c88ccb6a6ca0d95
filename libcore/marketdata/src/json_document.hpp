#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ec::marketdata {

inline constexpr std::size_t max_json_depth = 16;
inline constexpr std::size_t max_json_values = 1'000'000;

/// One JSON value. Numbers keep the text they were written with, so that a unit conversion can
/// move the decimal point instead of multiplying a rounded value.
struct JsonValue {
    enum class Kind : std::uint8_t { null, boolean, number, string, array, object };

    Kind kind = Kind::null;
    std::string text;               // of a string or number; "true" or "false"
    std::vector<JsonValue> items;   // of an array or object
    std::vector<std::string> keys;  // of an object, one for each item

    [[nodiscard]] bool is(Kind wanted) const noexcept { return kind == wanted; }
    /// The member of that name, the first if there are two; null pointer when there is none.
    [[nodiscard]] JsonValue const* find(std::string_view key) const noexcept;
    /// The text of a string member, "" when there is none.
    [[nodiscard]] std::string_view text_of(std::string_view key) const noexcept;
};

enum class JsonDamage : std::uint8_t { none, truncated, malformed, too_large };

struct JsonDocument {
    JsonValue root;
    JsonDamage damage = JsonDamage::none;
    std::size_t used = 0;  // bytes up to the end of the value
};

/// Reads the value that `text` starts with; what stands after it is left to the caller. Never
/// throws on input: bytes that end too early, are no JSON or exceed the limits are `damage`.
[[nodiscard]] JsonDocument parse_json(std::string_view text);

}  // namespace ec::marketdata
