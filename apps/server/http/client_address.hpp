#pragma once

#include <http/request.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ec::http {

/// An IP address as 16 bytes; IPv4 in its mapped form, so that both spellings are equal.
struct Address {
    std::array<std::uint8_t, 16> bytes{};
    auto operator<=>(Address const&) const = default;
};

/// "192.0.2.1", "2001:db8::1", "::ffff:192.0.2.1"; no port, no brackets, no zone.
[[nodiscard]] std::optional<Address> try_parse_address(std::string_view text);
[[nodiscard]] std::string format_address(Address const& address);

/// Networks whose X-Forwarded-For and X-Forwarded-Proto are believed.
class TrustedProxies {
  public:
    /// invalid_input names the entry that is no address or network.
    explicit TrustedProxies(std::vector<std::string> const& networks);
    [[nodiscard]] bool contains(Address const& address) const;

  private:
    struct Network {
        Address base;
        unsigned bits = 128;
    };
    std::vector<Network> networks_;
};

/// The right-most hop that is not a trusted proxy; the peer itself when the peer is not trusted.
/// A hop that is no address ends the walk at the hop before it.
[[nodiscard]] Address client_address(Address const& peer, TrustedProxies const& trusted,
                                     std::vector<Header> const& headers);

}  // namespace ec::http
