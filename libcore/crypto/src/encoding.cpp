#include <ec/crypto/encoding.hpp>

#include <sodium.h>

namespace ec::crypto {
namespace {

using Bytes = std::vector<std::byte>;

std::string write_base64(std::span<std::byte const> bytes, int variant) {
    // The library counts and writes a terminating NUL.
    std::string text(sodium_base64_ENCODED_LEN(bytes.size(), variant), '\0');
    sodium_bin2base64(text.data(), text.size(),
                      reinterpret_cast<unsigned char const*>(bytes.data()), bytes.size(), variant);
    text.pop_back();
    return text;
}

std::optional<Bytes> parse_base64(std::string_view text, int variant) {
    Bytes bytes(text.size() / 4 * 3 + 3);
    std::size_t length = 0;
    char const* end = nullptr;
    int const result =
        sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(),
                          text.size(), nullptr, &length, &end, variant);
    if (result != 0 || end != text.data() + text.size()) return std::nullopt;
    bytes.resize(length);
    return bytes;
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

}  // namespace

std::span<std::byte const> as_bytes(std::string_view text) noexcept {
    return std::as_bytes(std::span(text.data(), text.size()));
}

std::string to_hex(std::span<std::byte const> bytes) {
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(2 * bytes.size());
    for (auto const byte : bytes) {
        text += digits[std::to_integer<unsigned>(byte) >> 4U];
        text += digits[std::to_integer<unsigned>(byte) & 15U];
    }
    return text;
}

std::optional<Bytes> try_parse_hex(std::string_view text) {
    if (text.size() % 2 != 0) return std::nullopt;
    Bytes bytes;
    bytes.reserve(text.size() / 2);
    for (std::size_t i = 0; i < text.size(); i += 2) {
        int const high = hex_digit(text[i]);
        int const low = hex_digit(text[i + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        bytes.push_back(static_cast<std::byte>(high * 16 + low));
    }
    return bytes;
}

std::string to_base64(std::span<std::byte const> bytes) {
    return write_base64(bytes, sodium_base64_VARIANT_ORIGINAL);
}

std::string to_base64url(std::span<std::byte const> bytes) {
    return write_base64(bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

std::optional<Bytes> try_parse_base64(std::string_view text) {
    return parse_base64(text, sodium_base64_VARIANT_ORIGINAL);
}

std::optional<Bytes> try_parse_base64url(std::string_view text) {
    return parse_base64(text, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

}  // namespace ec::crypto
