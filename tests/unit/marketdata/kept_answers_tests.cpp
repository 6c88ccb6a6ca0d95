#include <ec/marketdata/price_router.hpp>

#include <ec/base/error.hpp>

#include <boost/test/unit_test.hpp>

#include <support/failed_with.hpp>

using namespace ec;
using namespace ec::marketdata;
using ec::test::failed_with;

namespace {

VaultRequest const asked{"twelve_data", "GET x", "AAPL", "stock", "adjusted"};

VaultAnswer answered(Micros at_us) {
    VaultAnswer answer;
    answer.body =
        R"({"meta":{"symbol":"AAPL","interval":"1day","currency":"USD","exchange":"NASDAQ",)"
        R"("mic_code":"XNGS"},"values":[{"datetime":"2026-11-25","open":"12","high":"13",)"
        R"("low":"11","close":"12.5","volume":"1200"}],"status":"ok"})";
    answer.fetched_at_us = at_us;
    return answer;
}

constexpr Micros hour = 3'600 * micros_per_second;

}  // namespace

BOOST_AUTO_TEST_SUITE(kept_answers)

BOOST_AUTO_TEST_CASE(the_moment_of_the_fetch_decides_whether_a_session_was_over) {
    auto const midnight = Date::from_ymd(2026, 11, 25).days() * micros_per_day;
    auto const early = parse_kept(asked, answered(midnight + 18 * hour));
    BOOST_TEST(market::has(early.bars.flags.back(), market::BarFlag::partial));
    BOOST_TEST((early.basis == market::PriceBasis::adjusted));
    auto const late = parse_kept(asked, answered(midnight + 30 * hour));
    BOOST_TEST(!market::has(late.bars.flags.back(), market::BarFlag::partial));
}

BOOST_AUTO_TEST_CASE(only_prices_of_one_symbol_can_be_read_so) {
    auto const refused = [](VaultRequest const& request) {
        BOOST_CHECK_EXCEPTION((void)parse_kept(request, answered(0)), Error,
                              failed_with("vault.not_prices"));
    };
    refused({"sec", "GET x", "AAPL", "stock", "raw"});
    refused({"twelve_data", "GET x", "", "stock", "raw"});
    refused({"twelve_data", "GET x", "AAPL", "filings", "raw"});
    refused({"twelve_data", "GET x", "AAPL", "stock", ""});
}

BOOST_AUTO_TEST_SUITE_END()
