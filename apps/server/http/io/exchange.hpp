#pragma once

#include <http/header_check.hpp>
#include <http/response.hpp>
#include <http/router.hpp>

#include "shared.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ec::http {

/// One request on its way to an answer, without sockets: judged, routed, handled.
class Exchange {
  public:
    explicit Exchange(Shared& shared) : shared_(shared) {}

    /// Copies the accepted header block into the request and applies every rule that needs no
    /// body, in the order: target, Host, Origin, route, rate, media type, length. An answer that
    /// comes back is final.
    [[nodiscard]] std::optional<Response> begin(HeaderVerdict const& verdict, Address const& peer,
                                                std::string trace_id);
    /// For an answer to something that is no request.
    void begin_refused(std::string trace_id);

    [[nodiscard]] Execution execution() const;
    /// Runs the route's handler; whatever it throws becomes a problem. Never throws.
    [[nodiscard]] Response handle();
    /// Headers, conditions and ranges that belong to this request's answer.
    void complete(Response& response);
    void log_access(int status, double seconds) const;

    [[nodiscard]] Request& request() { return request_; }
    [[nodiscard]] std::string_view route_label() const { return label_; }
    [[nodiscard]] std::string_view method_label() const { return method_; }
    [[nodiscard]] std::size_t body_limit() const;

  private:
    [[nodiscard]] std::optional<Response> judge_target(HeaderVerdict const& verdict);
    [[nodiscard]] std::optional<Response> judge_origin(HeaderVerdict const& verdict);
    [[nodiscard]] std::optional<Response> judge_route();
    [[nodiscard]] std::optional<Response> judge_rate();
    [[nodiscard]] std::optional<Response> judge_body(HeaderVerdict const& verdict);
    [[nodiscard]] Response problem(int status, std::string_view code,
                                   std::string_view detail) const;

    Shared& shared_;
    Request request_;
    Route const* route_ = nullptr;
    std::vector<Header> extra_;  // CORS and rate headers of the answer
    std::string_view label_ = "(none)";
    std::string_view method_ = "OTHER";
};

}  // namespace ec::http
