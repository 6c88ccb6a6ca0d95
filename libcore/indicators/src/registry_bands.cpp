#include "registry_entry.hpp"

#include <ec/indicators/bands.hpp>

#include <algorithm>
#include <array>

namespace ec::indicators {
namespace {

using C = Column;

int n_of(Values const& v) { return v.integer("period"); }
int window_rows(Values const& v) { return n_of(v) - 1; }

ParamSpec ddof() {
    ParamSpec spec = whole("ddof", 0, 0);
    spec.maximum = 1;
    return spec;
}

std::vector<ParamSpec> bollinger_params() {
    return {period(20), aliased(number("deviations", "2", 0, 1e6), {"std", "stdev", "nb_dev"}),
            ddof(), average_choice("average", "sma", {"sma", "ema", "wilder", "wma"}), input()};
}

KeltnerParams keltner_of(Values const& v) {
    KeltnerParams params;
    params.period = n_of(v);
    params.atr_period = v.integer("atr_period");
    params.multiplier = v.real("multiplier");
    params.center = v.choice<KeltnerCenter>("center");
    params.average = v.choice<Average>("average");
    params.range = v.choice<KeltnerRange>("range");
    params.first_tr = v.choice<FirstTr>("first_tr");
    return params;
}

int keltner_rows(Values const& v) {
    bool const early = v.choice<KeltnerRange>("range") == KeltnerRange::high_low_sma ||
                       v.choice<FirstTr>("first_tr") == FirstTr::high_low;
    return std::max(n_of(v) - 1, v.integer("atr_period") - (early ? 1 : 0));
}

void add_deviations(std::vector<Entry>& entries) {
    entries.push_back(
        {{"stddev",
          {"std"},
          "Standard deviation",
          "bands",
          {C::close},
          {period(20), ddof(), aliased(number("multiplier", "1", -1e6, 1e6), {"nb_dev"}), input()},
          {"stddev", "mean", "z_score"},
          "period - 1",
          "sqrt(sum of squared distances from the mean / (period - ddof)) * multiplier",
          "TA-Lib STDDEV"},
         [](Call& c) {
             stddev(c.x, {n_of(c.v), c.v.integer("ddof"), c.v.real("multiplier")}, c.out(0),
                    c.out(1), c.out(2));
         },
         window_rows});
    entries.push_back(
        {{"bollinger",
          {"bbands", "boll"},
          "Bollinger bands",
          "bands",
          {C::close},
          bollinger_params(),
          {"upper", "middle", "lower", "width", "percent_b"},
          "period - 1",
          "middle average +/- deviations * standard deviation",
          "Bollinger; TA-Lib BBANDS"},
         [](Call& c) {
             double const k = c.v.real("deviations");
             bollinger(c.x, {n_of(c.v), k, k, c.v.integer("ddof"), c.v.choice<Average>("average")},
                       {c.out(0), c.out(1), c.out(2), c.out(3), c.out(4)});
         },
         window_rows});
}

void add_channels(std::vector<Entry>& entries) {
    std::vector<C> const bars{C::high, C::low, C::close};
    entries.push_back({{"donchian",
                        {},
                        "Donchian channel",
                        "bands",
                        {C::high, C::low},
                        {period(20), choice("window", {"including", "excluding"})},
                        {"upper", "middle", "lower"},
                        "period - 1 (including), period (excluding)",
                        "highest high, lowest low, their mean",
                        "Donchian; StockCharts"},
                       [](Call& c) {
                           donchian(c.bars.high, c.bars.low,
                                    {n_of(c.v), c.v.choice<DonchianWindow>("window")},
                                    {c.out(0), c.out(1), c.out(2)});
                       },
                       [](Values const& v) { return n_of(v) - 1 + v.integer("window"); }});
    entries.push_back(
        {{"keltner",
          {},
          "Keltner channel",
          "bands",
          bars,
          {period(20), whole("atr_period", 10), number("multiplier", "2", 0, 1e6),
           choice("center", {"close", "typical"}),
           average_choice("average", "ema", {"sma", "ema", "wilder", "wma"}),
           choice("range", {"atr", "high_low_sma"}), choice("first_tr", {"skip", "high_low"})},
          {"upper", "middle", "lower"},
          "max(period - 1, atr_period); atr_period - 1 when the first range counts",
          "average of the center +/- multiplier * range",
          "Keltner; Raschke; StockCharts"},
         [](Call& c) {
             keltner(c.bars.high, c.bars.low, c.bars.close, keltner_of(c.v),
                     {c.out(0), c.out(1), c.out(2)});
         },
         keltner_rows});
    entries.push_back({{"acceleration_bands",
                        {"accbands"},
                        "Acceleration bands",
                        "bands",
                        bars,
                        {period(20), number("width", "4", 0, 1e6)},
                        {"upper", "middle", "lower"},
                        "period - 1",
                        "SMA of high (1 + width r), close, low (1 - width r)",
                        "Headley; LEAN"},
                       [](Call& c) {
                           acceleration_bands(c.bars.high, c.bars.low, c.bars.close,
                                              {n_of(c.v), c.v.real("width")},
                                              {c.out(0), c.out(1), c.out(2)});
                       },
                       window_rows});
}

void add_extremes(std::vector<Entry>& entries) {
    entries.push_back({{"max",
                        {"rolling_max", "highest"},
                        "Rolling maximum",
                        "bands",
                        {C::close},
                        {period(20), input()},
                        {"max"},
                        "period - 1",
                        "largest of the last period values",
                        "TA-Lib MAX"},
                       [](Call& c) { rolling_max(c.x, n_of(c.v), c.out(0)); },
                       window_rows});
    entries.push_back({{"min",
                        {"rolling_min", "lowest"},
                        "Rolling minimum",
                        "bands",
                        {C::close},
                        {period(20), input()},
                        {"min"},
                        "period - 1",
                        "smallest of the last period values",
                        "TA-Lib MIN"},
                       [](Call& c) { rolling_min(c.x, n_of(c.v), c.out(0)); },
                       window_rows});
    entries.push_back({{"midpoint",
                        {},
                        "Midpoint of a series",
                        "bands",
                        {C::close},
                        {period(14), input()},
                        {"midpoint"},
                        "period - 1",
                        "(max + min) / 2",
                        "TA-Lib MIDPOINT"},
                       [](Call& c) { midpoint(c.x, n_of(c.v), c.out(0)); },
                       window_rows});
    entries.push_back({{"midprice",
                        {},
                        "Midpoint of the range",
                        "bands",
                        {C::high, C::low},
                        {period(14)},
                        {"midprice"},
                        "period - 1",
                        "(highest high + lowest low) / 2",
                        "TA-Lib MIDPRICE"},
                       [](Call& c) { midprice(c.bars.high, c.bars.low, n_of(c.v), c.out(0)); },
                       window_rows});
}

}  // namespace

void add_bands(std::vector<Entry>& entries) {
    add_deviations(entries);
    add_channels(entries);
    add_extremes(entries);
}

}  // namespace ec::indicators
