#include <ec/crypto/installation_key.hpp>

#include <ec/base/error.hpp>
#include <ec/base/ids.hpp>
#include <ec/crypto/digest.hpp>
#include <ec/crypto/encoding.hpp>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>

#include <fcntl.h>
#include <fmt/format.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

namespace ec::crypto {
namespace {

constexpr std::size_t key_bytes = 32;

Error unusable(std::string_view problem) {
    return Error(ErrorCode::unavailable, "crypto.key_file",
                 fmt::format("The installation's key file cannot be used: {}. It must hold 32 "
                             "bytes, belong to this user and have mode 0600 or 0400.",
                             problem));
}

class File {
  public:
    File(std::filesystem::path const& path, int flags, unsigned mode)
        : fd_(::open(path.c_str(), flags | O_CLOEXEC, mode)), error_(fd_ < 0 ? errno : 0) {}
    File(File const&) = delete;
    File& operator=(File const&) = delete;
    ~File() {
        if (fd_ >= 0) ::close(fd_);
    }
    [[nodiscard]] int fd() const { return fd_; }
    [[nodiscard]] int error() const { return error_; }

  private:
    int fd_;
    int error_;
};

std::optional<std::array<std::byte, key_bytes>> try_read(std::filesystem::path const& path) {
    File const file(path, O_RDONLY | O_NOFOLLOW, 0);
    if (file.error() == ENOENT) return std::nullopt;
    if (file.error() != 0) throw unusable(std::strerror(file.error()));
    struct stat about {};
    if (::fstat(file.fd(), &about) != 0) throw unusable(std::strerror(errno));
    if (about.st_uid != ::geteuid()) throw unusable("it belongs to another user");
    if ((about.st_mode & 0177U) != 0) throw unusable("others may read it");
    std::array<std::byte, key_bytes + 1> bytes{};
    auto const n = ::read(file.fd(), bytes.data(), bytes.size());
    if (n != static_cast<ssize_t>(key_bytes)) throw unusable("it has another length");
    std::array<std::byte, key_bytes> key{};
    std::copy_n(bytes.begin(), key_bytes, key.begin());
    sodium_memzero(bytes.data(), bytes.size());
    return key;
}

void create(std::filesystem::path const& path) {
    std::array<std::byte, key_bytes> key{};
    fill_random(key);
    auto temporary = path;
    temporary += '.' + make_trace_id();
    {
        File const file(temporary, O_WRONLY | O_CREAT | O_EXCL, 0600);
        if (file.error() != 0) throw unusable(std::strerror(file.error()));
        bool const written =
            ::write(file.fd(), key.data(), key.size()) == static_cast<ssize_t>(key.size()) &&
            ::fsync(file.fd()) == 0;
        sodium_memzero(key.data(), key.size());
        if (!written) {
            ::unlink(temporary.c_str());
            throw unusable(std::strerror(errno));
        }
    }
    // A link fails where a rename would replace: the first of two processes wins.
    int const linked = ::link(temporary.c_str(), path.c_str());
    int const error = errno;
    ::unlink(temporary.c_str());
    if (linked != 0 && error != EEXIST) throw unusable(std::strerror(error));
    File const folder(path.parent_path().empty() ? "." : path.parent_path(), O_RDONLY | O_DIRECTORY,
                      0);
    if (folder.fd() >= 0) ::fsync(folder.fd());
}

}  // namespace

InstallationKey InstallationKey::load_or_create(std::filesystem::path const& file) {
    if (auto const key = try_read(file)) return InstallationKey(*key);
    create(file);
    return load(file);
}

InstallationKey InstallationKey::load(std::filesystem::path const& file) {
    auto const key = try_read(file);
    if (!key)
        throw Error(ErrorCode::not_found, "crypto.key_missing",
                    "The installation's key file is missing. Restore it from the backup: without "
                    "it stored reports cannot be verified.");
    return InstallationKey(*key);
}

InstallationKey::~InstallationKey() { sodium_memzero(bytes_.data(), bytes_.size()); }

std::string InstallationKey::sign(std::string_view purpose, std::string_view text) const {
    return hmac_sha256_hex(bytes_, fmt::format("{}:{}:{}", purpose.size(), purpose, text));
}

bool InstallationKey::verify(std::string_view purpose, std::string_view text,
                             std::string_view signature) const {
    return equal_constant_time(sign(purpose, text), signature);
}

std::string InstallationKey::id() const {
    return hmac_sha256_hex(bytes_, "equitycompass installation key id").substr(0, 16);
}

}  // namespace ec::crypto
