#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace ec::crypto {

using Digest = std::array<std::byte, 32>;

[[nodiscard]] Digest sha256(std::span<std::byte const> bytes);
/// 64 lowercase hex digits.
[[nodiscard]] std::string sha256_hex(std::span<std::byte const> bytes);
[[nodiscard]] std::string sha256_hex(std::string_view text);

/// SHA-256 of what comes in pieces. One thread; after finish() it starts anew.
class Sha256 {
  public:
    Sha256();
    ~Sha256();
    Sha256(Sha256 const&) = delete;
    Sha256& operator=(Sha256 const&) = delete;

    void update(std::span<std::byte const> bytes);
    void update(std::string_view text);
    [[nodiscard]] Digest finish();
    [[nodiscard]] std::string finish_hex();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

[[nodiscard]] Digest hmac_sha256(std::span<std::byte const> key, std::string_view text);
[[nodiscard]] std::string hmac_sha256_hex(std::span<std::byte const> key, std::string_view text);

/// Compares secrets in a time that depends on the length only.
[[nodiscard]] bool equal_constant_time(std::string_view a, std::string_view b) noexcept;

}  // namespace ec::crypto
