#pragma once

#include <ec/market/symbol.hpp>

#include <string_view>
#include <vector>

namespace ec::market {

/// Every symbol a typed code may mean, most usual first; empty when the text is no code (a name
/// goes to the search). Pure syntax: nothing here knows whether the company exists.
///
/// Understood, in any case and in full-width characters: "0700.HK", "700.hk", "00700", "hk00700",
/// "HK.00700", "HKEX:700", "700 HK"; "600519", "sh600519", "600519.SS", "SSE:600519"; "aapl.us",
/// "US.AAPL", "NASDAQ:AAPL", "usAAPL", "BRK-B", "brk.b", "BRK/B"; "^GSPC".
/// Up to five bare digits are Hong Kong (mainland codes always have six). Six digits that two
/// listings share give both: "000001" is 000001.SZ (a stock) and 000001.SH (an index).
[[nodiscard]] std::vector<Symbol> parse_input(std::string_view text);

}  // namespace ec::market
