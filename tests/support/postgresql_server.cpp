#include <support/postgresql_server.hpp>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <pwd.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

namespace ec::test {
namespace {

namespace fs = std::filesystem;

// The folder of the oldest supported server: Debian 12 ships 15, newer systems newer ones.
std::string find_binaries() {
    for (int version = 15; version <= 20; ++version) {
        auto const folder = "/usr/lib/postgresql/" + std::to_string(version) + "/bin";
        if (fs::exists(folder + "/postgres")) return folder;
    }
    throw std::runtime_error("PostgreSQL 15 or newer is not installed; run ./dev setup");
}

pid_t start_program(std::vector<std::string> command, fs::path const& log) {
    if (::geteuid() == 0) {
        // The server refuses to run as root, and must not outlive a test that was killed.
        std::vector<std::string> drop{"/usr/bin/setpriv", "--reuid=postgres", "--regid=postgres",
                                      "--clear-groups", "--pdeathsig=QUIT"};
        command.insert(command.begin(), drop.begin(), drop.end());
    }
    std::vector<char*> arguments;
    for (auto& word : command) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    pid_t const child = ::fork();
    if (child < 0) throw std::runtime_error("fork failed");
    if (child == 0) {
        int const out = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0666);
        ::dup2(out, STDOUT_FILENO);
        ::dup2(out, STDERR_FILENO);
        ::execv(arguments[0], arguments.data());
        ::_exit(127);
    }
    return child;
}

void run_program(std::vector<std::string> command, fs::path const& log) {
    pid_t const child = start_program(std::move(command), log);
    int status = 0;
    ::waitpid(child, &status, 0);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        throw std::runtime_error("a PostgreSQL program failed, see " + log.string());
}

}  // namespace

PostgresqlServer& PostgresqlServer::shared() {
    static PostgresqlServer server;
    return server;
}

PostgresqlServer::PostgresqlServer() : binaries_(find_binaries()) {
    if (::geteuid() == 0) {
        auto const* user = ::getpwnam("postgres");
        if (user == nullptr) throw std::runtime_error("the user postgres is missing");
        if (::chown(folder_.path().c_str(), user->pw_uid, user->pw_gid) != 0)
            throw std::runtime_error("the cluster's folder cannot be handed over");
    }
    run_program({binaries_ + "/initdb", "-D", folder_.path() / "data", "-A", "trust", "-U", "ec",
                 "-E", "UTF8", "--no-locale", "--no-sync"},
                folder_.path() / "initdb.log");
    start();
}

PostgresqlServer::~PostgresqlServer() {
    if (server_ > 0) stop();
}

void PostgresqlServer::start() {
    server_ =
        start_program({binaries_ + "/postgres", "-D", folder_.path() / "data", "-k", folder_.path(),
                       "-c", "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=60",
                       "-c", "shared_buffers=32MB", "-c", "log_min_messages=fatal"},
                      folder_.path() / "server.log");
    for (int i = 0; i < 1'500; ++i) {
        if (answers()) return;
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    throw std::runtime_error("PostgreSQL did not start within 30 s");
}

void PostgresqlServer::stop() {
    ::kill(server_, SIGQUIT);
    ::waitpid(server_, nullptr, 0);
    server_ = -1;
}

bool PostgresqlServer::answers() const {
    pid_t const child = start_program(
        {binaries_ + "/pg_isready", "-q", "-h", folder_.path(), "-U", "ec", "-d", "postgres"},
        folder_.path() / "ready.log");
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

std::string PostgresqlServer::url(std::string_view database) const {
    return "postgresql:///" + std::string(database) + "?user=ec&host=" + folder_.path().string();
}

}  // namespace ec::test
