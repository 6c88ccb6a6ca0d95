#include "engines.hpp"
#include "pool.hpp"
#include "sqlite_session.hpp"

#include <ec/base/error.hpp>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/vfs.h>
#include <unistd.h>

namespace ec::db {
namespace {

// NFS, SMB, CIFS, SMB2, AFS, Ceph: their locks do not hold what WAL needs.
constexpr std::array<unsigned long, 6> network_filesystems{0x6969,     0x517b,     0xff534d42,
                                                           0xfe534d42, 0x5346414f, 0x00c36400};

Error cannot_open(char const* detail) {
    return Error(ErrorCode::unavailable, "db.io",
                 "The store's file cannot be opened: check that its folder exists and that this "
                 "user may write there.")
        .with_log(detail);
}

void create_private_file(std::string const& path) {
    // Made before the engine opens it, so that neither it nor its log is ever readable by others.
    int const file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) throw cannot_open(std::strerror(errno));
    struct statfs about {};
    bool const known = ::fstatfs(file, &about) == 0;
    ::close(file);
    if (!known) return;
    for (auto const magic : network_filesystems)
        if (static_cast<unsigned long>(about.f_type) == magic)
            throw Error(ErrorCode::unavailable, "db.network_filesystem",
                        "The store lies on a network filesystem, where SQLite can lose data. Move "
                        "it to a local disk or use PostgreSQL.");
}

class SqliteDatabase final : public Database {
  public:
    SqliteDatabase(Settings const& settings, std::string path)
        : settings_(settings),
          path_(std::move(path)),
          writer_(limits(1), [this] { return open(Access::write); }),
          readers_(limits(settings.sqlite_readers), [this] { return open(Access::read); }) {}

    [[nodiscard]] Engine engine() const noexcept override { return Engine::sqlite; }
    [[nodiscard]] Transaction begin_read(CallContext const& context) override {
        return start(readers_, Access::read, context);
    }
    [[nodiscard]] Transaction begin_write(CallContext const& context) override {
        return start(writer_, Access::write, context);
    }
    [[nodiscard]] PoolState pool_state() const override {
        auto const writer = writer_.state();
        auto const readers = readers_.state();
        return {writer.open + readers.open, writer.in_use + readers.in_use,
                writer.waiting + readers.waiting};
    }
    [[nodiscard]] std::unique_ptr<Database> open_dedicated() const override {
        auto settings = settings_;
        settings.sqlite_readers = 1;
        return std::make_unique<SqliteDatabase>(settings, path_);
    }

  private:
    [[nodiscard]] Pool::Limits limits(std::int64_t size) const {
        return {size, settings_.wait_ms, settings_.ping_idle_s, settings_.recycle_s};
    }
    [[nodiscard]] std::unique_ptr<Session> open(Access access) const {
        return std::make_unique<SqliteSession>(path_, access, settings_.wait_ms);
    }
    static Transaction start(Pool& pool, Access access, CallContext const& context) {
        return Transaction(pool.begin(access, context), [&pool](std::unique_ptr<Session> session) {
            pool.release(std::move(session));
        });
    }

    Settings settings_;
    std::string path_;
    Pool writer_;
    Pool readers_;
};

}  // namespace

std::unique_ptr<Database> open_sqlite(Settings const& settings, std::string const& path) {
    if (path.empty() || path.find('\0') != std::string::npos || path == ":memory:")
        throw Error(ErrorCode::invalid_input, "db.url",
                    "The database URL names no file. Use sqlite:////absolute/path.");
    create_private_file(path);
    auto database = std::make_unique<SqliteDatabase>(settings, path);
    // The first read finds out whether the file is a store at all.
    (void)SqliteSession(path, Access::write, settings.wait_ms)
        .query("SELECT COUNT(*) FROM sqlite_master", {});
    return database;
}

}  // namespace ec::db
