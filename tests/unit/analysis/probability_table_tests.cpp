#include <ec/analysis/probability_table.hpp>

#include "made_series.hpp"

#include <ec/base/error.hpp>

#include <support/random_seed.hpp>

#include <cmath>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace analysis = ec::analysis;
namespace market = ec::market;

namespace {

analysis::NamedView walk(std::string name, std::size_t count, std::uint64_t seed) {
    auto const series = ec::test::random_walk(count, seed);
    return {std::move(name), series.symbol, market::view_as_of(series, series.bars.date.back())};
}

analysis::ProbabilityTable small_table() {
    analysis::TableVintage first{market::Market::us, 20, 2018, {}};
    first.buckets[2] = {10, 20, 5};
    auto second = first;
    second.year = 2019;
    second.buckets[2] = {40, 30, 30};
    second.buckets[4] = {60, 20, 20};
    return {{}, {first, second}, ""};
}

ec::Date day(int year, int month, int date) { return ec::Date::from_ymd(year, month, date); }

void check_refused(std::string const& text, std::string const& line) {
    BOOST_CHECK_EXCEPTION(
        (void)analysis::parse_probability_table(text, ""), ec::Error, [&](ec::Error const& e) {
            return e.reason() == "call_table.invalid" && e.fields().front().field == line;
        });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(probability_table)

BOOST_AUTO_TEST_CASE(buckets) {
    std::vector<std::string> names;
    for (int sum = -6; sum <= 6; ++sum)
        names.emplace_back(analysis::to_string(analysis::bucket_of(sum)));
    std::vector<std::string> const expected{"<=-4",  "<=-4",  "<=-4",  "-3..-2", "-3..-2",
                                            "-1..1", "-1..1", "-1..1", "2..3",   "2..3",
                                            ">=4",   ">=4",   ">=4"};
    BOOST_TEST(names == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(only_a_vintage_complete_before_the_day_is_used) {
    auto const table = small_table();
    auto const answer = [&](ec::Date as_of, int sum) {
        return analysis::lookup(table, market::Market::us, 20, sum, as_of);
    };
    BOOST_TEST(answer(day(2018, 12, 31), 0).vintage == 0);
    BOOST_TEST(answer(day(2019, 1, 1), 0).vintage == 2018);
    BOOST_TEST(answer(day(2019, 12, 31), 0).vintage == 2018);
    BOOST_TEST(answer(day(2020, 1, 1), 0).vintage == 2019);
    BOOST_TEST(answer(day(2031, 1, 1), 0).vintage == 2019);
    BOOST_TEST(analysis::lookup(table, market::Market::hk, 20, 0, day(2020, 1, 1)).version ==
               "prior");
    BOOST_TEST(analysis::lookup(table, market::Market::us, 5, 0, day(2020, 1, 1)).version ==
               "prior");
}

BOOST_AUTO_TEST_CASE(probabilities_shrink_towards_the_prior) {
    auto const table = small_table();
    auto const answer = analysis::lookup(table, market::Market::us, 20, 5, day(2020, 6, 1));
    BOOST_TEST(std::fabs(answer.probability.up - (15.5 + 60) / 150) < 1e-12);
    BOOST_TEST(std::fabs(answer.probability.inside - (19.0 + 20) / 150) < 1e-12);
    BOOST_TEST(std::fabs(answer.probability.down - (15.5 + 20) / 150) < 1e-12);
    BOOST_TEST(std::fabs(answer.base_rate.up - 0.5) < 1e-12);
    BOOST_TEST(std::fabs(answer.base_rate.down - 0.25) < 1e-12);
    auto const empty = analysis::lookup(table, market::Market::us, 20, -6, day(2020, 6, 1));
    BOOST_TEST(empty.counts.total() == 0);
    BOOST_TEST(std::fabs(empty.probability.up - 0.31) < 1e-12);
}

BOOST_AUTO_TEST_CASE(windows_never_overlap) {
    // 1,000 bars have conditions on rows 199 .. 999: 800 rows hold 160, 40 and 13 whole windows.
    std::vector const views{walk("one", 1000, 11)};
    auto const table = analysis::build_probability_table(views);
    for (auto const& [horizon, windows] : {std::pair{5, 160}, {20, 40}, {60, 13}}) {
        auto const answer =
            analysis::lookup(table, market::Market::us, horizon, 0, day(2030, 1, 1));
        // The walk ends on 2017-09-26: the last vintage is 2016.
        BOOST_TEST(answer.vintage == 2016);
        BOOST_TEST(answer.all.total() <= windows);
        BOOST_TEST(answer.all.total() >= windows / 2);
    }
}

BOOST_AUTO_TEST_CASE(later_years_leave_earlier_vintages_alone) {
    auto const seed = ec::test::random_seed();
    std::vector const longer{walk("a", 2000, seed), walk("b", 1800, seed + 1)};
    std::vector shorter = longer;
    for (auto& [name, symbol, view] : shorter) {
        auto const rows = view.bars.count_until(day(2018, 12, 31));
        view.bars = view.bars.slice(0, rows);
    }
    auto const whole = analysis::build_probability_table(longer);
    auto const part = analysis::build_probability_table(shorter);
    BOOST_TEST(!part.vintages.empty());
    for (auto const& vintage : part.vintages)
        BOOST_TEST((std::ranges::find(whole.vintages, vintage) != whole.vintages.end()));
}

BOOST_AUTO_TEST_CASE(text_round_trip) {
    std::vector const views{walk("a", 1500, 5)};
    auto const table = analysis::build_probability_table(views);
    auto const text = analysis::render_probability_table(table);
    auto const again = analysis::parse_probability_table(text, "abc");
    BOOST_TEST((again.vintages == table.vintages));
    BOOST_TEST((again.sources == table.sources));
    BOOST_TEST(again.sha256 == "abc");
    BOOST_TEST(analysis::render_probability_table(again) == text);
}

BOOST_AUTO_TEST_CASE(damaged_text_is_refused_with_its_line) {
    auto const text = analysis::render_probability_table(small_table());
    auto const with = [&](std::string_view from, std::string_view to) {
        auto changed = text;
        changed.replace(changed.find(from), from.size(), to);
        return changed;
    };
    check_refused(text.substr(0, text.size() - 1), "line 1");
    check_refused(with("call_table/1", "call_table/2"), "line 1");
    check_refused(with("market,horizon", "Market,horizon"), "line 3");
    check_refused(with("us,20,2018,<=-4", "uk,20,2018,<=-4"), "line 4");
    check_refused(with("us,20,2018,-3..-2", "us,20,2018,2..3"), "line 5");
    check_refused(with("10,20,5", "10,20"), "line 6");
    check_refused(with("10,20,5", "10,-20,5"), "line 6");
    check_refused(with("us,20,2019,<=-4", "us,21,2019,<=-4"), "line 9");
    check_refused(text.substr(0, text.rfind("us,")), "line 12");
    check_refused("", "line 1");
}

BOOST_AUTO_TEST_SUITE_END()
