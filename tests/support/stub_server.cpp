#include <support/stub_server.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <list>
#include <mutex>
#include <stdexcept>
#include <thread>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace ec::test {

std::string StubRequest::header(std::string_view name) const {
    for (auto const& [key, value] : headers)
        if (key == name) return value;
    return {};
}

StubAnswer StubAnswer::whole(int status, std::string_view content_type, std::string_view body) {
    std::string text = "HTTP/1.1 " + std::to_string(status) + " Stub\r\nContent-Type: ";
    text.append(content_type);
    text += "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n";
    text.append(body);
    return StubAnswer().send(text);
}

StubAnswer StubAnswer::json(int status, std::string_view body) {
    return whole(status, "application/json", body);
}

StubAnswer StubAnswer::event_stream() {
    return StubAnswer().send(
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
        "Connection: close\r\n\r\n");
}

StubAnswer& StubAnswer::header(std::string_view name, std::string_view value) {
    auto& bytes = steps_.front().bytes;
    bytes.insert(bytes.find("\r\n") + 2, std::string(name) + ": " + std::string(value) + "\r\n");
    return *this;
}

StubAnswer& StubAnswer::send(std::string_view bytes) {
    steps_.push_back({Act::send, std::string(bytes), 0});
    return *this;
}

StubAnswer& StubAnswer::drip(std::string_view bytes, int pause_ms) {
    for (char c : bytes) wait(pause_ms).send({&c, 1});
    return *this;
}

StubAnswer& StubAnswer::wait(int ms) {
    steps_.push_back({Act::wait, {}, ms});
    return *this;
}

StubAnswer& StubAnswer::close() {
    steps_.push_back({Act::close, {}, 0});
    return *this;
}

StubAnswer& StubAnswer::reset() {
    steps_.push_back({Act::reset, {}, 0});
    return *this;
}

struct StubServer::State {
    explicit State(Script given) : script(std::move(given)) {}

    Script script;
    int listener = -1;
    std::uint16_t port = 0;
    mutable std::mutex mutex;
    std::condition_variable ended_signal;
    std::atomic<bool> ended = false;
    std::vector<StubRequest> requests;
    std::atomic<int> connections = 0;
    std::list<std::thread> sessions;
    std::thread acceptor;

    bool readable(int fd) const {
        pollfd p{fd, POLLIN, 0};
        while (!ended)
            if (::poll(&p, 1, 20) > 0) return true;
        return false;
    }

    bool receive(int fd, std::string& buffer) const {
        if (!readable(fd)) return false;
        char bytes[16384];
        auto const n = ::recv(fd, bytes, sizeof bytes, 0);
        if (n <= 0) return false;
        buffer.append(bytes, static_cast<std::size_t>(n));
        return true;
    }

    bool read_chunked(int fd, std::string& buffer, std::string& body) const {
        for (;;) {
            std::size_t eol = 0;
            while ((eol = buffer.find("\r\n")) == std::string::npos)
                if (!receive(fd, buffer)) return false;
            auto const size = std::strtoull(buffer.c_str(), nullptr, 16);
            while (buffer.size() < eol + 2 + size + 2)
                if (!receive(fd, buffer)) return false;
            body += buffer.substr(eol + 2, size);
            buffer.erase(0, eol + 2 + size + 2);
            if (size == 0) return true;
        }
    }

