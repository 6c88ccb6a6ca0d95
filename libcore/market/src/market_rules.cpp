#include <ec/market/market_rules.hpp>

#include <ec/base/math.hpp>

#include <array>
#include <cmath>
#include <string>

namespace ec::market {
namespace {

// The row of a scope; among rows of one scope the days and price bands do not overlap.
MarketRule const* find_row(Rule rule, Market market, RuleScope scope, Date day, double price = 1) {
    for (auto const& row : market_rules())
        if (row.rule == rule && row.market == market && row.scope == scope && row.applies_on(day) &&
            row.price_from <= price && price < row.price_below)
            return &row;
    return nullptr;
}

RuleScope scope_of(Board board) {
    switch (board) {
        case Board::main:
            return RuleScope::main;
        case Board::chinext:
            return RuleScope::chinext;
        case Board::star:
            return RuleScope::star;
        case Board::bse:
            return RuleScope::bse;
        case Board::none:
            return RuleScope::all;
    }
    return RuleScope::all;
}

// The row of the kind, else that of all instruments.
MarketRule const* find_row_of_kind(Rule rule, Market market, InstrumentKind kind, Date day,
                                   double price = 1) {
    auto const scope = kind == InstrumentKind::etf ? RuleScope::fund : RuleScope::stock;
    auto const* const own = find_row(rule, market, scope, day, price);
    return own != nullptr ? own : find_row(rule, market, RuleScope::all, day, price);
}

class CostReader {
  public:
    CostReader(Market market, InstrumentKind kind, Date day)
        : market_(market), kind_(kind), day_(day) {}

    // A market that has no row of a rule at all does not take it.
    double read(Rule rule) {
        auto const* const row = find_row_of_kind(rule, market_, kind_, day_);
        if (row == nullptr) return is_levied(rule) ? nan_value() : 0;
        if (row->standing == RuleStanding::unverified) standing_ = RuleStanding::unverified;
        return row->value;
    }
    [[nodiscard]] RuleStanding standing() const { return standing_; }

  private:
    [[nodiscard]] bool is_levied(Rule rule) const {
        for (auto const& row : market_rules())
            if (row.rule == rule && row.market == market_) return true;
        return false;
    }

