#pragma once

#include <ec/market/instrument_events.hpp>
#include <ec/market/price_csv.hpp>

#include <cstddef>
#include <string_view>
#include <vector>

namespace ec::market {

inline constexpr std::size_t max_event_file_bytes = 4U << 20U;

struct EventFile {
    std::vector<InstrumentEvent> events;
    std::vector<RejectedRow> rejected;
    std::size_t rows_read = 0;
};

/// UTF-8 with the heading kind,effective_on,announced_on,from_value,to_value in any order; the
/// last three may be missing, other columns are left alone. A `symbol` column must name `symbol`.
/// A row that cannot be used is listed with its reason: "row.damaged", "symbol.other",
/// "kind.unknown", "date.malformed", "event.repeated" or one of check_event; a code change that
/// does not name `symbol` is "code.other". Pure. Throws invalid_input "events.too_large",
/// "events.heading" naming the columns that are missing.
[[nodiscard]] EventFile parse_event_file(std::string_view text, Symbol const& symbol);

}  // namespace ec::market
