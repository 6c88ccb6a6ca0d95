#pragma once

#include <ec/market/market_rules.hpp>

#include <string>
#include <vector>

namespace ec::wire {

/// Rows of the market rules table; an open end, a price band without limit and the value of a
/// definition are null.
[[nodiscard]] std::string render_market_rules(std::vector<market::MarketRule> const& rows);

}  // namespace ec::wire
