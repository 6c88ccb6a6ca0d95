#pragma once

#include <support/temporary_folder.hpp>

#include <string>
#include <string_view>

#include <sys/types.h>

namespace ec::test {

/// A PostgreSQL cluster of this process alone, on a Unix socket in a temporary folder. Made with
/// the first use, ended with the process. Throws when no server is installed: a missing server is
/// a failed test, not a skipped one.
class PostgresqlServer {
  public:
    [[nodiscard]] static PostgresqlServer& shared();
    PostgresqlServer();
    ~PostgresqlServer();
    PostgresqlServer(PostgresqlServer const&) = delete;
    PostgresqlServer& operator=(PostgresqlServer const&) = delete;

    [[nodiscard]] std::string url(std::string_view database) const;
    void start();
    /// Ends the server as a crash would: clients are cut off.
    void stop();

  private:
    [[nodiscard]] bool answers() const;

    TemporaryFolder folder_;
    std::string binaries_;
    pid_t server_ = -1;
};

}  // namespace ec::test
