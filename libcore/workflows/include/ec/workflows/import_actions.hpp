#pragma once

#include <ec/base/call_context.hpp>
#include <ec/marketdata/import_actions.hpp>
#include <ec/workflows/services.hpp>

#include <string>
#include <string_view>

namespace ec::workflows {

/// A list of corporate actions for a symbol as people type it. forbidden without import_data; else
/// the errors of marketdata::import_actions.
[[nodiscard]] marketdata::ActionsImport import_actions(Services const& services,
                                                       CallContext const& context,
                                                       std::string const& symbol,
                                                       std::string_view bytes,
                                                       marketdata::ActionsRequest request);

}  // namespace ec::workflows
