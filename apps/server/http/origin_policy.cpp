#include <http/origin_policy.hpp>

#include <ec/base/error.hpp>

#include <http/header_check.hpp>

#include <algorithm>

#include <http/client_address.hpp>

namespace ec::http {

namespace {

std::string_view without_port(std::string_view host) {
    if (!host.empty() && host.front() == '[') return host.substr(0, host.find(']') + 1);
    return host.substr(0, host.find(':'));
}

// The authority of "scheme://authority", empty when it is no such origin.
std::string_view authority_of(std::string_view origin) {
    for (std::string_view const scheme : {"http://", "https://"})
        if (origin.substr(0, scheme.size()) == scheme) {
            auto const authority = origin.substr(scheme.size());
            return authority.find('/') == std::string_view::npos ? authority : std::string_view();
        }
    return {};
}

bool changes_state(Method method) {
    return method != Method::get && method != Method::head && method != Method::options;
}

}  // namespace

bool is_loopback_host(std::string_view host) {
    auto const name = without_port(host);
    if (equals_ignoring_case(name, "localhost") || name == "[::1]") return true;
    auto const address = try_parse_address(name);
    return address && name.find(':') == std::string_view::npos && address->bytes[12] == 127;
}

bool is_loopback_origin(std::string_view origin) {
    auto const authority = authority_of(origin);
    return !authority.empty() && is_loopback_host(authority);
}

OriginPolicy::OriginPolicy(std::vector<std::string> allowed_hosts,
                           std::vector<std::string> cors_origins)
    : hosts_(std::move(allowed_hosts)), origins_(std::move(cors_origins)) {
    for (auto const& origin : origins_) {
        bool const alone = origin == "*" && origins_.size() == 1;
        if (!alone && authority_of(origin).empty())
            throw invalid_field("server.cors_origins", "server.cors_origins", origin,
                                "is not an origin, or \"*\" beside others",
                                "Write it like https://app.example.com, without a path.");
    }
}

bool OriginPolicy::is_allowed_host(std::string_view host) const {
    if (hosts_.empty()) return is_loopback_host(host);
    return std::any_of(hosts_.begin(), hosts_.end(), [&](std::string const& allowed) {
        return equals_ignoring_case(allowed, host) ||
               equals_ignoring_case(allowed, without_port(host));
    });
}

OriginDecision OriginPolicy::judge(std::string_view host, Request const& request) const {
    using Verdict = OriginDecision::Verdict;
    if (!is_allowed_host(host)) return {Verdict::host_refused, {}};
    auto const origin = request.find_header("origin");
    if (!origin) return {};
    if (std::find(origins_.begin(), origins_.end(), *origin) != origins_.end())
        return {Verdict::allowed,
                {{"Access-Control-Allow-Origin", std::string(*origin)},
                 {"Access-Control-Allow-Credentials", "true"},
                 {"Vary", "Origin"}}};
    bool const own = hosts_.empty() ? is_loopback_origin(*origin)
                                    : equals_ignoring_case(authority_of(*origin), host);
    if (own) return {};
    if (origins_.size() == 1 && origins_.front() == "*" && !changes_state(request.method))
        return {Verdict::allowed, {{"Access-Control-Allow-Origin", "*"}}};
    // A foreign page: refused in the private profile whatever it asks, elsewhere when it would
    // change something (a plain GET it cannot read is harmless).
    if (hosts_.empty() || changes_state(request.method)) return {Verdict::origin_refused, {}};
    return {};
}

std::vector<Header> OriginPolicy::preflight(std::string_view allowed_methods) {
    return {{"Access-Control-Allow-Methods", std::string(allowed_methods)},
            {"Access-Control-Allow-Headers",
             "Authorization, Content-Type, Idempotency-Key, Last-Event-ID, Traceparent, "
             "X-CSRF-Token"},
            {"Access-Control-Max-Age", "600"}};
}

}  // namespace ec::http
