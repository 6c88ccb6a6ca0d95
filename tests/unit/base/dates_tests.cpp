#include <ec/base/dates.hpp>

#include <ec/base/clock.hpp>
#include <ec/base/error.hpp>

#include <boost/test/unit_test.hpp>

using ec::Date;

BOOST_AUTO_TEST_SUITE(dates)

BOOST_AUTO_TEST_CASE(every_day_of_four_centuries_round_trips) {
    Date const first = Date::from_ymd(1900, 1, 1);
    int weekday = 1;  // a Monday
    for (int i = 0; i < 146'097; ++i) {
        Date const d = first + i;
        BOOST_REQUIRE(Date::from_ymd(d.year(), d.month(), d.day()) == d);
        BOOST_REQUIRE(Date::try_parse(d.iso()) == d);
        BOOST_REQUIRE_EQUAL(d.weekday(), weekday);
        weekday = (weekday + 1) % 7;
    }
}

BOOST_AUTO_TEST_CASE(impossible_days_are_refused) {
    for (auto text : {"2021-02-29", "2021-13-01", "2021-00-10", "2021-1-1", "20210101", "",
                      "2021-03-31 ", "２０２１-03-31"})
        BOOST_TEST(!Date::try_parse(text).has_value(), text);
    BOOST_TEST(Date::try_parse("2020-02-29").has_value());
    BOOST_CHECK_THROW((void)Date::parse("31.3.2021", "as_of"), ec::Error);
    BOOST_CHECK_THROW((void)Date::from_ymd(2021, 2, 30), ec::Error);
}

BOOST_AUTO_TEST_CASE(utc_text) {
    BOOST_TEST(ec::format_utc(0) == "1970-01-01T00:00:00.000Z");
    BOOST_TEST(ec::format_utc(1'617'220'800'123'456) == "2021-03-31T20:00:00.123Z");
    BOOST_TEST(ec::format_utc(-1) == "1969-12-31T23:59:59.999Z");
}

BOOST_AUTO_TEST_SUITE_END()
