#include <http/client_address.hpp>

#include <ec/base/error.hpp>

#include <http/header_check.hpp>

#include <algorithm>
#include <charconv>
#include <cstring>

#include <arpa/inet.h>

namespace ec::http {

namespace {

constexpr std::size_t max_hops = 32;
constexpr std::array<std::uint8_t, 12> mapped_prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};

bool is_v4(Address const& address) {
    return std::equal(mapped_prefix.begin(), mapped_prefix.end(), address.bytes.begin());
}

}  // namespace

std::optional<Address> try_parse_address(std::string_view text) {
    if (text.empty() || text.size() > 45) return std::nullopt;
    std::string const z(text);
    Address out;
    if (text.find(':') != std::string_view::npos) {
        if (::inet_pton(AF_INET6, z.c_str(), out.bytes.data()) != 1) return std::nullopt;
        return out;
    }
    std::copy(mapped_prefix.begin(), mapped_prefix.end(), out.bytes.begin());
    if (::inet_pton(AF_INET, z.c_str(), out.bytes.data() + 12) != 1) return std::nullopt;
    return out;
}

std::string format_address(Address const& address) {
    char text[INET6_ADDRSTRLEN] = {};
    if (is_v4(address))
        ::inet_ntop(AF_INET, address.bytes.data() + 12, text, sizeof text);
    else
        ::inet_ntop(AF_INET6, address.bytes.data(), text, sizeof text);
    return text;
}

TrustedProxies::TrustedProxies(std::vector<std::string> const& networks) {
    for (auto const& text : networks) {
        auto const slash = text.find('/');
        auto const base = try_parse_address(std::string_view(text).substr(0, slash));
        unsigned bits = 0;
        bool good = base.has_value();
        if (good) {
            unsigned const width = is_v4(*base) ? 32 : 128;
            bits = width;
            if (slash != std::string::npos) {
                auto const* const end = text.data() + text.size();
                auto const parsed = std::from_chars(text.data() + slash + 1, end, bits);
                good = parsed.ec == std::errc() && parsed.ptr == end && bits <= width;
            }
            bits += 128 - width;
        }
        if (!good)
            throw invalid_field("server.trusted_proxies", "server.trusted_proxies", text,
                                "is not an IP address or network",
                                "Write it like 10.0.0.0/8 or ::1.");
        networks_.push_back({*base, bits});
    }
}

bool TrustedProxies::contains(Address const& address) const {
    return std::any_of(networks_.begin(), networks_.end(), [&](Network const& network) {
        std::size_t const whole = network.bits / 8;
        unsigned const rest = network.bits % 8;
        if (std::memcmp(network.base.bytes.data(), address.bytes.data(), whole) != 0) return false;
        if (rest == 0) return true;
        unsigned const mask = 0xFFU << (8 - rest);
        return ((network.base.bytes[whole] ^ address.bytes[whole]) & mask) == 0;
    });
}

Address client_address(Address const& peer, TrustedProxies const& trusted,
                       std::vector<Header> const& headers) {
    Address current = peer;
    if (!trusted.contains(peer)) return current;
    std::vector<std::string_view> hops;
    for (auto const& header : headers)
        if (header.name == "x-forwarded-for")
            for (auto const hop : split_list(header.value)) hops.push_back(hop);
    std::size_t walked = 0;
    for (auto hop = hops.rbegin(); hop != hops.rend() && walked < max_hops; ++hop, ++walked) {
        auto const address = try_parse_address(*hop);
        if (!address) break;
        current = *address;
        if (!trusted.contains(current)) break;
    }
    return current;
}

}  // namespace ec::http
