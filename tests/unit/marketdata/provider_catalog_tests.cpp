#include <ec/marketdata/provider_catalog.hpp>

#include <ec/base/error.hpp>
#include <ec/marketdata/price_router.hpp>
#include <ec/marketdata/provider_requests.hpp>
#include <ec/marketdata/provider_transport.hpp>

#include <set>

#include <boost/test/unit_test.hpp>

#include <support/failed_with.hpp>

using namespace ec;
using namespace ec::marketdata;
using ec::test::failed_with;

namespace {

constexpr std::array markets{market::Market::us, market::Market::hk, market::Market::cn};

market::Symbol symbol_of(market::Market market) {
    if (market == market::Market::us) return market::Symbol::parse("AAPL");
    return market::Symbol::parse(market == market::Market::hk ? "0700.HK" : "600519.SH");
}

PriceOrder order_for(ProviderInfo const& info, market::Market market, market::PriceBasis basis) {
    PriceOrder order;
    order.symbol = symbol_of(market);
    order.basis = basis;
    order.from = Date::from_ymd(2026, 1, 2);
    order.to = Date::from_ymd(2026, 2, 2);
    if (info.needs_key == 1) order.key = "THE-SECRET-KEY";
    return order;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(provider_catalog)

BOOST_AUTO_TEST_CASE(it_says_what_requests_can_be_built) {
    BOOST_REQUIRE_EQUAL(marketdata::provider_catalog().size(), all_providers.size());
    for (std::size_t i = 0; i < all_providers.size(); ++i) {
        auto const& info = marketdata::provider_catalog()[i];
        BOOST_TEST((info.provider == all_providers[i]));
        BOOST_TEST(info.name == to_string(info.provider));
        BOOST_TEST(title_of(info.name) == info.title);
        BOOST_TEST((info.needs_key == 1) == needs_key(info.provider));
        BOOST_TEST((info.standing == Standing::official) == needs_key(info.provider));
        BOOST_TEST(!info.notice_en.empty());
        BOOST_TEST(!info.notice_zh.empty());
        BOOST_TEST(info.interval_ms > 0);
        for (auto const market : markets)
            BOOST_TEST(
                !provider_symbols(info.provider, symbol_of(market), market::InstrumentKind::stock)
                        .empty() == info.serves(market),
                info.name << " " << market::to_string(market));
        for (auto const basis : {market::PriceBasis::raw, market::PriceBasis::split_adjusted,
                                 market::PriceBasis::adjusted}) {
            auto const order = order_for(info, info.markets.front(), basis);
            if (!info.gives(basis)) {
                BOOST_CHECK_EXCEPTION((void)build_requests(info.provider, order), Error,
                                      failed_with("provider.basis"));
                continue;
            }
            for (auto const& request : build_requests(info.provider, order))
                BOOST_TEST(request.url.starts_with(info.base_url), request.source_symbol);
        }
    }
}

BOOST_AUTO_TEST_CASE(questions_hold_no_key_and_tell_orders_apart) {
    for (auto const& info : marketdata::provider_catalog()) {
        auto order = order_for(info, info.markets.front(), info.bases.front());
        auto const questions = questions_of(info.provider, order);
        BOOST_REQUIRE_EQUAL(questions.size(), build_requests(info.provider, order).size());
        std::set<std::string> const distinct(questions.begin(), questions.end());
        BOOST_TEST(distinct.size() == questions.size());
        for (auto const& question : questions)
            BOOST_TEST(question.find("THE-SECRET-KEY") == std::string::npos, question);
        order.key = "ANOTHER-KEY";
        BOOST_TEST(questions_of(info.provider, order) == questions);
        auto const others = info.serves(market::Market::us) ? "MSFT" : "600036.SH";
        order.symbol = market::Symbol::parse(others);
        BOOST_TEST(questions_of(info.provider, order) != questions, info.name);
    }
}

BOOST_AUTO_TEST_CASE(the_usual_order_can_be_configured) {
    RouterSettings settings;
    for (auto const market : markets) {
        settings.order[market] = default_order(market);
        BOOST_TEST(!default_order(market).empty());
    }
    check_settings(settings);
    auto const refused = [](market::Market market, std::vector<Provider> order) {
        RouterSettings wrong;
        wrong.order[market] = std::move(order);
        BOOST_CHECK_EXCEPTION(check_settings(wrong), Error, failed_with("provider.order"));
    };
    refused(market::Market::us, {Provider::yahoo, Provider::yahoo});
    refused(market::Market::us, {Provider::finnhub_quote});
    refused(market::Market::hk, {Provider::tushare});
}

BOOST_AUTO_TEST_CASE(retry_after_is_seconds_or_a_date) {
    constexpr Micros at = 1'445'412'480 * micros_per_second;  // 2015-10-21T07:28:00Z
    BOOST_TEST(*parse_retry_after("120", at) == 120);
    BOOST_TEST(*parse_retry_after("0", at) == 0);
    BOOST_TEST(*parse_retry_after("999999999", at) == 86'400);
    BOOST_TEST(*parse_retry_after("Wed, 21 Oct 2015 07:29:30 GMT", at) == 90);
    BOOST_TEST(*parse_retry_after("Wed, 21 Oct 2015 07:00:00 GMT", at) == 0);
    for (auto const* text :
         {"", "-1", "soon", "1.5", "99999999999999999999", "Wed, 21 Oct 2015 07:28:00 CET",
          "Wed, 31 Feb 2015 07:28:00 GMT", "Wed, 21 Foo 2015 07:28:00 GMT"})
        BOOST_TEST(!parse_retry_after(text, at).has_value(), text);
}

BOOST_AUTO_TEST_SUITE_END()
