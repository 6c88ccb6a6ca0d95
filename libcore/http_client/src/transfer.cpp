#include "transfer.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstring>
#include <stop_token>

#include <fmt/format.h>

namespace ec::http_client {

namespace {

constexpr std::size_t max_header_bytes = std::size_t{64} * 1024;
constexpr std::int64_t poll_ms = 200;
constexpr long idle_reuse_s = 30;

// Silence is measured on the machine's steady clock: it is a property of the wire, while the
// deadline belongs to the caller's clock.
std::int64_t steady_us() {
    return std::chrono::duration_cast<std::chrono::microseconds>(
               std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

std::string_view trim(std::string_view text) {
    auto const blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
    while (!text.empty() && blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && blank(text.back())) text.remove_suffix(1);
    return text;
}

bool is_token(std::string_view text) {
    static constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
               marks.find(c) != std::string_view::npos;
    });
}

Failure failure_of(CURLcode code) {
    switch (code) {
        case CURLE_COULDNT_RESOLVE_HOST:
        case CURLE_COULDNT_RESOLVE_PROXY:
            return Failure::resolve;
        case CURLE_COULDNT_CONNECT:
            return Failure::connect;
        case CURLE_OPERATION_TIMEDOUT:
            return Failure::timeout;
        case CURLE_SSL_CONNECT_ERROR:
        case CURLE_SSL_CERTPROBLEM:
        case CURLE_SSL_CIPHER:
        case CURLE_SSL_CACERT_BADFILE:
        case CURLE_SSL_ISSUER_ERROR:
        case CURLE_SSL_ENGINE_INITFAILED:
        case CURLE_SSL_INVALIDCERTSTATUS:
        case CURLE_PEER_FAILED_VERIFICATION:
            return Failure::tls;
        default:
            return Failure::closed;
    }
}

struct UrlParts {
    std::string scheme, host, port;
};

UrlParts split_url(std::string const& url) {
    struct Deleter {
        void operator()(CURLU* u) const noexcept { curl_url_cleanup(u); }
    };
    std::unique_ptr<CURLU, Deleter> const parsed(curl_url());
    EC_CHECK(parsed != nullptr);
    auto const get = [&](CURLUPart part) {
        char* text = nullptr;
        if (curl_url_get(parsed.get(), part, &text, CURLU_DEFAULT_PORT) != CURLUE_OK)
            return std::string();
        std::string out(text);
        curl_free(text);
        return out;
    };
    UrlParts parts;
    if (std::strlen(url.c_str()) == url.size() &&
        curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), 0) == CURLUE_OK)
        parts = {lower(get(CURLUPART_SCHEME)), lower(get(CURLUPART_HOST)), get(CURLUPART_PORT)};
    if (parts.host.empty() || (parts.scheme != "http" && parts.scheme != "https"))
        throw Error(ErrorCode::invalid_input, "http_client.url",
                    "The address is not a valid http or https URL. Check the configured address.");
    return parts;
}

}  // namespace

std::string origin_of(std::string const& url) {
    auto const parts = split_url(url);
    return fmt::format("{}://{}:{}", parts.scheme, parts.host, parts.port);
}

void check_request(HttpRequest const& request) {
    if (!is_token(request.method))
        throw Error(ErrorCode::invalid_input, "http_client.method",
                    "The request method is not a valid HTTP method.");
    for (auto const& header : request.headers) {
        // The value may be a secret: only the position is named.
        bool const plain = std::none_of(header.value.begin(), header.value.end(), [](char c) {
            auto const b = static_cast<unsigned char>(c);
            return (b < 0x20 && c != '\t') || b == 0x7F;
        });
        if (!is_token(header.name) || !plain)
            throw Error(ErrorCode::invalid_input, "http_client.header",
                        "A request header holds a character that HTTP forbids. Check configured "
                        "keys for line breaks.");
    }
}

Line::Line() : multi(curl_multi_init()), easy(curl_easy_init()) {
    EC_CHECK(multi != nullptr && easy != nullptr);
}

Transfer::Transfer(Line& line, HttpRequest const& request, BodySink const* sink)
    : line_(line), request_(request), sink_(sink), host_(split_url(request.url).host) {}

