#pragma once

#include <ec/market/symbol.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace ec::market {

enum class InstrumentKind : std::uint8_t { stock, etf, index };

/// Boards whose rules differ. `none` outside the mainland.
enum class Board : std::uint8_t { none, main, chinext, star, bse };

[[nodiscard]] std::string_view to_string(InstrumentKind kind) noexcept;
[[nodiscard]] std::optional<InstrumentKind> parse_instrument_kind(std::string_view text) noexcept;
[[nodiscard]] std::string_view to_string(Board board) noexcept;

/// From the code alone: "^GSPC", 000300.SH and 399001.SZ are indices, 510300.SH and 159915.SZ
/// funds. Where codes do not tell (HK, US) the answer is stock; a list may know better.
[[nodiscard]] InstrumentKind kind_by_code(Symbol const& symbol) noexcept;

/// The mainland board a stock code belongs to; a fund follows the board it invests in only for
/// the funds of the STAR board (588xxx, 589xxx). none for indices and other markets.
[[nodiscard]] Board board_of(Symbol const& symbol) noexcept;

}  // namespace ec::market
