#pragma once

#include <ec/reports/compose.hpp>

#include <string>
#include <string_view>

namespace ec::test {

/// Shipped sample bars ("us/AAPL") with the actions of the factor file of unadjusted US ones, as an
/// import keeps them; and with the flags of the quality check, as they are loaded.
[[nodiscard]] market::Series sample_series(std::string const& name, std::string_view symbol,
                                           market::PriceBasis basis);
[[nodiscard]] market::Series flagged(market::Series series);

/// Inputs of a report from shipped sample bars: "AAPL" (raw, with its actions, against SPY) or
/// "600519.SH" (adjusted, against the CSI 300), as of one of their sessions.
[[nodiscard]] reports::ReportInputs sample_inputs(std::string_view symbol, Date as_of);

/// The offline report of them.
[[nodiscard]] reports::Report sample_report(std::string_view symbol, Date as_of,
                                            narrative::Language language);

}  // namespace ec::test
