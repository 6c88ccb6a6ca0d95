// What is not data: refusals, damage, and rows that cannot be used.
#include "provider_fixture.hpp"

#include <ec/base/error.hpp>

#include <boost/test/unit_test.hpp>

using namespace ec::marketdata;
using namespace ec::test;
using ec::market::BarFlag;

namespace {

struct Sample {
    Provider provider;
    std::string_view symbol;
    std::string_view file;
};

// One whole answer of each interface.
constexpr Sample samples[] = {
    {Provider::yahoo, "AAPL", "yahoo_AAPL_2020-08-31.json"},
    {Provider::eastmoney_kline, "601872.SH", "eastmoney_601872.json"},
    {Provider::eastmoney_kline, "APP", "eastmoney_APP_weekly.txt"},
    {Provider::tencent_quote, "000001.SH", "tencent_quote_cn.txt"},
    {Provider::tencent_quote, "0980.HK", "tencent_quote_hk.txt"},
    {Provider::tencent_kline, "001216.SZ", "tencent_kline_001216.json"},
    {Provider::tencent_kline, "0001.HK", "tencent_kline_00001.txt"},
    {Provider::sina_quote, "601006.SH", "sina_601006.txt"},
    {Provider::sina_quote, "0700.HK", "sina_00700.txt"},
    {Provider::tushare, "000001.SZ", "tushare_000001.json"},
    {Provider::alpha_vantage, "MSFT", "alpha_vantage_MSFT.json"},
    {Provider::finnhub_quote, "AAPL", "finnhub_AAPL.json"},
    {Provider::twelve_data, "SPY", "twelve_data_SPY.json"},
};

std::string trimmed_end(std::string text) {
    while (!text.empty() && (text.back() == '\n' || text.back() == ';')) text.pop_back();
    return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(provider_errors)

BOOST_AUTO_TEST_CASE(an_answer_cut_anywhere_is_never_taken) {
    for (auto const& sample : samples) {
        auto const whole = trimmed_end(provider_file(sample.file));
        for (std::size_t length = 0; length < whole.size(); length += 10) {
            auto const reason =
                refusal(sample.provider, sample.symbol, std::string_view(whole).substr(0, length));
            // Cut between two quotes, an answer looks like a whole one about other symbols.
            bool const between =
                sample.provider == Provider::tencent_quote && reason == "provider.wrong_symbol";
            bool const known = between || reason == "provider.truncated" ||
                               reason == "provider.empty" || reason == "provider.not_json" ||
                               reason == "provider.shape";
            BOOST_TEST(known, sample.file << " cut at " << length << ": '" << reason << "'");
        }
        BOOST_TEST(refusal(sample.provider, sample.symbol, whole) == "");
    }
}

BOOST_AUTO_TEST_CASE(pages_blanks_and_plain_text_are_told_apart) {
    for (auto const& sample : samples) {
        auto const reason = [&](std::string_view bytes, int status) {
            return refusal(sample.provider, sample.symbol, bytes, status);
        };
        BOOST_TEST(reason("", 200) == "provider.empty");
        BOOST_TEST(reason(" \r\n", 200) == "provider.empty");
        BOOST_TEST(reason("<!DOCTYPE html><html>prove your work</html>", 200) == "provider.html");
        BOOST_TEST(reason("\n<html></html>", 503) == "provider.html");
        BOOST_TEST(reason("Too Many Requests\r\n", 429) == "provider.rate_limited");
        BOOST_TEST(reason("", 403) == "provider.no_permission");
        BOOST_TEST(reason("", 401) == "provider.bad_key");
        auto const plain = reason("upstream connect error", 200);
        BOOST_TEST((plain == "provider.not_json" || plain == "provider.shape"));
        BOOST_TEST(reason("[]", 200) == "provider.shape");
        BOOST_TEST(reason(std::string(max_answer_bytes + 1, ' '), 200) == "provider.shape");
        std::string const deep(200, '[');
        BOOST_TEST(reason(deep, 200) == "provider.shape");
    }
}

BOOST_AUTO_TEST_CASE(refusals_in_the_body_are_told_apart) {
    using P = Provider;
    struct Case {
        P provider;
        std::string_view symbol, bytes, reason;
    };
    std::string const tushare_note = provider_file("tushare_no_permission.json");
    std::string const note = provider_file("alpha_vantage_note.json");
    std::string const error = provider_file("alpha_vantage_error.json");
    std::string const zeros = provider_file("finnhub_unknown.json");
    std::string const no_rows = provider_file("eastmoney_empty.json");
    std::string const no_data = provider_file("yahoo_AAPL_no_data.json");
    std::string const no_time = provider_file("yahoo_no_timestamp.json");
    std::string const blank = provider_file("sina_unknown.txt");
    Case const cases[] = {
        {P::yahoo, "AAPL",
         R"({"chart":{"result":null,"error":{"code":"Not Found","description":"No data found"}}})",
         "provider.unknown_symbol"},
        {P::yahoo, "AAPL",
         R"({"finance":{"result":null,"error":{"code":"Unauthorized","description":"x"}}})",
         "provider.no_permission"},
        {P::yahoo, "AAPL", R"({"chart":{"result":null,"error":{"code":"Bad Request"}}})",
         "provider.empty"},
        {P::yahoo, "AAPL", R"({"chart":{"result":null,"error":{"code":"Odd"}}})", "provider.shape"},
        {P::yahoo, "AAPL", "Too Many Requests", "provider.rate_limited"},
        {P::yahoo, "AAPL", no_data, "provider.empty"},
        {P::yahoo, "AAPL", no_time, "provider.shape"},
        {P::eastmoney_kline, "600519.SH", no_rows, "provider.empty"},
        {P::eastmoney_kline, "600519.SH", R"({"rc":100,"data":null})", "provider.unknown_symbol"},
        {P::tencent_quote, "600519.SH", "v_pv_none_match=\"1\";", "provider.unknown_symbol"},
        {P::tencent_kline, "600519.SH", R"({"code":0,"msg":"","data":[]})",
         "provider.unknown_symbol"},
        {P::tencent_kline, "600519.SH", R"({"code":1,"msg":"bad params","data":[]})",
         "provider.shape"},
        {P::sina_quote, "600519.SH", "var hq_str_sh600519=\"\";", "provider.unknown_symbol"},
        {P::sina_quote, "600519.SH", "Forbidden", "provider.no_permission"},
        {P::sina_quote, "600519.SH", blank, "provider.wrong_symbol"},
        {P::tushare, "000001.SZ", tushare_note, "provider.no_permission"},
        {P::tushare, "000001.SZ", R"({"code":40101,"msg":"您的token不对，请确认。","data":null})",
         "provider.bad_key"},
        {P::tushare, "000001.SZ",
         R"({"code":40203,"msg":"抱歉，您每分钟最多访问该接口80次","data":null})",
         "provider.rate_limited"},
        {P::alpha_vantage, "MSFT", note, "provider.rate_limited"},
        {P::alpha_vantage, "MSFT", error, "provider.unknown_symbol"},
        {P::alpha_vantage, "MSFT", "{}", "provider.empty"},
        {P::alpha_vantage, "MSFT",
         R"({"Information":"The **demo** API key is for demo purposes only."})",
         "provider.bad_key"},
        {P::alpha_vantage, "MSFT", R"({"Information":"This is a premium endpoint."})",
         "provider.no_permission"},
        {P::alpha_vantage, "MSFT",
         R"({"Error Message":"the parameter apikey is invalid or missing."})", "provider.bad_key"},
        {P::finnhub_quote, "AAPL", zeros, "provider.unknown_symbol"},
        {P::finnhub_quote, "AAPL", R"({"error":"API limit reached."})", "provider.rate_limited"},
        {P::finnhub_quote, "AAPL", R"({"error":"Invalid API key"})", "provider.bad_key"},
        {P::finnhub_quote, "AAPL", R"({"error":"You don't have access to this resource."})",
         "provider.no_permission"},
        {P::twelve_data, "SPY", R"({"code":401,"message":"**apikey** ...","status":"error"})",
         "provider.bad_key"},
        {P::twelve_data, "SPY", R"({"code":404,"message":"**symbol** ...","status":"error"})",
         "provider.unknown_symbol"},
        {P::twelve_data, "SPY", R"({"code":429,"message":"run out","status":"error"})",
         "provider.rate_limited"},
        {P::twelve_data, "SPY",
         R"({"code":400,"message":"No data is available on the specified dates","status":"error"})",
         "provider.empty"},
    };
    for (auto const& one : cases)
        BOOST_TEST(refusal(one.provider, one.symbol, one.bytes) == one.reason,
                   one.bytes.substr(0, 60));
}

BOOST_AUTO_TEST_CASE(an_answer_about_another_symbol_is_refused) {
    for (auto const& sample : samples) {
        if (sample.provider == Provider::finnhub_quote) continue;  // names none: a note says so
        auto const other = ec::market::Symbol::parse(sample.symbol).market();
        auto const* const asked_for = other == ec::market::Market::us   ? "IBM"
                                      : other == ec::market::Market::hk ? "0005.HK"
                                                                        : "600000.SH";
        BOOST_TEST(refusal(sample.provider, asked_for, provider_file(sample.file)) ==
                       "provider.wrong_symbol",
                   sample.file);
    }
    BOOST_TEST(refusal(Provider::yahoo, "AAPL", provider_file("yahoo_BTC-USD.json")) ==
               "provider.wrong_symbol");
    auto const hk = provider_file("twelve_data_0700.json");
    BOOST_TEST(refusal(Provider::twelve_data, "0700.HK", replaced(hk, "XHKG", "XSHE")) ==
               "provider.wrong_symbol");
    BOOST_TEST(refusal(Provider::sina_quote, "AAPL", "x") == "provider.symbol_unsupported");
}

BOOST_AUTO_TEST_CASE(no_error_repeats_the_answer) {
    std::string const key = "SECRETKEY123";
    try {
        static_cast<void>(
            parsed(Provider::alpha_vantage, "MSFT",
                   R"({"Note":"your key )" + key + R"( has reached its rate limit"})"));
        BOOST_FAIL("accepted");
    } catch (ec::Error const& error) {
        BOOST_TEST(std::string(error.what()).find(key) == std::string::npos);
        BOOST_TEST(error.public_message().find(key) == std::string::npos);
        BOOST_TEST((error.code() == ec::ErrorCode::rate_limited));
    }
}

BOOST_AUTO_TEST_CASE(bad_rows_are_listed_with_their_reason) {
    auto const good = provider_file("eastmoney_601872.json");
    auto const first_reject = [&](std::string_view from, std::string_view to) {
        auto const answer =
            parsed(Provider::eastmoney_kline, "601872.SH", replaced(good, from, to));
        BOOST_TEST(answer.bars.size() + answer.rejected.size() == 10U);
        BOOST_REQUIRE_EQUAL(answer.rejected.size(), 1U);
        return std::to_string(answer.rejected[0].line) + " " + answer.rejected[0].reason;
    };
    BOOST_TEST(first_reject("2024-12-20,6.08", "2024-12-20,NaN") == "3 price.not_a_number");
    BOOST_TEST(first_reject("2024-12-20,6.08", "2024-12-20,inf") == "3 price.not_a_number");
    BOOST_TEST(first_reject("2024-12-20,6.08", "2024-12-20,-") == "3 price.missing");
    BOOST_TEST(first_reject("2024-12-20,6.08", "2024-12-20,0") == "3 price.not_positive");
    BOOST_TEST(first_reject("2024-12-20,6.08", "2024-12-20,-6.08") == "3 price.not_positive");
    BOOST_TEST(first_reject("2024-12-20", "2024-13-20") == "3 date.malformed");
    BOOST_TEST(first_reject("2024-12-20", "2024-12-17") == "3 date.out_of_order");
    BOOST_TEST(first_reject("2024-12-20", "2024-12-19") == "3 duplicate.conflicting");
    BOOST_TEST(first_reject("701931,", "-701931,") == "3 volume.negative");
    BOOST_TEST(first_reject("701931,", "lots,") == "3 volume.not_a_number");
    BOOST_TEST(first_reject("437784952.00", "?") == "3 amount.not_a_number");
    BOOST_TEST(first_reject("2024-12-20,6.08,5.97,6.10,5.97,701931", "2024-12-20") ==
               "3 row.columns");
}

BOOST_AUTO_TEST_CASE(flags_mark_what_is_kept) {
    auto const good = provider_file("eastmoney_601872.json");
    auto const twice =
        parsed(Provider::eastmoney_kline, "601872.SH", replaced(good, "2024-12-20", "2024-12-19"));
    BOOST_TEST(has(twice.bars.flags[1], BarFlag::duplicate));
    auto const above =
        parsed(Provider::eastmoney_kline, "601872.SH",
               replaced(good, "2024-12-20,6.08,5.97,6.10", "2024-12-20,6.08,5.97,6.00"));
    BOOST_TEST(has(above.bars.flags[2], BarFlag::impossible_price));
    BOOST_TEST(above.rejected.empty());
}

BOOST_AUTO_TEST_CASE(nulls_and_bare_nan_of_json) {
    auto const good = provider_file("yahoo_AAPL_2020-08-31.json");
    auto const null = parsed(Provider::yahoo, "AAPL", replaced(good, "127.58000183105469", "null"));
    BOOST_REQUIRE_EQUAL(null.rejected.size(), 1U);
    BOOST_TEST(null.rejected[0].reason == "price.missing");
    BOOST_TEST(null.bars.size() == 48U);
    BOOST_TEST(refusal(Provider::yahoo, "AAPL", replaced(good, "127.58000183105469", "NaN")) ==
               "provider.not_json");
    BOOST_TEST(refusal(Provider::yahoo, "AAPL", replaced(good, "127.58000183105469, ", "")) ==
               "provider.shape");
    auto const no_volume = parsed(Provider::yahoo, "AAPL", replaced(good, "225702700", "null"));
    BOOST_TEST(no_volume.bars.volume[0] != no_volume.bars.volume[0]);
}

BOOST_AUTO_TEST_CASE(an_answer_without_a_usable_row_is_refused) {
    auto const quote = provider_file("sina_601006.txt");
    BOOST_TEST(refusal(Provider::sina_quote, "601006.SH", replaced(quote, "27.55", "x")) ==
               "provider.bad_row");
    BOOST_TEST(refusal(Provider::finnhub_quote, "AAPL",
                       R"({"c":1,"h":0,"l":0,"o":0,"pc":1,"t":1582641000})") == "provider.bad_row");
}

BOOST_AUTO_TEST_CASE(a_currency_that_is_no_code_is_not_taken) {
    auto const good = provider_file("yahoo_AAPL_2020-08-31.json");
    for (std::string const damaged : {"\xff\xff\xff", "US", "US$", "USDT"})
        BOOST_TEST(refusal(Provider::yahoo, "AAPL",
                           replaced(good, "\"USD\"", '"' + damaged + '"')) == "provider.shape");
    auto const pence = parsed(Provider::yahoo, "AAPL", replaced(good, "\"USD\"", "\"GBp\""));
    BOOST_TEST(pence.currency == "GBp");
}

BOOST_AUTO_TEST_CASE(a_day_before_all_exchanges_is_no_row) {
    auto const good = provider_file("eastmoney_601872.json");
    auto const early =
        parsed(Provider::eastmoney_kline, "601872.SH", replaced(good, "2024-12-20", "1024-12-20"));
    BOOST_REQUIRE_EQUAL(early.rejected.size(), 1U);
    BOOST_TEST(early.rejected[0].reason == "date.impossible");
}

BOOST_AUTO_TEST_SUITE_END()
