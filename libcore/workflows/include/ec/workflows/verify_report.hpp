#pragma once

#include <ec/base/call_context.hpp>
#include <ec/reports/verify.hpp>
#include <ec/workflows/services.hpp>

#include <string_view>

namespace ec::workflows {

/// The bundle by itself, then against this store's signed index.
[[nodiscard]] reports::Verification verify_report(Services const& services,
                                                  CallContext const& context,
                                                  std::string_view json);

}  // namespace ec::workflows
