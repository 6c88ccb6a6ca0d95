#pragma once

#include <array>
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace ec::crypto {

/// The secret of one installation: 32 random bytes in a file that only its owner may read. Signs
/// rows of the store with HMAC-SHA256, so that an edited row or file is noticed. Immutable, hence
/// thread-safe; the bytes are wiped with the object.
class InstallationKey {
  public:
    /// Makes the file (0600, complete or not at all) when it is missing; two processes that start
    /// at once end with the same key. Throws unavailable "crypto.key_file" when it cannot be read
    /// or written, or when it holds something else, belongs to another user or is open to others.
    [[nodiscard]] static InstallationKey load_or_create(std::filesystem::path const& file);
    /// As above, but a missing file throws not_found "crypto.key_missing".
    [[nodiscard]] static InstallationKey load(std::filesystem::path const& file);

    InstallationKey(InstallationKey const&) = default;
    InstallationKey& operator=(InstallationKey const&) = default;
    ~InstallationKey();

    /// 64 hex digits. `purpose` ("report.index") keeps signatures of one use from serving another.
    [[nodiscard]] std::string sign(std::string_view purpose, std::string_view text) const;
    [[nodiscard]] bool verify(std::string_view purpose, std::string_view text,
                              std::string_view signature) const;
    /// 16 hex digits that name the key and tell nothing about it.
    [[nodiscard]] std::string id() const;

  private:
    using Bytes = std::array<std::byte, 32>;
    explicit InstallationKey(Bytes const& bytes) noexcept : bytes_(bytes) {}
    Bytes bytes_;
};

}  // namespace ec::crypto
