#include "registry_entry.hpp"

#include <ec/indicators/averages.hpp>
#include <ec/indicators/bands.hpp>
#include <ec/indicators/prices.hpp>

#include <algorithm>

namespace ec::indicators {
namespace {

using C = Column;

int n_of(Values const& v) { return v.integer("period"); }
EmaParams ema_of(Values const& v) { return {n_of(v), v.choice<Seed>("seed")}; }
ChainParams chain_of(Values const& v) {
    return {n_of(v), v.choice<Seed>("seed"), v.choice<ChainStart>("chain")};
}
int window_rows(Values const& v) { return n_of(v) - 1; }
int none(Values const&) { return 0; }

void add_plain(std::vector<Entry>& entries) {
    entries.push_back({{"sma",
                        {"ma"},
                        "Simple moving average",
                        "averages",
                        {C::close},
                        {period(20), input()},
                        {"sma"},
                        "period - 1",
                        "sum of the last period values / period",
                        "TA-Lib SMA"},
                       [](Call& c) { sma(c.x, n_of(c.v), c.out(0)); },
                       window_rows});
    entries.push_back({{"sum",
                        {"rolling_sum"},
                        "Rolling sum",
                        "averages",
                        {C::close},
                        {period(20), input()},
                        {"sum"},
                        "period - 1",
                        "sum of the last period values",
                        "TA-Lib SUM"},
                       [](Call& c) { rolling_sum(c.x, n_of(c.v), c.out(0)); },
                       window_rows});
}

void add_recursive(std::vector<Entry>& entries) {
    entries.push_back({{"ema",
                        {"expma"},
                        "Exponential moving average",
                        "averages",
                        {C::close},
                        {period(20), seed(), input()},
                        {"ema"},
                        "period - 1 (seed sma), 0 (seed first_value)",
                        "e += 2 / (period + 1) * (x - e)",
                        "TA-Lib EMA; Achelis for first_value"},
                       [](Call& c) { ema(c.x, ema_of(c.v), c.out(0)); },
                       [](Values const& v) { return seed_rows(v, n_of(v)); }});
    entries.push_back({{"wilder",
                        {"rma", "smma"},
                        "Wilder's moving average",
                        "averages",
                        {C::close},
                        {period(14), seed(), input()},
                        {"wilder"},
                        "period - 1 (seed sma), 0 (seed first_value)",
                        "e += (x - e) / period",
                        "Wilder 1978"},
                       [](Call& c) {
                           wilder(c.x, {n_of(c.v), c.v.choice<Seed>("seed")}, c.out(0));
                       },
                       [](Values const& v) { return seed_rows(v, n_of(v)); }});
}

void add_weighted(std::vector<Entry>& entries) {
    entries.push_back({{"wma",
                        {},
                        "Weighted moving average",
                        "averages",
                        {C::close},
                        {period(20), input()},
                        {"wma"},
                        "period - 1",
                        "mean weighted 1 (oldest) .. period (newest)",
                        "TA-Lib WMA"},
                       [](Call& c) { wma(c.x, n_of(c.v), c.out(0)); },
                       window_rows});
    entries.push_back({{"trima",
                        {},
                        "Triangular moving average",
                        "averages",
                        {C::close},
                        {period(20), input()},
                        {"trima"},
                        "period - 1",
                        "mean with weights that rise to the middle and fall again",
                        "TA-Lib TRIMA"},
                       [](Call& c) { trima(c.x, n_of(c.v), c.out(0), c.scratch()); },
                       window_rows});
    entries.push_back({{"vwma",
                        {},
                        "Volume weighted moving average",
                        "averages",
                        {C::close, C::volume},
                        {period(20)},
                        {"vwma"},
                        "period - 1",
                        "sum(close * volume) / sum(volume)",
                        "Stock.Indicators VWMA"},
                       [](Call& c) { vwma(c.bars.close, c.bars.volume, n_of(c.v), c.out(0)); },
                       window_rows});
}

void add_compound(std::vector<Entry>& entries) {
    entries.push_back({{"hma",
                        {},
                        "Hull moving average",
                        "averages",
                        {C::close},
                        {period(16, 2), input()},
                        {"hma"},
                        "period + floor(sqrt(period)) - 2",
                        "WMA(2 WMA(period / 2) - WMA(period), floor(sqrt(period)))",
                        "Hull; LEAN"},
                       [](Call& c) { hma(c.x, n_of(c.v), c.out(0), c.scratch()); },
                       [](Values const& v) {
                           int root = 1;
                           while ((root + 1) * (root + 1) <= n_of(v)) ++root;
                           return n_of(v) + root - 2;
                       }});
    entries.push_back(
        {{"bbi",
          {},
          "Bull and bear index",
          "averages",
          {C::close},
          {whole("first", 3), whole("second", 6), whole("third", 12), whole("fourth", 24), input()},
          {"bbi"},
          "longest period - 1",
          "mean of four simple averages",
          "TongDaXin BBI"},
         [](Call& c) {
             bbi(c.x,
                 {c.v.integer("first"), c.v.integer("second"), c.v.integer("third"),
                  c.v.integer("fourth")},
                 c.out(0), c.scratch());
         },
         [](Values const& v) {
             return std::max({v.integer("first"), v.integer("second"), v.integer("third"),
                              v.integer("fourth")}) -
                    1;
         }});
}

void add_chained(std::vector<Entry>& entries) {
    entries.push_back(
        {{"dema",
          {},
          "Double exponential moving average",
          "averages",
          {C::close},
          {period(20), seed(), chain(), input()},
          {"dema"},
          "2 (period - 1); with seed first_value 0, or period - 1 (chain after_period)",
          "2 e1 - e2",
          "Mulloy; TA-Lib DEMA"},
         [](Call& c) { dema(c.x, chain_of(c.v), c.out(0)); },
         [](Values const& v) { return chain_rows(v, n_of(v), 2); }});
    entries.push_back(
        {{"tema",
          {},
          "Triple exponential moving average",
          "averages",
          {C::close},
          {period(20), seed(), chain(), input()},
          {"tema"},
          "3 (period - 1); with seed first_value 0, or 2 (period - 1) (chain after_period)",
          "3 e1 - 3 e2 + e3",
          "Mulloy; TA-Lib TEMA"},
         [](Call& c) { tema(c.x, chain_of(c.v), c.out(0)); },
         [](Values const& v) { return chain_rows(v, n_of(v), 3); }});
    entries.push_back(
        {{"t3",
          {},
          "Tillson's T3",
          "averages",
          {C::close},
          {period(5), number("volume_factor", "0.7", 0, 1), seed(), chain(), input()},
          {"t3"},
          "6 (period - 1); with seed first_value 0, or 5 (period - 1) (chain after_period)",
          "six chained exponential averages weighted by the volume factor",
          "Tillson; TA-Lib T3"},
         [](Call& c) {
             t3(c.x,
                {n_of(c.v), c.v.real("volume_factor"), c.v.choice<Seed>("seed"),
                 c.v.choice<ChainStart>("chain")},
                c.out(0));
         },
         [](Values const& v) { return chain_rows(v, n_of(v), 6); }});
    entries.push_back(
        {{"kama",
          {},
          "Kaufman's adaptive moving average",
          "averages",
          {C::close},
          {period(10), whole("fast", 2), whole("slow", 30), input()},
          {"kama", "efficiency"},
          "period",
          "e += c^2 (x - e), c set by the efficiency ratio",
          "Kaufman; TA-Lib KAMA"},
         [](Call& c) {
             kama(c.x, {n_of(c.v), c.v.integer("fast"), c.v.integer("slow")}, c.out(0), c.out(1));
         },
         n_of});
}

void add_prices(std::vector<Entry>& entries) {
    entries.push_back({{"median_price",
                        {"medprice"},
                        "Median price",
                        "prices",
                        {C::high, C::low},
                        {},
                        {"median_price"},
                        "0",
                        "(high + low) / 2",
                        "TA-Lib MEDPRICE"},
                       [](Call& c) { median_price(c.bars.high, c.bars.low, c.out(0)); },
                       none});
    entries.push_back(
        {{"typical_price",
          {"typprice"},
          "Typical price",
          "prices",
          {C::high, C::low, C::close},
          {},
          {"typical_price"},
          "0",
          "(high + low + close) / 3",
          "TA-Lib TYPPRICE"},
         [](Call& c) { typical_price(c.bars.high, c.bars.low, c.bars.close, c.out(0)); },
         none});
    entries.push_back(
        {{"weighted_close",
          {"wclprice"},
          "Weighted close",
          "prices",
          {C::high, C::low, C::close},
          {},
          {"weighted_close"},
          "0",
          "(high + low + 2 close) / 4",
          "TA-Lib WCLPRICE"},
         [](Call& c) { weighted_close(c.bars.high, c.bars.low, c.bars.close, c.out(0)); },
         none});
    entries.push_back({{"average_price",
                        {"avgprice"},
                        "Average price",
                        "prices",
                        {C::open, C::high, C::low, C::close},
                        {},
                        {"average_price"},
                        "0",
                        "(open + high + low + close) / 4",
                        "TA-Lib AVGPRICE"},
                       [](Call& c) {
                           average_price(c.bars.open, c.bars.high, c.bars.low, c.bars.close,
                                         c.out(0));
                       },
                       none});
    entries.push_back({{"heikin_ashi",
                        {},
                        "Heikin-Ashi candles",
                        "prices",
                        {C::open, C::high, C::low, C::close},
                        {},
                        {"ha_open", "ha_high", "ha_low", "ha_close"},
                        "0",
                        "close = mean of the bar, open = middle of the candle before",
                        "Stock.Indicators"},
                       [](Call& c) {
                           heikin_ashi(c.bars.open, c.bars.high, c.bars.low, c.bars.close,
                                       {c.out(0), c.out(1), c.out(2), c.out(3)});
                       },
                       none});
}

}  // namespace

void add_averages(std::vector<Entry>& entries) {
    add_plain(entries);
    add_recursive(entries);
    add_weighted(entries);
    add_compound(entries);
    add_chained(entries);
    add_prices(entries);
}

}  // namespace ec::indicators
