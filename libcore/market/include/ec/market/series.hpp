#pragma once

#include <ec/base/dates.hpp>
#include <ec/market/symbol.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ec::market {

/// What the prices of a series are: as traded; later splits worked in; splits and dividends
/// worked in as of the series' base date.
enum class PriceBasis : std::uint8_t { raw, split_adjusted, adjusted };

[[nodiscard]] std::string_view to_string(PriceBasis basis) noexcept;
[[nodiscard]] std::optional<PriceBasis> parse_price_basis(std::string_view text) noexcept;

/// Marks of one bar; a set of bits. Nothing is repaired: a marked bar is kept as it came.
enum class BarFlag : std::uint16_t {
    impossible_price = 1,   // abstains
    unit_error = 2,         // abstains
    duplicate = 4,          // abstains
    unexplained_gap = 8,    // abstains when under a used fact
    zero_volume = 16,       // drops the bar from volume facts
    suspended = 32,         // no trading: dropped from every indicator
    partial = 64,           // the session was not complete
    st = 128,               // special treatment (CN)
    limit_locked_up = 256,  // all day at the limit
    limit_locked_down = 512,
    not_provable = 1024,  // units cannot be proved on adjusted-only prices: a note
};
using BarFlags = std::uint16_t;

[[nodiscard]] constexpr bool has(BarFlags flags, BarFlag flag) noexcept {
    return (flags & static_cast<BarFlags>(flag)) != 0;
}
[[nodiscard]] std::string_view to_string(BarFlag flag) noexcept;

/// One daily bar. Volume in shares, amount in the quote currency; NaN is "not given".
struct Bar {
    Date date;
    double open = 0;
    double high = 0;
    double low = 0;
    double close = 0;
    double volume = 0;
    double amount = 0;
    double previous_close = 0;  // as the source states it; NaN when it does not
    double turnover_pct = 0;    // of the float, percent; NaN when not given
    BarFlags flags = 0;
};

/// Bars in columns, ascending by date, one row a day; all columns have the same length.
struct Bars {
    std::vector<Date> date;
    std::vector<double> open;
    std::vector<double> high;
    std::vector<double> low;
    std::vector<double> close;
    std::vector<double> volume;
    std::vector<double> amount;
    std::vector<double> previous_close;
    std::vector<double> turnover_pct;
    std::vector<BarFlags> flags;

    [[nodiscard]] std::size_t size() const noexcept { return date.size(); }
    [[nodiscard]] bool empty() const noexcept { return date.empty(); }
    void reserve(std::size_t n);
    void push_back(Bar const& bar);
    [[nodiscard]] Bar at(std::size_t i) const;
    /// Rows [first, last).
    [[nodiscard]] Bars slice(std::size_t first, std::size_t last) const;
    /// Index one past the last row dated <= day.
    [[nodiscard]] std::size_t count_until(Date day) const noexcept;
};

enum class ActionKind : std::uint8_t { dividend, split, rights };
[[nodiscard]] std::string_view to_string(ActionKind kind) noexcept;

/// From the ex-date on prices are on the new basis; a price before it becomes price * a + b and a
/// volume before it becomes volume / a when the action changes the number of shares (split, rights;
/// bonus shares are a split). `note` is what a person reads: "4-for-1 split", "cash dividend 0.82".
struct CorporateAction {
    Date ex_date;
    ActionKind kind = ActionKind::dividend;
    double a = 1;
    double b = 0;
    std::string note;
};

/// One source's bars of one symbol on one price basis, as stored. Immutable once loaded.
struct Series {
    std::string id;
    Symbol symbol = Symbol::parse("AAPL");
    std::string source;  // "QuantConnect/Lean sample", "Yahoo", "csv:broker.csv"
    PriceBasis basis = PriceBasis::raw;
    std::optional<Date> base_date;  // of an adjusted series
    std::string currency;
    std::int8_t sample = 0;     // 1: recorded sample data, never live
    std::int64_t revision = 0;  // grows with every change of its bars or actions
    Bars bars;
    std::vector<CorporateAction> actions;  // ascending by ex-date
};

}  // namespace ec::market
