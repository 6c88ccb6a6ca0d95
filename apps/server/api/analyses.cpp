#include "api.hpp"

#include <ec/accounts/idempotency.hpp>
#include <ec/base/error.hpp>
#include <ec/base/log.hpp>
#include <ec/jobs/runner.hpp>
#include <ec/workflows/analyze_symbol.hpp>

#include <http/event_stream.hpp>
#include <wire/wire.hpp>

namespace ec::server {
namespace {

constexpr char const* create_route = "POST /api/v1/analyses";

http::Response accepted(std::string body, std::string location) {
    auto response = json_response(202, std::move(body));
    response.headers.push_back({"Location", std::move(location)});
    return response;
}

http::Response create(Api const& api, http::Request const& request) {
    allow_queries(request, {});
    auto const given = request.find_header("idempotency-key");
    if (!given)
        throw invalid_field("idempotency.missing", "Idempotency-Key", "", "missing",
                            "Send a key of your own, new for each new request.");
    auto const context = request.context();
    accounts::IdempotencyKey const key{request.actor.user_id, create_route,
                                       accounts::IdempotencyStore::parse_header(*given),
                                       request.body};
    auto const order = wire::parse_analysis_order(request.body);
    auto& idempotency = api.core.idempotency();
    if (auto stored = idempotency.begin(context, key)) {
        auto response = accepted(std::move(stored->body), std::move(stored->headers));
        response.headers.push_back({"Idempotent-Replayed", "true"});
        return response;
    }
    try {
        auto const task = workflows::request_analysis(api.core.services(), context, order);
        if (api.runner != nullptr) api.runner->wake();
        auto body = wire::render_task(task, request.trace_id);
        auto location = "/api/v1/analyses/" + task.id;
        idempotency.finish(context, key, {202, location, body});
        return accepted(std::move(body), std::move(location));
    } catch (Error const&) {
        idempotency.forget(context, key);
        throw;
    }
}

http::Response get(Api const& api, http::Request const& request) {
    allow_queries(request, {});
    return json_response(
        200, wire::render_task(workflows::get_analysis(api.core.services(), request.context(),
                                                       request.get_param("id")),
                               request.trace_id));
}

http::Response list(Api const& api, http::Request const& request) {
    allow_queries(request, {"limit", "cursor"});
    auto const limit = static_cast<std::int32_t>(integer_query(request, "limit", 20, 1, 100));
    auto const cursor = std::string(request.find_query("cursor").value_or(""));
    return json_response(
        200, wire::render_task_page(
                 workflows::list_analyses(api.core.services(), request.context(), limit, cursor),
                 request.trace_id));
}

http::Response cancel(Api const& api, http::Request const& request) {
    allow_queries(request, {});
    return json_response(
        200, wire::render_task(workflows::cancel_analysis(api.core.services(), request.context(),
                                                          request.get_param("id")),
                               request.trace_id));
}

// Tells a client each change of one task until it is final. Pulled by the worker pool.
class TaskStream final : public http::EventStream {
  public:
    TaskStream(Api const& api, std::string id, CallContext context)
        : api_(api), id_(std::move(id)), context_(std::move(context)) {}

    http::StreamState next(std::string& out) override {
        context_.deadline_us = context_.now_us() + 5 * micros_per_second;
        try {
            auto const task = workflows::get_analysis(api_.core.services(), context_, id_);
            auto data = wire::render_task(task, context_.trace_id);
            if (data != last_) {
                out += http::format_event({"", "progress", data});
                last_ = std::move(data);
            }
            return workflows::is_final(task.state) ? http::StreamState::finished
                                                   : http::StreamState::open;
        } catch (Error const& error) {
            log::write(log::Level::warn, "task stream ended", context_.trace_id,
                       {{"error.message", error.what()}});
            return http::StreamState::finished;
        }
    }

  private:
    Api api_;
    std::string id_;
    CallContext context_;
    std::string last_;
};

http::Response events(Api const& api, http::Request const& request) {
    allow_queries(request, {});
    auto const& id = request.get_param("id");
    (void)workflows::get_analysis(api.core.services(), request.context(), id);
    auto context = request.context();
    context.stop = {};
    http::Response response;
    response.content_type = "text/event-stream";
    response.stream = std::make_unique<TaskStream>(api, id, std::move(context));
    response.stream_pull = http::Execution::blocking;
    response.stream_poll_ms = 150;
    return response;
}

using Handle = http::Response (*)(Api const&, http::Request const&);

}  // namespace

void add_analysis_routes(http::Router& router, Api const& api) {
    auto const add = [&](http::Method method, char const* path, accounts::Permission permission,
                         char const* rate, Handle handle) {
        router.add(make_route(
            method, path, permission, rate,
            [api, handle](http::Request const& request) { return handle(api, request); }));
    };
    using accounts::Permission;
    add(http::Method::post, "/api/v1/analyses", Permission::run_analysis, "work", create);
    add(http::Method::get, "/api/v1/analyses", Permission::run_analysis, "read", list);
    add(http::Method::get, "/api/v1/analyses/{id}", Permission::run_analysis, "read", get);
    add(http::Method::get, "/api/v1/analyses/{id}/events", Permission::run_analysis, "read",
        events);
    add(http::Method::post, "/api/v1/analyses/{id}/cancel", Permission::run_analysis, "work",
        cancel);
}

}  // namespace ec::server
