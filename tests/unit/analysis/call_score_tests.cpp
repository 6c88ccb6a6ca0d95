#include <ec/analysis/call_score.hpp>

#include "made_series.hpp"
#include "seed_series.hpp"

#include <ec/analysis/facts.hpp>

#include <cmath>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace analysis = ec::analysis;
namespace market = ec::market;

namespace {

struct Scored {
    market::Series series;
    analysis::Call call;
    ec::Date as_of = ec::Date::from_ymd(2015, 1, 1);

    Scored() {
        std::vector<double> closes(30, 100);
        closes[5] = 104;
        series.bars = ec::test::bars_from_closes(closes, as_of);
        call.horizon = 5;
        call.band = 0.03;
        call.probability = {0.5, 0.3, 0.2};
        call.base_rate = {0.4, 0.36, 0.24};
    }
    [[nodiscard]] std::optional<analysis::CallScore> score(int days) const {
        return analysis::score_call(call, as_of, series, as_of + days);
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(call_score, Scored)

BOOST_AUTO_TEST_CASE(waits_until_the_horizon_has_passed) {
    BOOST_TEST(!score(4).has_value());
    BOOST_REQUIRE(score(5).has_value());
    BOOST_TEST((score(5)->decided == as_of + 5));
    BOOST_TEST((score(29)->decided == as_of + 5));
}

BOOST_AUTO_TEST_CASE(events_and_brier_scores) {
    BOOST_TEST((score(5)->event == analysis::CallEvent::up));
    BOOST_TEST(std::fabs(score(5)->brier - (0.25 + 0.09 + 0.04)) < 1e-12);
    BOOST_TEST(std::fabs(score(5)->base_brier - (0.36 + 0.1296 + 0.0576)) < 1e-12);
    call.band = 0.05;
    BOOST_TEST((score(5)->event == analysis::CallEvent::inside));
    BOOST_TEST(std::fabs(score(5)->brier - (0.25 + 0.49 + 0.04)) < 1e-12);
    call.band = 0.03;
    series.bars.close[5] = 96;
    BOOST_TEST((score(5)->event == analysis::CallEvent::down));
}

BOOST_AUTO_TEST_CASE(a_split_in_between_is_no_fall) {
    for (std::size_t i = 3; i < 30; ++i) series.bars.close[i] /= 4;
    series.actions = {{.ex_date = as_of + 3,
                       .kind = market::ActionKind::split,
                       .a = 0.25,
                       .b = 0,
                       .note = "4-for-1 split"}};
    BOOST_TEST((score(5)->event == analysis::CallEvent::up));
    BOOST_TEST(std::fabs(score(5)->as_of_close - 25) < 1e-12);
}

BOOST_AUTO_TEST_CASE(suspended_sessions_are_not_counted) {
    series.bars.flags[2] = static_cast<market::BarFlags>(market::BarFlag::suspended);
    BOOST_TEST(!score(5).has_value());
    BOOST_TEST((score(6)->decided == as_of + 6));
    as_of = as_of + 2;
    BOOST_TEST(!score(20).has_value());
}

BOOST_AUTO_TEST_CASE(a_replayed_call_is_revealed) {
    auto const aapl = ec::test::load_seed_series("us/AAPL");
    auto const day = aapl.bars.date[aapl.bars.size() - 61];
    auto const result = analysis::assess({.series = &aapl,
                                          .benchmark = nullptr,
                                          .instrument = {},
                                          .filings = {},
                                          .as_of = day,
                                          .horizon = 20,
                                          .table = &analysis::shipped_probability_table()});
    BOOST_REQUIRE(result.call.has_value());
    auto const revealed = analysis::score_call(*result.call, day, aapl, aapl.bars.date.back());
    BOOST_REQUIRE(revealed.has_value());
    BOOST_TEST((revealed->decided == aapl.bars.date[aapl.bars.size() - 41]));
    BOOST_TEST(revealed->brier > 0);
    BOOST_TEST(revealed->brier < 2);
}

BOOST_AUTO_TEST_SUITE_END()
