#include <ec/blobs/blob_store.hpp>

#include <ec/base/error.hpp>
#include <ec/base/ids.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include <fmt/format.h>
#include <sys/stat.h>

namespace ec::blobs {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view temporary_prefix = ".tmp-";

[[noreturn]] void fail(std::string_view what, int negative_errno) {
    int const code = -negative_errno;
    bool const full = code == ENOSPC || code == EDQUOT;
    throw Error(ErrorCode::unavailable, full ? "blob.disk_full" : "blob.io",
                full ? "The disk that holds the reports is full. Free some space and try again."
                     : "The folder of the stored reports cannot be used. Check its owner, its "
                       "permissions and the disk.")
        .with_log(fmt::format("{}: {}", what, std::strerror(code)));
}

void check_result(std::string_view what, int status) {
    if (status < 0) fail(what, status);
}

std::string temporary_path(std::string const& target) {
    std::array<std::byte, 12> random{};
    fill_random(random);
    std::string name(temporary_prefix);
    for (auto b : random) name += fmt::format("{:02x}", std::to_integer<unsigned>(b));
    return target.substr(0, target.rfind('/') + 1) + name;
}

Micros modified_at_us(std::string const& path) {
    struct stat info {};
    if (::lstat(path.c_str(), &info) != 0) return 0;
    return static_cast<Micros>(info.st_mtim.tv_sec) * micros_per_second +
           info.st_mtim.tv_nsec / 1000;
}

// Visits regular files below root/prefix; a folder that vanishes meanwhile is no error.
template <class Visit>
void visit_files(std::string const& root, std::string_view prefix, CallContext const& context,
                 Visit visit) {
    std::error_code error;
    auto const top = fs::path(root) / prefix;
    fs::recursive_directory_iterator walk(top, fs::directory_options::none, error);
    if (error == std::errc::no_such_file_or_directory) return;
    if (error) fail("list", -error.value());
    for (; walk != fs::recursive_directory_iterator(); walk.increment(error)) {
        if (error) fail("list", -error.value());
        context.check();
        std::error_code gone;
        if (walk->symlink_status(gone).type() == fs::file_type::regular) visit(walk->path());
    }
}

}  // namespace

BlobStore::BlobStore(std::string root, FileOperations& files)
    : root_(std::move(root)), files_(files) {
    while (root_.size() > 1 && root_.back() == '/') root_.pop_back();
    int const status = files_.make_directory(root_);
    if (status != -EEXIST) check_result("make root", status);
}

std::string BlobStore::path_of(BlobKey const& key) const { return root_ + '/' + key.text(); }

void BlobStore::sync_directory(std::string const& path) {
    int const directory = files_.open_directory(path);
    check_result("open directory", directory);
    int const synced = files_.sync(directory);
    files_.close(directory);
    check_result("sync directory", synced);
}

void BlobStore::make_directories(std::string_view key_text) {
    for (auto slash = key_text.find('/'); slash != std::string_view::npos;
         slash = key_text.find('/', slash + 1)) {
        std::string const path = root_ + '/' + std::string(key_text.substr(0, slash));
        int const status = files_.make_directory(path);
        if (status == -EEXIST) continue;
        check_result("make directory", status);
        // The new name must survive a power cut before a file below it can.
        sync_directory(path.substr(0, path.rfind('/')));
    }
}

void BlobStore::write_atomically(std::string const& path, std::string_view bytes) {
    std::string const temporary = temporary_path(path);
    int const descriptor = files_.create_file(temporary);
    check_result("create", descriptor);
    auto const abandon = [&](std::string_view what, int status) {
        files_.remove(temporary);
        fail(what, status);
    };
    for (std::size_t done = 0; done < bytes.size();) {
        auto const written = files_.write(descriptor, bytes.data() + done, bytes.size() - done);
        if (written == -EINTR) continue;
        if (written <= 0) {
            files_.close(descriptor);
            abandon("write", written == 0 ? -EIO : static_cast<int>(written));
        }
        done += static_cast<std::size_t>(written);
    }
    int const synced = files_.sync(descriptor);
    int const closed = files_.close(descriptor);
    if (synced < 0) abandon("sync", synced);
    if (closed < 0) abandon("close", closed);
    int const renamed = files_.rename(temporary, path);
    if (renamed < 0) abandon("rename", renamed);
    sync_directory(path.substr(0, path.rfind('/')));
}

