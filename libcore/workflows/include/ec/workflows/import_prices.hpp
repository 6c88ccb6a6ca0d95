#pragma once

#include <ec/base/call_context.hpp>
#include <ec/marketdata/import.hpp>
#include <ec/workflows/services.hpp>

#include <string>
#include <string_view>

namespace ec::workflows {

/// A file of daily prices for a symbol as people type it; a symbol that no list has may be given
/// in its canonical spelling. forbidden without import_data; else the errors of import_csv.
[[nodiscard]] marketdata::ImportReport import_prices(Services const& services,
                                                     CallContext const& context,
                                                     std::string const& symbol,
                                                     std::string_view bytes,
                                                     marketdata::ImportRequest request);

}  // namespace ec::workflows
