#include <http/trace.hpp>

#include <ec/base/ids.hpp>

#include <algorithm>
#include <span>

namespace ec::http {

namespace {

bool is_lower_hex(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool is_zero(std::string_view text) {
    return text.find_first_not_of('0') == std::string_view::npos;
}

// splitmix64 over a random start: distinct, evenly spread values.
std::uint64_t advance(std::uint64_t& state) {
    state += 0x9E3779B97F4A7C15ULL;
    std::uint64_t z = state;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31U);
}

}  // namespace

std::optional<std::string> try_parse_traceparent(std::string_view value) {
    if (value.size() < 55 || value[2] != '-' || value[35] != '-' || value[52] != '-')
        return std::nullopt;
    auto const version = value.substr(0, 2);
    auto const trace = value.substr(3, 32);
    auto const parent = value.substr(36, 16);
    if (!is_lower_hex(version) || version == "ff" || !is_lower_hex(trace) || is_zero(trace) ||
        !is_lower_hex(parent) || is_zero(parent) || !is_lower_hex(value.substr(53, 2)))
        return std::nullopt;
    if (value.size() > 55 && (version == "00" || value[55] != '-')) return std::nullopt;
    return std::string(trace);
}

TraceIds::TraceIds() { fill_random(std::as_writable_bytes(std::span(state_))); }

std::string TraceIds::next() {
    static constexpr std::string_view hex = "0123456789abcdef";
    std::string out(32, '0');
    for (std::size_t half = 0; half < 2; ++half) {
        std::uint64_t bits = advance(state_[half]);
        for (std::size_t i = 0; i < 16; ++i, bits >>= 4U) out[half * 16 + i] = hex[bits & 15U];
    }
    return out;
}

}  // namespace ec::http