void BlobStore::put(CallContext const& context, BlobKey const& key, std::string_view bytes) {
    if (auto const present = find(context, key)) {
        auto const path = path_of(key);
        if (*present == bytes) {
            // Young again, so that no sweeper takes it for an orphan; and whoever wrote it may have
            // been killed before the name was on the disk.
            check_result("touch", files_.touch(path));
            sync_directory(path.substr(0, path.rfind('/')));
            return;
        }
        throw Error(ErrorCode::conflict, "blob.exists",
                    "A stored file of this name holds other bytes.")
            .with_log(key.text());
    }
    replace(context, key, bytes);
}

void BlobStore::replace(CallContext const& context, BlobKey const& key, std::string_view bytes) {
    context.check();
    if (static_cast<std::int64_t>(bytes.size()) > max_blob_bytes)
        throw Error(ErrorCode::invalid_input, "blob.too_large",
                    fmt::format("A stored file may have at most {} MiB.", max_blob_bytes >> 20));
    make_directories(key.text());
    write_atomically(path_of(key), bytes);
}

std::optional<std::string> BlobStore::find(CallContext const& context, BlobKey const& key) const {
    context.check();
    std::string bytes;
    int const status = files_.read_file(path_of(key), max_blob_bytes, bytes);
    if (status == -ENOENT || status == -ENOTDIR) return std::nullopt;
    check_result("read", status);
    return bytes;
}

std::string BlobStore::get(CallContext const& context, BlobKey const& key) const {
    if (auto bytes = find(context, key)) return *std::move(bytes);
    throw Error(ErrorCode::not_found, "blob.missing",
                "A stored file is missing. Restore it from a backup, or make the report again.")
        .with_log(key.text());
}

bool BlobStore::exists(CallContext const& context, BlobKey const& key) const {
    context.check();
    std::error_code error;
    auto const status = fs::symlink_status(path_of(key), error);
    return status.type() == fs::file_type::regular;
}

bool BlobStore::remove(CallContext const& context, BlobKey const& key) {
    context.check();
    int const status = files_.remove(path_of(key));
    if (status == -ENOENT || status == -ENOTDIR) return false;
    check_result("remove", status);
    return true;
}

std::vector<BlobInfo> BlobStore::list(CallContext const& context, std::string_view prefix,
                                      std::string_view after, std::int64_t limit) const {
    EC_CHECK(limit >= 1 && limit <= max_list);
    auto const folder = BlobKey::parse(prefix);
    auto const wanted = static_cast<std::size_t>(limit);
    std::vector<std::string> keys;  // a max-heap of the `limit` smallest
    visit_files(root_, folder.text(), context, [&](fs::path const& path) {
        auto key = path.lexically_relative(root_).generic_string();
        // Not ours: nothing is reported, and so removed, that the store could not have written.
        if (key <= after || !BlobKey::try_parse(key)) return;
        if (keys.size() == wanted) {
            if (key >= keys.front()) return;
            std::ranges::pop_heap(keys);
            keys.pop_back();
        }
        keys.push_back(std::move(key));
        std::ranges::push_heap(keys);
    });
    std::ranges::sort_heap(keys);
    std::vector<BlobInfo> found;
    for (auto const& text : keys) {
        auto key = BlobKey::parse(text);
        std::error_code error;
        auto const size = fs::file_size(path_of(key), error);
        if (error) continue;  // removed meanwhile
        auto const modified = modified_at_us(path_of(key));
        found.push_back({std::move(key), static_cast<std::int64_t>(size), modified});
    }
    return found;
}

std::int64_t BlobStore::sweep_temporaries(CallContext const& context, std::string_view prefix,
                                          Micros older_than_us) {
    auto const folder = BlobKey::parse(prefix);
    std::vector<std::string> stale;
    visit_files(root_, folder.text(), context, [&](fs::path const& path) {
        if (path.filename().native().starts_with(temporary_prefix) &&
            modified_at_us(path.native()) < older_than_us)
            stale.push_back(path.native());
    });
    for (auto const& path : stale) check_result("remove", files_.remove(path));
    return static_cast<std::int64_t>(stale.size());
}

}  // namespace ec::blobs
