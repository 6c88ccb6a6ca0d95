#include <ec/indicators/streams.hpp>

#include "bars.hpp"

#include <ec/base/error.hpp>
#include <ec/base/math.hpp>
#include <support/random_seed.hpp>

#include <bit>
#include <cstdint>

#include <boost/test/unit_test.hpp>

namespace in = ec::indicators;
using in::test::BarSet;
using in::test::random_bars;
using Column = std::vector<double>;

namespace {

/// The same double, bit for bit; every NaN counts as the same.
bool same(double a, double b) {
    if (ec::is_nan(a) || ec::is_nan(b)) return ec::is_nan(a) && ec::is_nan(b);
    return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

/// Without NaN, with leading NaN, with one in the middle, in each column.
std::vector<BarSet> bar_sets(std::uint64_t seed) {
    std::vector<BarSet> sets;
    sets.push_back(random_bars(500, seed));
    sets.push_back(random_bars(500, seed + 1));
    for (std::size_t i = 0; i < 7; ++i) {
        sets.back().close[i] = sets.back().high[i] = ec::nan_value();
    }
    for (std::size_t at : {1U, 12U, 250U}) {
        sets.push_back(random_bars(500, seed + 2 + at));
        sets.back().close[at] = ec::nan_value();
        sets.push_back(sets.back());
        sets.back().low[at + 3] = ec::nan_value();
    }
    return sets;
}

template <class Stream>
void require_same(Column const& batch, Column const& input, Stream stream,
                  std::string const& what) {
    for (std::size_t i = 0; i < input.size(); ++i) {
        double const value = stream.push(input[i]);
        BOOST_REQUIRE_MESSAGE(same(value, batch[i]),
                              what << " row " << i << ": " << value << " and " << batch[i]);
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(streams)

BOOST_AUTO_TEST_CASE(one_series_streams_equal_the_batch_form) {
    for (BarSet const& bars : bar_sets(ec::test::random_seed())) {
        Column out(bars.size());
        for (int period = 1; period <= 40; ++period) {
            in::sma(bars.close, period, out);
            require_same(out, bars.close, in::SmaStream(period), "sma");
            for (in::Seed seed : {in::Seed::sma, in::Seed::first_value}) {
                in::EmaParams const ema{period, seed};
                in::ema(bars.close, ema, out);
                require_same(out, bars.close, in::EmaStream(ema), "ema");
                in::WilderParams const wilder{period, seed};
                in::wilder(bars.close, wilder, out);
                require_same(out, bars.close, in::EmaStream(wilder), "wilder");
            }
            for (in::RsiSeed seed :
                 {in::RsiSeed::sma, in::RsiSeed::first_value, in::RsiSeed::zero}) {
                in::RsiParams const rsi{period, seed, 50.0};
                in::rsi(bars.close, rsi, out);
                require_same(out, bars.close, in::RsiStream(rsi), "rsi");
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(macd_stream_equals_the_batch_form) {
    for (BarSet const& bars : bar_sets(ec::test::random_seed())) {
        for (in::Seed seed : {in::Seed::sma, in::Seed::first_value}) {
            for (in::FastStart start : {in::FastStart::with_slow, in::FastStart::own_period}) {
                in::MacdParams params;
                params.seed = seed;
                params.fast_start = start;
                params.chain = in::ChainStart::after_period;
                params.bar_multiplier = 2;
                Column line(bars.size());
                Column signal(bars.size());
                Column histogram(bars.size());
                in::macd(bars.close, params, {line, signal, histogram});
                in::MacdStream stream(params);
                for (std::size_t i = 0; i < bars.size(); ++i) {
                    in::MacdRow const row = stream.push(bars.close[i]);
                    BOOST_REQUIRE(same(row.macd, line[i]));
                    BOOST_REQUIRE(same(row.signal, signal[i]));
                    BOOST_REQUIRE(same(row.histogram, histogram[i]));
                }
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(atr_and_kdj_streams_equal_the_batch_form) {
    for (BarSet const& bars : bar_sets(ec::test::random_seed())) {
        for (int period : {1, 2, 5, 14}) {
            for (in::FirstTr first : {in::FirstTr::skip, in::FirstTr::high_low}) {
                in::AtrParams const params{period, first, in::Average::wilder};
                Column out(bars.size());
                in::atr(bars.high, bars.low, bars.close, params, out);
                in::AtrStream stream(params);
                for (std::size_t i = 0; i < bars.size(); ++i) {
                    double const value = stream.push(bars.high[i], bars.low[i], bars.close[i]);
                    BOOST_REQUIRE_MESSAGE(same(value, out[i]), "atr " << period << " row " << i);
                }
            }
        }
        for (in::Average average : {in::Average::sma, in::Average::wilder}) {
            for (in::KdjSeed seed :
                 {in::KdjSeed::sma, in::KdjSeed::first_value, in::KdjSeed::fifty}) {
                in::KdjParams const params{9, 3, 3, average, seed};
                Column k(bars.size());
                Column d(bars.size());
                Column j(bars.size());
                in::kdj(bars.high, bars.low, bars.close, params, {k, d, j});
                in::KdjStream stream(params);
                for (std::size_t i = 0; i < bars.size(); ++i) {
                    in::KdjRow const row = stream.push(bars.high[i], bars.low[i], bars.close[i]);
                    BOOST_REQUIRE_MESSAGE(
                        same(row.k, k[i]) && same(row.d, d[i]) && same(row.j, j[i]),
                        "kdj row " << i << " average " << static_cast<int>(average) << " seed "
                                   << static_cast<int>(seed));
                }
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(impossible_parameters_are_refused) {
    BOOST_CHECK_THROW(in::SmaStream(0), ec::Error);
    BOOST_CHECK_THROW(in::EmaStream(in::EmaParams{10'001}), ec::Error);
    BOOST_CHECK_THROW(in::EmaStream(1.5, 3, in::Seed::sma), ec::Error);
    BOOST_CHECK_THROW(in::RsiStream(in::RsiParams{0}), ec::Error);
    BOOST_CHECK_THROW(in::MacdStream(in::MacdParams{.signal = 0}), ec::Error);
    BOOST_CHECK_THROW(in::AtrStream(in::AtrParams{.average = in::Average::sma}), ec::Error);
    BOOST_CHECK_THROW(in::KdjStream(in::KdjParams{.average = in::Average::ema}), ec::Error);
    Column values(10);
    Column shorter(9);
    BOOST_CHECK_THROW(in::sma(values, 3, shorter), ec::Error);
    BOOST_CHECK_THROW(in::atr(values, values, values, {.average = in::Average::wma}, values),
                      ec::Error);
    BOOST_CHECK_THROW(in::adx(values, values, values, {}, {.adxr = values}), ec::Error);
    BOOST_CHECK_THROW(in::sar(values, values, {.step = 0.0}, values), ec::Error);
}

BOOST_AUTO_TEST_CASE(a_longer_past_does_not_change_a_window) {
    // The mean of a window is within rounding of itself wherever the series begins.
    BarSet const bars = random_bars(600, ec::test::random_seed());
    Column whole(600);
    in::sma(bars.close, 20, whole);
    for (std::size_t cut : {1U, 7U, 333U}) {
        Column const tail(bars.close.begin() + static_cast<std::ptrdiff_t>(cut), bars.close.end());
        Column part(tail.size());
        in::sma(tail, 20, part);
        for (std::size_t i = 19; i < part.size(); ++i) {
            BOOST_REQUIRE_CLOSE(part[i], whole[i + cut], 1e-12);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
