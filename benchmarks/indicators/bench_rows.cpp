#include "bench_rows.hpp"

#include <ec/indicators/averages.hpp>
#include <ec/indicators/bands.hpp>
#include <ec/indicators/momentum.hpp>
#include <ec/indicators/prices.hpp>
#include <ec/indicators/stochastics.hpp>
#include <ec/indicators/trend.hpp>
#include <ec/indicators/volume.hpp>

#include <stdexcept>

#include <ta_libc.h>

namespace ec::bench {
namespace {

namespace in = ec::indicators;

int begin_index = 0;
int count = 0;

int checked(TA_RetCode code) {
    if (code != TA_SUCCESS) throw std::runtime_error("TA-Lib refused a call");
    return begin_index;
}

int last(Bars const& b) { return static_cast<int>(b.size()) - 1; }

// The lambdas read b (bars) and w (workspace); n is the number of rows.
#define EC_OURS(...)                  \
    [](Bars const& b, Workspace& w) { \
        auto const n = b.size();      \
        __VA_ARGS__;                  \
    }
#define EC_PEER(call) [](Bars const& b, Workspace& w) { return checked(call); }
#define EC_OUT &begin_index, &count

void add_averages(std::vector<Row>& rows) {
    for (int period : {5, 10, 20, 50, 200}) {
        rows.push_back(
            {"SMA(" + std::to_string(period) + ")",
             [period](Bars const& b, Workspace& w) { in::sma(b.close, period, w.at(0, b.size())); },
             [period](Bars const& b, Workspace& w) {
                 return checked(TA_SMA(0, last(b), b.close.data(), period, EC_OUT, w.raw(0)));
             }});
    }
    for (int period : {12, 20, 50, 200}) {
        rows.push_back({"EMA(" + std::to_string(period) + ")",
                        [period](Bars const& b, Workspace& w) {
                            in::ema(b.close, {period}, w.at(0, b.size()));
                        },
                        [period](Bars const& b, Workspace& w) {
                            return checked(
                                TA_EMA(0, last(b), b.close.data(), period, EC_OUT, w.raw(0)));
                        }});
    }
    rows.push_back({"WMA(20)", EC_OURS(in::wma(b.close, 20, w.at(0, n))),
                    EC_PEER(TA_WMA(0, last(b), b.close.data(), 20, EC_OUT, w.raw(0)))});
    rows.push_back({"DEMA(20)", EC_OURS(in::dema(b.close, {20}, w.at(0, n))),
                    EC_PEER(TA_DEMA(0, last(b), b.close.data(), 20, EC_OUT, w.raw(0)))});
    rows.push_back({"TEMA(20)", EC_OURS(in::tema(b.close, {20}, w.at(0, n))),
                    EC_PEER(TA_TEMA(0, last(b), b.close.data(), 20, EC_OUT, w.raw(0)))});
    rows.push_back({"T3(5)", EC_OURS(in::t3(b.close, {}, w.at(0, n))),
                    EC_PEER(TA_T3(0, last(b), b.close.data(), 5, 0.7, EC_OUT, w.raw(0)))});
    rows.push_back({"KAMA(10)", EC_OURS(in::kama(b.close, {}, w.at(0, n))),
                    EC_PEER(TA_KAMA(0, last(b), b.close.data(), 10, EC_OUT, w.raw(0)))});
    rows.push_back({"TRIMA(20)", EC_OURS(in::trima(b.close, 20, w.at(0, n), w.at(1, n))),
                    EC_PEER(TA_TRIMA(0, last(b), b.close.data(), 20, EC_OUT, w.raw(0)))});
    rows.push_back({"SUM(20)", EC_OURS(in::rolling_sum(b.close, 20, w.at(0, n))),
                    EC_PEER(TA_SUM(0, last(b), b.close.data(), 20, EC_OUT, w.raw(0)))});
    rows.push_back({"SMA(volume,20)", EC_OURS(in::sma(b.volume, 20, w.at(0, n))),
                    EC_PEER(TA_SMA(0, last(b), b.volume.data(), 20, EC_OUT, w.raw(0)))});
}

void add_momentum(std::vector<Row>& rows) {
    rows.push_back({"MACD(12,26,9)",
                    EC_OURS(in::macd(b.close, {}, {w.at(0, n), w.at(1, n), w.at(2, n)})),
                    EC_PEER(TA_MACD(0, last(b), b.close.data(), 12, 26, 9, EC_OUT, w.raw(0),
                                    w.raw(1), w.raw(2)))});
    for (int period : {6, 14}) {
        rows.push_back({"RSI(" + std::to_string(period) + ")",
                        [period](Bars const& b, Workspace& w) {
                            in::rsi(b.close, {period}, w.at(0, b.size()));
                        },
                        [period](Bars const& b, Workspace& w) {
                            return checked(
                                TA_RSI(0, last(b), b.close.data(), period, EC_OUT, w.raw(0)));
                        }});
    }
    rows.push_back({"CMO(14)", EC_OURS(in::cmo(b.close, {14}, w.at(0, n))),
                    EC_PEER(TA_CMO(0, last(b), b.close.data(), 14, EC_OUT, w.raw(0)))});
    rows.push_back({"MOM(10)", EC_OURS(in::momentum(b.close, 10, w.at(0, n))),
                    EC_PEER(TA_MOM(0, last(b), b.close.data(), 10, EC_OUT, w.raw(0)))});
    rows.push_back({"ROC(10)", EC_OURS(in::roc(b.close, 10, w.at(0, n))),
                    EC_PEER(TA_ROC(0, last(b), b.close.data(), 10, EC_OUT, w.raw(0)))});
    rows.push_back({"TRIX(15)", EC_OURS(in::trix(b.close, {15}, w.at(0, n))),
                    EC_PEER(TA_TRIX(0, last(b), b.close.data(), 15, EC_OUT, w.raw(0)))});
    rows.push_back(
        {"APO(12,26,EMA)",
         EC_OURS(in::apo(b.close, {.average = in::Average::ema}, w.at(0, n), w.at(1, n))),
         EC_PEER(TA_APO(0, last(b), b.close.data(), 12, 26, TA_MAType_EMA, EC_OUT, w.raw(0)))});
    rows.push_back(
        {"PPO(12,26,EMA)",
         EC_OURS(in::ppo(b.close, {.average = in::Average::ema}, w.at(0, n), w.at(1, n))),
         EC_PEER(TA_PPO(0, last(b), b.close.data(), 12, 26, TA_MAType_EMA, EC_OUT, w.raw(0)))});
    rows.push_back({"BOP",
                    EC_OURS(in::balance_of_power(b.open, b.high, b.low, b.close, w.at(0, n))),
                    EC_PEER(TA_BOP(0, last(b), b.open.data(), b.high.data(), b.low.data(),
                                   b.close.data(), EC_OUT, w.raw(0)))});
    rows.push_back({"ULTOSC(7,14,28)",
                    EC_OURS(in::ultimate(b.high, b.low, b.close, {}, w.at(0, n))),
                    EC_PEER(TA_ULTOSC(0, last(b), b.high.data(), b.low.data(), b.close.data(), 7,
                                      14, 28, EC_OUT, w.raw(0)))});
    rows.push_back(
        {"STOCH(14,3,3)",
         EC_OURS(in::stochastic(b.high, b.low, b.close, {}, {w.at(0, n), w.at(1, n)})),
         EC_PEER(TA_STOCH(0, last(b), b.high.data(), b.low.data(), b.close.data(), 14, 3,
                          TA_MAType_SMA, 3, TA_MAType_SMA, EC_OUT, w.raw(0), w.raw(1)))});
    rows.push_back(
        {"STOCHF(14,3)",
         EC_OURS(in::stochastic_fast(b.high, b.low, b.close, {}, {w.at(0, n), w.at(1, n)})),
         EC_PEER(TA_STOCHF(0, last(b), b.high.data(), b.low.data(), b.close.data(), 14, 3,
                           TA_MAType_SMA, EC_OUT, w.raw(0), w.raw(1)))});
    rows.push_back({"WILLR(14)", EC_OURS(in::williams_r(b.high, b.low, b.close, 14, w.at(0, n))),
                    EC_PEER(TA_WILLR(0, last(b), b.high.data(), b.low.data(), b.close.data(), 14,
                                     EC_OUT, w.raw(0)))});
}

void add_bands(std::vector<Row>& rows) {
    rows.push_back({"BBANDS(20,2)",
                    EC_OURS(in::bollinger(b.close, {}, {w.at(0, n), w.at(1, n), w.at(2, n)})),
                    EC_PEER(TA_BBANDS(0, last(b), b.close.data(), 20, 2.0, 2.0, TA_MAType_SMA,
                                      EC_OUT, w.raw(0), w.raw(1), w.raw(2)))});
    rows.push_back({"STDDEV(20)", EC_OURS(in::stddev(b.close, {}, w.at(0, n))),
                    EC_PEER(TA_STDDEV(0, last(b), b.close.data(), 20, 1.0, EC_OUT, w.raw(0)))});
    for (int period : {20, 250}) {
        rows.push_back({"MAX(" + std::to_string(period) + ")",
                        [period](Bars const& b, Workspace& w) {
                            in::rolling_max(b.close, period, w.at(0, b.size()));
                        },
                        [period](Bars const& b, Workspace& w) {
                            return checked(
                                TA_MAX(0, last(b), b.close.data(), period, EC_OUT, w.raw(0)));
                        }});
        rows.push_back({"MIN(" + std::to_string(period) + ")",
                        [period](Bars const& b, Workspace& w) {
                            in::rolling_min(b.close, period, w.at(0, b.size()));
                        },
                        [period](Bars const& b, Workspace& w) {
                            return checked(
                                TA_MIN(0, last(b), b.close.data(), period, EC_OUT, w.raw(0)));
                        }});
    }
    rows.push_back({"MIDPOINT(14)", EC_OURS(in::midpoint(b.close, 14, w.at(0, n))),
                    EC_PEER(TA_MIDPOINT(0, last(b), b.close.data(), 14, EC_OUT, w.raw(0)))});
    rows.push_back(
        {"MIDPRICE(14)", EC_OURS(in::midprice(b.high, b.low, 14, w.at(0, n))),
         EC_PEER(TA_MIDPRICE(0, last(b), b.high.data(), b.low.data(), 14, EC_OUT, w.raw(0)))});
    rows.push_back({"ACCBANDS(20)",
                    EC_OURS(in::acceleration_bands(b.high, b.low, b.close, {},
                                                   {w.at(0, n), w.at(1, n), w.at(2, n)})),
                    EC_PEER(TA_ACCBANDS(0, last(b), b.high.data(), b.low.data(), b.close.data(), 20,
                                        EC_OUT, w.raw(0), w.raw(1), w.raw(2)))});
}

void add_trend(std::vector<Row>& rows) {
    rows.push_back({"TRANGE",
                    EC_OURS(in::true_range(b.high, b.low, b.close, in::FirstTr::skip, w.at(0, n))),
                    EC_PEER(TA_TRANGE(0, last(b), b.high.data(), b.low.data(), b.close.data(),
                                      EC_OUT, w.raw(0)))});
    rows.push_back({"ATR(14)", EC_OURS(in::atr(b.high, b.low, b.close, {}, w.at(0, n))),
                    EC_PEER(TA_ATR(0, last(b), b.high.data(), b.low.data(), b.close.data(), 14,
                                   EC_OUT, w.raw(0)))});
    rows.push_back({"NATR(14)", EC_OURS(in::natr(b.high, b.low, b.close, {}, w.at(0, n))),
                    EC_PEER(TA_NATR(0, last(b), b.high.data(), b.low.data(), b.close.data(), 14,
                                    EC_OUT, w.raw(0)))});
    rows.push_back({"ADX(14)", EC_OURS(in::adx(b.high, b.low, b.close, {}, {.adx = w.at(0, n)})),
                    EC_PEER(TA_ADX(0, last(b), b.high.data(), b.low.data(), b.close.data(), 14,
                                   EC_OUT, w.raw(0)))});
    rows.push_back(
        {"ADXR(14)",
         EC_OURS(in::adx(b.high, b.low, b.close, {}, {.adx = w.at(1, n), .adxr = w.at(0, n)})),
         EC_PEER(TA_ADXR(0, last(b), b.high.data(), b.low.data(), b.close.data(), 14, EC_OUT,
                         w.raw(0)))});
    rows.push_back({"DX(14)", EC_OURS(in::adx(b.high, b.low, b.close, {}, {.dx = w.at(0, n)})),
                    EC_PEER(TA_DX(0, last(b), b.high.data(), b.low.data(), b.close.data(), 14,
                                  EC_OUT, w.raw(0)))});
    rows.push_back({"PLUS_DI(14)",
                    EC_OURS(in::adx(b.high, b.low, b.close, {}, {.plus_di = w.at(0, n)})),
                    EC_PEER(TA_PLUS_DI(0, last(b), b.high.data(), b.low.data(), b.close.data(), 14,
                                       EC_OUT, w.raw(0)))});
    rows.push_back({"MINUS_DI(14)",
                    EC_OURS(in::adx(b.high, b.low, b.close, {}, {.minus_di = w.at(0, n)})),
                    EC_PEER(TA_MINUS_DI(0, last(b), b.high.data(), b.low.data(), b.close.data(), 14,
                                        EC_OUT, w.raw(0)))});
    for (int period : {14, 20}) {
        rows.push_back({"CCI(" + std::to_string(period) + ")",
                        [period](Bars const& b, Workspace& w) {
                            in::cci(b.high, b.low, b.close, period, w.at(0, b.size()));
                        },
                        [period](Bars const& b, Workspace& w) {
                            return checked(TA_CCI(0, last(b), b.high.data(), b.low.data(),
                                                  b.close.data(), period, EC_OUT, w.raw(0)));
                        }});
    }
    rows.push_back({"AROON(14)",
                    EC_OURS(in::aroon(b.high, b.low, 14, {.up = w.at(1, n), .down = w.at(0, n)})),
                    EC_PEER(TA_AROON(0, last(b), b.high.data(), b.low.data(), 14, EC_OUT, w.raw(0),
                                     w.raw(1)))});
    rows.push_back(
        {"AROONOSC(14)", EC_OURS(in::aroon(b.high, b.low, 14, {.oscillator = w.at(0, n)})),
         EC_PEER(TA_AROONOSC(0, last(b), b.high.data(), b.low.data(), 14, EC_OUT, w.raw(0)))});
    rows.push_back(
        {"SAR", EC_OURS(in::sar(b.high, b.low, {}, w.at(0, n))),
         EC_PEER(TA_SAR(0, last(b), b.high.data(), b.low.data(), 0.02, 0.2, EC_OUT, w.raw(0)))});
    rows.push_back({"LINEARREG(14)",
                    EC_OURS(in::linear_regression(b.close, 14, {.value = w.at(0, n)})),
                    EC_PEER(TA_LINEARREG(0, last(b), b.close.data(), 14, EC_OUT, w.raw(0)))});
    rows.push_back({"LINREGSLOPE(14)",
                    EC_OURS(in::linear_regression(b.close, 14, {.slope = w.at(0, n)})),
                    EC_PEER(TA_LINEARREG_SLOPE(0, last(b), b.close.data(), 14, EC_OUT, w.raw(0)))});
}

void add_volume(std::vector<Row>& rows) {
    rows.push_back(
        {"OBV", EC_OURS(in::obv(b.close, b.volume, in::ObvStart::first_volume, w.at(0, n))),
         EC_PEER(TA_OBV(0, last(b), b.close.data(), b.volume.data(), EC_OUT, w.raw(0)))});
    rows.push_back(
        {"AD", EC_OURS(in::accumulation_distribution(b.high, b.low, b.close, b.volume, w.at(0, n))),
         EC_PEER(TA_AD(0, last(b), b.high.data(), b.low.data(), b.close.data(), b.volume.data(),
                       EC_OUT, w.raw(0)))});
    rows.push_back(
        {"ADOSC(3,10)",
         EC_OURS(in::chaikin_oscillator(b.high, b.low, b.close, b.volume, {}, w.at(0, n))),
         EC_PEER(TA_ADOSC(0, last(b), b.high.data(), b.low.data(), b.close.data(), b.volume.data(),
                          3, 10, EC_OUT, w.raw(0)))});
    rows.push_back({"MFI(14)", EC_OURS(in::mfi(b.high, b.low, b.close, b.volume, 14, w.at(0, n))),
                    EC_PEER(TA_MFI(0, last(b), b.high.data(), b.low.data(), b.close.data(),
                                   b.volume.data(), 14, EC_OUT, w.raw(0)))});
    rows.push_back(
        {"MEDPRICE", EC_OURS(in::median_price(b.high, b.low, w.at(0, n))),
         EC_PEER(TA_MEDPRICE(0, last(b), b.high.data(), b.low.data(), EC_OUT, w.raw(0)))});
    rows.push_back({"TYPPRICE", EC_OURS(in::typical_price(b.high, b.low, b.close, w.at(0, n))),
                    EC_PEER(TA_TYPPRICE(0, last(b), b.high.data(), b.low.data(), b.close.data(),
                                        EC_OUT, w.raw(0)))});
    rows.push_back({"AVGPRICE",
                    EC_OURS(in::average_price(b.open, b.high, b.low, b.close, w.at(0, n))),
                    EC_PEER(TA_AVGPRICE(0, last(b), b.open.data(), b.high.data(), b.low.data(),
                                        b.close.data(), EC_OUT, w.raw(0)))});
}

#undef EC_OURS
#undef EC_PEER
#undef EC_OUT

}  // namespace

std::vector<Row> rows() {
    TA_Initialize();
    std::vector<Row> all;
    add_averages(all);
    add_momentum(all);
    add_bands(all);
    add_trend(all);
    add_volume(all);
    return all;
}

}  // namespace ec::bench
