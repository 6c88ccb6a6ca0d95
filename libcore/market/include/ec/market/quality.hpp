#pragma once

#include <ec/market/instrument.hpp>
#include <ec/market/series.hpp>

#include <array>
#include <cstddef>
#include <span>

namespace ec::market {

/// What a series is, as far as the checks need it. Its first bar is taken for the first session of
/// the listing, so that a limit is never claimed where none may have applied.
struct QualityContext {
    Symbol symbol = Symbol::parse("AAPL");
    InstrumentKind kind = InstrumentKind::stock;
    PriceBasis basis = PriceBasis::raw;
    std::span<CorporateAction const> actions;  // ascending by ex-date
};

/// Rows carrying a flag, by bit position.
struct QualityCounts {
    std::array<std::size_t, 16> by_bit{};
    [[nodiscard]] std::size_t of(BarFlag flag) const noexcept;
};

/// Adds to each bar the flags its figures call for and keeps those it came with (st, suspended,
/// partial, duplicate come from the source). Nothing is repaired. The flags of a row depend on
/// that row and earlier ones only, so that later rows never change them.
///  - impossible_price: a price that is not finite and positive; open or close outside low..high.
///  - unit_error: amount / volume a factor 5 off on raw prices, about 100 off the close on adjusted
///    ones; or the close about 100 times or a hundredth of the last sound close.
///  - not_provable: units of adjusted-only prices that the ratio does not refute.
///  - unexplained_gap: beyond the price limit of the day, 40 % where there is none, after applying
///    the known actions.
///  - zero_volume; suspended when such a bar has no range or repeats the bar before it.
///  - limit_locked_up/down: one price all day at the limit; raw mainland prices only.
QualityCounts check_bars(Bars& bars, QualityContext const& context);

}  // namespace ec::market
