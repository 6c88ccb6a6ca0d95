#pragma once

#include <http/rate_limiter.hpp>
#include <http/response.hpp>
#include <http/static_files.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace ec::http {

/// Throws ec::Error to refuse; any other exception becomes 500. Called by several threads.
using Handler = std::function<Response(Request const&)>;

/// Decides who calls and whether they hold `permission`; throws unauthenticated or forbidden.
/// Runs where the route runs, so before inline routes it must not block.
using Authorizer = std::function<Actor(Request const&, std::string_view permission)>;

/// Successful answers of a quiet route (probes, files) leave no line in the access log.
enum class AccessLog : std::uint8_t { every, failures };

inline constexpr std::string_view public_permission = "public";

struct Route {
    Method method = Method::get;
    std::string path;  // "/api/v1/symbols/{symbol}/bars": a placeholder is a whole segment
    Execution execution = Execution::blocking;
    std::string permission;  // "public": the authorizer is not asked
    Handler handler;
    std::size_t body_limit = std::size_t{1} << 20U;
    int deadline_ms = 30'000;
    std::string rate_class;  // "" or the name of a RatePolicy given to limit()
    AccessLog access_log = AccessLog::every;
};

/// The table of routes. Filled before the server starts, immutable afterwards. HEAD is answered
/// by the GET route. Literal segments win over placeholders.
class Router {
  public:
    /// Error(internal) for a malformed template, a missing permission or handler, a duplicate.
    void add(Route route);
    void set_authorizer(Authorizer authorizer);
    /// Routes that name the policy share one budget per client address.
    void limit(RatePolicy policy);
    /// Paths outside /api that no route claims are answered from these files.
    void serve_files(StaticFiles files);

    struct Resolution {
        Route const* route = nullptr;
        std::vector<Header> params;
        std::string allow;  // when the path exists under other methods: "GET, HEAD, OPTIONS"
    };
    [[nodiscard]] Resolution resolve(Method method, std::string_view path) const;
    /// "GET, HEAD, OPTIONS" for a path, empty when nothing answers there.
    [[nodiscard]] std::string allowed_methods(std::string_view path) const;

    [[nodiscard]] Authorizer const& authorizer() const { return authorizer_; }
    [[nodiscard]] StaticFiles const* files() const { return files_ ? &*files_ : nullptr; }
    [[nodiscard]] RatePolicy const* find_policy(std::string_view name) const;
    [[nodiscard]] std::vector<Route const*> routes() const;

  private:
    struct Template {
        std::vector<std::string> segments;  // "{x}" for a placeholder
        std::vector<std::unique_ptr<Route>> by_method;
    };
    struct StringHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const noexcept {
            return std::hash<std::string_view>()(text);
        }
    };
    Template* find_template(std::string_view path, std::vector<Header>* params) const;

    std::vector<std::unique_ptr<Template>> templates_;
    std::unordered_map<std::string, Template*, StringHash, std::equal_to<>> literal_;
    std::vector<RatePolicy> policies_;
    std::optional<StaticFiles> files_;
    Authorizer authorizer_;
};

}  // namespace ec::http
