#pragma once

#include <ec/base/call_context.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace ec::http {

enum class Method : std::uint8_t { get, head, post, put, patch, del, options };

[[nodiscard]] std::string_view to_string(Method method) noexcept;
[[nodiscard]] std::optional<Method> find_method(std::string_view name) noexcept;

enum class Scheme : std::uint8_t { http, https };

struct Header {
    std::string name;  // lower case in a Request
    std::string value;
};

/// One parsed request, free of any socket. Everything in it was checked: `path`, `query` and
/// `path_params` are percent-decoded valid UTF-8 without NUL.
struct Request {
    Method method = Method::get;
    std::string target;  // as sent
    std::string path;
    std::map<std::string, std::string, std::less<>> query;  // a name sent twice was refused
    std::vector<Header> headers;
    std::string body;
    std::vector<Header> path_params;  // name and value, in the order of the template
    std::string route;                // the template, e.g. "/api/v1/symbols/{symbol}/bars"
    std::string client_address;       // behind trusted proxies: the right-most untrusted hop
    Scheme scheme = Scheme::http;
    std::string trace_id;
    Micros deadline_us = 0;  // by `clock`
    std::stop_token stop;    // requested when a drain runs out of time
    Clock const* clock = nullptr;
    Actor actor;  // set by the Authorizer

    /// First header of that lower-case name.
    [[nodiscard]] std::optional<std::string_view> find_header(std::string_view name) const;
    [[nodiscard]] std::optional<std::string_view> find_query(std::string_view name) const;
    /// A placeholder of the route's template; Error(internal) when the template has none so named.
    [[nodiscard]] std::string const& get_param(std::string_view name) const;
    /// What every blocking call of the core takes first.
    [[nodiscard]] CallContext context() const;
};

}  // namespace ec::http
