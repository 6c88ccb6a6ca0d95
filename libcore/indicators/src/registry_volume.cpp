#include "registry_entry.hpp"

#include <ec/indicators/volume.hpp>

#include <algorithm>

namespace ec::indicators {
namespace {

using C = Column;

int n_of(Values const& v) { return v.integer("period"); }
int window_rows(Values const& v) { return n_of(v) - 1; }
int none(Values const&) { return 0; }

void add_running(std::vector<Entry>& entries) {
    std::vector<C> const bars{C::high, C::low, C::close, C::volume};
    entries.push_back(
        {{"obv",
          {},
          "On balance volume",
          "volume",
          {C::close, C::volume},
          {choice("start", {"first_volume", "zero"})},
          {"obv"},
          "0",
          "running sum of volume signed by the change of close",
          "Granville; TA-Lib OBV"},
         [](Call& c) { obv(c.bars.close, c.bars.volume, c.v.choice<ObvStart>("start"), c.out(0)); },
         none});
    entries.push_back({{"ad",
                        {"adl"},
                        "Accumulation/distribution line",
                        "volume",
                        bars,
                        {},
                        {"ad"},
                        "0",
                        "running sum of ((close - low) - (high - close)) / (high - low) * volume",
                        "Chaikin; TA-Lib AD"},
                       [](Call& c) {
                           accumulation_distribution(c.bars.high, c.bars.low, c.bars.close,
                                                     c.bars.volume, c.out(0));
                       },
                       none});
    entries.push_back(
        {{"adosc",
          {"chaikin_oscillator"},
          "Chaikin oscillator",
          "volume",
          bars,
          {whole("fast", 3), whole("slow", 10)},
          {"adosc"},
          "longer period - 1",
          "EMA(fast) - EMA(slow) of accumulation/distribution",
          "TA-Lib ADOSC"},
         [](Call& c) {
             chaikin_oscillator(c.bars.high, c.bars.low, c.bars.close, c.bars.volume,
                                {c.v.integer("fast"), c.v.integer("slow")}, c.out(0));
         },
         [](Values const& v) { return std::max(v.integer("fast"), v.integer("slow")) - 1; }});
    entries.push_back({{"force_index",
                        {},
                        "Force index",
                        "volume",
                        {C::close, C::volume},
                        {period(13), seed()},
                        {"force", "raw"},
                        "period (seed sma), 1 (seed first_value)",
                        "EMA of (close - close[1]) * volume",
                        "Elder; Stock.Indicators"},
                       [](Call& c) {
                           force_index(c.bars.close, c.bars.volume,
                                       {n_of(c.v), c.v.choice<Seed>("seed")}, c.out(0), c.out(1));
                       },
                       [](Values const& v) { return seed_rows(v, n_of(v)) + 1; }});
}

void add_windows(std::vector<Entry>& entries) {
    std::vector<C> const bars{C::high, C::low, C::close, C::volume};
    entries.push_back({{"cmf",
                        {},
                        "Chaikin money flow",
                        "volume",
                        bars,
                        {period(20)},
                        {"cmf"},
                        "period - 1",
                        "sum of money flow volume / sum of volume",
                        "Chaikin; LEAN"},
                       [](Call& c) {
                           chaikin_money_flow(c.bars.high, c.bars.low, c.bars.close, c.bars.volume,
                                              n_of(c.v), c.out(0));
                       },
                       window_rows});
    entries.push_back({{"mfi",
                        {},
                        "Money flow index",
                        "volume",
                        bars,
                        {period(14)},
                        {"mfi"},
                        "period",
                        "100 P / (P + N), typical price * volume on rising, falling rows",
                        "Quong and Soudack; TA-Lib MFI"},
                       [](Call& c) {
                           mfi(c.bars.high, c.bars.low, c.bars.close, c.bars.volume, n_of(c.v),
                               c.out(0));
                       },
                       n_of});
    entries.push_back({{"vwap",
                        {},
                        "Rolling volume weighted average price",
                        "volume",
                        bars,
                        {period(14), choice("price", {"typical", "average"})},
                        {"vwap"},
                        "period - 1",
                        "sum(price * volume) / sum(volume), price typical (high, low, close) or "
                        "average (with open)",
                        "StockCharts; LEAN"},
                       [](Call& c) {
                           auto const price = c.v.choice<VwapPrice>("price");
                           if (price == VwapPrice::average && c.bars.open.empty()) {
                               missing_column("vwap", Column::open);
                           }
                           vwap({c.bars.open, c.bars.high, c.bars.low, c.bars.close, c.bars.volume},
                                {n_of(c.v), price}, c.out(0));
                       },
                       window_rows});
    entries.push_back({{"anchored_vwap",
                        {},
                        "Volume weighted average price from the first bar",
                        "volume",
                        bars,
                        {},
                        {"anchored_vwap"},
                        "0",
                        "running sum(typical price * volume) / running sum(volume)",
                        "StockCharts"},
                       [](Call& c) {
                           anchored_vwap(c.bars.high, c.bars.low, c.bars.close, c.bars.volume,
                                         c.out(0));
                       },
                       none});
}

void add_ratios(std::vector<Entry>& entries) {
    entries.push_back(
        {{"volume_ratio",
          {"vr"},
          "Volume ratio (VR)",
          "volume",
          {C::close, C::volume},
          {period(26)},
          {"volume_ratio"},
          "period - 1",
          "100 * volume of rising rows / volume of the others",
          "TongDaXin VR"},
         [](Call& c) { volume_ratio(c.bars.close, c.bars.volume, n_of(c.v), c.out(0)); },
         window_rows});
    ParamSpec window = choice("window", {"including", "excluding"});
    window.default_value = "excluding";
    entries.push_back({{"relative_volume",
                        {"rvol"},
                        "Relative volume",
                        "volume",
                        {C::volume},
                        {period(5), window},
                        {"relative_volume"},
                        "period (excluding), period - 1 (including)",
                        "volume / mean volume of the rows before (or of the last rows)",
                        "mainland liang bi"},
                       [](Call& c) {
                           relative_volume(c.bars.volume, n_of(c.v),
                                           c.v.choice<RelativeWindow>("window"), c.out(0));
                       },
                       [](Values const& v) { return n_of(v) - 1 + v.integer("window"); }});
    entries.push_back({{"brar",
                        {},
                        "BRAR",
                        "volume",
                        {C::open, C::high, C::low, C::close},
                        {period(26)},
                        {"ar", "br"},
                        "period",
                        "100 sum(high - open) / sum(open - low); "
                        "100 sum(max(0, high - close[1])) / sum(max(0, close[1] - low))",
                        "TongDaXin BRAR"},
                       [](Call& c) {
                           brar(c.bars.open, c.bars.high, c.bars.low, c.bars.close, n_of(c.v),
                                {c.out(0), c.out(1)});
                       },
                       n_of});
}

}  // namespace

void add_volume(std::vector<Entry>& entries) {
    add_running(entries);
    add_windows(entries);
    add_ratios(entries);
}

}  // namespace ec::indicators
