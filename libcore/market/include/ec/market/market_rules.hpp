#pragma once

#include <ec/base/dates.hpp>
#include <ec/market/instrument.hpp>
#include <ec/market/series.hpp>

#include <cstddef>
#include <optional>

namespace ec::market {

/// The daily price limit as a share of the reference price (0.10), from the dated table in
/// market_rules.cpp; nullopt where none applies: other markets, indices, days before the limits
/// were brought in, and the first sessions of a listing (`sessions_since_listing` counts from 0,
/// nullopt: long listed).
[[nodiscard]] std::optional<double> price_limit(Symbol const& symbol, InstrumentKind kind, Date day,
                                                BarFlags flags,
                                                std::optional<std::size_t> sessions_since_listing);

/// The highest or lowest price of a day: reference * (1 + signed_limit) rounded half up to the
/// tick.
[[nodiscard]] double limit_price(double reference, double signed_limit, double tick) noexcept;

/// 0.01 for stocks, 0.001 for mainland funds.
[[nodiscard]] double tick_size(Symbol const& symbol, InstrumentKind kind) noexcept;

}  // namespace ec::market
