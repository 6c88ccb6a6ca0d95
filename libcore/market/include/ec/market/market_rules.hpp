#pragma once

#include <ec/base/dates.hpp>
#include <ec/market/instrument.hpp>
#include <ec/market/series.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string_view>

namespace ec::market {

enum class Rule : std::uint8_t {
    price_limit,
    price_limit_st,
    sessions_without_limit,
    same_day_sale,
    settlement_days,
    lot_size,
    lot_minimum,
    tick_size,
    stamp_duty_buy,
    stamp_duty_sell,
    transfer_fee,
    exchange_fee,
    regulator_fee,
    regulator_fee_sell,
    audit_levy,
    session_open,
    session_close,
    break_start,
    break_end,
    half_day_close,
    definition,
};

/// Which instruments of the market a row is of. A fund has its own rows and follows `all`.
enum class RuleScope : std::uint8_t { all, stock, fund, main, chinext, star, bse };
/// verified: the row was compared with data that ship or with a text at hand; unverified: it rests
/// on common knowledge of the source that it names.
enum class RuleStanding : std::uint8_t { verified, unverified };

/// One dated row. `value` is NaN in a definition, whose text is the note.
struct MarketRule {
    Rule rule = Rule::definition;
    Market market = Market::us;
    RuleScope scope = RuleScope::all;
    Date from;
    std::optional<Date> until;  // last day; empty: still in force as far as is known
    double value = 0;
    std::string_view unit;
    std::string_view source;
    RuleStanding standing = RuleStanding::unverified;
    double price_from = 0;  // of a price band [from, below)
    double price_below = std::numeric_limits<double>::infinity();
    std::string_view note = {};

    [[nodiscard]] bool applies_on(Date day) const noexcept {
        return from <= day && (!until || day <= *until);
    }
};

[[nodiscard]] std::string_view to_string(Rule rule) noexcept;
[[nodiscard]] std::string_view to_string(RuleScope scope) noexcept;
[[nodiscard]] std::string_view to_string(RuleStanding standing) noexcept;

/// The table of market_rules_table.cpp, by market and rule; static, so free to share.
[[nodiscard]] std::span<MarketRule const> market_rules() noexcept;

/// The daily price limit as a share of the reference price (0.10); nullopt where none applies:
/// other markets, indices, days before the limits were brought in, and the first sessions of a
/// listing (`sessions_since_listing` counts from 0, nullopt: long listed).
[[nodiscard]] std::optional<double> price_limit(Symbol const& symbol, InstrumentKind kind, Date day,
                                                BarFlags flags,
                                                std::optional<std::size_t> sessions_since_listing);

/// The highest or lowest price of a day: reference * (1 + signed_limit) rounded half up to the
/// tick.
[[nodiscard]] double limit_price(double reference, double signed_limit, double tick) noexcept;

/// 0.01 for stocks, 0.001 for mainland funds: the tick of a price limit.
[[nodiscard]] double tick_size(Symbol const& symbol, InstrumentKind kind) noexcept;

/// The tick at a price on a day; nullopt for an index and where the table has no row (funds in Hong
/// Kong, days before the first row).
[[nodiscard]] std::optional<double> tick_size(Symbol const& symbol, InstrumentKind kind,
                                              double price, Date day) noexcept;

/// An order to buy: at least `minimum` shares, then in steps of `step`.
struct LotSize {
    double minimum = 1;
    double step = 1;
};
/// Hong Kong: the stock's own lot (`listed_lot`), nullopt when it is not known.
[[nodiscard]] std::optional<LotSize> lot_size(Symbol const& symbol, InstrumentKind kind, Date day,
                                              std::optional<double> listed_lot) noexcept;

enum class TradeSide : std::uint8_t { buy, sell };

/// Shares of the traded amount that the state and the exchange take; a broker's commission is not
/// in them. NaN where the table has no row of that day: not known, not free.
struct TradingCosts {
    double stamp_duty = 0;
    double transfer_fee = 0;
    double exchange_fee = 0;
    double regulator_fees = 0;
    RuleStanding standing = RuleStanding::verified;  // of the weakest row
};
[[nodiscard]] TradingCosts trading_costs(Symbol const& symbol, InstrumentKind kind, TradeSide side,
                                         Date day) noexcept;

/// Sessions from the trade to the exchange of cash; nullopt before the first row.
[[nodiscard]] std::optional<int> settlement_days(Market market, Date day) noexcept;

/// Whether shares bought in a session may be sold in it; nullopt before the first row.
[[nodiscard]] std::optional<bool> same_day_sale(Market market, Date day) noexcept;

/// The other counter of an issuer in Hong Kong by the numbering of the exchange: 0700.HK for
/// 80700.HK and back. That the other one is listed is for a list to say.
[[nodiscard]] std::optional<Symbol> dual_counter(Symbol const& symbol);

}  // namespace ec::market
