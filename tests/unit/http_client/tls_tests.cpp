#include <ec/base/clock.hpp>
#include <ec/http_client/http_client.hpp>

#include <array>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#include <boost/test/unit_test.hpp>

using ec::http_client::Failure;
using ec::http_client::HttpClient;
using ec::http_client::HttpRequest;
using ec::http_client::SendError;

namespace {

// OpenSSL's own test server with a self-signed certificate for the name localhost only.
class TlsStub {
  public:
    TlsStub() {
        folder_ = std::filesystem::temp_directory_path() / ("ec_tls_" + std::to_string(::getpid()));
        std::filesystem::create_directories(folder_);
        auto const make =
            "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 "
            "-nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost "
            "-keyout " +
            key() + " -out " + certificate() + " 2>/dev/null";
        if (std::system(make.c_str()) != 0) throw std::runtime_error("openssl req failed");
        start();
    }
    ~TlsStub() {
        ::kill(pid_, SIGTERM);
        ::waitpid(pid_, nullptr, 0);
        ::close(out_);
        std::filesystem::remove_all(folder_);
    }

    [[nodiscard]] std::string certificate() const { return (folder_ / "cert.pem").string(); }
    [[nodiscard]] std::string url(std::string const& host) const {
        return "https://" + host + ":" + port_ + "/";
    }

  private:
    [[nodiscard]] std::string key() const { return (folder_ / "key.pem").string(); }

    void start() {
        std::array<int, 2> pipe{};
        if (::pipe(pipe.data()) != 0) throw std::runtime_error("pipe failed");
        posix_spawn_file_actions_t actions;
        ::posix_spawn_file_actions_init(&actions);
        ::posix_spawn_file_actions_adddup2(&actions, pipe[1], 1);
        ::posix_spawn_file_actions_addclose(&actions, pipe[0]);
        std::string const cert = certificate(), secret = key();
        std::array<char const*, 10> const args{
            "openssl", "s_server",   "-accept", "127.0.0.1:0",  "-www",
            "-cert",   cert.c_str(), "-key",    secret.c_str(), nullptr};
        int const failed = ::posix_spawnp(&pid_, "openssl", &actions, nullptr,
                                          const_cast<char* const*>(args.data()), environ);
        ::posix_spawn_file_actions_destroy(&actions);
        ::close(pipe[1]);
        out_ = pipe[0];
        if (failed != 0) throw std::runtime_error("openssl s_server did not start");
        // It says "ACCEPT 127.0.0.1:PORT" once it listens.
        std::string text;
        char c = 0;
        while (::read(out_, &c, 1) == 1) {
            text += c;
            auto const at = text.find("127.0.0.1:");
            if (c == '\n' && at != std::string::npos) {
                port_ = text.substr(at + 10, text.size() - at - 11);
                return;
            }
        }
        throw std::runtime_error("openssl s_server ended: " + text);
    }

    std::filesystem::path folder_;
    std::string port_;
    ::pid_t pid_ = 0;
    int out_ = -1;
};

Failure failure_of(HttpClient& client, std::string const& url) {
    ec::SystemClock const clock;
    ec::CallContext const context{&clock, clock.now_us() + 10'000'000, {}, "t", {}};
    HttpRequest request;
    request.url = url;
    try {
        static_cast<void>(client.send(context, request));
    } catch (SendError const& error) {
        return error.failure();
    }
    throw std::runtime_error("the request was answered");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(tls)

BOOST_AUTO_TEST_CASE(certificates_are_checked_for_issuer_and_name) {
    TlsStub const stub;
    HttpClient strangers({});
    BOOST_TEST((failure_of(strangers, stub.url("localhost")) == Failure::tls));

    ec::http_client::ClientSettings settings;
    settings.ca_file = stub.certificate();
    HttpClient friends(settings);
    BOOST_TEST((failure_of(friends, stub.url("127.0.0.1")) == Failure::tls));
    ec::SystemClock const clock;
    HttpRequest request;
    request.url = stub.url("localhost");
    auto const answer = friends.send({&clock, clock.now_us() + 10'000'000, {}, "t", {}}, request);
    BOOST_TEST(answer.status == 200);
    BOOST_TEST(answer.body.find("Cipher") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
