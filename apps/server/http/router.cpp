#include <http/router.hpp>

#include <ec/base/error.hpp>

#include <algorithm>

namespace ec::http {

namespace {

constexpr std::size_t method_count = 7;

std::vector<std::string_view> split_path(std::string_view path) {
    std::vector<std::string_view> segments;
    while (!path.empty()) {
        path.remove_prefix(1);  // the slash
        auto const end = std::min(path.find('/'), path.size());
        segments.push_back(path.substr(0, end));
        path.remove_prefix(end);
    }
    return segments;
}

bool is_placeholder(std::string_view segment) {
    return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

bool matches(std::vector<std::string> const& pattern, std::vector<std::string_view> const& path) {
    if (pattern.size() != path.size()) return false;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        bool const fits = is_placeholder(pattern[i]) ? !path[i].empty() : pattern[i] == path[i];
        if (!fits) return false;
    }
    return true;
}

// Templates are tried in this order: at the first difference the literal segment comes first.
bool is_more_literal(std::vector<std::string> const& a, std::vector<std::string> const& b) {
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
        if (is_placeholder(a[i]) != is_placeholder(b[i])) return is_placeholder(b[i]);
    return a.size() < b.size();
}

}  // namespace

void Router::add(Route route) {
    EC_CHECK(route.path.size() > 0 && route.path.front() == '/');
    EC_CHECK(route.path == "/" || route.path.back() != '/');
    EC_CHECK(!route.permission.empty());
    EC_CHECK(route.handler != nullptr);
    EC_CHECK(route.method != Method::head && route.method != Method::options);
    EC_CHECK(route.rate_class.empty() || find_policy(route.rate_class) != nullptr);
    std::vector<std::string> segments;
    for (auto const segment : split_path(route.path)) {
        EC_CHECK(is_placeholder(segment) || segment.find_first_of("{}") == std::string_view::npos);
        segments.emplace_back(segment);
    }
    auto const same = std::find_if(templates_.begin(), templates_.end(),
                                   [&](auto const& t) { return t->segments == segments; });
    Template* target = same == templates_.end() ? nullptr : same->get();
    if (target == nullptr) {
        auto fresh = std::make_unique<Template>();
        target = fresh.get();
        fresh->segments = segments;
        fresh->by_method.resize(method_count);
        auto const place = std::find_if(templates_.begin(), templates_.end(), [&](auto const& t) {
            return is_more_literal(segments, t->segments);
        });
        templates_.insert(place, std::move(fresh));
        if (std::none_of(segments.begin(), segments.end(),
                         [](auto const& s) { return is_placeholder(s); }))
            literal_.emplace(route.path, target);
    }
    auto& slot = target->by_method[static_cast<std::size_t>(route.method)];
    EC_CHECK(slot == nullptr);
    slot = std::make_unique<Route>(std::move(route));
}

void Router::set_authorizer(Authorizer authorizer) { authorizer_ = std::move(authorizer); }

void Router::limit(RatePolicy policy) {
    EC_CHECK(find_policy(policy.name) == nullptr && policy.quota > 0 && policy.window_s > 0);
    EC_CHECK(policy.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_-") ==
             std::string::npos);
    policies_.push_back(std::move(policy));
}

void Router::serve_files(StaticFiles files) { files_.emplace(std::move(files)); }

Router::Template* Router::find_template(std::string_view path, std::vector<Header>* params) const {
    if (auto const found = literal_.find(path); found != literal_.end()) return found->second;
    auto const segments = split_path(path);
    for (auto const& candidate : templates_) {
        if (!matches(candidate->segments, segments)) continue;
        for (std::size_t i = 0; params != nullptr && i < segments.size(); ++i) {
            auto const& pattern = candidate->segments[i];
            if (is_placeholder(pattern))
                params->push_back(
                    {pattern.substr(1, pattern.size() - 2), std::string(segments[i])});
        }
        return candidate.get();
    }
    return nullptr;
}

Router::Resolution Router::resolve(Method method, std::string_view path) const {
    Resolution out;
    Template const* const found = find_template(path, &out.params);
    if (found == nullptr) return out;
    auto const wanted = method == Method::head ? Method::get : method;
    out.route = found->by_method[static_cast<std::size_t>(wanted)].get();
    if (out.route == nullptr) out.allow = allowed_methods(path);
    return out;
}

std::string Router::allowed_methods(std::string_view path) const {
    Template const* const found = find_template(path, nullptr);
    if (found == nullptr) return {};
    std::string out;
    for (auto const& route : found->by_method) {
        if (route == nullptr) continue;
        out += to_string(route->method);
        out += route->method == Method::get ? ", HEAD, " : ", ";
    }
    return out + "OPTIONS";
}

RatePolicy const* Router::find_policy(std::string_view name) const {
    auto const found = std::find_if(policies_.begin(), policies_.end(),
                                    [&](auto const& policy) { return policy.name == name; });
    return found == policies_.end() ? nullptr : &*found;
}

std::vector<Route const*> Router::routes() const {
    std::vector<Route const*> out;
    for (auto const& entry : templates_)
        for (auto const& route : entry->by_method)
            if (route != nullptr) out.push_back(route.get());
    return out;
}

}  // namespace ec::http
