#include "raw_client.hpp"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <stdexcept>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace ec::test {

namespace {
constexpr int patience_ms = 15'000;
}

std::string RawAnswer::header(std::string_view name) const {
    auto const at = head.find("\r\n" + std::string(name) + ": ");
    if (at == std::string::npos) return {};
    auto const from = at + 2 + name.size() + 2;
    return head.substr(from, head.find("\r\n", from) - from);
}

RawClient::RawClient(std::uint16_t port) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
        throw std::runtime_error("raw client: cannot connect");
}

RawClient::~RawClient() { close(); }

void RawClient::close() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
}

RawClient& RawClient::send(std::string_view bytes) {
    while (!bytes.empty()) {
        auto const n = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (n <= 0) break;
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return *this;
}

void RawClient::finish_sending() { ::shutdown(fd_, SHUT_WR); }

bool RawClient::receive(int wait_ms) {
    pollfd p{fd_, POLLIN, 0};
    if (::poll(&p, 1, wait_ms) <= 0) throw std::runtime_error("raw client: nothing came in time");
    char bytes[65536];
    auto const n = ::recv(fd_, bytes, sizeof bytes, 0);
    if (n <= 0) return false;
    buffer_.append(bytes, static_cast<std::size_t>(n));
    return true;
}

bool RawClient::take_chunks(std::string& body) {
    for (;;) {
        std::size_t eol = 0;
        while ((eol = buffer_.find("\r\n")) == std::string::npos)
            if (!receive(patience_ms)) return false;
        auto const size = std::strtoull(buffer_.c_str(), nullptr, 16);
        while (buffer_.size() < eol + 4 + size)
            if (!receive(patience_ms)) return false;
        body += buffer_.substr(eol + 2, size);
        buffer_.erase(0, eol + 4 + size);
        if (size == 0) return true;
    }
}

std::optional<RawAnswer> RawClient::read(Body expected) {
    std::size_t end = 0;
    while ((end = buffer_.find("\r\n\r\n")) == std::string::npos)
        if (!receive(patience_ms)) return std::nullopt;
    RawAnswer answer;
    answer.head = buffer_.substr(0, end + 2);
    buffer_.erase(0, end + 4);
    answer.status = std::atoi(answer.head.c_str() + 9);
    for (std::size_t at = answer.head.find("\r\n") + 2; at < answer.head.size();) {
        auto const colon = answer.head.find(':', at);
        for (; at < colon; ++at)
            answer.head[at] =
                static_cast<char>(std::tolower(static_cast<unsigned char>(answer.head[at])));
        at = answer.head.find("\r\n", at) + 2;
    }
    if (expected == Body::none || answer.status == 204 || answer.status == 304 ||
        answer.status == 100)
        return answer;
    if (answer.header("transfer-encoding") == "chunked") {
        if (!take_chunks(answer.body)) return std::nullopt;
        return answer;
    }
    auto const length = std::strtoull(answer.header("content-length").c_str(), nullptr, 10);
    while (buffer_.size() < length)
        if (!receive(patience_ms)) return std::nullopt;
    answer.body = buffer_.substr(0, length);
    buffer_.erase(0, length);
    return answer;
}

std::string RawClient::read_until(std::string_view text) {
    std::size_t at = 0;
    while ((at = buffer_.find(text)) == std::string::npos)
        if (!receive(patience_ms)) throw std::runtime_error("raw client: closed too early");
    auto out = buffer_.substr(0, at + text.size());
    buffer_.erase(0, at + text.size());
    return out;
}

bool RawClient::is_closed(int wait_ms) {
    try {
        while (receive(wait_ms)) {
        }
    } catch (std::runtime_error const&) {
        return false;
    }
    return true;
}

RawAnswer fetch(std::uint16_t port, std::string_view method, std::string_view target,
                std::vector<std::string> const& headers, std::string_view body) {
    RawClient client(port);
    std::string text =
        std::string(method) + " " + std::string(target) + " HTTP/1.1\r\nConnection: close\r\n";
    bool const named = std::any_of(headers.begin(), headers.end(), [](std::string const& header) {
        return header.starts_with("Host:");
    });
    if (!named) text += "Host: localhost\r\n";
    for (auto const& header : headers) text += header + "\r\n";
    if (!body.empty()) text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    client.send(text + "\r\n" + std::string(body));
    auto answer = client.read(method == "HEAD" ? RawClient::Body::none : RawClient::Body::expected);
    if (!answer) throw std::runtime_error("raw client: no answer");
    return *answer;
}

}  // namespace ec::test
