#pragma once

#include <ec/workflows/market_view.hpp>

#include <functional>
#include <memory>

namespace ec::workflows {

using FindSeries = std::function<std::shared_ptr<market::Series const>(
    market::Symbol const& benchmark, Date session)>;

/// load_fact_source over a series that need not be the stored one.
[[nodiscard]] FactSource make_fact_source(Services const& services, CallContext const& context,
                                          std::shared_ptr<market::Series const> series,
                                          std::optional<Date> as_of,
                                          FindSeries const& find_benchmark);

}  // namespace ec::workflows
