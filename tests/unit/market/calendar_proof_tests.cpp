#include "seed_bars.hpp"

#include <ec/market/calendar.hpp>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <fmt/format.h>

using namespace ec;
using namespace ec::market;

namespace {

struct Proof {
    Market market;
    char const* file;          // below schema/seed/market
    int closed_days_with_bar;  // known and explained, see explanation
    int sessions_without_bar;
    char const* explanation;
};

// Every shipped series against its market's calendar, over the span of its bars. What differs is
// a fact about the file and listed; anything else fails.
constexpr Proof proofs[]{
    {Market::us, "us/AAPL.csv", 0, 0, ""},
    {Market::us, "us/AAPL_2020_2025.csv", 0, 0, ""},
    {Market::us, "us/MSFT.csv", 0, 0, ""},
    {Market::us, "us/MSFT_2021_yahoo.csv", 0, 0, ""},
    {Market::us, "us/NVDA.csv", 0, 0, ""},
    {Market::us, "us/SPY.csv", 0, 0, ""},
    {Market::us, "us/TSLA.csv", 0, 0, ""},
    {Market::us, "index/GSPC.csv", 0, 0, ""},
    {Market::hk, "hk/0005.HK.csv", 0, 0, ""},
    {Market::hk, "hk/0700.HK.csv", 0, 0, ""},
    {Market::hk, "hk/9988.HK.csv", 0, 0, ""},
    {Market::hk, "index/HSI.csv", 1, 1, "a placeholder row in a typhoon; a day the feed left out"},
    {Market::hk, "index/2800.HK.csv", 3, 24, "typhoon days with rows; days the feed left out"},
    {Market::cn, "cn/000001.SZ.csv", 0, 0, ""},
    {Market::cn, "cn/300750.SZ.csv", 0, 0, ""},
    {Market::cn, "cn/588000.SH_raw_2020_2021.csv", 0, 0, ""},
    {Market::cn, "cn/600519.SH.csv", 0, 0, ""},
    {Market::cn, "cn/601919.SH_raw_2018_2026.csv", 0, 0, ""},
    {Market::cn, "cn/688981.SH_raw_2020_2022.csv", 0, 0, ""},
    {Market::cn, "index/000001.SH.csv", 0, 0, ""},
    {Market::cn, "index/000300.SH.csv", 0, 0, ""},
};

struct Found {
    std::vector<Date> closed_with_bar;
    std::vector<Date> session_without_bar;
    int agreed = 0;
};

Found compare(TradingCalendar const& calendar, std::vector<Date> const& bars) {
    Found found;
    auto at = bars.begin();
    for (Date day = std::max(bars.front(), calendar.first()); day <= bars.back(); day = day + 1) {
        while (at != bars.end() && *at < day) ++at;
        bool const bar = at != bars.end() && *at == day;
        bool const session = calendar.day(day) == TradingCalendar::Day::session;
        if (bar && !session) found.closed_with_bar.push_back(day);
        if (!bar && session) found.session_without_bar.push_back(day);
        if (bar && session) ++found.agreed;
    }
    return found;
}

std::string days(std::vector<Date> const& dates) {
    std::string out;
    for (std::size_t i = 0; i < std::min<std::size_t>(dates.size(), 6); ++i)
        out += (i == 0 ? "" : " ") + dates[i].iso();
    return dates.size() > 6 ? out + fmt::format(" and {} more", dates.size() - 6) : out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(calendar_proof)

BOOST_AUTO_TEST_CASE(shipped_bars_prove_the_sessions_of_their_span) {
    int agreed = 0;
    int differences = 0;
    for (auto const& proof : proofs) {
        std::string const id(calendar_id_of(proof.market));
        auto const calendar =
            TradingCalendar::parse(id, zone_of(proof.market),
                                   test::read_source_file("schema/seed/calendars/" + id + ".csv"));
        auto const found = compare(
            calendar, test::seed_bars(std::string("schema/seed/market/") + proof.file).date);
        std::cout << fmt::format(
            "{} {:32} {:5} agree, bar on a closed day: {} [{}], session "
            "without bar: {} [{}] {}\n",
            id, proof.file, found.agreed, found.closed_with_bar.size(), days(found.closed_with_bar),
            found.session_without_bar.size(), days(found.session_without_bar), proof.explanation);
        BOOST_TEST(static_cast<int>(found.closed_with_bar.size()) == proof.closed_days_with_bar,
                   proof.file);
        BOOST_TEST(static_cast<int>(found.session_without_bar.size()) == proof.sessions_without_bar,
                   proof.file);
        agreed += found.agreed;
        differences += proof.closed_days_with_bar + proof.sessions_without_bar;
    }
    BOOST_TEST(agreed > 57'000);
    BOOST_TEST_MESSAGE(agreed << " bars on sessions, " << differences << " explained differences");
}

BOOST_AUTO_TEST_SUITE_END()
