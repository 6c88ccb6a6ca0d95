#pragma once

#include <ec/http_client/http_client.hpp>

#include <exception>
#include <memory>
#include <string>

#include <curl/curl.h>

namespace ec::http_client {

struct EasyDeleter {
    void operator()(CURL* handle) const noexcept { curl_easy_cleanup(handle); }
};
struct MultiDeleter {
    void operator()(CURLM* handle) const noexcept { curl_multi_cleanup(handle); }
};
struct ListDeleter {
    void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};

/// One easy handle inside its own multi handle, which keeps the connections. Used by one thread
/// at a time; a multi handle is used because its poll can be woken by a stop request.
struct Line {
    Line();
    std::unique_ptr<CURLM, MultiDeleter> multi;
    std::unique_ptr<CURL, EasyDeleter> easy;
    std::string origin;
};

/// One request over one line.
class Transfer {
  public:
    Transfer(Line& line, HttpRequest const& request, BodySink const* sink);
    [[nodiscard]] HttpResponse run(CallContext const& context, ClientSettings const& settings);

  private:
    void apply(CallContext const& context, ClientSettings const& settings);
    void apply_body();
    void perform(CallContext const& context);
    void finish(CURLcode result, CallContext const& context);
    [[noreturn]] void fail(Failure failure, std::string_view detail) const;

    std::size_t on_header(std::string_view line);
    std::size_t on_body(std::string_view piece);
    std::size_t on_read(char* out, std::size_t room);
    static std::size_t header_callback(char* data, std::size_t size, std::size_t n, void* self);
    static std::size_t body_callback(char* data, std::size_t size, std::size_t n, void* self);
    static std::size_t read_callback(char* data, std::size_t size, std::size_t n, void* self);

    Line& line_;
    HttpRequest const& request_;
    BodySink const* sink_;
    HttpResponse response_;
    std::unique_ptr<curl_slist, ListDeleter> header_list_;
    std::string host_;
    std::size_t header_bytes_ = 0;
    std::size_t body_bytes_ = 0;
    std::size_t sent_ = 0;
    std::int64_t progress_us_ = 0;
    std::exception_ptr sink_error_;
    enum class HeadState : std::uint8_t { open, complete } head_ = HeadState::open;
    enum class Size : std::uint8_t { fits, exceeded } size_ = Size::fits;
};

/// scheme://host:port in lower case; throws invalid_input when the url is not http(s).
[[nodiscard]] std::string origin_of(std::string const& url);

/// Throws invalid_input when a method, header name or value could break out of its line.
void check_request(HttpRequest const& request);

}  // namespace ec::http_client