void Transfer::fail(Failure failure, std::string_view detail) const {
    throw SendError(failure, host_, fmt::format("{} {}: {}", request_.method, host_, detail));
}

HttpResponse Transfer::run(CallContext const& context, ClientSettings const& settings) {
    apply(context, settings);
    perform(context);
    return std::move(response_);
}

void Transfer::apply(CallContext const& context, ClientSettings const& settings) {
    CURL* const easy = line_.easy.get();
    curl_easy_reset(easy);
    auto const set = [easy](CURLoption option, auto value) {
        EC_CHECK(curl_easy_setopt(easy, option, value) == CURLE_OK);
    };
    set(CURLOPT_URL, request_.url.c_str());
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    set(CURLOPT_PROXY, settings.proxy.c_str());  // "" also switches the environment off
    set(CURLOPT_NOPROXY, "");
    set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
    set(CURLOPT_SSL_VERIFYPEER, 1L);
    set(CURLOPT_SSL_VERIFYHOST, 2L);
    set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (!settings.ca_file.empty()) set(CURLOPT_CAINFO, settings.ca_file.c_str());
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_QUICK_EXIT, 1L);  // a hanging resolver must not hold up a stop
    set(CURLOPT_USERAGENT, settings.user_agent.c_str());
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(request_.connect_timeout_ms));
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(std::max<Micros>(1, context.remaining_us() / 1000)));
    set(CURLOPT_MAXAGE_CONN, idle_reuse_s);
    set(CURLOPT_TCP_KEEPALIVE, 1L);
    set(CURLOPT_FOLLOWLOCATION, request_.redirects == Redirects::follow ? 1L : 0L);
    set(CURLOPT_MAXREDIRS, 5L);
    set(CURLOPT_HEADERFUNCTION, &Transfer::header_callback);
    set(CURLOPT_HEADERDATA, static_cast<void*>(this));
    set(CURLOPT_WRITEFUNCTION, &Transfer::body_callback);
    set(CURLOPT_WRITEDATA, static_cast<void*>(this));
    apply_body();
}

void Transfer::apply_body() {
    CURL* const easy = line_.easy.get();
    auto const add = [this](std::string const& text) {
        curl_slist* const grown = curl_slist_append(header_list_.get(), text.c_str());
        EC_CHECK(grown != nullptr);
        static_cast<void>(header_list_.release());
        header_list_.reset(grown);
    };
    add("Expect:");
    for (auto const& header : request_.headers)
        add(header.value.empty() ? header.name + ";" : header.name + ": " + header.value);
    if (request_.method == "HEAD") {
        curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
    } else if (!request_.body.empty() || request_.method == "POST" || request_.method == "PUT") {
        // Read through a callback that cannot rewind: curl's silent second attempt on a dead
        // reused connection is then impossible once a byte of the body was sent.
        curl_easy_setopt(easy, CURLOPT_POST, 1L);
        curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
                         static_cast<curl_off_t>(request_.body.size()));
        curl_easy_setopt(easy, CURLOPT_READFUNCTION, &Transfer::read_callback);
        curl_easy_setopt(easy, CURLOPT_READDATA, static_cast<void*>(this));
        bool const typed =
            std::any_of(request_.headers.begin(), request_.headers.end(),
                        [](Header const& header) { return lower(header.name) == "content-type"; });
        if (!typed) add("Content-Type:");
    }
    if (request_.method != "HEAD")
        curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request_.method.c_str());
    EC_CHECK(curl_easy_setopt(easy, CURLOPT_HTTPHEADER, header_list_.get()) == CURLE_OK);
}

