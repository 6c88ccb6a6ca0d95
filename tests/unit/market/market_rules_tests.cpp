#include <ec/market/market_rules.hpp>

#include <ec/base/math.hpp>

#include <cmath>

#include <boost/test/unit_test.hpp>

using namespace ec;
using namespace ec::market;

namespace {

Date day(char const* text) { return Date::parse(text, "day"); }

TradingCosts costs(char const* symbol, InstrumentKind kind, TradeSide side, char const* on) {
    return trading_costs(Symbol::parse(symbol), kind, side, day(on));
}

std::optional<double> tick(char const* symbol, InstrumentKind kind, double price, char const* on) {
    return tick_size(Symbol::parse(symbol), kind, price, day(on));
}

LotSize lot(char const* symbol, InstrumentKind kind, std::optional<double> listed = {}) {
    return lot_size(Symbol::parse(symbol), kind, day("2024-01-02"), listed).value();
}

bool overlap(MarketRule const& a, MarketRule const& b) {
    bool const same = a.rule == b.rule && a.market == b.market && a.scope == b.scope;
    bool const days = (!a.until || b.from <= *a.until) && (!b.until || a.from <= *b.until);
    bool const prices = a.price_from < b.price_below && b.price_from < a.price_below;
    return same && days && prices;
}

constexpr auto stock = InstrumentKind::stock;
constexpr auto etf = InstrumentKind::etf;

}  // namespace

BOOST_AUTO_TEST_SUITE(market_rules_table)

BOOST_AUTO_TEST_CASE(rows_are_sound_and_verified_ones_have_a_source) {
    auto const rows = market_rules();
    for (std::size_t i = 0; i < rows.size(); ++i) {
        auto const& row = rows[i];
        BOOST_TEST_CONTEXT(to_string(row.rule) << ' ' << row.from.iso()) {
            BOOST_TEST(is_nan(row.value) == (row.rule == Rule::definition));
            BOOST_TEST((row.rule != Rule::definition || !row.note.empty()));
            BOOST_TEST((row.standing == RuleStanding::unverified || !row.source.empty()));
            BOOST_TEST((!row.until || row.from <= *row.until));
            for (std::size_t k = 0; k < i && row.rule != Rule::definition; ++k)
                BOOST_TEST(!overlap(rows[k], row));
        }
    }
}

BOOST_AUTO_TEST_CASE(mainland_stamp_duty_and_transfer_fee_follow_their_days) {
    auto const sell = TradeSide::sell;
    BOOST_TEST(costs("600519.SH", stock, sell, "2008-09-19").stamp_duty == 0.001);
    BOOST_TEST(costs("600519.SH", stock, sell, "2023-08-27").stamp_duty == 0.001);
    BOOST_TEST(costs("600519.SH", stock, sell, "2023-08-28").stamp_duty == 0.0005);
    BOOST_TEST(costs("600519.SH", stock, TradeSide::buy, "2023-08-28").stamp_duty == 0);
    BOOST_TEST(costs("600519.SH", stock, sell, "2022-04-28").transfer_fee == 0.00002);
    BOOST_TEST(costs("600519.SH", stock, sell, "2022-04-29").transfer_fee == 0.00001);
    BOOST_TEST(costs("588000.SH", etf, sell, "2023-08-28").stamp_duty == 0);
    BOOST_TEST(is_nan(costs("600519.SH", stock, sell, "2008-09-18").stamp_duty));
    BOOST_TEST(
        (costs("600519.SH", stock, sell, "2024-01-02").standing == RuleStanding::unverified));
}

BOOST_AUTO_TEST_CASE(hong_kong_takes_stamp_duty_on_both_sides) {
    for (auto const side : {TradeSide::buy, TradeSide::sell}) {
        BOOST_TEST(costs("0700.HK", stock, side, "2021-07-30").stamp_duty == 0.001);
        BOOST_TEST(costs("0700.HK", stock, side, "2021-08-02").stamp_duty == 0.0013);
        BOOST_TEST(costs("0700.HK", stock, side, "2023-11-16").stamp_duty == 0.0013);
        BOOST_TEST(costs("0700.HK", stock, side, "2023-11-17").stamp_duty == 0.001);
        BOOST_TEST(costs("2800.HK", etf, side, "2023-11-17").stamp_duty == 0);
    }
    BOOST_TEST(costs("0700.HK", stock, TradeSide::buy, "2021-12-31").regulator_fees == 0.000027);
    BOOST_TEST(costs("0700.HK", stock, TradeSide::buy, "2022-01-03").regulator_fees == 0.0000285,
               boost::test_tools::tolerance(1e-12));
    BOOST_TEST(costs("0700.HK", stock, TradeSide::buy, "2022-01-03").transfer_fee == 0);
}

