#include "test_server.hpp"

#include <ec/base/error.hpp>

#include <http/conditional.hpp>
#include <http/metrics_route.hpp>

#include <stdexcept>

namespace ec::test {

using http::Execution;
using http::Method;
using http::Request;
using http::Response;
using http::Route;
using http::Router;

void Gate::pass() {
    std::unique_lock lock(mutex_);
    ++inside_;
    changed_.notify_all();
    changed_.wait(lock, [this] { return open_; });
    --inside_;
}

void Gate::open() {
    std::scoped_lock const lock(mutex_);
    open_ = true;
    changed_.notify_all();
}

void Gate::wait_for_inside(int count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return inside_ >= count; });
}

namespace {

Route route(Method method, std::string path, Execution execution, http::Handler handler) {
    Route out;
    out.method = method;
    out.path = std::move(path);
    out.execution = execution;
    out.permission = "public";
    out.handler = std::move(handler);
    return out;
}

Response fail(Request const& request) {
    auto const& how = request.get_param("how");
    if (how == "field")
        throw invalid_field("symbol.unknown", "symbol", "XX\"X", "is not known", "Try AAPL.");
    if (how == "limited") {
        auto error = Error(ErrorCode::rate_limited, "llm.busy", "The model is busy.");
        throw error.with_retry_after_s(7);
    }
    if (how == "check") EC_CHECK(how.empty());
    if (how == "std") throw std::runtime_error("secret detail");
    if (how == "int") throw 5;
    auto response = http::json_response(200, "{}");
    response.headers.push_back({"X-Split", "a\r\nX-Evil: b"});
    return response;
}

// Three numbered events over three pulls; `pulls` counts them.
class Counting final : public http::EventStream {
  public:
    explicit Counting(std::atomic<int>& pulls) : pulls_(pulls) {}
    http::StreamState next(std::string& out) override {
        int const n = ++pulls_;
        out += http::format_event({std::to_string(n), "tick", "n=" + std::to_string(n)});
        return n < 3 ? http::StreamState::open : http::StreamState::finished;
    }

  private:
    std::atomic<int>& pulls_;
};

class Failing final : public http::EventStream {
    http::StreamState next(std::string&) override { throw std::runtime_error("broken"); }
};

class Endless final : public http::EventStream {
    http::StreamState next(std::string& out) override {
        out += http::format_event({"", "", std::string(100'000, 'x')});
        return http::StreamState::open;
    }
};

class Quiet final : public http::EventStream {
    http::StreamState next(std::string&) override { return http::StreamState::open; }
};

Response events(TestServer& server, Request const& request) {
    auto const& how = request.get_param("how");
    if (how == "channel")
        return http::stream_response(server.channel->reader(), Execution::inline_, 60'000);
    if (how == "blocking")
        return http::stream_response(std::make_unique<Counting>(server.blocking_pulls),
                                     Execution::blocking, 5);
    if (how == "quiet")
        return http::stream_response(std::make_unique<Quiet>(), Execution::inline_, 5);
    if (how == "endless")
        return http::stream_response(std::make_unique<Endless>(), Execution::inline_, 1);
    return http::stream_response(std::make_unique<Failing>(), Execution::inline_, 5);
}

Router demo_router(TestServer& server) {
    Router router;
    router.limit({"demo", 3, 60});
    router.set_authorizer([](Request const& request, std::string_view permission) {
        if (permission == "admin")
            throw Error(ErrorCode::forbidden, "account.forbidden", "Not yours.");
        auto const user = request.find_header("authorization");
        if (!user) throw Error(ErrorCode::unauthenticated, "account.sign_in", "Sign in first.");
        return Actor{std::string(*user)};
    });
    router.add(route(Method::get, "/api/health", Execution::inline_, [](Request const&) {
        return http::json_response(200, R"({"status":"ok"})");
    }));
    router.add(route(Method::get, "/api/v1/symbols/{symbol}/bars", Execution::inline_,
                     [](Request const& request) {
                         std::string text = request.get_param("symbol");
                         for (auto const& [name, value] : request.query)
                             text += "|" + name + "=" + value;
                         text += "|" + request.client_address;
                         text += request.scheme == http::Scheme::https ? "|https" : "|http";
                         return http::text_response(200, "text/plain", text);
                     }));
    auto const echo = [](Request const& request) {
        return http::text_response(200, "application/octet-stream", request.body);
    };
    router.add(route(Method::post, "/api/v1/echo", Execution::blocking, echo));
    Route small = route(Method::post, "/api/v1/small", Execution::blocking, echo);
    small.body_limit = 16;
    router.add(std::move(small));
    router.add(route(Method::get, "/api/v1/gate", Execution::blocking, [&](Request const&) {
        server.gate.pass();
        return http::json_response(200, "{}");
    }));
    router.add(route(Method::get, "/api/v1/fail/{how}", Execution::inline_, fail));
    router.add(route(Method::get, "/api/v1/events/{how}", Execution::inline_,
                     [&](Request const& request) { return events(server, request); }));
    Route limited = route(Method::get, "/api/v1/limited", Execution::inline_,
                          [](Request const&) { return http::json_response(200, "{}"); });
    limited.rate_class = "demo";
    router.add(std::move(limited));
    router.add(route(Method::get, "/api/v1/big", Execution::inline_, [](Request const&) {
        auto response = http::text_response(200, "text/plain", std::string(4U << 20U, 'b'));
        response.etag = "\"big\"";
        response.ranges = http::Ranges::bytes;
        return response;
    }));
    Route mine = route(Method::get, "/api/v1/mine", Execution::blocking, [](Request const& r) {
        return http::text_response(200, "text/plain", r.context().actor.user_id);
    });
    mine.permission = "reports.read";
    router.add(mine);
    mine.path = "/api/v1/admin";
    mine.permission = "admin";
    router.add(std::move(mine));
    http::add_metrics_route(router, server.metrics, "public");
    return router;
}

}  // namespace

http::ServerSettings test_settings() {
    http::ServerSettings settings;
    settings.port = 0;
    settings.io_threads = 2;
    settings.pool_threads = 2;
    settings.pool_queue = 2;
    settings.drain_wait_ms = 0;
    settings.drain_limit_ms = 5'000;
    settings.limits.linger_ms = 200;
    return settings;
}

TestServer::TestServer(http::ServerSettings settings)
    : TestServer(std::move(settings), demo_router(*this)) {}

TestServer::TestServer(http::ServerSettings settings, http::Router router)
    : server_(std::make_unique<http::Server>(std::move(settings), std::move(router), metrics, clock,
                                             lifecycle)),
      thread_([this] { server_->run(source_.get_token()); }) {}

TestServer::~TestServer() {
    gate.open();
    source_.request_stop();
    if (thread_.joinable()) thread_.join();
}

}  // namespace ec::test
