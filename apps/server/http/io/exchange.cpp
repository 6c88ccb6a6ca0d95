#include "exchange.hpp"

#include <ec/base/error.hpp>
#include <ec/base/log.hpp>

#include <http/conditional.hpp>
#include <http/problem.hpp>
#include <http/target.hpp>
#include <http/trace.hpp>

#include <exception>
#include <utility>

namespace ec::http {

namespace {

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

Scheme scheme_of(Request const& request) {
    return request.find_header("x-forwarded-proto") == "https" ? Scheme::https : Scheme::http;
}

}  // namespace

Response Exchange::problem(int status, std::string_view code, std::string_view detail) const {
    return problem_response(status, code, detail, request_.trace_id);
}

void Exchange::begin_refused(std::string trace_id) {
    request_ = Request{};
    request_.trace_id = std::move(trace_id);
    route_ = nullptr;
    extra_.clear();
    label_ = "(refused)";
    method_ = "OTHER";
}

std::optional<Response> Exchange::begin(HeaderVerdict const& verdict, Address const& peer,
                                        std::string trace_id) {
    begin_refused(std::move(trace_id));
    label_ = "(none)";
    request_.clock = &shared_.clock;
    request_.stop = shared_.stop.get_token();
    request_.headers.reserve(verdict.fields.size());
    for (auto const& field : verdict.fields)
        request_.headers.push_back({lower(field.name), std::string(field.value)});
    if (auto const parent = request_.find_header("traceparent"))
        if (auto given = try_parse_traceparent(*parent)) request_.trace_id = std::move(*given);
    bool const proxied = shared_.trusted.contains(peer);
    request_.client_address =
        format_address(proxied ? client_address(peer, shared_.trusted, request_.headers) : peer);
    if (proxied) request_.scheme = scheme_of(request_);

    if (auto answer = judge_target(verdict)) return answer;
    if (auto answer = judge_origin(verdict)) return answer;
    if (auto answer = judge_route()) return answer;
    if (auto answer = judge_rate()) return answer;
    return judge_body(verdict);
}

std::optional<Response> Exchange::judge_target(HeaderVerdict const& verdict) {
    auto const method = find_method(verdict.method);
    if (!method) return problem(501, "http.method", "This method is not supported.");
    request_.method = *method;
    method_ = to_string(*method);
    request_.target = verdict.target;
    if (verdict.target == "*") {
        request_.path = "*";
        return std::nullopt;
    }
    auto target = try_parse_target(verdict.target);
    if (!target)
        return problem(400, "http.target",
                       "The address is malformed: check its escapes, its segments and that no "
                       "query field is given twice.");
    request_.path = std::move(target->path);
    request_.query = std::move(target->query);
    return std::nullopt;
}

std::optional<Response> Exchange::judge_origin(HeaderVerdict const& verdict) {
    auto decision = shared_.origins.judge(verdict.host, request_);
    extra_ = std::move(decision.cors);
    switch (decision.verdict) {
        case OriginDecision::Verdict::allowed:
            break;
        case OriginDecision::Verdict::host_refused:
            return problem(403, "http.host_refused",
                           "This server does not answer under that host name. Use an address it "
                           "is configured for, such as http://localhost.");
        case OriginDecision::Verdict::origin_refused:
            return problem(403, "http.origin_refused",
                           "Pages of another origin may not use this server.");
    }
    if (request_.method != Method::options) return std::nullopt;
    auto allowed = request_.path == "*" ? "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"
                                        : shared_.router.allowed_methods(request_.path);
    if (allowed.empty()) return problem(404, "http.not_found", "There is nothing at this address.");
    Response response;
    response.status = 204;
    response.headers.push_back({"Allow", allowed});
    if (!extra_.empty())
        for (auto& header : OriginPolicy::preflight(allowed)) extra_.push_back(std::move(header));
    return response;
}

std::optional<Response> Exchange::judge_route() {
    auto found = shared_.router.resolve(request_.method, request_.path);
    if (found.route != nullptr) {
        route_ = found.route;
        label_ = route_->path;
        request_.route = route_->path;
        request_.path_params = std::move(found.params);
        request_.deadline_us = shared_.clock.now_us() + Micros{route_->deadline_ms} * 1000;
        return std::nullopt;
    }
    if (!found.allow.empty()) {
        auto response =
            problem(405, "http.method_not_allowed", "This address does not take that method.");
        response.headers.push_back({"Allow", found.allow});
        return response;
    }
    auto const* const files = shared_.router.files();
    bool const reads = request_.method == Method::get || request_.method == Method::head;
    bool const api = request_.path == "/api" || request_.path.starts_with("/api/");
    if (files != nullptr && reads && !api) {
        label_ = "(static)";
        auto file =
            files->find(request_.path, request_.find_header("accept-encoding").value_or(""));
        if (file) return std::move(*file);
    }
    return problem(404, "http.not_found", "There is nothing at this address.");
}

std::optional<Response> Exchange::judge_rate() {
    if (route_->rate_class.empty()) return std::nullopt;
    auto const& policy = *shared_.router.find_policy(route_->rate_class);
    auto const decision =
        shared_.limiter.take(policy, request_.client_address, shared_.clock.now_us());
    extra_.push_back({"RateLimit-Policy", format_rate_policy(policy)});
    extra_.push_back({"RateLimit", format_rate_limit(policy, decision)});
    if (decision.verdict == RateDecision::Verdict::allowed) return std::nullopt;
    auto response = problem(429, "http.rate_limited", "Too many requests. Wait, then try again.");
    response.headers.push_back({"Retry-After", std::to_string(decision.retry_after_s)});
    return response;
}

std::optional<Response> Exchange::judge_body(HeaderVerdict const& verdict) {
    if (verdict.framing == Framing::none) return std::nullopt;
    auto const type = lower(request_.find_header("content-type").value_or(""));
    if (type.starts_with("multipart/") || request_.find_header("content-encoding"))
        return problem(415, "http.media_type",
                       "Send the body plain, neither as multipart nor compressed.");
    if (verdict.framing == Framing::length && verdict.content_length > route_->body_limit)
        return problem(413, "http.body", "The body is larger than this address takes.");
    return std::nullopt;
}

std::size_t Exchange::body_limit() const { return route_ == nullptr ? 0 : route_->body_limit; }

Execution Exchange::execution() const { return route_->execution; }

Response Exchange::handle() {
    try {
        if (route_->permission != public_permission && shared_.router.authorizer())
            request_.actor = shared_.router.authorizer()(request_, route_->permission);
        return route_->handler(request_);
    } catch (Error const& error) {
        if (error.code() == ErrorCode::internal)
            log::write(log::Level::error, "request failed", request_.trace_id,
                       {{"url.path", request_.path}, {"error.message", error.what()}});
        return problem_response(error, request_.trace_id);
    } catch (std::exception const& error) {
        log::write(log::Level::error, "request failed", request_.trace_id,
                   {{"url.path", request_.path}, {"error.message", error.what()}});
    } catch (...) {
        log::write(log::Level::error, "request failed", request_.trace_id,
                   {{"url.path", request_.path}, {"error.message", "unknown exception"}});
    }
    return problem(500, "internal", "Something went wrong on our side. Try again later.");
}

void Exchange::complete(Response& response) {
    for (auto& header : extra_) response.headers.push_back(std::move(header));
    extra_.clear();
    apply_conditions(request_, response);
}

void Exchange::log_access(int status, double seconds) const {
    bool const quiet =
        route_ == nullptr ? label_ == "(static)" : route_->access_log == AccessLog::failures;
    if (quiet && status < 400) return;
    log::write(log::Level::info, "request", request_.trace_id,
               {{"event.dataset", "http.access"},
                {"http.request.method", std::string(method_)},
                {"url.path", request_.path},
                {"http.response.status_code", std::to_string(status)},
                {"event.duration", std::to_string(static_cast<std::int64_t>(seconds * 1e9))},
                {"client.ip", request_.client_address},
                {"user.id", request_.actor.user_id}});
}

}  // namespace ec::http
