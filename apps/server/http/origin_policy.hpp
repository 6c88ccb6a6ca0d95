#pragma once

#include <http/request.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ec::http {

/// True for "localhost", 127.0.0.0/8 and "[::1]", each with or without a port.
[[nodiscard]] bool is_loopback_host(std::string_view host);
/// "http://localhost:3000" and the like; "null" is not.
[[nodiscard]] bool is_loopback_origin(std::string_view origin);

struct OriginDecision {
    enum class Verdict : std::uint8_t { allowed, host_refused, origin_refused };
    Verdict verdict = Verdict::allowed;
    std::vector<Header> cors;  // to be added to the answer
};

/// Who may talk to this server from where: against DNS rebinding (Host), against foreign pages
/// (Origin), and which foreign pages may read answers (CORS). Immutable.
class OriginPolicy {
  public:
    /// `allowed_hosts` empty: loopback only. "*" among the origins gives no credentials and
    /// cannot be mixed with others (invalid_input).
    OriginPolicy(std::vector<std::string> allowed_hosts, std::vector<std::string> cors_origins);

    [[nodiscard]] OriginDecision judge(std::string_view host, Request const& request) const;
    /// Headers of the answer to an OPTIONS preflight whose origin was allowed.
    [[nodiscard]] static std::vector<Header> preflight(std::string_view allowed_methods);

  private:
    [[nodiscard]] bool is_allowed_host(std::string_view host) const;

    std::vector<std::string> hosts_;
    std::vector<std::string> origins_;
};

}  // namespace ec::http
