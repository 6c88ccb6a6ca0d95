#pragma once

#include <ec/base/call_context.hpp>
#include <ec/blobs/blob_key.hpp>
#include <ec/blobs/file_operations.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ec::blobs {

struct BlobInfo {
    BlobKey key;
    std::int64_t size_bytes = 0;
    Micros modified_at_us = 0;
};

/// Immutable blobs in a directory of this machine. Thread-safe, also between processes: a blob
/// appears whole or not at all and is on the disk when `put` returns. Directories are made 0700,
/// files 0600. Errors: unavailable "blob.disk_full" and "blob.io", not_found "blob.missing",
/// conflict "blob.exists", invalid_input "blob.too_large", and what CallContext::check throws.
class BlobStore {
  public:
    static constexpr std::int64_t max_blob_bytes = 64LL * 1024 * 1024;
    static constexpr std::int64_t max_list = 1'000;

    /// `root` is made when it is missing (its parent must exist).
    BlobStore(std::string root, FileOperations& files);

    /// Writes a temporary file beside the target, syncs it, renames it, syncs the directory. A key
    /// that holds the same bytes already only gets a new date; other bytes are a conflict.
    void put(CallContext const& context, BlobKey const& key, std::string_view bytes);
    /// As put, but takes the place of whatever the key holds: for a blob that was found damaged.
    void replace(CallContext const& context, BlobKey const& key, std::string_view bytes);

    [[nodiscard]] std::string get(CallContext const& context, BlobKey const& key) const;
    [[nodiscard]] std::optional<std::string> find(CallContext const& context,
                                                  BlobKey const& key) const;
    [[nodiscard]] bool exists(CallContext const& context, BlobKey const& key) const;
    /// False when there was none.
    bool remove(CallContext const& context, BlobKey const& key);

    /// Keys below the folder `prefix` ("reports") that are greater than `after`, ascending, at most
    /// `limit` (1..max_list). Files whose names are no keys are not listed.
    [[nodiscard]] std::vector<BlobInfo> list(CallContext const& context, std::string_view prefix,
                                             std::string_view after, std::int64_t limit) const;
    /// Removes temporary files below `prefix` last written before `older_than_us`: what a killed
    /// process left. Returns how many.
    std::int64_t sweep_temporaries(CallContext const& context, std::string_view prefix,
                                   Micros older_than_us);

  private:
    [[nodiscard]] std::string path_of(BlobKey const& key) const;
    void sync_directory(std::string const& path);
    void make_directories(std::string_view key_text);
    void write_atomically(std::string const& path, std::string_view bytes);

    std::string root_;
    FileOperations& files_;
};

}  // namespace ec::blobs
