#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace ec::blobs {

/// The calls by which a blob reaches the disk, one system call each, so that their order can be
/// watched and each can be made to fail. Every function returns 0 or a descriptor, else -errno.
/// Thread-safe.
class FileOperations {
  public:
    virtual ~FileOperations() = default;

    /// A new file, 0600; -EEXIST when there is one.
    virtual int create_file(std::string const& path) = 0;
    virtual int open_directory(std::string const& path) = 0;
    /// Bytes written, which may be fewer than given.
    virtual std::int64_t write(int descriptor, char const* bytes, std::size_t size) = 0;
    virtual int sync(int descriptor) = 0;
    virtual int close(int descriptor) = 0;
    virtual int rename(std::string const& from, std::string const& to) = 0;
    virtual int remove(std::string const& path) = 0;
    /// Sets the time of the last change to now.
    virtual int touch(std::string const& path) = 0;
    /// 0700; -EEXIST when there is one.
    virtual int make_directory(std::string const& path) = 0;
    /// Whole content into `bytes`; -EFBIG above `limit`. Symbolic links are not followed.
    virtual int read_file(std::string const& path, std::size_t limit, std::string& bytes) = 0;
};

/// The operating system's.
class SystemFileOperations final : public FileOperations {
  public:
    int create_file(std::string const& path) override;
    int open_directory(std::string const& path) override;
    std::int64_t write(int descriptor, char const* bytes, std::size_t size) override;
    int sync(int descriptor) override;
    int close(int descriptor) override;
    int rename(std::string const& from, std::string const& to) override;
    int remove(std::string const& path) override;
    int touch(std::string const& path) override;
    int make_directory(std::string const& path) override;
    int read_file(std::string const& path, std::size_t limit, std::string& bytes) override;
};

}  // namespace ec::blobs
