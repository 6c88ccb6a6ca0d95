#pragma once

#include <ec/market/factor_file.hpp>
#include <price_headings.hpp>

#include <span>
#include <vector>

namespace ec::market {

/// A row that could be read, in the file's own units. NaN where the file has nothing.
struct PriceRow {
    std::size_t line = 0;
    std::string_view text;
    Bar bar;
    double adjusted_close = 0;
    double dividend = 0;
    double split = 0;
};

/// Scales volume and amount to shares and currency and settles the basis, writing what proves them
/// into the mapping. Rows ascending. Throws the errors of parse_price_csv.
void settle_units_and_basis(std::span<PriceRow> rows, Layout& layout,
                            PriceCsvOptions const& options);

/// Actions of the dividend and split columns, else of the steps of the adjusted close, as far as
/// the basis needs them.
[[nodiscard]] ActionsWithAmounts find_actions(std::span<PriceRow const> rows, Layout const& layout,
                                              PriceBasis basis);

/// Beyond it, either way, a number is no split but damage.
inline constexpr double largest_split = 1e6;

/// adjusted close / close of the row before, over that of row i; NaN when either is missing or the
/// step is beyond any split.
[[nodiscard]] double adjustment_step(std::span<PriceRow const> rows, std::size_t i);

}  // namespace ec::market
