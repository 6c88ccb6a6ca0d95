#pragma once

#include <ec/base/dates.hpp>
#include <ec/market/series.hpp>
#include <ec/market/symbol.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ec::analysis {

enum class Unit : std::uint8_t {
    price,    // quote currency per share, or index points
    money,    // quote currency
    percent,  // 4.2 means 4.2 %
    percent_points,
    ratio,  // a plain multiple, 1.00 times
    index,  // an oscillator's own scale (RSI, KDJ, ADX, MACD is price)
    shares,
    sessions,
    count,
    atr,   // distance in multiples of ATR(14)
    date,  // `date` holds it
    text,  // `text` holds a word of a closed set ("up", "mixed", "sma_200")
};

[[nodiscard]] std::string_view to_string(Unit unit) noexcept;
[[nodiscard]] std::optional<Unit> parse_unit(std::string_view text) noexcept;

/// Why a fact is absent: the closed list of `Fact::absent`.
namespace absence {
inline constexpr std::string_view too_few_bars = "too_few_bars";
inline constexpr std::string_view no_benchmark_overlap = "no_benchmark_overlap";
inline constexpr std::string_view no_volume = "no_volume";      // no traded volume on that row
inline constexpr std::string_view not_given = "not_given";      // the source does not state it
inline constexpr std::string_view no_swing = "no_swing";        // no such zone, swing or reference
inline constexpr std::string_view no_average = "no_average";    // no moving average inside the zone
inline constexpr std::string_view no_split = "no_split";        // none applied in the window
inline constexpr std::string_view not_defined = "not_defined";  // a division by zero
inline constexpr std::string_view abstained = "abstained";      // no call is given
inline constexpr std::string_view no_filing_by_as_of = "no_filing_by_as_of";
inline constexpr std::string_view not_in_filing = "not_in_filing";
inline constexpr std::string_view stale_filing = "stale_filing";  // period over 18 months ago
inline constexpr std::string_view share_basis = "share_basis";    // per share across a split
inline constexpr std::string_view currency_differs = "currency_differs";  // accounts and price
inline constexpr std::string_view not_positive = "not_positive";          // a denominator <= 0
inline constexpr std::string_view vintage_adjusted = "vintage_adjusted";  // needs as-traded prices
}  // namespace absence

/// One measured figure: present with a value, date or text, or absent with a reason.
struct Fact {
    std::string id;  // snake_case, from the catalogue (fact_catalog.hpp)
    Unit unit = Unit::price;
    std::optional<double> value;  // finite, rounded to 10 significant digits
    std::optional<Date> date;
    std::string text;     // the word of a text fact; a note on others (the filings used)
    std::string absent;   // empty, or one of `absence`
    std::string formula;  // "sma(close, 20)"
    std::optional<Date> window_first;
    std::optional<Date> window_last;
    std::int32_t bars = 0;  // rows of the window

    [[nodiscard]] bool present() const noexcept { return absent.empty(); }
};

/// Every measured figure of one symbol as of one session: a deterministic function of the data
/// and the date. Facts are sorted by id.
struct FactSheet {
    market::Symbol symbol = market::Symbol::parse("AAPL");
    std::string name_en;  // empty when no source gives one
    std::string name_zh;
    std::string industry_en;
    std::string industry_zh;
    std::string exchange_name;  // "NASDAQ", "HKEX", "SSE"; empty when unknown
    std::string currency;
    std::string benchmark;  // symbol text, empty when none
    std::string source;
    market::PriceBasis basis = market::PriceBasis::raw;
    std::optional<Date> base_date;
    bool sample = false;
    bool vintage_adjusted = false;
    Date as_of;  // the session the sheet describes
    std::int32_t horizon = 20;
    std::vector<Fact> facts;

    [[nodiscard]] Fact const* find(std::string_view id) const noexcept;
    /// Value of a present numeric fact.
    [[nodiscard]] std::optional<double> value(std::string_view id) const noexcept;
};

/// The value a sheet keeps: what format_canonical prints, read back.
[[nodiscard]] double round_canonical(double value);

/// Canonical JSON: keys in fixed order, numbers by format_canonical; the bytes that are hashed.
/// Schema: schema/facts.schema.json.
[[nodiscard]] std::string render_facts_json(FactSheet const& sheet);
/// The inverse; throws invalid_input "facts.invalid" naming the member. White space and the order
/// of members are free; unknown, missing or ill-typed members are refused.
[[nodiscard]] FactSheet parse_facts_json(std::string_view json);

}  // namespace ec::analysis
