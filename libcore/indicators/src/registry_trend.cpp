#include "registry_entry.hpp"

#include <ec/indicators/trend.hpp>

#include <array>

namespace ec::indicators {
namespace {

using C = Column;

int n_of(Values const& v) { return v.integer("period"); }

AtrParams atr_of(Values const& v) {
    static constexpr std::array kinds{Average::wilder, Average::sma, Average::ema};
    return {n_of(v), v.choice<FirstTr>("first_tr"),
            kinds[static_cast<std::size_t>(v.integer("average"))]};
}

int atr_rows(Values const& v) {
    return n_of(v) - (v.choice<FirstTr>("first_tr") == FirstTr::skip ? 0 : 1);
}

int lag_of(Values const& v) {
    return v.integer("adxr_lag") == 0 ? n_of(v) - 1 : v.integer("adxr_lag");
}

void add_ranges(std::vector<Entry>& entries) {
    std::vector<C> const bars{C::high, C::low, C::close};
    ParamSpec const first = choice("first_tr", {"skip", "high_low"});
    std::vector<ParamSpec> const params{
        period(14), first, average_choice("average", "wilder", {"wilder", "sma", "ema"})};
    entries.push_back({{"true_range",
                        {"trange", "tr"},
                        "True range",
                        "trend",
                        bars,
                        {first},
                        {"true_range"},
                        "1 (first_tr skip), 0 (first_tr high_low)",
                        "max(high - low, |high - close[1]|, |low - close[1]|)",
                        "Wilder; TA-Lib TRANGE"},
                       [](Call& c) {
                           true_range(c.bars.high, c.bars.low, c.bars.close,
                                      c.v.choice<FirstTr>("first_tr"), c.out(0));
                       },
                       [](Values const& v) { return 1 - v.integer("first_tr"); }});
    entries.push_back(
        {{"atr",
          {},
          "Average true range",
          "trend",
          bars,
          params,
          {"atr"},
          "period (first_tr skip), period - 1 (first_tr high_low)",
          "average of the true range",
          "Wilder; TA-Lib ATR"},
         [](Call& c) { atr(c.bars.high, c.bars.low, c.bars.close, atr_of(c.v), c.out(0)); },
         atr_rows});
    entries.push_back(
        {{"natr",
          {},
          "Average true range in percent",
          "trend",
          bars,
          params,
          {"natr"},
          "period (first_tr skip), period - 1 (first_tr high_low)",
          "100 ATR / close",
          "TA-Lib NATR"},
         [](Call& c) { natr(c.bars.high, c.bars.low, c.bars.close, atr_of(c.v), c.out(0)); },
         atr_rows});
    entries.push_back(
        {{"cci",
          {},
          "Commodity channel index",
          "trend",
          bars,
          {period(14)},
          {"cci"},
          "period - 1",
          "(tp - SMA(tp)) / (0.015 mean |tp - SMA(tp)|)",
          "Lambert; TA-Lib CCI"},
         [](Call& c) { cci(c.bars.high, c.bars.low, c.bars.close, n_of(c.v), c.out(0)); },
         [](Values const& v) { return n_of(v) - 1; }});
}

void add_directions(std::vector<Entry>& entries) {
    std::vector<C> const bars{C::high, C::low, C::close};
    ParamSpec lag = whole("adxr_lag", 0, 0);
    entries.push_back(
        {{"adx",
          {"dmi"},
          "Directional movement system",
          "trend",
          bars,
          {period(14), choice("seed", {"partial_sum", "full_sum", "early_sum"}), lag},
          {"plus_di", "minus_di", "dx", "adx", "adxr"},
          "2 period - 1 + adxr_lag (0 means period - 1); one less with early_sum",
          "Wilder sums of +DM, -DM, TR; DX = 100 |+DI - -DI| / (+DI + -DI); ADX its average",
          "Wilder; TA-Lib PLUS_DI, MINUS_DI, DX, ADX, ADXR"},
         [](Call& c) {
             adx(c.bars.high, c.bars.low, c.bars.close,
                 {n_of(c.v), c.v.choice<DmSeed>("seed"), c.v.integer("adxr_lag")},
                 {c.out(0), c.out(1), c.out(2), c.out(3), c.out(4)});
         },
         [](Values const& v) {
             bool const early = v.choice<DmSeed>("seed") == DmSeed::early_sum && n_of(v) > 1;
             return 2 * n_of(v) - (early ? 2 : 1) + lag_of(v);
         }});
    ParamSpec span = period(14);
    span.maximum = max_period - 1;
    entries.push_back(
        {{"aroon",
          {"aroonosc"},
          "Aroon",
          "trend",
          {C::high, C::low},
          {span},
          {"up", "down", "oscillator"},
          "period",
          "100 (period - rows since the extreme) / period",
          "Chande; TA-Lib AROON, AROONOSC"},
         [](Call& c) {
             aroon(c.bars.high, c.bars.low, n_of(c.v), {c.out(0), c.out(1), c.out(2)});
         },
         n_of});
    entries.push_back(
        {{"vortex",
          {},
          "Vortex",
          "trend",
          bars,
          {period(14)},
          {"plus", "minus"},
          "period",
          "sums of |high - low[1]| and |low - high[1]| / sum of ranges",
          "Botes and Siepman; Stock.Indicators"},
         [](Call& c) {
             vortex(c.bars.high, c.bars.low, c.bars.close, n_of(c.v), {c.out(0), c.out(1)});
         },
         n_of});
}

void add_stops(std::vector<Entry>& entries) {
    std::vector<C> const bars{C::high, C::low, C::close};
    entries.push_back(
        {{"sar",
          {"psar"},
          "Parabolic stop and reverse",
          "trend",
          {C::high, C::low},
          {aliased(number("step", "0.02", 1e-9, 1), {"acceleration"}),
           aliased(number("maximum", "0.2", 1e-9, 1), {"max"}),
           choice("start", {"directional_movement", "midpoints", "assumed_rising"})},
          {"sar", "reversal"},
          "1 (assumed_rising: up to the first reversal)",
          "stop += factor (extreme - stop), turned when the price meets it",
          "Wilder; TA-Lib SAR"},
         [](Call& c) {
             sar(c.bars.high, c.bars.low,
                 {c.v.real("step"), c.v.real("maximum"), c.v.choice<SarStart>("start")}, c.out(0),
                 c.out(1));
         },
         [](Values const& v) {
             return v.choice<SarStart>("start") == SarStart::assumed_rising ? -1 : 1;
         }});
    entries.push_back({{"supertrend",
                        {},
                        "SuperTrend",
                        "trend",
                        bars,
                        {period(10), number("multiplier", "3", 0, 1e6)},
                        {"supertrend"},
                        "period",
                        "ATR bands about the median price that only tighten",
                        "Seban; Stock.Indicators"},
                       [](Call& c) {
                           supertrend(c.bars.high, c.bars.low, c.bars.close,
                                      {n_of(c.v), c.v.real("multiplier")}, {.line = c.out(0)},
                                      c.scratch());
                       },
                       n_of});
    entries.push_back(
        {{"linear_regression",
          {"linearreg", "linreg", "linreg_slope"},
          "Linear regression",
          "trend",
          {C::close},
          {period(14, 2), input()},
          {"slope", "intercept", "value", "forecast"},
          "period - 1",
          "least squares of the last period values",
          "TA-Lib LINEARREG_SLOPE, LINEARREG_INTERCEPT, LINEARREG, TSF"},
         [](Call& c) {
             linear_regression(c.x, n_of(c.v), {c.out(0), c.out(1), c.out(2), c.out(3)});
         },
         [](Values const& v) { return n_of(v) - 1; }});
}

}  // namespace

void add_trend(std::vector<Entry>& entries) {
    add_ranges(entries);
    add_directions(entries);
    add_stops(entries);
}

}  // namespace ec::indicators
