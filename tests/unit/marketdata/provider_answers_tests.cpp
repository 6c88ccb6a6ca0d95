// What an answer tells besides its bars: identity, events, age, encoding.
#include "provider_fixture.hpp"

#include <boost/test/unit_test.hpp>

using namespace ec::marketdata;
using namespace ec::test;
using ec::market::ActionKind;
using ec::market::BarFlag;

namespace {

bool partial(ProviderAnswer const& answer) {
    return has(answer.bars.flags.back(), BarFlag::partial);
}

bool noted(ProviderAnswer const& answer, std::string_view key) {
    for (auto const& one : answer.notes)
        if (one.key == key) return true;
    return false;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(provider_answers)

BOOST_AUTO_TEST_CASE(yahoo_events_and_identity) {
    auto const answer =
        parsed(Provider::yahoo, "AAPL", provider_file("yahoo_AAPL_2020-08-31.json"));
    BOOST_TEST(answer.name == "Apple Inc.");
    BOOST_TEST(answer.exchange == "NMS");
    BOOST_TEST(answer.source_symbol == "AAPL");
    BOOST_TEST(answer.bars.size() == 49U);
    BOOST_TEST(answer.bars.date.back().iso() == "2020-11-06");
    BOOST_REQUIRE_EQUAL(answer.adjusted_close.size(), 49U);
    BOOST_TEST(answer.adjusted_close[0] == 125.82673645019531);
    BOOST_REQUIRE_EQUAL(answer.actions.size(), 2U);
    BOOST_TEST((answer.actions[0].kind == ActionKind::split));
    BOOST_TEST(answer.actions[0].ex_date.iso() == "2020-08-31");
    BOOST_TEST(answer.actions[0].amount == 4.0);
    BOOST_TEST(answer.actions[1].ex_date.iso() == "2020-11-06");
    BOOST_TEST(answer.actions[1].amount == 0.205);
    // The split is in the prices already; the dividend is a share of the close before it.
    auto const factors = corporate_actions(answer);
    BOOST_REQUIRE_EQUAL(factors.size(), 1U);
    BOOST_TEST(factors[0].a == 1 - 0.205 / answer.bars.close[47]);
    BOOST_TEST(!partial(answer));
}

BOOST_AUTO_TEST_CASE(a_live_yahoo_row_is_partial) {
    auto const file = provider_file("yahoo_0700.HK.json");  // its time is 2020-01-03 16:08
    BOOST_TEST(!partial(parsed(Provider::yahoo, "0700.HK", file)));
    BOOST_TEST(partial(parsed(Provider::yahoo, "0700.HK",
                              replaced(file, R"("regularMarketTime": 1578038880)",
                                       R"("regularMarketTime": 1578031200)"))));
}

BOOST_AUTO_TEST_CASE(quotes_are_partial_until_the_close) {
    auto const file = provider_file("tencent_quote_us.txt");
    BOOST_TEST(partial(parsed(Provider::tencent_quote, "AAPL", file)));
    BOOST_TEST(!partial(parsed(Provider::tencent_quote, "AAPL",
                               replaced(file, "2026-04-17 12:36:00", "2026-04-17 16:00:01"))));
    BOOST_TEST(
        !partial(parsed(Provider::sina_quote, "601006.SH", provider_file("sina_601006.txt"))));
    auto const star = provider_file("sina_688981.txt");
    BOOST_TEST(!partial(parsed(Provider::sina_quote, "688981.SH", star)));
    BOOST_TEST(
        partial(parsed(Provider::sina_quote, "688981.SH", replaced(star, "15:34:59", "15:00:03"))));
}

BOOST_AUTO_TEST_CASE(rows_without_a_time_are_judged_by_the_receipt) {
    auto request = asked("601872.SH");
    auto const file = provider_file("eastmoney_601872.json");
    auto const parse = [&] {
        return parse_answer(Provider::eastmoney_kline, request, {file, 200});
    };
    BOOST_TEST(noted(parse(), "session.unknown"));
    auto const noon = ec::market::to_utc(ec::market::ExchangeZone::shanghai,
                                         {ec::Date::from_ymd(2024, 12, 31), 12 * 60});
    request.received_at_us = noon;
    BOOST_TEST(partial(parse()));
    BOOST_TEST(!noted(parse(), "session.unknown"));
    request.received_at_us = noon + 4 * 3600 * ec::micros_per_second;
    BOOST_TEST(!partial(parse()));
    request.received_at_us = noon - ec::micros_per_day;
    auto const early = parse();
    BOOST_REQUIRE_EQUAL(early.rejected.size(), 1U);
    BOOST_TEST(early.rejected[0].reason == "date.in_future");
}

BOOST_AUTO_TEST_CASE(gbk_names_are_decoded) {
    // "中芯国际" in GBK; the second byte of the first character is no separator.
    auto const utf8 = provider_file("tencent_quote_cn.txt");
    auto const star = utf8.substr(utf8.find("v_sh688981"));
    auto const only = star.substr(0, star.find(';') + 1);
    auto const gbk = replaced(only, "中芯国际", "\xD6\xD0\xD0\xBE\xB9\xFA\xBC\xCA");
    auto const answer = parsed(Provider::tencent_quote, "688981.SH", gbk);
    BOOST_TEST(answer.name == "中芯国际");
    BOOST_TEST(answer.bars.volume[0] == 18660976.0);
}

BOOST_AUTO_TEST_CASE(newest_first_is_put_in_order) {
    auto const answer =
        parsed(Provider::tushare, "000001.SZ", provider_file("tushare_000001.json"));
    BOOST_TEST(answer.bars.date[0].iso() == "2021-12-03");
    BOOST_TEST(answer.rows[0] == 2U);
    BOOST_TEST(answer.bars.previous_close[1] == 17.65);
    // Moving the point of the text gives the exact figure; multiplying would not.
    BOOST_TEST(answer.bars.amount[0] == 1242375056.0);
}

BOOST_AUTO_TEST_CASE(a_cash_dividend_beside_a_row) {
    auto const file = provider_file("tencent_kline_000001_dividend.json");
    auto const answer = parsed(Provider::tencent_kline, "000001.SZ", file);
    BOOST_REQUIRE_EQUAL(answer.actions.size(), 1U);
    BOOST_TEST(answer.actions[0].amount == 0.249);
    BOOST_TEST(answer.actions[0].ex_date.iso() == "2026-09-24");
    auto const bonus = parsed(Provider::tencent_kline, "000001.SZ",
                              replaced(file, "10派2.49元", "10送8股, 10派2.49元"));
    BOOST_TEST(bonus.actions.empty());
    BOOST_TEST(noted(bonus, "event.not_read"));
}

BOOST_AUTO_TEST_CASE(splits_and_dividends_of_raw_prices) {
    std::string const body = R"json({"Meta Data": {"2. Symbol": "MSFT"}, "Time Series (Daily)": {
      "2020-01-03": {"1. open": "10", "2. high": "10", "3. low": "10", "4. close": "10",
        "6. volume": "5", "7. dividend amount": "0.5", "8. split coefficient": "4.0"},
      "2020-01-02": {"1. open": "40", "2. high": "40", "3. low": "40", "4. close": "40",
        "6. volume": "5", "7. dividend amount": "0.0", "8. split coefficient": "1.0"}}})json";
    auto const factors = corporate_actions(parsed(Provider::alpha_vantage, "MSFT", body));
    BOOST_REQUIRE_EQUAL(factors.size(), 2U);
    BOOST_TEST(factors[0].a == 0.25);
    BOOST_TEST(factors[1].a == 0.95);
}

BOOST_AUTO_TEST_CASE(currencies_are_stated_or_assumed) {
    auto const yahoo = provider_file("yahoo_0700.HK.json");
    auto const other = parsed(Provider::yahoo, "0700.HK", replaced(yahoo, "HKD", "CNY"));
    BOOST_TEST(other.currency == "CNY");
    BOOST_TEST(noted(other, "currency.differs"));
    auto const sina = parsed(Provider::sina_quote, "0700.HK", provider_file("sina_00700.txt"));
    BOOST_TEST(sina.currency == "HKD");
    BOOST_TEST(noted(sina, "currency.assumed"));
}

BOOST_AUTO_TEST_SUITE_END()
