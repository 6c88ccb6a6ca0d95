#pragma once

#include <ec/base/call_context.hpp>
#include <ec/base/error.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ec::http_client {

/// What went wrong before a whole answer was there. An answer with status 500 is no failure.
enum class Failure : std::uint8_t {
    resolve,    // the host name has no address
    connect,    // nothing accepts there
    tls,        // handshake or certificate refused
    timeout,    // deadline, connect timeout or idle timeout
    closed,     // cut off, or what came was not HTTP
    too_large,  // more than max_response_bytes, or more than 64 KiB of header
};

[[nodiscard]] std::string_view to_string(Failure failure) noexcept;

/// Code timeout for Failure::timeout, else unavailable; reason "http_client.<failure>".
class SendError final : public Error {
  public:
    SendError(Failure failure, std::string_view host, std::string_view detail);
    [[nodiscard]] Failure failure() const noexcept { return failure_; }

  private:
    Failure failure_;
};

struct Header {
    std::string name;
    std::string value;
};

enum class Redirects : std::uint8_t { refuse, follow };  // follow: at most 5, to http(s) only

struct HttpRequest {
    std::string method = "GET";
    std::string url;
    std::vector<Header> headers;
    std::string body;
    std::int64_t connect_timeout_ms = 5'000;
    /// Longest silence while the answer is awaited or read; 0: only the deadline counts.
    std::int64_t idle_timeout_ms = 0;
    std::size_t max_response_bytes = std::size_t{16} << 20U;
    Redirects redirects = Redirects::refuse;
};

struct HttpResponse {
    int status = 0;
    std::vector<Header> headers;  // names in lower case, in the order of arrival
    std::string body;

    /// First header of that lower-case name.
    [[nodiscard]] std::optional<std::string_view> find_header(std::string_view name) const;
};

struct ClientSettings {
    std::string user_agent = "EquityCompass";
    std::string proxy;    // "http://host:port"; empty: none
    std::string ca_file;  // PEM bundle; empty: the system's
    std::size_t max_idle_connections = 16;
};

/// Called with the head (status and headers) and each piece of the body as it arrives. What it
/// throws ends the transfer and is thrown again by send().
using BodySink = std::function<void(HttpResponse const& head, std::string_view piece)>;

/// Outbound HTTP. Owns idle connections and reuses them; thread-safe, calls run in parallel.
/// TLS certificates are always verified; only http and https are spoken. The proxy variables of
/// the environment (http_proxy, ALL_PROXY, ...), .netrc and cookies are ignored: what is not in
/// ClientSettings does not happen. A request whose body has begun to leave is never sent twice.
/// Header values are never logged and never part of an error.
class HttpClient {
  public:
    explicit HttpClient(ClientSettings settings);
    ~HttpClient();
    HttpClient(HttpClient const&) = delete;
    HttpClient& operator=(HttpClient const&) = delete;

    /// Blocks until the whole answer is there. Throws SendError; unavailable ("call.cancelled")
    /// at once on a stop request; invalid_input for a malformed url, method or header.
    [[nodiscard]] HttpResponse send(CallContext const& context, HttpRequest const& request);
    /// As above with the body handed to `sink`; the returned body is empty. max_response_bytes
    /// counts here too.
    [[nodiscard]] HttpResponse send(CallContext const& context, HttpRequest const& request,
                                    BodySink const& sink);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace ec::http_client
