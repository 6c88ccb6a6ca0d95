#pragma once

#include <ec/market/price_csv.hpp>
#include <ec/market/quality.hpp>
#include <ec/marketdata/import.hpp>

#include <vector>

namespace ec::marketdata {

/// Takes out rows of days that have not begun at the exchange and marks one that has not closed.
void settle_unfinished_days(market::PriceCsv& csv, market::Symbol const& symbol, Micros now_us);

/// Rows of the file that check_bars marks.
[[nodiscard]] std::vector<FlaggedRow> flagged_rows(market::PriceCsv const& csv,
                                                   market::QualityContext const& quality);

/// Throws import.symbol_differs when the file names another code than the symbol's.
void check_stated_code(market::PriceCsv const& csv, market::Symbol const& symbol);

/// Throws import.other_company or import.scale_differs when the closes do not move like, or lie a
/// hundred times off, those of a stored series that it overlaps by 20 days or more.
void check_identity(market::Bars const& incoming, market::Series const& stored);

}  // namespace ec::marketdata
