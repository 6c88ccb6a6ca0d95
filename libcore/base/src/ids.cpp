#include <ec/base/ids.hpp>

#include <ec/base/error.hpp>

#include <array>
#include <cerrno>
#include <cstdint>

#include <sys/random.h>

namespace ec {

void fill_random(std::span<std::byte> out) {
    while (!out.empty()) {
        auto const n = ::getrandom(out.data(), out.size(), 0);
        if (n < 0 && errno == EINTR) continue;
        EC_CHECK(n > 0);
        out = out.subspan(static_cast<std::size_t>(n));
    }
}

std::string make_id(std::string_view prefix, Micros now_us) {
    static constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    std::array<std::byte, 16> bytes{};
    fill_random(bytes);
    auto const ms = static_cast<std::uint64_t>(now_us / 1000);
    for (std::size_t i = 0; i < 6; ++i) bytes[i] = static_cast<std::byte>(ms >> (40 - 8 * i));

    std::string id(prefix);
    id += '_';
    // 128 bits in 26 digits of 5: the first digit holds the two leading zero bits.
    for (int digit = 0; digit < 26; ++digit) {
        unsigned value = 0;
        for (int bit = 0; bit < 5; ++bit) {
            int const position = digit * 5 + bit - 2;
            unsigned const b =
                position < 0
                    ? 0U
                    : (std::to_integer<unsigned>(bytes[static_cast<std::size_t>(position / 8)]) >>
                       (7 - position % 8)) &
                          1U;
            value = value * 2 + b;
        }
        id += alphabet[value];
    }
    return id;
}

std::string make_trace_id() {
    static constexpr std::string_view hex = "0123456789abcdef";
    std::array<std::byte, 16> bytes{};
    fill_random(bytes);
    std::string out;
    for (auto b : bytes) {
        out += hex[std::to_integer<unsigned>(b) >> 4U];
        out += hex[std::to_integer<unsigned>(b) & 15U];
    }
    return out;
}

}  // namespace ec
