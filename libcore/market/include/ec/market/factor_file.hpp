#pragma once

#include <ec/market/series.hpp>

#include <span>
#include <string_view>
#include <vector>

namespace ec::market {

/// One row of a LEAN factor file: the factors hold for every day up to and including `date`.
struct FactorRow {
    Date date;
    double price_factor = 1;
    double split_factor = 1;
    double reference_price = 0;  // close of `date` as traded; 0 or 1 when not stated
};

/// Heading "date,price_factor,split_factor,reference_price". Throws invalid_input
/// "factors.malformed" on a bad number or date or rows out of order.
[[nodiscard]] std::vector<FactorRow> parse_factor_file(std::string_view text);

/// Actions ascending by ex-date and, for each, the cash of a dividend or the new shares per old one
/// of a split; NaN where the source does not say.
struct ActionsWithAmounts {
    std::vector<CorporateAction> actions;
    std::vector<double> amounts;
};

/// The actions between the rows. The ex-date is the first of `sessions` (ascending) after a row's
/// date; a row after which there is no session yet gives none. Split ratios are taken to the
/// nearest small fraction; a dividend stays the source's price ratio, its cash in the note.
[[nodiscard]] ActionsWithAmounts actions_from_factors(std::span<FactorRow const> rows,
                                                      std::span<Date const> sessions);

/// "4-for-1 split", "1-for-8 reverse split" from the ratio new shares / old shares.
[[nodiscard]] CorporateAction split_action(Date ex_date, double ratio);

/// Multiplies prices before the ex-date; the note names the cash unless it is NaN.
[[nodiscard]] CorporateAction dividend_action(Date ex_date, double price_ratio, double cash);

}  // namespace ec::market
