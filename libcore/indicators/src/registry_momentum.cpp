#include "registry_entry.hpp"

#include <ec/indicators/momentum.hpp>
#include <ec/indicators/stochastics.hpp>

#include <algorithm>

namespace ec::indicators {
namespace {

using C = Column;

int n_of(Values const& v) { return v.integer("period"); }
int none(Values const&) { return 0; }
int slower(Values const& v) { return std::max(v.integer("fast"), v.integer("slow")); }

RsiParams rsi_of(Values const& v) {
    return {n_of(v), v.choice<RsiSeed>("seed"), v.real("flat_value")};
}

MacdParams macd_of(Values const& v) {
    return {v.integer("fast"),
            v.integer("slow"),
            v.integer("signal"),
            v.choice<Seed>("seed"),
            v.choice<FastStart>("fast_start"),
            v.choice<MacdFactors>("factors"),
            v.choice<ChainStart>("chain"),
            v.real("bar_multiplier")};
}

PriceOscillatorParams oscillator_of(Values const& v) {
    return {v.integer("fast"), v.integer("slow"), v.choice<Average>("average"),
            v.choice<Seed>("seed"), v.choice<FastStart>("fast_start")};
}

int oscillator_rows(Values const& v) {
    auto const kind = v.choice<Average>("average");
    bool const seeded = kind == Average::ema || kind == Average::wilder;
    return seeded ? seed_rows(v, slower(v)) : slower(v) - 1;
}

std::vector<ParamSpec> oscillator_params() {
    ParamSpec start = choice("fast_start", {"with_slow", "own_period"});
    start.default_value = "own_period";
    return {whole("fast", 12),
            whole("slow", 26),
            average_choice("average", "sma", {"sma", "ema", "wilder", "wma"}),
            seed(),
            start,
            input()};
}

void add_oscillators(std::vector<Entry>& entries) {
    entries.push_back(
        {{"macd",
          {},
          "Moving average convergence divergence",
          "momentum",
          {C::close},
          {whole("fast", 12), whole("slow", 26), whole("signal", 9), seed(),
           choice("fast_start", {"with_slow", "own_period"}),
           choice("factors", {"from_period", "achelis"}), chain(),
           number("bar_multiplier", "1", 0, 100), input()},
          {"macd", "signal", "histogram"},
          "slow + signal - 2; with seed first_value 0, or slow - 1 (chain after_period)",
          "EMA(fast) - EMA(slow); its EMA(signal); bar_multiplier * their difference",
          "Appel; TA-Lib MACD"},
         [](Call& c) {
             macd(c.x, macd_of(c.v), {c.out(0), c.out(1), c.out(2)});
         },
         [](Values const& v) {
             int const late =
                 v.choice<ChainStart>("chain") == ChainStart::after_period ? slower(v) - 1 : 0;
             bool const seeded = v.choice<Seed>("seed") == Seed::sma;
             return seeded ? slower(v) + v.integer("signal") - 2 : late;
         }});
    entries.push_back({{"apo",
                        {},
                        "Absolute price oscillator",
                        "momentum",
                        {C::close},
                        oscillator_params(),
                        {"apo"},
                        "slow - 1",
                        "MA(fast) - MA(slow)",
                        "TA-Lib APO"},
                       [](Call& c) { apo(c.x, oscillator_of(c.v), c.out(0), c.scratch()); },
                       oscillator_rows});
    entries.push_back({{"ppo",
                        {"pvo"},
                        "Percentage price oscillator",
                        "momentum",
                        {C::close},
                        oscillator_params(),
                        {"ppo"},
                        "slow - 1",
                        "100 (MA(fast) - MA(slow)) / MA(slow)",
                        "TA-Lib PPO; PVO on volume"},
                       [](Call& c) { ppo(c.x, oscillator_of(c.v), c.out(0), c.scratch()); },
                       oscillator_rows});
}

void add_chained(std::vector<Entry>& entries) {
    entries.push_back(
        {{"trix",
          {},
          "Rate of change of a triple average",
          "momentum",
          {C::close},
          {period(30), seed(), chain(), input()},
          {"trix"},
          "3 (period - 1) + 1; with seed first_value 1, or 2 (period - 1) + 1 (chain after_period)",
          "100 (e3 / e3[1] - 1)",
          "Hutson; TA-Lib TRIX"},
         [](Call& c) {
             trix(c.x, {n_of(c.v), c.v.choice<Seed>("seed"), c.v.choice<ChainStart>("chain")},
                  c.out(0));
         },
         [](Values const& v) { return chain_rows(v, n_of(v), 3) + 1; }});
    entries.push_back(
        {{"tsi",
          {},
          "True strength index",
          "momentum",
          {C::close},
          {whole("long_period", 25), whole("short_period", 13), whole("signal", 7), input()},
          {"tsi", "signal"},
          "long_period + short_period + signal - 2",
          "100 EMA(EMA(change)) / EMA(EMA(|change|)); its EMA",
          "Blau; LEAN TSI"},
         [](Call& c) {
             tsi(c.x,
                 {c.v.integer("long_period"), c.v.integer("short_period"), c.v.integer("signal")},
                 c.out(0), c.out(1));
         },
         [](Values const& v) {
             return v.integer("long_period") + v.integer("short_period") + v.integer("signal") - 2;
         }});
}

void add_changes(std::vector<Entry>& entries) {
    std::vector<ParamSpec> const strength{period(14),
                                          choice("seed", {"sma", "first_value", "zero"}),
                                          number("flat_value", "0", 0, 100), input()};
    auto const change_rows = [](Values const& v) { return seed_rows(v, n_of(v)) + 1; };
    entries.push_back({{"rsi",
                        {},
                        "Relative strength index",
                        "momentum",
                        {C::close},
                        strength,
                        {"rsi"},
                        "period (seed sma), 1 (seed first_value, zero)",
                        "100 G / (G + L), G and L Wilder averages of rises and falls",
                        "Wilder; TA-Lib RSI"},
                       [](Call& c) { rsi(c.x, rsi_of(c.v), c.out(0)); },
                       change_rows});
    entries.push_back({{"cmo",
                        {},
                        "Chande momentum oscillator",
                        "momentum",
                        {C::close},
                        {period(14), choice("seed", {"sma", "first_value", "zero"}), input()},
                        {"cmo"},
                        "period (seed sma), 1 (seed first_value, zero)",
                        "100 (G - L) / (G + L)",
                        "TA-Lib CMO"},
                       [](Call& c) {
                           cmo(c.x, {n_of(c.v), c.v.choice<RsiSeed>("seed"), 0.0}, c.out(0));
                       },
                       change_rows});
    entries.push_back({{"momentum",
                        {"mom", "mtm"},
                        "Momentum",
                        "momentum",
                        {C::close},
                        {period(10), input()},
                        {"momentum"},
                        "period",
                        "x - x[period]",
                        "TA-Lib MOM"},
                       [](Call& c) { momentum(c.x, n_of(c.v), c.out(0)); },
                       n_of});
    entries.push_back({{"roc",
                        {},
                        "Rate of change",
                        "momentum",
                        {C::close},
                        {period(10), input()},
                        {"roc"},
                        "period",
                        "100 (x / x[period] - 1)",
                        "TA-Lib ROC"},
                       [](Call& c) { roc(c.x, n_of(c.v), c.out(0)); },
                       n_of});
}

void add_distances(std::vector<Entry>& entries) {
    entries.push_back({{"bias",
                        {},
                        "Distance from the average",
                        "momentum",
                        {C::close},
                        {period(6), input()},
                        {"bias"},
                        "period - 1",
                        "100 (x - SMA) / SMA",
                        "TongDaXin BIAS"},
                       [](Call& c) { bias(c.x, n_of(c.v), c.out(0)); },
                       [](Values const& v) { return n_of(v) - 1; }});
    entries.push_back({{"dpo",
                        {},
                        "Detrended price oscillator",
                        "momentum",
                        {C::close},
                        {period(20), input()},
                        {"dpo"},
                        "max(period - 1, period / 2 + 1)",
                        "x[period / 2 + 1] - SMA(period)",
                        "Achelis; LEAN DPO"},
                       [](Call& c) { dpo(c.x, {n_of(c.v)}, c.out(0)); },
                       [](Values const& v) { return std::max(n_of(v) - 1, n_of(v) / 2 + 1); }});
}

void add_bar_oscillators(std::vector<Entry>& entries) {
    entries.push_back({{"bop",
                        {"balance_of_power"},
                        "Balance of power",
                        "momentum",
                        {C::open, C::high, C::low, C::close},
                        {},
                        {"bop"},
                        "0",
                        "(close - open) / (high - low)",
                        "TA-Lib BOP"},
                       [](Call& c) {
                           balance_of_power(c.bars.open, c.bars.high, c.bars.low, c.bars.close,
                                            c.out(0));
                       },
                       none});
    entries.push_back(
        {{"ibs",
          {"internal_bar_strength"},
          "Internal bar strength",
          "momentum",
          {C::high, C::low, C::close},
          {},
          {"ibs"},
          "0",
          "(close - low) / (high - low)",
          "LEAN IBS"},
         [](Call& c) { internal_bar_strength(c.bars.high, c.bars.low, c.bars.close, c.out(0)); },
         none});
    entries.push_back(
        {{"ultimate",
          {"ultosc"},
          "Ultimate oscillator",
          "momentum",
          {C::high, C::low, C::close},
          {whole("first", 7), whole("second", 14), whole("third", 28)},
          {"ultimate"},
          "longest period",
          "100 (4 A1 + 2 A2 + A3) / 7, A = buying pressure / true range",
          "Williams; TA-Lib ULTOSC"},
         [](Call& c) {
             ultimate(c.bars.high, c.bars.low, c.bars.close,
                      {c.v.integer("first"), c.v.integer("second"), c.v.integer("third")},
                      c.out(0));
         },
         [](Values const& v) {
             return std::max({v.integer("first"), v.integer("second"), v.integer("third")});
         }});
}

void add_lane(std::vector<Entry>& entries) {
    std::vector<C> const bars{C::high, C::low, C::close};
    std::vector<std::string> const kinds{"sma", "ema", "wilder", "wma"};
    entries.push_back({{"stochastic",
                        {"stoch"},
                        "Stochastic oscillator (slow)",
                        "momentum",
                        bars,
                        {whole("k", 14), whole("smooth", 3), whole("d", 3),
                         average_choice("average", "sma", kinds)},
                        {"k", "d"},
                        "k + smooth + d - 3",
                        "k = average of 100 (close - LL) / (HH - LL); d = average of k",
                        "Lane; TA-Lib STOCH"},
                       [](Call& c) {
                           stochastic(c.bars.high, c.bars.low, c.bars.close,
                                      {c.v.integer("k"), c.v.integer("smooth"), c.v.integer("d"),
                                       c.v.choice<Average>("average")},
                                      {c.out(0), c.out(1)});
                       },
                       [](Values const& v) {
                           return v.integer("k") + v.integer("smooth") + v.integer("d") - 3;
                       }});
    entries.push_back({{"stochastic_fast",
                        {"stochf", "stoch_fast"},
                        "Stochastic oscillator (fast)",
                        "momentum",
                        bars,
                        {whole("k", 14), whole("d", 3), average_choice("average", "sma", kinds)},
                        {"k", "d"},
                        "k + d - 2",
                        "k = 100 (close - LL) / (HH - LL); d = average of k",
                        "Lane; TA-Lib STOCHF"},
                       [](Call& c) {
                           stochastic_fast(
                               c.bars.high, c.bars.low, c.bars.close,
                               {c.v.integer("k"), c.v.integer("d"), c.v.choice<Average>("average")},
                               {c.out(0), c.out(1)});
                       },
                       [](Values const& v) { return v.integer("k") + v.integer("d") - 2; }});
}

void add_kdj(std::vector<Entry>& entries) {
    std::vector<C> const bars{C::high, C::low, C::close};
    ParamSpec smoothing = average_choice("average", "wilder", {"sma", "wilder"});
    ParamSpec start = choice("seed", {"sma", "first_value", "fifty"});
    start.default_value = "first_value";
    entries.push_back(
        {{"kdj",
          {},
          "KDJ",
          "momentum",
          bars,
          {period(9), whole("k_smooth", 3), whole("d_smooth", 3), smoothing, start},
          {"k", "d", "j"},
          "period - 1, plus k_smooth + d_smooth - 2 with sma (average or seed)",
          "k = smoothed 100 (close - LL) / (HH - LL); d = smoothed k; j = 3 k - 2 d",
          "TongDaXin KDJ; TA-Lib regression points"},
         [](Call& c) {
             bool const plain = c.v.integer("average") == 0;
             kdj(c.bars.high, c.bars.low, c.bars.close,
                 {n_of(c.v), c.v.integer("k_smooth"), c.v.integer("d_smooth"),
                  plain ? Average::sma : Average::wilder, c.v.choice<KdjSeed>("seed")},
                 {c.out(0), c.out(1), c.out(2)});
         },
         [](Values const& v) {
             bool const mean = v.integer("average") == 0 || v.integer("seed") == 0;
             return n_of(v) - 1 + (mean ? v.integer("k_smooth") + v.integer("d_smooth") - 2 : 0);
         }});
}

}  // namespace

void add_momentum(std::vector<Entry>& entries) {
    add_oscillators(entries);
    add_chained(entries);
    add_changes(entries);
    add_distances(entries);
    add_bar_oscillators(entries);
}

void add_stochastics(std::vector<Entry>& entries) {
    add_lane(entries);
    add_kdj(entries);
    std::vector<C> const bars{C::high, C::low, C::close};
    entries.push_back(
        {{"williams_r",
          {"willr"},
          "Williams %R",
          "momentum",
          bars,
          {period(14)},
          {"williams_r"},
          "period - 1",
          "-100 (HH - close) / (HH - LL)",
          "Williams; TA-Lib WILLR"},
         [](Call& c) { williams_r(c.bars.high, c.bars.low, c.bars.close, n_of(c.v), c.out(0)); },
         [](Values const& v) { return n_of(v) - 1; }});
    entries.push_back(
        {{"stochastic_rsi",
          {"stoch_rsi"},
          "Stochastic of the RSI",
          "momentum",
          {C::close},
          {whole("rsi", 14), whole("stochastic", 14), whole("k", 3), whole("d", 3), input()},
          {"k", "d"},
          "rsi + stochastic + k + d - 3",
          "stochastic of RSI, smoothed by simple means",
          "Chande and Kroll; LEAN"},
         [](Call& c) {
             stochastic_rsi(c.x,
                            {c.v.integer("rsi"), c.v.integer("stochastic"), c.v.integer("k"),
                             c.v.integer("d")},
                            {c.out(0), c.out(1)}, c.scratch());
         },
         [](Values const& v) {
             return v.integer("rsi") + v.integer("stochastic") + v.integer("k") + v.integer("d") -
                    3;
         }});
}

}  // namespace ec::indicators