void Transfer::perform(CallContext const& context) {
    CURLM* const multi = line_.multi.get();
    CURL* const easy = line_.easy.get();
    EC_CHECK(curl_multi_add_handle(multi, easy) == CURLM_OK);
    struct Remove {
        CURLM* multi;
        CURL* easy;
        ~Remove() { curl_multi_remove_handle(multi, easy); }
    } const remove{multi, easy};
    std::stop_callback const wake(context.stop, [multi] { curl_multi_wakeup(multi); });

    progress_us_ = steady_us();
    for (int running = 1; running > 0;) {
        EC_CHECK(curl_multi_perform(multi, &running) == CURLM_OK);
        if (running == 0) break;
        if (context.stop.stop_requested()) context.check();
        if (context.remaining_us() == 0) fail(Failure::timeout, "deadline");
        if (request_.idle_timeout_ms > 0 &&
            steady_us() - progress_us_ > request_.idle_timeout_ms * 1000)
            fail(Failure::timeout, "silence");
        EC_CHECK(curl_multi_poll(multi, nullptr, 0, static_cast<int>(poll_ms), nullptr) ==
                 CURLM_OK);
    }
    int left = 0;
    CURLcode result = CURLE_RECV_ERROR;
    while (CURLMsg const* message = curl_multi_info_read(multi, &left))
        if (message->msg == CURLMSG_DONE && message->easy_handle == easy)
            result = message->data.result;
    finish(result, context);
}

void Transfer::finish(CURLcode result, CallContext const& context) {
    if (sink_error_) std::rethrow_exception(sink_error_);
    if (size_ == Size::exceeded) fail(Failure::too_large, "limit");
    if (result == CURLE_OK && response_.status != 0) return;
    if (context.stop.stop_requested()) context.check();
    if (result == CURLE_URL_MALFORMAT)
        throw Error(ErrorCode::invalid_input, "http_client.url",
                    "The address is not a valid http or https URL. Check the configured address.");
    fail(failure_of(result), curl_easy_strerror(result));
}

std::size_t Transfer::on_header(std::string_view line) {
    progress_us_ = steady_us();
    if (head_ == HeadState::complete && line.substr(0, 5) != "HTTP/")
        return line.size();  // trailer
    header_bytes_ += line.size();
    if (header_bytes_ > max_header_bytes) {
        size_ = Size::exceeded;
        return 0;
    }
    if (line.substr(0, 5) == "HTTP/") {  // also after 1xx and after a followed redirect
        response_.headers.clear();
        head_ = HeadState::open;
        auto const blank = line.find(' ');
        response_.status = 0;
        if (blank != std::string_view::npos)
            for (char c : line.substr(blank + 1, 3))
                if (c >= '0' && c <= '9') response_.status = response_.status * 10 + (c - '0');
    } else if (trim(line).empty()) {
        head_ = HeadState::complete;
    } else if (auto const colon = line.find(':'); colon != std::string_view::npos) {
        response_.headers.push_back(
            {lower(trim(line.substr(0, colon))), std::string(trim(line.substr(colon + 1)))});
    }
    return line.size();
}

std::size_t Transfer::on_body(std::string_view piece) {
    progress_us_ = steady_us();
    body_bytes_ += piece.size();
    if (body_bytes_ > request_.max_response_bytes) {
        size_ = Size::exceeded;
        return 0;
    }
    if (sink_ == nullptr) {
        response_.body.append(piece);
        return piece.size();
    }
    try {
        (*sink_)(response_, piece);
    } catch (...) {
        sink_error_ = std::current_exception();  // must not cross curl's C frames
        return 0;
    }
    return piece.size();
}

std::size_t Transfer::on_read(char* out, std::size_t room) {
    progress_us_ = steady_us();
    std::size_t const n = std::min(room, request_.body.size() - sent_);
    std::memcpy(out, request_.body.data() + sent_, n);
    sent_ += n;
    return n;
}

std::size_t Transfer::header_callback(char* data, std::size_t size, std::size_t n, void* self) {
    return static_cast<Transfer*>(self)->on_header({data, size * n});
}

std::size_t Transfer::body_callback(char* data, std::size_t size, std::size_t n, void* self) {
    // A returned 0 stands for "stop"; an empty piece would be mistaken for it.
    return size * n == 0 ? 0 : static_cast<Transfer*>(self)->on_body({data, size * n});
}

std::size_t Transfer::read_callback(char* data, std::size_t size, std::size_t n, void* self) {
    return static_cast<Transfer*>(self)->on_read(data, size * n);
}

}  // namespace ec::http_client
