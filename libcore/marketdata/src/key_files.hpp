#pragma once

#include <ec/blobs/file_operations.hpp>

#include <filesystem>
#include <string>
#include <string_view>

// The secret of one account in one file: 0600 in a folder of 0700, replaced whole or not at all.
namespace ec::marketdata {

/// "" when there is none. Throws forbidden "provider.key_exposed" when others may read it,
/// unavailable "provider.key_file" when it cannot be read.
[[nodiscard]] std::string read_key_file(blobs::FileOperations& files,
                                        std::filesystem::path const& file);
/// On the disk when it returns. Throws unavailable "provider.key_file".
void write_key_file(blobs::FileOperations& files, std::filesystem::path const& file,
                    std::string_view key);
void remove_key_file(blobs::FileOperations& files, std::filesystem::path const& file);

}  // namespace ec::marketdata
