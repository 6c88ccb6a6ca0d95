#include <ec/market/reconciliation.hpp>

#include "seed_bars.hpp"

#include <algorithm>
#include <random>

#include <boost/test/unit_test.hpp>

#include <support/random_seed.hpp>

using namespace ec;
using namespace ec::market;

namespace {

Series series_of(Bars bars) {
    Series series;
    series.bars = std::move(bars);
    return series;
}

std::size_t at(Reconciliation const& result, char const* date, ReconciledField field) {
    auto const day = Date::parse(date, "date");
    return static_cast<std::size_t>(std::ranges::count_if(
        result.disagreements,
        [&](Disagreement const& d) { return d.date == day && d.field == field; }));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(reconciliation)

BOOST_AUTO_TEST_CASE(the_two_apple_files_disagree_on_a_handful_of_highs_and_lows) {
    auto const first = test::lean_series("AAPL");
    auto const second = series_of(test::seed_bars("schema/seed/market/us/AAPL_2020_2025.csv"));
    auto const result = reconcile(first, second, {});
    BOOST_TEST(result.from->iso() == "2020-01-02");
    BOOST_TEST(result.to->iso() == "2021-03-31");
    BOOST_TEST(result.sessions == 314U);
    BOOST_TEST(at(result, "2021-01-25", ReconciledField::high) == 1U);
    auto const found = std::ranges::find_if(result.disagreements, [](Disagreement const& d) {
        return d.date == Date::parse("2021-01-25", "date") && d.field == ReconciledField::high;
    });
    BOOST_TEST(found->first == 146.25, boost::test_tools::tolerance(1e-9));
    BOOST_TEST(found->second == 145.09, boost::test_tools::tolerance(1e-4));
    BOOST_TEST_MESSAGE("open " << result.count(ReconciledField::open) << " high "
                               << result.count(ReconciledField::high) << " low "
                               << result.count(ReconciledField::low) << " change "
                               << result.count(ReconciledField::change) << " volume "
                               << result.count(ReconciledField::volume));
    auto const edges = result.count(ReconciledField::high) + result.count(ReconciledField::low);
    BOOST_TEST(edges >= 3U);
    BOOST_TEST(edges <= 30U);
}

BOOST_AUTO_TEST_CASE(a_series_agrees_with_itself_on_any_scale) {
    auto const first = test::lean_series("SPY");
    auto second = first;
    for (auto* column :
         {&second.bars.open, &second.bars.high, &second.bars.low, &second.bars.close})
        for (double& price : *column) price *= 0.37;
    for (double& volume : second.bars.volume) volume *= 100;
    auto const result = reconcile(first, second, {});
    BOOST_TEST(result.sessions == first.bars.size());
    BOOST_TEST(result.disagreements.empty());
    BOOST_TEST(result.volume_ratio == 100, boost::test_tools::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(every_seeded_change_is_found_and_nothing_else) {
    auto const first = test::lean_series("SPY");
    std::mt19937_64 random(test::random_seed());
    auto second = first;
    std::size_t planted = 0;
    for (std::size_t i = 10; i < second.bars.size(); i += 200 + random() % 100, ++planted)
        (random() % 2 == 0 ? second.bars.high : second.bars.low)[i] *= 1.003;
    auto const result = reconcile(first, second, {});
    BOOST_TEST(result.disagreements.size() == planted);
    // a wrong close shows in the session's figures and in both changes around it
    second = first;
    second.bars.close[500] *= 1.01;
    auto const moved = reconcile(first, second, {});
    BOOST_TEST(moved.count(ReconciledField::change) == 2U);
    BOOST_TEST(moved.count(ReconciledField::high) == 1U);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_compared_is_passed_by) {
    auto const first = test::lean_series("AAPL");
    BOOST_TEST(reconcile(first, series_of({}), {}).sessions == 0U);
    auto second = first;
    second.bars.flags[100] |= static_cast<BarFlags>(BarFlag::suspended);
    second.bars.close[100] *= 2;
    auto const result = reconcile(first, second, {});
    BOOST_TEST(result.sessions == first.bars.size() - 1);
    BOOST_TEST(result.disagreements.empty());
    // one file lacks a day: counted, not compared
    auto const cut = series_of(first.bars.slice(1, 50));
    auto const part = reconcile(series_of(first.bars.slice(0, 60)), cut, {});
    BOOST_TEST(part.sessions == 49U);
    BOOST_TEST(part.only_first == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
