#pragma once

#include <ec/indicators/conventions.hpp>

namespace ec::indicators {

/// Where the fast average of MACD starts: so that both averages begin on the slow one's first row
/// (TA-Lib), or on its own (Stock.Indicators).
enum class FastStart : std::uint8_t { with_slow, own_period };

/// Smoothing factors: 2 / (period + 1), or the rounded 0.15 and 0.075 that Achelis prints for
/// 12 and 26 (any other length keeps 2 / (period + 1)).
enum class MacdFactors : std::uint8_t { from_period, achelis };

struct MacdParams {
    int fast = 12;
    int slow = 26;
    int signal = 9;
    Seed seed = Seed::sma;
    FastStart fast_start = FastStart::with_slow;
    MacdFactors factors = MacdFactors::from_period;
    ChainStart chain = ChainStart::at_once;  // of the signal, with seed first_value
    double bar_multiplier = 1.0;             // mainland charts draw 2 x (DIF - DEA)
};

struct MacdOutputs {
    Output macd;
    Output signal;
    Output histogram;
};

/// EMA(fast) - EMA(slow), its EMA(signal), and bar_multiplier x their difference.
/// Source: Appel, TA-Lib MACD. Warm-up slow - 1 for macd, slow + signal - 2 for the others (0 with
/// first_value). TA-Lib's own listing starts all three on the last of these rows. Recursive.
void macd(Input values, MacdParams const& params, MacdOutputs out);

struct PriceOscillatorParams {
    int fast = 12;
    int slow = 26;
    Average average = Average::sma;
    Seed seed = Seed::sma;
    FastStart fast_start = FastStart::own_period;
};

/// MA(fast) - MA(slow). Source: TA-Lib APO. Warm-up slow - 1. NaN as the chosen average.
/// `scratch` is a column of n values.
void apo(Input values, PriceOscillatorParams const& params, Output out, Output scratch);

/// 100 (MA(fast) - MA(slow)) / MA(slow). Source: TA-Lib PPO; on volume: PVO. As apo; 0 where the
/// slow average is 0, as TA-Lib.
void ppo(Input values, PriceOscillatorParams const& params, Output out, Output scratch);

/// First averages of RSI: means of the first `period` changes (Wilder), the first change
/// (TongDaXin), or zero, i.e. the first change already weighted 1 / period (StockCharts' sheet).
enum class RsiSeed : std::uint8_t { sma, first_value, zero };

struct RsiParams {
    int period = 14;
    RsiSeed seed = RsiSeed::sma;
    double flat_value = 0.0;  // where there was neither a gain nor a loss; TA-Lib says 0
};

/// 100 G / (G + L), G and L Wilder averages of the rises and falls. Source: Wilder, TA-Lib RSI.
/// Warm-up period (1 with first_value and zero). Recursive.
void rsi(Input values, RsiParams const& params, Output out);

/// 100 (G - L) / (G + L), as rsi. Source: TA-Lib CMO. 0 where neither moved.
void cmo(Input values, RsiParams const& params, Output out);

/// x - x[period]. Source: TA-Lib MOM. Warm-up period. Reads these two rows only.
void momentum(Input values, int period, Output out);

/// 100 (x / x[period] - 1). Source: TA-Lib ROC (0 where x[period] is 0). Warm-up period.
/// Reads these two rows only.
void roc(Input values, int period, Output out);

struct TrixParams {
    int period = 30;
    Seed seed = Seed::sma;
    ChainStart chain = ChainStart::at_once;
};

/// One-row ROC in percent of a triple EMA. Source: Hutson, TA-Lib TRIX. Warm-up 3 (period - 1) + 1
/// (1 with first_value). Recursive.
void trix(Input values, TrixParams const& params, Output out);

/// Position of x to its mean in percent: 100 (x - SMA) / SMA. Source: TongDaXin BIAS.
/// Warm-up period - 1. Windowed.
void bias(Input values, int period, Output out);

struct DpoParams {
    int period = 20;
};

/// x[period / 2 + 1] - SMA(period). Source: Achelis, Tulip DPO. Warm-up period - 1, at least
/// period / 2 + 1. Windowed.
void dpo(Input values, DpoParams const& params, Output out);

struct TsiParams {
    int long_period = 25;
    int short_period = 13;
    int signal = 7;
};

/// 100 EMA(EMA(change)) / EMA(EMA(|change|)), and its EMA. Source: Blau, LEAN TSI.
/// Warm-up long + short - 1. Recursive. `signal` optional.
void tsi(Input values, TsiParams const& params, Output out, Output signal = {});

/// (close - open) / (high - low), 0 where high = low. Source: TA-Lib BOP. No warm-up. Windowed.
void balance_of_power(Input open, Input high, Input low, Input close, Output out);

/// (close - low) / (high - low), 0 where high = low. Source: LEAN IBS. No warm-up. Windowed.
void internal_bar_strength(Input high, Input low, Input close, Output out);

struct UltimateParams {
    int first = 7;
    int second = 14;
    int third = 28;
};

/// 100 (4 A1 + 2 A2 + A3) / 7, A = buying pressure over true range in each window.
/// Source: Williams, TA-Lib ULTOSC. Warm-up the longest period. Windowed.
void ultimate(Input high, Input low, Input close, UltimateParams const& params, Output out);

}  // namespace ec::indicators