    bool read_request(int fd, std::string& buffer, StubRequest& out) const {
        std::size_t end = 0;
        while ((end = buffer.find("\r\n\r\n")) == std::string::npos)
            if (!receive(fd, buffer)) return false;
        out.head = buffer.substr(0, end);
        buffer.erase(0, end + 4);
        auto const line = out.head.substr(0, out.head.find("\r\n"));
        auto const first = line.find(' ');
        out.method = line.substr(0, first);
        out.target = line.substr(first + 1, line.find(' ', first + 1) - first - 1);
        for (std::size_t at = out.head.find("\r\n"); at != std::string::npos;) {
            std::size_t const next = out.head.find("\r\n", at + 2);
            auto const field = out.head.substr(at + 2, next - at - 2);
            auto const colon = field.find(':');
            std::string name = field.substr(0, colon);
            std::transform(name.begin(), name.end(), name.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
            auto const value = field.find_first_not_of(' ', colon + 1);
            out.headers.emplace_back(name, value == std::string::npos ? "" : field.substr(value));
            at = next;
        }
        if (out.header("transfer-encoding") == "chunked") return read_chunked(fd, buffer, out.body);
        auto const length = std::strtoull(out.header("content-length").c_str(), nullptr, 10);
        while (buffer.size() < length)
            if (!receive(fd, buffer)) return false;
        out.body = buffer.substr(0, length);
        buffer.erase(0, length);
        return true;
    }

    // False when the connection is to be closed.
    bool perform(int fd, StubAnswer const& answer) {
        for (auto const& step : answer.steps_) {
            switch (step.act) {
                case StubAnswer::Act::send: {
                    std::string_view rest = step.bytes;
                    while (!rest.empty()) {
                        auto const n = ::send(fd, rest.data(), rest.size(), MSG_NOSIGNAL);
                        if (n <= 0) return false;
                        rest.remove_prefix(static_cast<std::size_t>(n));
                    }
                    break;
                }
                case StubAnswer::Act::wait: {
                    std::unique_lock lock(mutex);
                    if (ended_signal.wait_for(lock, std::chrono::milliseconds(step.ms),
                                              [this] { return ended.load(); }))
                        return false;
                    break;
                }
                case StubAnswer::Act::close:
                    return false;
                case StubAnswer::Act::reset: {
                    linger const hard{1, 0};
                    ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
                    return false;
                }
            }
        }
        return !answer.steps_.empty() || hold(fd);
    }

    // silent(): the request was read, nothing is ever sent; ends when either side goes.
    bool hold(int fd) const {
        std::string ignored;
        while (receive(fd, ignored)) {
        }
        return false;
    }

    void serve(int fd, int number) {
        std::string buffer;
        for (;;) {
            StubRequest request;
            request.connection = number;
            if (!read_request(fd, buffer, request)) break;
            {
                std::scoped_lock const lock(mutex);
                requests.push_back(request);
            }
            if (!perform(fd, script(request))) break;
        }
        ::close(fd);
    }

    void accept_all() {
        while (readable(listener)) {
            int const fd = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
            if (fd < 0) continue;
            int const number = ++connections;
            sessions.emplace_back([this, fd, number] { serve(fd, number); });
        }
    }
};

StubServer::StubServer(Script script) : state_(std::make_unique<State>(std::move(script))) {
    state_->listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    if (state_->listener < 0 || ::bind(state_->listener, generic, size) != 0 ||
        ::listen(state_->listener, 128) != 0 ||
        ::getsockname(state_->listener, generic, &size) != 0)
        throw std::runtime_error("stub server: cannot listen on loopback");
    state_->port = ntohs(address.sin_port);
    state_->acceptor = std::thread([state = state_.get()] { state->accept_all(); });
}

StubServer::StubServer(std::vector<StubAnswer> answers)
    : StubServer([answers = std::move(answers),
                  next = std::make_shared<std::atomic<std::size_t>>(0)](StubRequest const&) {
          return answers[std::min(next->fetch_add(1), answers.size() - 1)];
      }) {}

StubServer::~StubServer() {
    {
        std::scoped_lock const lock(state_->mutex);
        state_->ended = true;
    }
    state_->ended_signal.notify_all();
    state_->acceptor.join();
    for (auto& session : state_->sessions) session.join();
    ::close(state_->listener);
}

std::uint16_t StubServer::port() const { return state_->port; }

std::string StubServer::url(std::string_view path) const {
    return "http://127.0.0.1:" + std::to_string(state_->port) + std::string(path);
}

std::vector<StubRequest> StubServer::requests() const {
    std::scoped_lock const lock(state_->mutex);
    return state_->requests;
}

int StubServer::connections() const { return state_->connections; }

}  // namespace ec::test
