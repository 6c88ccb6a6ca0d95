#include "postgresql_values.hpp"

#include <ec/base/error.hpp>

#include <charconv>

#include <fmt/format.h>

namespace ec::db {
namespace {

// Type numbers of pg_type; fixed since the first release.
enum : unsigned {
    type_bool = 16,
    type_bytea = 17,
    type_int8 = 20,
    type_int2 = 21,
    type_int4 = 23,
    type_oid = 26,
    type_float4 = 700,
    type_float8 = 701,
    type_numeric = 1700,
};

[[noreturn]] void unreadable(unsigned type) {
    throw Error(ErrorCode::internal, "db.result", "A stored value has an unexpected form.")
        .with_log(fmt::format("text of type {} cannot be read", type));
}

template <class Number>
Number parse_number(std::string_view text, unsigned type) {
    Number value{};
    auto const* end = text.data() + text.size();
    auto const parsed = std::from_chars(text.data(), end, value);
    if (parsed.ec != std::errc{} || parsed.ptr != end) unreadable(type);
    return value;
}

unsigned hex_digit(char c) {
    if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
    if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
    unreadable(type_bytea);
}

Blob parse_bytes(std::string_view text) {
    if (!text.starts_with("\\x") || text.size() % 2 != 0) unreadable(type_bytea);
    Blob bytes;
    bytes.reserve(text.size() / 2 - 1);
    for (std::size_t i = 2; i < text.size(); i += 2)
        bytes.push_back(static_cast<std::byte>(hex_digit(text[i]) * 16 + hex_digit(text[i + 1])));
    return bytes;
}

std::string write_bytes(std::span<std::byte const> bytes) {
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string text = "\\x";
    text.reserve(2 + 2 * bytes.size());
    for (auto const byte : bytes) {
        text += digits[std::to_integer<unsigned>(byte) >> 4U];
        text += digits[std::to_integer<unsigned>(byte) & 15U];
    }
    return text;
}

}  // namespace

std::optional<std::string> to_postgresql_text(Param const& param) {
    struct {
        std::optional<std::string> operator()(std::monostate) const { return std::nullopt; }
        std::optional<std::string> operator()(std::int64_t value) const {
            return fmt::format("{}", value);
        }
        std::optional<std::string> operator()(double value) const {
            return fmt::format("{}", value);
        }
        std::optional<std::string> operator()(std::string_view text) const {
            return std::string(text);
        }
        std::optional<std::string> operator()(std::span<std::byte const> bytes) const {
            return write_bytes(bytes);
        }
    } const write;
    return std::visit(write, param.value());
}

Cell parse_postgresql_text(std::string_view text, unsigned type) {
    switch (type) {
        case type_int2:
        case type_int4:
        case type_int8:
        case type_oid:
            return parse_number<std::int64_t>(text, type);
        case type_float4:
        case type_float8:
        case type_numeric:
            return parse_number<double>(text, type);
        case type_bool:
            return static_cast<std::int64_t>(text == "t");
        case type_bytea:
            return parse_bytes(text);
        default:
            return std::string(text);
    }
}

}  // namespace ec::db
