#pragma once

#include <ec/market/factor_file.hpp>
#include <ec/market/price_csv.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ec::market {

enum class StatedKind : std::uint8_t { dividend, split, bonus, rights };
[[nodiscard]] std::string_view to_string(StatedKind kind) noexcept;

/// A row of a list of corporate actions, as stated: cash per share of a dividend; new shares for
/// each old one of a split (4-for-1: 4; 1-for-8: 0.125), free ones beside each old one of a bonus
/// issue (10 送 3: 0.3) and offered ones of a rights issue at `price`.
struct StatedAction {
    std::size_t line = 0;
    Date ex_date;
    StatedKind kind = StatedKind::dividend;
    double cash = 0;
    double new_per_old = 0;
    double price = 0;
    std::string text;  // of the row, at most 200 bytes
};

struct ActionsCsv {
    std::vector<StatedAction> actions;  // by ex-date, then by kind
    std::vector<RejectedRow> rejected;  // by line
    std::size_t rows_read = 0;
};

inline constexpr std::size_t max_actions_csv_bytes = 4U << 20U;

/// Columns ex_date (YYYY-MM-DD), kind, cash, new_per_old, price, currency in any order; ex_date and
/// kind must be there. A cell that its kind needs must be filled, one it has no use for empty; a
/// currency must be `currency`. A row that breaks this is listed with its reason, as is a second
/// one of a kind on a day, and a bonus issue beside a split.
/// Throws invalid_input "csv.column_missing", "import.too_large".
[[nodiscard]] ActionsCsv parse_actions_csv(std::string_view text, std::string_view currency);

struct SettledActions {
    ActionsWithAmounts found;  // ascending; amounts: cash, new shares per old one, rights price
    std::vector<RejectedRow> rejected;
};

/// Stated actions as price * a + b on unadjusted bars. Mainland and Hong Kong: the exchanges'
/// affine rule, everything counted on the shares held before. US: the cash as a share of the close
/// before, on the share basis after a split of the same day. Rejected: no bar before the ex-date or
/// none from it on, cash that is not below the price.
[[nodiscard]] SettledActions settle_actions(std::span<StatedAction const> stated, Market market,
                                            Bars const& bars);

}  // namespace ec::market
