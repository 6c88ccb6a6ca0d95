#include <ec/market/calendar.hpp>

#include "seed_bars.hpp"

#include <ec/base/error.hpp>

#include <boost/test/unit_test.hpp>

using namespace ec;
using namespace ec::market;

namespace {

Date day(char const* text) { return Date::parse(text, "day"); }

TradingCalendar shipped(Market market) {
    std::string const id(calendar_id_of(market));
    return TradingCalendar::parse(id, zone_of(market),
                                  test::read_source_file("schema/seed/calendars/" + id + ".csv"));
}

Micros at(Market market, char const* date, int hour, int minute) {
    return to_utc(zone_of(market), {day(date), hour * 60 + minute});
}

std::string const heading = "date,kind,open_local,close_local,break_start,break_end,note\n";

}  // namespace

BOOST_AUTO_TEST_SUITE(calendar)

BOOST_AUTO_TEST_CASE(counts_of_the_shipped_calendars) {
    struct Expected {
        Market market;
        int sessions;
        char const* last;
    };
    for (auto const& e :
         {Expected{Market::us, 7545, "2027-12-31"}, Expected{Market::hk, 7396, "2027-12-31"},
          Expected{Market::cn, 7028, "2026-12-31"}}) {
        auto const calendar = shipped(e.market);
        BOOST_TEST(*calendar.sessions_between(calendar.first(), calendar.last()) == e.sessions);
        BOOST_TEST((calendar.last() == day(e.last)));
    }
}

BOOST_AUTO_TEST_CASE(every_recorded_us_and_mainland_bar_is_on_a_session) {
    auto const us = shipped(Market::us);
    for (auto const& date : test::seed_bars("schema/seed/market/us/AAPL.csv").date)
        BOOST_REQUIRE_MESSAGE(us.day(date) == TradingCalendar::Day::session, date.iso());
    auto const cn = shipped(Market::cn);
    for (auto const& date : test::seed_bars("schema/seed/market/index/000300.SH.csv").date)
        BOOST_REQUIRE_MESSAGE(cn.day(date) == TradingCalendar::Day::session, date.iso());
}

BOOST_AUTO_TEST_CASE(a_shortened_session_is_told_from_a_regular_one) {
    auto const shortened = [](Market market, char const* date) {
        return shipped(market).find_session(day(date)).value().shortened();
    };
    BOOST_TEST(shortened(Market::us, "2020-11-27"));
    BOOST_TEST(!shortened(Market::us, "2020-11-30"));
    BOOST_TEST(shortened(Market::hk, "2020-12-24"));
    BOOST_TEST(shortened(Market::hk, "2013-05-22"), "the morning was cancelled");
    BOOST_TEST(!shortened(Market::hk, "2020-12-23"));
    BOOST_TEST(!shortened(Market::cn, "2021-09-30"));
}

BOOST_AUTO_TEST_CASE(yes_no_and_unknown) {
    auto const cn = shipped(Market::cn);
    using Day = TradingCalendar::Day;
    BOOST_TEST((cn.day(day("2021-10-01")) == Day::closed));
    BOOST_TEST((cn.day(day("2021-10-09")) == Day::closed), "a make-up work day on a Saturday");
    BOOST_TEST((cn.day(day("2021-10-08")) == Day::session));
    BOOST_TEST((cn.day(day("2027-01-05")) == Day::unknown));
    BOOST_TEST((cn.day(day("1997-12-31")) == Day::unknown));
    BOOST_TEST(!cn.next_session(day("2026-12-31")));
    BOOST_TEST(!cn.previous_session(day("1998-01-01")));
    BOOST_TEST(!cn.previous_session(day("2030-01-01")));
    BOOST_TEST(!cn.next_session(day("1990-01-01")));
    BOOST_TEST(!cn.sessions_between(day("2026-12-30"), day("2027-01-05")));
    BOOST_TEST((*cn.next_session(day("2021-09-30")) == day("2021-10-08")));
    BOOST_TEST((*cn.previous_session(day("2021-10-08")) == day("2021-09-30")));
    BOOST_TEST(shipped(Market::us).note(day("2021-12-24")) != "");
}

BOOST_AUTO_TEST_CASE(times_breaks_and_early_closes) {
    auto const hk = shipped(Market::hk);
    auto const regular = *hk.find_session(day("2021-03-31"));
    BOOST_TEST(regular.open == 9 * 60 + 30);
    BOOST_TEST(regular.close == 16 * 60);
    BOOST_TEST(*regular.break_start == 12 * 60);
    auto const half = *hk.find_session(day("2021-12-24"));
    BOOST_TEST(half.close == 12 * 60);
    BOOST_TEST(!half.break_start.has_value());
    BOOST_TEST(!hk.find_session(day("2021-12-27")));
    BOOST_TEST(shipped(Market::us).find_session(day("2020-11-27"))->close == 13 * 60);
}

