#pragma once

#include <ec/base/dates.hpp>
#include <ec/market/exchange_zone.hpp>
#include <ec/market/price_csv.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace ec::market {

enum class DateForm : std::uint8_t { year_first, compact, slashes, unix_seconds, unix_millis };

/// How the date column is written: the form of most cells; for 03/04/2021 the order that some
/// cell with a day above 12 proves, else the caller's.
struct DateReader {
    DateForm form = DateForm::year_first;
    DateOrder order = DateOrder::month_first;
    ExchangeZone zone = ExchangeZone::new_york;

    /// Nullopt when the cell is no date in this form.
    [[nodiscard]] std::optional<Date> read(std::string_view cell) const;
    [[nodiscard]] std::string format_name() const;
};

/// Throws "import.date_order_unknown" when month and day cannot be told apart, also when cells
/// prove both orders.
[[nodiscard]] DateReader find_date_form(std::span<std::string_view const> cells, ExchangeZone zone,
                                        std::optional<DateOrder> given);

}  // namespace ec::market
