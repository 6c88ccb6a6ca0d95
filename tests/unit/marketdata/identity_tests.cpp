#include <ec/marketdata/identity.hpp>

#include <string_view>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace ec;
using namespace ec::marketdata;

namespace {

using Pairs = std::vector<std::pair<std::string_view, std::string_view>>;

void all_are(NameMatch wanted, Pairs const& pairs) {
    for (auto const& [a, b] : pairs) {
        BOOST_TEST((match_names(a, b) == wanted), a << " / " << b);
        BOOST_TEST((match_names(b, a) == wanted), b << " / " << a);
    }
}

Instrument tencent() {
    Instrument instrument;
    instrument.symbol = market::Symbol::parse("0700.HK");
    instrument.currency = "HKD";
    instrument.exchange = "HKEX";
    instrument.name_en = "Tencent Holdings";
    instrument.name_zh = "腾讯控股";
    return instrument;
}

ProviderAnswer answer(std::string name, std::string exchange, std::string currency) {
    ProviderAnswer out;
    out.symbol = market::Symbol::parse("0700.HK");
    out.name = std::move(name);
    out.exchange = std::move(exchange);
    out.currency = std::move(currency);
    return out;
}

std::string reason(ProviderAnswer const& given, Instrument const& instrument) {
    auto const mismatch = find_mismatch(given, instrument);
    return mismatch ? mismatch->reason : "";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(identity)

BOOST_AUTO_TEST_CASE(spellings_of_one_company_are_the_same) {
    all_are(NameMatch::same, {{"Apple Inc.", "APPLE INC"},
                              {"JPMorgan Chase & Co.", "JP Morgan Chase"},
                              {"Tencent Holdings Limited", "TENCENT"},
                              {"3M Company", "3M"},
                              {"McDonald's Corporation", "McDonalds Corp"},
                              {"Bank of China Limited", "Bank of China"},
                              {"AMD", "Advanced Micro Devices, Inc."},
                              {"BABA-SW", "Alibaba Group Holding Limited"},
                              {"General Motors Company", "GENERAL MOTORS CO"},
                              {"Nestlé S.A.", "NESTLÉ SA"},
                              {"腾讯控股", "騰訊控股有限公司"},
                              {"XD贵州茅", "贵州茅台"},
                              {"*ST康美", "康美药业"},
                              {"小米集团-W", "小米集團"},
                              {"中国平安", "平安保险"},
                              {"工商银行", "中国工商银行股份有限公司"}});
}

BOOST_AUTO_TEST_CASE(other_companies_are_told_apart) {
    all_are(NameMatch::other, {{"Apple Inc.", "Microsoft Corporation"},
                               {"Bank of China", "Bank of America"},
                               {"General Motors", "General Electric"},
                               {"Ford Motor Company", "Tesla, Inc."},
                               {"中国银行", "中国石油"},
                               {"招商银行", "招商证券"},
                               {"工商银行", "建设银行"},
                               {"贵州茅台", "五粮液"}});
}

BOOST_AUTO_TEST_CASE(what_cannot_be_compared_is_unknown) {
    all_are(NameMatch::unknown,
            {{"", "Apple"}, {"", ""}, {"Tencent", "腾讯控股"}, {"-", "Apple"}, {"\xff", "Apple"}});
}

BOOST_AUTO_TEST_CASE(currency_exchange_and_name_must_fit) {
    BOOST_TEST(reason(answer("TENCENT", "HKG", "HKD"), tencent()).empty());
    BOOST_TEST(reason(answer("騰訊控股", "116", "HKD"), tencent()).empty());
    BOOST_TEST(reason(answer("", "", ""), tencent()).empty());
    BOOST_TEST(reason(answer("", "somewhere new", "HKD"), tencent()).empty());
    BOOST_TEST(reason(answer("TENCENT", "HKG", "USD"), tencent()) == "provider.other_currency");
    BOOST_TEST(reason(answer("TENCENT", "NMS", "HKD"), tencent()) == "provider.other_exchange");
    BOOST_TEST(reason(answer("HSBC Holdings", "HKG", "HKD"), tencent()) ==
               "provider.other_company");
    BOOST_TEST(reason(answer("汇丰控股", "HKG", "HKD"), tencent()) == "provider.other_company");
    auto nameless = tencent();
    nameless.name_en.clear();
    nameless.name_zh.clear();
    nameless.currency.clear();
    BOOST_TEST(reason(answer("HSBC Holdings", "HKG", "HKD"), nameless).empty());
    BOOST_TEST(reason(answer("", "HKG", "CNY"), nameless) == "provider.other_currency");
}

BOOST_AUTO_TEST_CASE(venues_of_the_us_are_one_and_indices_have_no_company) {
    Instrument apple;
    apple.symbol = market::Symbol::parse("AAPL");
    apple.exchange = "NASDAQ";
    auto moved = answer("", "NYQ", "USD");
    BOOST_TEST(reason(moved, apple).empty());
    moved.exchange = "HKG";
    BOOST_TEST(reason(moved, apple) == "provider.other_exchange");
    Instrument index;
    index.symbol = market::Symbol::parse("^GSPC");
    index.kind = market::InstrumentKind::index;
    index.name_en = "S&P 500";
    BOOST_TEST(reason(answer("SPX something", "SNP", ""), index).empty());
}

BOOST_AUTO_TEST_SUITE_END()