BOOST_AUTO_TEST_CASE(the_us_fee_is_of_sales_and_unknown_outside_its_year) {
    BOOST_TEST(costs("AAPL", stock, TradeSide::buy, "2024-06-03").regulator_fees == 0);
    BOOST_TEST(costs("AAPL", stock, TradeSide::sell, "2024-06-03").regulator_fees == 0.0000278);
    BOOST_TEST(is_nan(costs("AAPL", stock, TradeSide::sell, "2021-03-31").regulator_fees));
}

BOOST_AUTO_TEST_CASE(ticks_follow_market_kind_price_and_day) {
    BOOST_TEST(tick("600519.SH", stock, 1500, "2024-01-02").value() == 0.01);
    BOOST_TEST(tick("588000.SH", etf, 1.2, "2021-01-04").value() == 0.001);
    BOOST_TEST(tick("AAPL", stock, 122, "2021-03-31").value() == 0.01);
    BOOST_TEST(tick("AAPL", stock, 0.5, "2021-03-31").value() == 0.0001);
    BOOST_TEST(tick("SPY", etf, 1, "2021-03-31").value() == 0.01);
    BOOST_TEST(tick("0700.HK", stock, 499.8, "2021-03-31").value() == 0.2);
    BOOST_TEST(tick("0700.HK", stock, 500, "2021-03-31").value() == 0.5);
    BOOST_TEST(tick("0005.HK", stock, 19.98, "2021-03-31").value() == 0.02);
    BOOST_TEST(tick("0005.HK", stock, 19.98, "2025-08-04").value() == 0.01);
    BOOST_TEST(tick("0005.HK", stock, 0.245, "2021-03-31").value() == 0.001);
    BOOST_TEST(!tick("2800.HK", etf, 25, "2021-03-31"));
    BOOST_TEST(!tick("0700.HK", stock, 100, "2004-01-05"));
    BOOST_TEST(!tick("^HSI", InstrumentKind::index, 25000, "2021-03-31"));
}

BOOST_AUTO_TEST_CASE(lots_follow_the_board_and_the_listing) {
    auto const is = [](LotSize lot, double minimum, double step) {
        return lot.minimum == minimum && lot.step == step;
    };
    BOOST_TEST(is(lot("600519.SH", stock), 100, 100));
    BOOST_TEST(is(lot("688981.SH", stock), 200, 1));
    BOOST_TEST(is(lot("430047.BJ", stock), 100, 1));
    BOOST_TEST(is(lot("588000.SH", etf), 100, 100));
    BOOST_TEST(is(lot("AAPL", stock), 1, 1));
    BOOST_TEST(is(lot("0005.HK", stock, 400), 400, 400));
    BOOST_TEST(!lot_size(Symbol::parse("0005.HK"), stock, day("2024-01-02"), {}));
    BOOST_TEST(!lot_size(Symbol::parse("000300.SH"), InstrumentKind::index, day("2024-01-02"), {}));
}

BOOST_AUTO_TEST_CASE(settlement_and_sale_on_the_day) {
    BOOST_TEST(settlement_days(Market::us, day("2017-09-01")).value() == 3);
    BOOST_TEST(settlement_days(Market::us, day("2017-09-05")).value() == 2);
    BOOST_TEST(settlement_days(Market::us, day("2024-05-28")).value() == 1);
    BOOST_TEST(settlement_days(Market::hk, day("2024-05-28")).value() == 2);
    BOOST_TEST(!settlement_days(Market::us, day("1990-01-02")));
    BOOST_TEST(!same_day_sale(Market::cn, day("2021-03-31")).value());
    BOOST_TEST(same_day_sale(Market::hk, day("2021-03-31")).value());
    BOOST_TEST(same_day_sale(Market::us, day("2021-03-31")).value());
}

BOOST_AUTO_TEST_CASE(one_issuer_has_two_counters) {
    BOOST_TEST(dual_counter(Symbol::parse("0700.HK")).value().text() == "80700.HK");
    BOOST_TEST(dual_counter(Symbol::parse("80700.HK")).value().text() == "0700.HK");
    BOOST_TEST(!dual_counter(Symbol::parse("AAPL")));
    BOOST_TEST(!dual_counter(Symbol::parse("600519.SH")));
}

BOOST_AUTO_TEST_SUITE_END()