    Market market_;
    InstrumentKind kind_;
    Date day_;
    RuleStanding standing_ = RuleStanding::verified;
};

}  // namespace

std::string_view to_string(Rule rule) noexcept {
    constexpr std::array names{"price_limit",     "price_limit_st",     "sessions_without_limit",
                               "same_day_sale",   "settlement_days",    "lot_size",
                               "lot_minimum",     "tick_size",          "stamp_duty_buy",
                               "stamp_duty_sell", "transfer_fee",       "exchange_fee",
                               "regulator_fee",   "regulator_fee_sell", "audit_levy",
                               "session_open",    "session_close",      "break_start",
                               "break_end",       "half_day_close",     "definition"};
    static_assert(names.size() == static_cast<std::size_t>(Rule::definition) + 1);
    return names[static_cast<std::size_t>(rule)];
}

std::string_view to_string(RuleScope scope) noexcept {
    constexpr std::array names{"all", "stock", "fund", "main", "chinext", "star", "bse"};
    static_assert(names.size() == static_cast<std::size_t>(RuleScope::bse) + 1);
    return names[static_cast<std::size_t>(scope)];
}

std::string_view to_string(RuleStanding standing) noexcept {
    return standing == RuleStanding::verified ? "verified" : "unverified";
}

// Funds on the ChiNext index moved to 20 % with it; Shenzhen does not number them apart, so only
// the STAR funds (588, 589) are told by their code. A fund has a limit from its first session.
std::optional<double> price_limit(Symbol const& symbol, InstrumentKind kind, Date day,
                                  BarFlags flags,
                                  std::optional<std::size_t> sessions_since_listing) {
    auto const board = board_of(symbol);
    if (kind == InstrumentKind::index || board == Board::none) return std::nullopt;
    auto const scope = scope_of(board);
    auto const rule = has(flags, BarFlag::st) ? Rule::price_limit_st : Rule::price_limit;
    auto const* const limit = find_row(rule, symbol.market(), scope, day);
    if (limit == nullptr) return std::nullopt;
    auto const* const free = find_row(Rule::sessions_without_limit, symbol.market(), scope, day);
    if (sessions_since_listing && kind != InstrumentKind::etf && free != nullptr &&
        static_cast<double>(*sessions_since_listing) < free->value)
        return std::nullopt;
    return limit->value;
}

double limit_price(double reference, double signed_limit, double tick) noexcept {
    // The small addend keeps an exact half, which binary fractions miss, on the upper side.
    double const ticks = std::floor(reference * (1 + signed_limit) / tick + 0.5 + 1e-6);
    return ticks * tick;
}

double tick_size(Symbol const& symbol, InstrumentKind kind) noexcept {
    return symbol.market() == Market::cn && kind == InstrumentKind::etf ? 0.001 : 0.01;
}

std::optional<double> tick_size(Symbol const& symbol, InstrumentKind kind, double price,
                                Date day) noexcept {
    if (kind == InstrumentKind::index) return std::nullopt;
    auto const* const row = find_row_of_kind(Rule::tick_size, symbol.market(), kind, day, price);
    return row != nullptr ? std::optional(row->value) : std::nullopt;
}

std::optional<LotSize> lot_size(Symbol const& symbol, InstrumentKind kind, Date day,
                                std::optional<double> listed_lot) noexcept {
    if (kind == InstrumentKind::index) return std::nullopt;
    auto const market = symbol.market();
    if (market == Market::hk)
        return listed_lot ? std::optional(LotSize{*listed_lot, *listed_lot}) : std::nullopt;
    // Funds of the STAR board trade in hundreds like all funds.
    bool const of_board = kind == InstrumentKind::stock;
    auto const scope = of_board ? scope_of(board_of(symbol)) : RuleScope::all;
    auto const* step = find_row(Rule::lot_size, market, scope, day);
    if (step == nullptr) step = find_row(Rule::lot_size, market, RuleScope::all, day);
    if (step == nullptr) return std::nullopt;
    auto const* const minimum = find_row(Rule::lot_minimum, market, scope, day);
    return LotSize{minimum != nullptr ? minimum->value : step->value, step->value};
}

TradingCosts trading_costs(Symbol const& symbol, InstrumentKind kind, TradeSide side,
                           Date day) noexcept {
    CostReader rows(symbol.market(), kind, day);
    bool const sells = side == TradeSide::sell;
    TradingCosts out;
    out.stamp_duty = rows.read(sells ? Rule::stamp_duty_sell : Rule::stamp_duty_buy);
    out.transfer_fee = rows.read(Rule::transfer_fee);
    out.exchange_fee = rows.read(Rule::exchange_fee);
    // The audit levy was added later: before its first day there was none.
    double const audit = rows.read(Rule::audit_levy);
    out.regulator_fees = rows.read(Rule::regulator_fee) + (is_nan(audit) ? 0 : audit) +
                         (sells ? rows.read(Rule::regulator_fee_sell) : 0);
    out.standing = rows.standing();
    return out;
}

std::optional<int> settlement_days(Market market, Date day) noexcept {
    auto const* const row = find_row(Rule::settlement_days, market, RuleScope::all, day);
    return row != nullptr ? std::optional(static_cast<int>(row->value)) : std::nullopt;
}

std::optional<bool> same_day_sale(Market market, Date day) noexcept {
    auto const* const row = find_row(Rule::same_day_sale, market, RuleScope::all, day);
    return row != nullptr ? std::optional(row->value > 0) : std::nullopt;
}

std::optional<Symbol> dual_counter(Symbol const& symbol) {
    if (symbol.market() != Market::hk) return std::nullopt;
    auto const code = symbol.code();
    if (code.size() == 4) return Symbol::try_parse("8" + std::string(code) + ".HK");
    bool const renminbi = code.size() == 5 && code.front() == '8';
    return renminbi ? Symbol::try_parse(std::string(code.substr(1)) + ".HK") : std::nullopt;
}

}  // namespace ec::market
