#include <ec/market/corporate_actions.hpp>

#include <ec/market/adjustment.hpp>

#include <random>

#include <boost/test/unit_test.hpp>
#include <support/random_seed.hpp>

using namespace ec;
using namespace ec::market;

namespace {

auto const ex = Date::parse("2020-06-24", "day");

double carried(double price, std::vector<CorporateAction> const& actions) {
    for (auto const& action : actions) price = price * action.a + action.b;
    return price;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(corporate_actions)

BOOST_AUTO_TEST_CASE(a_cash_dividend_is_taken_off) {
    auto const action = cash_dividend_action(ex, 0.82);
    BOOST_TEST((action.kind == ActionKind::dividend));
    BOOST_TEST(action.a == 1.0);
    BOOST_TEST(action.b == -0.82);
    BOOST_TEST(action.note == "cash dividend 0.82");
}

BOOST_AUTO_TEST_CASE(bonus_shares_are_a_split) {
    auto const action = bonus_action(ex, 0.3);
    BOOST_TEST((action.kind == ActionKind::split));
    BOOST_TEST(action.a == 1 / 1.3);
    BOOST_TEST(action.note == "bonus issue, 0.3 new for each share");
}

// 3 for 10 at 5.00 on a close of 12.00: (12 + 1.5) / 1.3 = 10.3846.
BOOST_AUTO_TEST_CASE(rights_give_the_theoretical_price) {
    auto const action = rights_action(ex, 5, 0.3);
    BOOST_TEST((action.kind == ActionKind::rights));
    BOOST_TEST(12 * action.a + action.b == 13.5 / 1.3, boost::test_tools::tolerance(1e-14));
    BOOST_TEST(action.note == "rights issue, 0.3 new for each share at 5");
}

// 10 派 2 元 送 3 股 配 2 股, 配股价 6.00, close 15.00: (15 - 0.2 + 1.2) / 1.5 = 10.6667.
BOOST_AUTO_TEST_CASE(everything_on_one_day_follows_the_exchanges_formula) {
    ExRightTerms const terms{0.2, 0.3, 0.2, 6};
    BOOST_TEST(ex_right_price(15, terms) == 16.0 / 1.5, boost::test_tools::tolerance(1e-14));
    auto const actions = ex_right_actions(ex, terms);
    BOOST_REQUIRE_EQUAL(actions.size(), 3U);
    BOOST_TEST(carried(15, actions) == 16.0 / 1.5, boost::test_tools::tolerance(1e-14));
    BOOST_TEST(actions[2].note == "cash dividend 0.2");
}

BOOST_AUTO_TEST_CASE(any_terms_compose_to_the_formula_in_prices_and_shares) {
    std::mt19937_64 random(test::random_seed());
    std::uniform_real_distribution<double> share(0.01, 1.5);
    for (int round = 0; round < 2000; ++round) {
        auto const some = [&] { return random() % 2 == 0 ? 0.0 : share(random); };
        ExRightTerms const terms{some(), some(), some(), 1 + share(random)};
        Series series;
        for (int i = -1; i < 1; ++i) {
            Bar bar{.date = ex + i, .open = 20, .high = 20, .low = 20, .close = 20};
            bar.volume = 1000;
            series.bars.push_back(bar);
        }
        series.actions = ex_right_actions(ex, terms);
        auto const view = view_as_of(series, ex);
        BOOST_REQUIRE_CLOSE(view.bars.close[0], ex_right_price(20, terms), 1e-9);
        BOOST_REQUIRE_CLOSE(view.bars.volume[0],
                            1000 * (1 + terms.bonus_per_old + terms.rights_per_old), 1e-9);
        BOOST_REQUIRE_EQUAL(view.bars.volume[1], 1000);
        auto const back = view_as_of(series, ex, AdjustmentView::backward);
        BOOST_REQUIRE_EQUAL(back.bars.close[0], 20);
        BOOST_REQUIRE_CLOSE(carried(back.bars.close[1], series.actions), 20.0, 1e-9);
    }
}

BOOST_AUTO_TEST_SUITE_END()
