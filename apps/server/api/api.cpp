#include "api.hpp"

#include <ec/base/error.hpp>

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

namespace ec::server {

http::Route make_route(http::Method method, std::string path, accounts::Permission permission,
                       std::string rate_class, http::Handler handler) {
    http::Route route;
    route.method = method;
    route.path = std::move(path);
    route.permission = std::string(accounts::to_string(permission));
    route.rate_class = std::move(rate_class);
    route.handler = std::move(handler);
    return route;
}

http::Response json_response(int status, std::string body) {
    http::Response response;
    response.status = status;
    response.body = std::move(body);
    return response;
}

std::optional<Date> date_query(http::Request const& request, std::string_view name) {
    auto const text = request.find_query(name);
    if (!text || text->empty()) return std::nullopt;
    return Date::parse(*text, name);
}

std::int64_t integer_query(http::Request const& request, std::string_view name,
                           std::int64_t fallback, std::int64_t least, std::int64_t most) {
    auto const text = request.find_query(name);
    if (!text) return fallback;
    std::int64_t value = 0;
    auto const [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
    if (error != std::errc() || end != text->data() + text->size() || value < least || value > most)
        throw invalid_field("query.number", std::string(name), std::string(text->substr(0, 40)),
                            "not a whole number in range",
                            fmt::format("Use {} to {}.", least, most));
    return value;
}

bool flag_query(http::Request const& request, std::string_view name) {
    auto const text = request.find_query(name).value_or("false");
    if (text == "true" || text == "false") return text == "true";
    throw invalid_field("query.flag", std::string(name), std::string(text.substr(0, 40)),
                        "neither true nor false", "Use true or false.");
}

void allow_queries(http::Request const& request, std::initializer_list<std::string_view> names) {
    for (auto const& [name, value] : request.query)
        if (std::ranges::find(names, name) == names.end())
            throw invalid_field("query.unknown", name.substr(0, 40), value.substr(0, 40),
                                "is not a parameter of this route", "Leave it out.");
}

}  // namespace ec::server