BOOST_AUTO_TEST_CASE(the_latest_complete_session_follows_the_exchange_clock) {
    auto const us = shipped(Market::us);
    auto const at_us = [&](char const* d, int h, int m) {
        return us.latest_complete_session(at(Market::us, d, h, m)).value().iso();
    };
    BOOST_TEST(at_us("2021-03-31", 15, 59) == "2021-03-30");
    BOOST_TEST(at_us("2021-03-31", 16, 0) == "2021-03-31");
    BOOST_TEST(at_us("2020-11-27", 13, 0) == "2020-11-27");
    BOOST_TEST(at_us("2021-07-05", 20, 0) == "2021-07-02");
    BOOST_TEST(at_us("2021-07-04", 9, 0) == "2021-07-02");
    auto const cn = shipped(Market::cn);
    BOOST_TEST(!cn.latest_complete_session(at(Market::cn, "2027-01-04", 20, 0)));
    // 15:00 in Shanghai is 07:00 UTC.
    Micros const close =
        std::int64_t{day("2021-03-31").days()} * micros_per_day + 7 * 3600 * micros_per_second;
    BOOST_TEST(cn.latest_complete_session(close)->iso() == "2021-03-31");
    BOOST_TEST(cn.latest_complete_session(close - 1)->iso() == "2021-03-30");
}

BOOST_AUTO_TEST_CASE(the_next_close_knows_early_closes_holidays_and_daylight_time) {
    auto const next = [](Market market, char const* d, int h, int m) {
        auto const close = shipped(market).next_close(at(market, d, h, m));
        if (!close) return std::string("unknown");
        auto const local = to_local(zone_of(market), *close);
        return local.date.iso() + " " + std::to_string(local.minute);
    };
    BOOST_TEST(next(Market::us, "2020-11-25", 15, 59) == "2020-11-25 960");
    BOOST_TEST(next(Market::us, "2020-11-25", 16, 0) == "2020-11-27 780");
    BOOST_TEST(next(Market::us, "2021-03-12", 17, 0) == "2021-03-15 960");
    BOOST_TEST(next(Market::hk, "2020-12-24", 9, 0) == "2020-12-24 720");
    BOOST_TEST(next(Market::hk, "2020-12-24", 12, 30) == "2020-12-28 960");
    BOOST_TEST(next(Market::cn, "2021-09-30", 15, 0) == "2021-10-08 900");
    BOOST_TEST(next(Market::cn, "2026-12-31", 15, 0) == "unknown");
    BOOST_TEST(next(Market::cn, "2027-01-04", 9, 0) == "unknown");
    // the same wall clock is an hour earlier in UTC once daylight time has begun
    auto const us = shipped(Market::us);
    auto const before = *us.next_close(at(Market::us, "2021-03-12", 9, 0));
    auto const after = *us.next_close(at(Market::us, "2021-03-15", 9, 0));
    BOOST_TEST(after - before == 3 * micros_per_day - 3600 * micros_per_second);
}

BOOST_AUTO_TEST_CASE(daylight_time_changes_when_it_did) {
    auto const hour_utc = [](char const* d) {
        auto const noon = to_utc(ExchangeZone::new_york, {day(d), 12 * 60});
        return static_cast<int>((noon / micros_per_second / 3600) % 24);
    };
    BOOST_TEST(hour_utc("2006-03-20") == 17);
    BOOST_TEST(hour_utc("2006-04-01") == 17);
    BOOST_TEST(hour_utc("2006-04-02") == 16);
    BOOST_TEST(hour_utc("2006-10-28") == 16);
    BOOST_TEST(hour_utc("2006-10-29") == 17);
    BOOST_TEST(hour_utc("2007-03-10") == 17);
    BOOST_TEST(hour_utc("2007-03-11") == 16);
    BOOST_TEST(hour_utc("2007-11-03") == 16);
    BOOST_TEST(hour_utc("2007-11-04") == 17);
    for (auto zone : {ExchangeZone::new_york, ExchangeZone::hong_kong, ExchangeZone::shanghai})
        for (int d = Date::from_ymd(1998, 1, 1).days(); d < Date::from_ymd(2030, 1, 1).days(); ++d)
            for (int minute : {0, 9 * 60 + 30, 16 * 60, 1439}) {
                LocalTime const local{Date(d), minute};
                BOOST_REQUIRE((to_local(zone, to_utc(zone, local)) == local));
            }
    // 02:30 does not exist on the spring day.
    auto const skipped = to_utc(ExchangeZone::new_york, {day("2021-03-14"), 150});
    BOOST_TEST(to_local(ExchangeZone::new_york, skipped).minute == 210);
    BOOST_TEST((to_local(ExchangeZone::hong_kong, -1).date == day("1970-01-01")));
}

BOOST_AUTO_TEST_CASE(damaged_rows_are_refused) {
    auto const refuse = [](std::string const& rows) {
        BOOST_CHECK_EXCEPTION(
            (void)TradingCalendar::parse("X", ExchangeZone::shanghai, heading + rows), Error,
            [](Error const& e) {
                return e.reason() == "calendar.malformed" || e.reason() == "csv.malformed";
            });
    };
    refuse("");
    refuse("2021-03-31,session,9:30,16:00,,,\n");
    refuse("2021-03-31,session,16:00,09:30,,,\n");
    refuse("2021-03-31,session,09:30,16:00,12:00,,\n");
    refuse("2021-03-31,session,09:30,16:00,1200,13:00,\n");
    refuse("2021-03-31,maybe,,,,,\n");
    refuse("2021-03-27,session,09:30,16:00,,,\n");
    refuse("2021-03-30,session,09:30,16:00,,,\n2021-04-01,session,09:30,16:00,,,\n");
    refuse("not a day,session,09:30,16:00,,,\n");
    refuse("2021-03-31,session\n");
}

BOOST_AUTO_TEST_SUITE_END()
