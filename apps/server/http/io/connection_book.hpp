#pragma once

#include <http/client_address.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>

namespace ec::http {

/// Counts open connections, in all and per peer address. Thread-safe.
class ConnectionBook {
  public:
    enum class Entry : std::uint8_t { admitted, address_full };

    ConnectionBook(std::size_t max_total, std::size_t max_per_address)
        : max_total_(max_total), max_per_address_(max_per_address) {}

    [[nodiscard]] bool is_full() const { return total_ >= max_total_; }
    [[nodiscard]] std::size_t total() const { return total_; }
    /// `bounded`: whether the per-address limit applies (not to trusted proxies).
    enum class Bound : std::uint8_t { limited, exempt };
    [[nodiscard]] Entry enter(Address const& peer, Bound bound);
    void leave(Address const& peer);

  private:
    std::size_t const max_total_;
    std::size_t const max_per_address_;
    std::atomic<std::size_t> total_ = 0;
    std::mutex mutex_;
    std::map<Address, std::size_t> by_address_;
};

}  // namespace ec::http
