#include <ec/http_client/http_client.hpp>

#include <algorithm>
#include <mutex>

#include <fmt/format.h>

#include "transfer.hpp"

namespace ec::http_client {

std::string_view to_string(Failure failure) noexcept {
    switch (failure) {
        case Failure::resolve:
            return "resolve";
        case Failure::connect:
            return "connect";
        case Failure::tls:
            return "tls";
        case Failure::timeout:
            return "timeout";
        case Failure::closed:
            return "closed";
        case Failure::too_large:
            return "too_large";
    }
    return "closed";
}

namespace {

std::string public_text(Failure failure, std::string_view host) {
    switch (failure) {
        case Failure::resolve:
            return fmt::format("The host {} was not found. Check its name and the network.", host);
        case Failure::connect:
            return fmt::format("{} does not accept connections. Check the address, then try again.",
                               host);
        case Failure::tls:
            return fmt::format(
                "No secure connection to {}: its certificate or handshake was "
                "refused.",
                host);
        case Failure::timeout:
            return fmt::format("{} did not answer in time. Try again later.", host);
        case Failure::closed:
            return fmt::format("{} broke off its answer. Try again later.", host);
        case Failure::too_large:
            return fmt::format("The answer of {} is larger than allowed.", host);
    }
    return "The request failed.";
}

// curl's global state is set up once per process; since 7.84 that is thread-safe by itself.
void start_library() {
    static CURLcode const result = curl_global_init(CURL_GLOBAL_DEFAULT);
    EC_CHECK(result == CURLE_OK);
}

}  // namespace

SendError::SendError(Failure failure, std::string_view host, std::string_view detail)
    : Error(failure == Failure::timeout ? ErrorCode::timeout : ErrorCode::unavailable,
            fmt::format("http_client.{}", to_string(failure)), public_text(failure, host)),
      failure_(failure) {
    static_cast<void>(with_log(detail));
}

std::optional<std::string_view> HttpResponse::find_header(std::string_view name) const {
    for (auto const& header : headers)
        if (header.name == name) return header.value;
    return std::nullopt;
}

struct HttpClient::State {
    ClientSettings settings;
    std::mutex mutex;
    std::vector<std::unique_ptr<Line>> idle;  // most recently used last

    std::unique_ptr<Line> take(std::string const& origin) {
        {
            std::scoped_lock const lock(mutex);
            auto const found = std::find_if(idle.rbegin(), idle.rend(), [&](auto const& line) {
                return line->origin == origin;
            });
            if (found != idle.rend()) {
                auto line = std::move(*found);
                idle.erase(std::next(found).base());
                return line;
            }
        }
        auto line = std::make_unique<Line>();
        line->origin = origin;
        return line;
    }

    void give_back(std::unique_ptr<Line> line) {
        std::unique_ptr<Line> oldest;  // closed outside the lock
        std::scoped_lock const lock(mutex);
        idle.push_back(std::move(line));
        if (idle.size() > settings.max_idle_connections) {
            oldest = std::move(idle.front());
            idle.erase(idle.begin());
        }
    }
};

HttpClient::HttpClient(ClientSettings settings) : state_(std::make_unique<State>()) {
    start_library();
    state_->settings = std::move(settings);
}

HttpClient::~HttpClient() = default;

namespace {

template <typename State>
HttpResponse send_over(State& state, CallContext const& context, HttpRequest const& request,
                       BodySink const* sink) {
    context.check();
    check_request(request);
    auto line = state.take(origin_of(request.url));
    // A line whose transfer threw is dropped with its connections.
    HttpResponse response = Transfer(*line, request, sink).run(context, state.settings);
    state.give_back(std::move(line));
    return response;
}

}  // namespace

HttpResponse HttpClient::send(CallContext const& context, HttpRequest const& request) {
    return send_over(*state_, context, request, nullptr);
}

HttpResponse HttpClient::send(CallContext const& context, HttpRequest const& request,
                              BodySink const& sink) {
    return send_over(*state_, context, request, &sink);
}

}  // namespace ec::http_client
