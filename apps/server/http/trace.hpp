#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ec::http {

/// The trace id of a W3C traceparent, or nullopt when the header is to be ignored: wrong length
/// or case, zero ids, version ff. A higher version is read by its first 55 characters.
[[nodiscard]] std::optional<std::string> try_parse_traceparent(std::string_view value);

/// New trace ids without a system call each. Not for secrets; one per thread.
class TraceIds {
  public:
    TraceIds();
    [[nodiscard]] std::string next();

  private:
    std::uint64_t state_[2] = {0, 0};
};

}  // namespace ec::http
