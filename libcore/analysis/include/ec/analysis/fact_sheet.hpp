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

/// One measured figure: present with a value, date or text, or absent with a reason.
struct Fact {
    std::string id;  // snake_case, from the catalogue (fact_catalog.hpp)
    Unit unit = Unit::price;
    std::optional<double> value;  // rounded to 10 significant digits
    std::optional<Date> date;
    std::string text;
    std::string absent;   // "too_few_bars", "no_benchmark_overlap", "no_filing_by_as_of", ...
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

/// Canonical JSON: keys in fixed order, numbers by format_canonical; the bytes that are hashed.
/// Schema: schema/facts.schema.json.
[[nodiscard]] std::string render_facts_json(FactSheet const& sheet);
/// The inverse; throws invalid_input naming the member. Accepts only what render_facts_json writes.
[[nodiscard]] FactSheet parse_facts_json(std::string_view json);

}  // namespace ec::analysis
