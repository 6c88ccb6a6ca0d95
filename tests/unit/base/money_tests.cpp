#include <ec/base/money.hpp>

#include <ec/base/error.hpp>

#include <cstdint>
#include <limits>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(money)

BOOST_AUTO_TEST_CASE(decimals_never_pass_through_floating_point) {
    BOOST_TEST(ec::parse_money("19.99", "USD").minor == 1999);
    BOOST_TEST(ec::parse_money("4.35", "CNY").minor == 435);
    BOOST_TEST(ec::parse_money("4.3", "HKD").minor == 430);
    BOOST_TEST(ec::parse_money("500", "JPY").minor == 500);
    BOOST_TEST(ec::format_minor({1999, "USD"}) == "19.99");
    BOOST_TEST(ec::format_minor({-5, "USD"}) == "-0.05");
    BOOST_TEST(ec::format_minor({500, "JPY"}) == "500");
}

BOOST_AUTO_TEST_CASE(bad_amounts_are_refused) {
    for (auto text : {"", "-1", "+1", "1.", ".5", "1.234", "1e3", " 1", "1,000",
                      "92233720368547758.08", "99999999999999999999"})
        BOOST_CHECK_THROW((void)ec::parse_money(text, "USD"), ec::Error);
    BOOST_CHECK_THROW((void)ec::parse_money("1", "XXX"), ec::Error);
    BOOST_CHECK_THROW((void)ec::add({1, "USD"}, {1, "HKD"}), ec::Error);
    BOOST_CHECK_THROW((void)ec::add({std::numeric_limits<std::int64_t>::max(), "USD"}, {1, "USD"}),
                      ec::Error);
}

BOOST_AUTO_TEST_SUITE_END()
