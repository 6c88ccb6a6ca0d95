#include <ec/base/error.hpp>
#include <ec/marketdata/provider_requests.hpp>

#include <boost/test/unit_test.hpp>
#include <support/failed_with.hpp>

using namespace ec::marketdata;
using ec::Date;
using ec::market::InstrumentKind;
using ec::market::PriceBasis;
using ec::market::Symbol;
using ec::test::failed_with;

namespace {

PriceOrder order(std::string_view symbol, PriceBasis basis) {
    PriceOrder made;
    made.symbol = Symbol::parse(symbol);
    made.kind = ec::market::kind_by_code(made.symbol);
    made.basis = basis;
    made.from = Date::from_ymd(2020, 1, 1);
    made.to = Date::from_ymd(2020, 1, 2);
    made.key = "KEY42";
    return made;
}

std::string url(Provider provider, std::string_view symbol, PriceBasis basis = PriceBasis::raw) {
    return build_requests(provider, order(symbol, basis)).front().url;
}

std::string spelled(Provider provider, std::string_view symbol) {
    auto const one = Symbol::parse(symbol);
    std::string out;
    for (auto const& name : provider_symbols(provider, one, ec::market::kind_by_code(one)))
        out += (out.empty() ? "" : " ") + name;
    return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(provider_requests)

BOOST_AUTO_TEST_CASE(symbols_are_spelled_as_each_provider_does) {
    using P = Provider;
    BOOST_TEST(spelled(P::yahoo, "600519.SH") == "600519.SS");
    BOOST_TEST(spelled(P::yahoo, "000001.SZ") == "000001.SZ");
    BOOST_TEST(spelled(P::yahoo, "0700.HK") == "0700.HK");
    BOOST_TEST(spelled(P::yahoo, "BRK.B") == "BRK-B");
    BOOST_TEST(spelled(P::yahoo, "^GSPC") == "^GSPC");
    BOOST_TEST(spelled(P::yahoo, "430047.BJ") == "");
    BOOST_TEST(spelled(P::eastmoney_kline, "600519.SH") == "1.600519");
    BOOST_TEST(spelled(P::eastmoney_kline, "430047.BJ") == "0.430047");
    BOOST_TEST(spelled(P::eastmoney_kline, "0700.HK") == "116.00700");
    BOOST_TEST(spelled(P::eastmoney_kline, "^HSI") == "100.HSI");
    BOOST_TEST(spelled(P::eastmoney_kline, "BRK.B") == "105.BRK_B 106.BRK_B 107.BRK_B");
    BOOST_TEST(spelled(P::tencent_quote, "600519.SH") == "sh600519");
    BOOST_TEST(spelled(P::tencent_quote, "0700.HK") == "hk00700");
    BOOST_TEST(spelled(P::tencent_quote, "AAPL") == "usAAPL");
    BOOST_TEST(spelled(P::tencent_kline, "AAPL") == "usAAPL.OQ usAAPL.N usAAPL.AM");
    BOOST_TEST(spelled(P::sina_quote, "0700.HK") == "rt_hk00700");
    BOOST_TEST(spelled(P::sina_quote, "AAPL") == "");
    BOOST_TEST(spelled(P::tushare, "430047.BJ") == "430047.BJ");
    BOOST_TEST(spelled(P::tushare, "0700.HK") == "");
    BOOST_TEST(spelled(P::alpha_vantage, "600519.SH") == "600519.SHH");
    BOOST_TEST(spelled(P::alpha_vantage, "^GSPC") == "");
    BOOST_TEST(spelled(P::finnhub_quote, "BRK.B") == "BRK.B");
    BOOST_TEST(spelled(P::twelve_data, "600519.SH") == "600519");
    for (auto const provider : all_providers)
        BOOST_TEST((parse_provider(to_string(provider)) == provider));
    BOOST_TEST(!parse_provider("bank").has_value());
}

BOOST_AUTO_TEST_CASE(urls_of_each_interface) {
    using P = Provider;
    // 2020-01-01 to 2020-01-03 in New York, the end exclusive.
    BOOST_TEST(url(P::yahoo, "AAPL", PriceBasis::split_adjusted) ==
               "https://query2.finance.yahoo.com/v8/finance/chart/AAPL?interval=1d"
               "&includePrePost=false&events=div%7Csplit&period1=1577854800&period2=1578027600");
    BOOST_TEST(url(P::yahoo, "^GSPC", PriceBasis::split_adjusted).find("/chart/%5EGSPC?") !=
               std::string::npos);
    BOOST_TEST(url(P::eastmoney_kline, "601872.SH") ==
               "https://push2his.eastmoney.com/api/qt/stock/kline/get?secid=1.601872&klt=101&fqt=0"
               "&fields1=f1,f2,f3,f4,f5,f6&fields2=f51,f52,f53,f54,f55,f56,f57,f58,f59,f60,f61"
               "&beg=20200101&end=20200102");
    BOOST_TEST(url(P::tencent_quote, "510300.SH") == "https://qt.gtimg.cn/q=sh510300");
    BOOST_TEST(url(P::tencent_kline, "001216.SZ", PriceBasis::adjusted) ==
               "https://web.ifzq.gtimg.cn/appstock/app/newfqkline/get?param=sz001216,day,"
               "2020-01-01,2020-01-02,640,qfq");
    BOOST_TEST(url(P::tencent_kline, "0001.HK", PriceBasis::adjusted) ==
               "https://web.ifzq.gtimg.cn/appstock/app/hkfqkline/get?param=hk00001,day,"
               "2020-01-01,2020-01-02,640,qfq");
    BOOST_TEST(url(P::sina_quote, "0700.HK") == "https://hq.sinajs.cn/list=rt_hk00700");
    BOOST_TEST(url(P::tushare, "000001.SZ") == "https://api.tushare.pro");
    BOOST_TEST(url(P::alpha_vantage, "MSFT") ==
               "https://www.alphavantage.co/query?function=TIME_SERIES_DAILY&symbol=MSFT"
               "&outputsize=full&apikey=KEY42");
    BOOST_TEST(url(P::finnhub_quote, "AAPL") == "https://finnhub.io/api/v1/quote?symbol=AAPL");
    BOOST_TEST(url(P::twelve_data, "0700.HK") ==
               "https://api.twelvedata.com/time_series?symbol=0700&mic_code=XHKG&interval=1day"
               "&adjust=none&start_date=2020-01-01&end_date=2020-01-03&outputsize=5000");
}

BOOST_AUTO_TEST_CASE(headers_bodies_and_candidates) {
    auto const sina = build_requests(Provider::sina_quote, order("601006.SH", PriceBasis::raw));
    BOOST_TEST(sina[0].headers.at(0).second == "https://finance.sina.com.cn");
    auto const tushare = build_requests(Provider::tushare, order("510300.SH", PriceBasis::raw));
    BOOST_TEST((tushare[0].method == RequestMethod::post));
    BOOST_TEST(tushare[0].body ==
               R"({"api_name":"fund_daily","token":"KEY42","params":{"ts_code":"510300.SH",)"
               R"("start_date":"20200101","end_date":"20200102"},"fields":""})");
    auto const us = build_requests(Provider::eastmoney_kline, order("AAPL", PriceBasis::raw));
    BOOST_REQUIRE_EQUAL(us.size(), 3U);
    BOOST_TEST(us[1].source_symbol == "106.AAPL");
}

BOOST_AUTO_TEST_CASE(no_key_in_what_is_logged) {
    for (auto const provider : all_providers) {
        auto const basis =
            provider == Provider::yahoo ? PriceBasis::split_adjusted : PriceBasis::raw;
        for (auto const& request : build_requests(provider, order("600519.SH", basis))) {
            BOOST_TEST(loggable(request).find("KEY42") == std::string::npos);
            bool const in_url = request.url.find("KEY42") != std::string::npos;
            BOOST_TEST(in_url == (request.secret_in_url == 1));
            BOOST_TEST(in_url == (provider == Provider::alpha_vantage));
        }
    }
}

BOOST_AUTO_TEST_CASE(orders_that_cannot_be_asked_are_refused) {
    auto const refused = [](Provider provider, PriceOrder const& one, char const* reason) {
        BOOST_CHECK_EXCEPTION(static_cast<void>(build_requests(provider, one)), ec::Error,
                              failed_with(reason));
    };
    refused(Provider::tushare, order("AAPL", PriceBasis::raw), "provider.symbol_unsupported");
    refused(Provider::yahoo, order("AAPL", PriceBasis::raw), "provider.basis");
    auto backwards = order("AAPL", PriceBasis::raw);
    backwards.from = backwards.to + 1;
    refused(Provider::twelve_data, backwards, "provider.days");
    for (std::string const key : {"", "a b", "a&b", "a\r\nX: y"}) {
        auto one = order("AAPL", PriceBasis::raw);
        one.key = key;
        refused(Provider::finnhub_quote, one, "provider.bad_key");
    }
}

BOOST_AUTO_TEST_SUITE_END()
