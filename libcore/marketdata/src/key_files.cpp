#include <key_files.hpp>

#include <ec/base/error.hpp>
#include <ec/base/ids.hpp>

#include <cerrno>
#include <system_error>

#include <fmt/format.h>

namespace ec::marketdata {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t max_key_file_bytes = 1'024;

Error failed(std::string_view step, int error) {
    return Error(ErrorCode::unavailable, "provider.key_file",
                 "The file of a provider's key cannot be used. Check the folder keys below the "
                 "data folder, its owner and free space.")
        .with_log(fmt::format("{}: {}", step, std::generic_category().message(error)));
}

int require(std::string_view step, int result) {
    if (result < 0) throw failed(step, -result);
    return result;
}

void sync_folder(blobs::FileOperations& files, fs::path const& folder) {
    int const descriptor = require("open folder", files.open_directory(folder));
    int const synced = files.sync(descriptor);
    files.close(descriptor);
    require("sync folder", synced);
}

int write_all(blobs::FileOperations& files, int descriptor, std::string_view bytes) {
    while (!bytes.empty()) {
        auto const written = files.write(descriptor, bytes.data(), bytes.size());
        if (written < 0) return static_cast<int>(written);
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return files.sync(descriptor);
}

}  // namespace

std::string read_key_file(blobs::FileOperations& files, fs::path const& file) {
    std::string key;
    int const result = files.read_file(file, max_key_file_bytes, key);
    if (result == -ENOENT || result == -ENOTDIR) return {};
    require("read", result);
    std::error_code error;
    auto const mode = fs::symlink_status(file, error).permissions();
    if (error || (mode & (fs::perms::group_all | fs::perms::others_all)) != fs::perms::none)
        throw Error(ErrorCode::forbidden, "provider.key_exposed",
                    fmt::format("Others may read the key in keys/{}. Enter a new key at the "
                                "provider, then chmod 0600 the file.",
                                file.filename().string()));
    while (!key.empty() && (key.back() == '\n' || key.back() == '\r')) key.pop_back();
    return key;
}

void write_key_file(blobs::FileOperations& files, fs::path const& file, std::string_view key) {
    if (int const made = files.make_directory(file.parent_path()); made != -EEXIST)
        require("make folder", made);
    auto const temporary = fmt::format("{}.{}.tmp", file.string(), make_id("key", 0));
    int const descriptor = require("create", files.create_file(temporary));
    int const written = write_all(files, descriptor, key);
    int const closed = files.close(descriptor);
    int const step = written < 0 ? written : closed;
    int const moved = step < 0 ? step : files.rename(temporary, file);
    if (moved < 0) {
        files.remove(temporary);
        throw failed("write", -moved);
    }
    sync_folder(files, file.parent_path());
}

void remove_key_file(blobs::FileOperations& files, fs::path const& file) {
    int const removed = files.remove(file);
    if (removed == -ENOENT || removed == -ENOTDIR) return;
    require("remove", removed);
    sync_folder(files, file.parent_path());
}

}  // namespace ec::marketdata
