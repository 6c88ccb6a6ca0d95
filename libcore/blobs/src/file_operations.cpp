#include <ec/blobs/file_operations.hpp>

#include <cerrno>
#include <cstdio>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace ec::blobs {
namespace {

int result(int value) noexcept { return value < 0 ? -errno : value; }

}  // namespace

int SystemFileOperations::create_file(std::string const& path) {
    return result(::open(path.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0600));
}

int SystemFileOperations::open_directory(std::string const& path) {
    return result(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
}

std::int64_t SystemFileOperations::write(int descriptor, char const* bytes, std::size_t size) {
    auto const written = ::write(descriptor, bytes, size);
    return written < 0 ? -errno : written;
}

int SystemFileOperations::sync(int descriptor) { return result(::fsync(descriptor)); }

int SystemFileOperations::close(int descriptor) { return result(::close(descriptor)); }

int SystemFileOperations::rename(std::string const& from, std::string const& to) {
    return result(::rename(from.c_str(), to.c_str()));
}

int SystemFileOperations::remove(std::string const& path) { return result(::unlink(path.c_str())); }

int SystemFileOperations::touch(std::string const& path) {
    return result(::utimensat(AT_FDCWD, path.c_str(), nullptr, AT_SYMLINK_NOFOLLOW));
}

int SystemFileOperations::make_directory(std::string const& path) {
    return result(::mkdir(path.c_str(), 0700));
}

int SystemFileOperations::read_file(std::string const& path, std::size_t limit,
                                    std::string& bytes) {
    int const descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (descriptor < 0) return -errno;
    struct stat info {};
    int status = ::fstat(descriptor, &info) < 0 ? -errno : 0;
    if (status == 0 && !S_ISREG(info.st_mode)) status = -EISDIR;
    if (status == 0 && info.st_size > static_cast<off_t>(limit)) status = -EFBIG;
    if (status == 0) {
        bytes.resize(static_cast<std::size_t>(info.st_size));
        std::size_t done = 0;
        while (done < bytes.size()) {
            auto const got = ::read(descriptor, bytes.data() + done, bytes.size() - done);
            if (got < 0 && errno == EINTR) continue;
            if (got < 0) status = -errno;
            if (got <= 0) break;
            done += static_cast<std::size_t>(got);
        }
        bytes.resize(done);
    }
    ::close(descriptor);
    return status;
}

}  // namespace ec::blobs
