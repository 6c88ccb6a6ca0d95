// The block format is private to the module; its promises are tested at the source.
#include "../../../libcore/marketdata/src/block_codec.hpp"

#include <ec/base/error.hpp>
#include <ec/base/math.hpp>

#include <bit>
#include <cmath>
#include <limits>
#include <random>

#include <boost/test/unit_test.hpp>
#include <support/random_seed.hpp>

using namespace ec;
using namespace ec::market;
using ec::marketdata::decode_block;
using ec::marketdata::encode_block;

namespace {

bool same(double a, double b) {
    return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b) ||
           (is_nan(a) && is_nan(b));
}

bool same(std::vector<double> const& a, std::vector<double> const& b) {
    return a.size() == b.size() &&
           std::equal(a.begin(), a.end(), b.begin(), [](double x, double y) { return same(x, y); });
}

void check_round_trip(Bars const& bars) {
    auto const back = decode_block(encode_block(bars));
    BOOST_REQUIRE((back.date == bars.date));
    BOOST_REQUIRE((back.flags == bars.flags));
    BOOST_REQUIRE(same(back.open, bars.open) && same(back.high, bars.high));
    BOOST_REQUIRE(same(back.low, bars.low) && same(back.close, bars.close));
    BOOST_REQUIRE(same(back.volume, bars.volume) && same(back.amount, bars.amount));
    BOOST_REQUIRE(same(back.previous_close, bars.previous_close));
    BOOST_REQUIRE(same(back.turnover_pct, bars.turnover_pct));
}

// A double of any kind a source or an attacker may give.
double any_value(std::mt19937_64& random) {
    switch (random() % 8) {
        case 0:
            return std::bit_cast<double>(random());
        case 1:
            return nan_value();
        case 2:
            return -0.0;
        case 3:
            return static_cast<double>(static_cast<std::int64_t>(random()));
        case 4:
            return std::numeric_limits<double>::denorm_min();
        case 5:
            return static_cast<double>(random() % 1'000'000) / 1e4;
        case 6:
            return static_cast<double>(random() % 1'000'000'000) / 3.0;
        default:
            return std::numeric_limits<double>::infinity();
    }
}

Bars priced_year(std::mt19937_64& random, double scale, bool hostile) {
    Bars bars;
    auto day = Date::from_ymd(1990 + static_cast<int>(random() % 60), 1, 1);
    auto const year = day.year();
    double price = 100;
    while (day.year() == year && bars.size() < marketdata::max_block_bars) {
        price *= 1 + (static_cast<double>(random() % 2001) - 1000) / 30'000;
        auto const rounded = std::round(price * scale) / scale;
        auto const value = [&] { return hostile ? any_value(random) : rounded; };
        bars.push_back({day, value(), value(), value(), value(),
                        hostile ? any_value(random) : static_cast<double>(random() % 100'000'000),
                        hostile ? any_value(random) : nan_value(), value(), value(),
                        static_cast<BarFlags>(random())});
        day = day + 1 + static_cast<int>(random() % (hostile ? 40 : 4));
    }
    return bars;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(block_codec)

BOOST_AUTO_TEST_CASE(what_goes_in_comes_out_bit_for_bit) {
    std::mt19937_64 random(test::random_seed());
    for (int round = 0; round < 300; ++round) {
        check_round_trip(priced_year(random, 100, false));
        check_round_trip(priced_year(random, 1e6, false));
        check_round_trip(priced_year(random, 7, false));  // no finite decimals
        check_round_trip(priced_year(random, 100, true));
    }
}

BOOST_AUTO_TEST_CASE(prices_of_a_year_take_little_room) {
    std::mt19937_64 random(test::random_seed());
    auto const bars = priced_year(random, 100, false);
    BOOST_TEST(encode_block(bars).size() < bars.size() * 40);
}

BOOST_AUTO_TEST_CASE(one_bar_and_a_gap_of_most_of_a_year) {
    Bars bars;
    bars.push_back({.date = Date::from_ymd(2021, 1, 1), .open = 1});
    check_round_trip(bars);
    bars.push_back({.date = Date::from_ymd(2021, 12, 31), .open = 2});
    check_round_trip(bars);
    Bars near;
    near.push_back({.date = Date::from_ymd(2021, 1, 1)});
    near.push_back({.date = Date::from_ymd(2021, 1, 1) + 255});
    check_round_trip(near);
}

BOOST_AUTO_TEST_CASE(what_is_no_year_of_bars_is_not_encoded) {
    Bars none;
    BOOST_CHECK_THROW((void)encode_block(none), Error);
    Bars many;
    for (int i = 0; i < 367; ++i) many.push_back({.date = Date(18000) + i});
    BOOST_CHECK_THROW((void)encode_block(many), Error);
    Bars twice;
    twice.push_back({.date = Date(18000)});
    twice.push_back({.date = Date(18000)});
    BOOST_CHECK_THROW((void)encode_block(twice), Error);
}

BOOST_AUTO_TEST_CASE(damaged_blocks_are_an_error_and_nothing_else) {
    std::mt19937_64 random(test::random_seed());
    auto const whole = encode_block(priced_year(random, 100, false));
    std::size_t refused = 0;
    for (int round = 0; round < 20'000; ++round) {
        auto block = whole;
        if (random() % 4 == 0) block.resize(random() % block.size());
        for (auto n = 1 + random() % 4; n > 0 && !block.empty(); --n)
            block[random() % block.size()] = static_cast<std::byte>(random());
        try {
            auto const bars = decode_block(block);
            BOOST_REQUIRE(bars.size() >= 1 && bars.size() <= marketdata::max_block_bars);
            BOOST_REQUIRE(bars.close.size() == bars.size());
        } catch (Error const& error) {
            BOOST_REQUIRE(error.reason() == "marketdata.block_damaged");
            ++refused;
        }
    }
    BOOST_TEST(refused > 1000U);
    for (std::size_t size : {0U, 1U, 7U, 100U}) {
        std::vector<std::byte> noise(size);
        for (auto& byte : noise) byte = static_cast<std::byte>(random());
        BOOST_CHECK_THROW((void)decode_block(noise), Error);
    }
}

BOOST_AUTO_TEST_SUITE_END()
