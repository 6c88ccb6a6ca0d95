#include <http/request.hpp>

#include <ec/base/error.hpp>

#include <fmt/format.h>

namespace ec::http {

std::string_view to_string(Method method) noexcept {
    switch (method) {
        case Method::get:
            return "GET";
        case Method::head:
            return "HEAD";
        case Method::post:
            return "POST";
        case Method::put:
            return "PUT";
        case Method::patch:
            return "PATCH";
        case Method::del:
            return "DELETE";
        case Method::options:
            return "OPTIONS";
    }
    return "GET";
}

std::optional<Method> find_method(std::string_view name) noexcept {
    for (auto const method : {Method::get, Method::head, Method::post, Method::put, Method::patch,
                              Method::del, Method::options})
        if (to_string(method) == name) return method;
    return std::nullopt;
}

std::optional<std::string_view> Request::find_header(std::string_view name) const {
    for (auto const& header : headers)
        if (header.name == name) return header.value;
    return std::nullopt;
}

std::optional<std::string_view> Request::find_query(std::string_view name) const {
    auto const found = query.find(name);
    if (found == query.end()) return std::nullopt;
    return found->second;
}

std::string const& Request::get_param(std::string_view name) const {
    for (auto const& param : path_params)
        if (param.name == name) return param.value;
    throw Error(ErrorCode::internal, "internal.route_param", "An internal check failed.")
        .with_log(fmt::format("{} has no placeholder {}", route, name));
}

CallContext Request::context() const { return {clock, deadline_us, stop, trace_id, actor}; }

}  // namespace ec::http
