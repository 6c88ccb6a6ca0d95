#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace ec::blobs {

/// The name of a blob: one to four segments of a-z, 0-9, '-', '_' (at most 80 characters each),
/// separated by '/', the last with an optional short extension: "reports/2021-03-31/9f2c.json".
/// Always valid, the same on every file system and in S3: made from ids and hashes, never from what
/// a person typed. Names that some systems reserve ("con", "nul", "com1", ...) are refused.
class BlobKey {
  public:
    /// Throws invalid_input "blob.key_invalid".
    [[nodiscard]] static BlobKey parse(std::string_view text);
    [[nodiscard]] static std::optional<BlobKey> try_parse(std::string_view text);

    [[nodiscard]] std::string const& text() const noexcept { return text_; }
    auto operator<=>(BlobKey const&) const = default;

  private:
    explicit BlobKey(std::string text) : text_(std::move(text)) {}
    std::string text_;
};

}  // namespace ec::blobs
