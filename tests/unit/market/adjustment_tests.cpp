#include <ec/market/adjustment.hpp>

#include "seed_bars.hpp"

#include <array>
#include <cmath>
#include <cstring>
#include <random>

#include <boost/test/unit_test.hpp>
#include <support/random_seed.hpp>

using namespace ec;
using namespace ec::market;

namespace {

template <class T>
bool same_bytes(std::vector<T> const& a, std::vector<T> const& b) {
    return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(T)) == 0;
}

bool same_bytes(Bars const& a, Bars const& b) {
    return same_bytes(a.date, b.date) && same_bytes(a.open, b.open) && same_bytes(a.high, b.high) &&
           same_bytes(a.low, b.low) && same_bytes(a.close, b.close) &&
           same_bytes(a.volume, b.volume) && same_bytes(a.amount, b.amount) &&
           same_bytes(a.previous_close, b.previous_close) && same_bytes(a.flags, b.flags);
}

Date day(char const* text) { return Date::parse(text, "day"); }

// Rows and actions dated after `last` taken away.
Series cut(Series series, Date last) {
    series.bars = series.bars.slice(0, series.bars.count_until(last));
    std::erase_if(series.actions, [&](auto const& action) { return action.ex_date > last; });
    return series;
}

constexpr std::array views{AdjustmentView::forward, AdjustmentView::backward,
                           AdjustmentView::unadjusted};

Series three_days() {
    Series series;
    for (int i = 0; i < 3; ++i) {
        Bar bar{.date = day("2020-01-01") + i, .open = 100, .high = 110, .low = 90, .close = 100};
        bar.volume = 1000;
        bar.previous_close = 99;
        series.bars.push_back(bar);
    }
    return series;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(adjustment)

BOOST_AUTO_TEST_CASE(full_view_gives_the_adjusted_close_the_source_states) {
    for (std::string const ticker : {"AAPL", "SPY"}) {
        auto const series = test::lean_series(ticker);
        auto const table =
            parse_csv_table(test::read_source_file("schema/seed/market/us/" + ticker + ".csv"));
        auto const expected = *test::number_column(table, "adj_close");
        auto const view = view_as_of(series, day("2021-03-31"));
        BOOST_REQUIRE_EQUAL(view.bars.size(), expected.size());
        BOOST_TEST(view.applied.size() == series.actions.size());
        double worst = 0;
        for (std::size_t i = 0; i < expected.size(); ++i)
            worst = std::max(worst, std::abs(view.bars.close[i] / expected[i] - 1));
        BOOST_TEST(worst < 5e-6, ticker << " off by " << worst);
    }
}

BOOST_AUTO_TEST_CASE(the_split_of_aapl_is_seen_from_its_ex_date_on) {
    auto const series = test::lean_series("AAPL");
    auto const before = view_as_of(series, day("2020-08-28"));
    BOOST_TEST(before.bars.close.back() == 499.23);
    auto const after = view_as_of(series, day("2020-08-31"));
    auto const i = after.bars.size() - 2;
    BOOST_TEST(after.bars.close[i] == 499.23 / 4);
    BOOST_TEST(after.bars.volume[i] == before.bars.volume.back() * 4);
    BOOST_TEST(after.applied.back().note == "4-for-1 split");
}

BOOST_AUTO_TEST_CASE(later_rows_and_actions_never_change_an_earlier_view) {
    std::mt19937_64 random(test::random_seed());
    for (std::string const ticker : {"AAPL", "SPY"}) {
        auto const series = test::lean_series(ticker);
        for (int round = 0; round < 150; ++round) {
            auto const as_of = series.bars.date[random() % series.bars.size()];
            auto const later = as_of + static_cast<int>(random() % 2000);
            for (auto const adjustment : views) {
                auto const early = view_as_of(cut(series, as_of), as_of, adjustment);
                auto const late = view_as_of(cut(series, later), as_of, adjustment);
                BOOST_REQUIRE(same_bytes(early.bars, late.bars));
                BOOST_REQUIRE_EQUAL(early.applied.size(), late.applied.size());
                BOOST_REQUIRE(early.as_of == late.as_of);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(actions_compose_in_the_order_of_their_ex_dates) {
    auto series = three_days();
    series.actions = {{day("2020-01-02"), ActionKind::dividend, 1, -2, "cash"},
                      {day("2020-01-03"), ActionKind::split, 0.5, 0, "2-for-1 split"},
                      {day("2020-01-03"), ActionKind::rights, 0.9, 1, "rights"}};
    auto const view = view_as_of(series, day("2020-01-03"));
    BOOST_TEST(view.bars.close[0] == ((100.0 - 2) * 0.5) * 0.9 + 1,
               boost::test_tools::tolerance(1e-14));
    BOOST_TEST(view.bars.previous_close[0] == ((99.0 - 2) * 0.5) * 0.9 + 1,
               boost::test_tools::tolerance(1e-14));
    BOOST_TEST(view.bars.close[1] == (100.0 * 0.5) * 0.9 + 1);
    BOOST_TEST(view.bars.close[2] == 100.0);
    BOOST_TEST(view.bars.volume[0] == 2000.0 / 0.9, boost::test_tools::tolerance(1e-14));
    BOOST_TEST(view.bars.volume[2] == 1000.0);
}

BOOST_AUTO_TEST_CASE(backward_prices_are_on_the_basis_of_the_first_day) {
    auto series = three_days();
    series.actions = {{day("2020-01-01"), ActionKind::split, 0.1, 0, "before the first day"},
                      {day("2020-01-02"), ActionKind::dividend, 1, -2, "cash"},
                      {day("2020-01-03"), ActionKind::split, 0.5, 0, "2-for-1 split"}};
    auto const view = view_as_of(series, day("2020-01-03"), AdjustmentView::backward);
    BOOST_TEST(view.bars.close[0] == 100.0);
    BOOST_TEST(view.bars.close[1] == 102.0);
    BOOST_TEST(view.bars.close[2] == 202.0);  // 100 is (202 - 2) / 2
    BOOST_TEST(view.bars.volume[1] == 1000.0);
    BOOST_TEST(view.bars.volume[2] == 500.0);
    BOOST_TEST((view.limit == AdjustmentLimit::none));
}

// A backward series only grows at its end: what was seen earlier is its beginning.
BOOST_AUTO_TEST_CASE(an_earlier_backward_view_is_the_beginning_of_a_later_one) {
    auto const series = test::lean_series("AAPL");
    auto const whole = view_as_of(series, day("2021-03-31"), AdjustmentView::backward);
    for (auto const* as_of : {"1999-12-31", "2005-02-28", "2014-06-06", "2014-06-09"}) {
        auto const part = view_as_of(series, day(as_of), AdjustmentView::backward);
        BOOST_TEST(same_bytes(part.bars, whole.bars.slice(0, part.bars.size())), as_of);
    }
    auto const forward = view_as_of(series, day("2021-03-31"));
    auto const scale = whole.bars.close[0] / forward.bars.close[0];
    for (std::size_t i = 0; i < whole.bars.size(); ++i)
        BOOST_REQUIRE_CLOSE(whole.bars.close[i], forward.bars.close[i] * scale, 1e-9);
}

BOOST_AUTO_TEST_CASE(unadjusted_prices_are_those_of_each_day) {
    auto const series = test::lean_series("AAPL");
    auto const view = view_as_of(series, day("2021-03-31"), AdjustmentView::unadjusted);
    BOOST_TEST(same_bytes(view.bars, series.bars));
    BOOST_TEST(view.applied.empty());
    BOOST_TEST((view.limit == AdjustmentLimit::none));
}

BOOST_AUTO_TEST_CASE(what_an_adjusted_source_cannot_give_is_marked) {
    auto series = three_days();
    series.base_date = day("2020-01-03");
    auto const limit = [&](PriceBasis basis, char const* as_of, AdjustmentView adjustment) {
        series.basis = basis;
        auto const view = view_as_of(series, day(as_of), adjustment);
        BOOST_TEST(view.bars.close[0] == 100.0);
        return view.limit;
    };
    auto const all = AdjustmentLimit::all_in_source;
    auto const splits = AdjustmentLimit::splits_in_source;
    for (auto const adjustment : {AdjustmentView::backward, AdjustmentView::unadjusted}) {
        BOOST_TEST((limit(PriceBasis::adjusted, "2020-01-03", adjustment) == all));
        BOOST_TEST((limit(PriceBasis::split_adjusted, "2020-01-03", adjustment) == splits));
    }
    auto const forward = AdjustmentView::forward;
    BOOST_TEST((limit(PriceBasis::adjusted, "2020-01-02", forward) == all));
    BOOST_TEST((limit(PriceBasis::split_adjusted, "2020-01-02", forward) == splits));
    BOOST_TEST((limit(PriceBasis::adjusted, "2020-01-03", forward) == AdjustmentLimit::none));
    series.base_date.reset();
    BOOST_TEST((limit(PriceBasis::adjusted, "2020-01-03", forward) == all));
}

BOOST_AUTO_TEST_CASE(names_of_views_are_read_back) {
    for (auto const adjustment : views)
        BOOST_TEST((parse_adjustment_view(to_string(adjustment)) == adjustment));
    BOOST_TEST(!parse_adjustment_view("qfq"));
}

BOOST_AUTO_TEST_CASE(a_day_without_a_row_is_answered_with_the_row_before) {
    auto series = three_days();
    series.actions = {{day("2020-01-09"), ActionKind::split, 0.5, 0, "2-for-1 split"}};
    auto const view = view_as_of(series, day("2020-02-01"));
    BOOST_TEST((view.as_of == day("2020-01-03")));
    BOOST_TEST(view.applied.empty());
    BOOST_TEST(view.bars.close[0] == 100.0);
}

BOOST_AUTO_TEST_CASE(partial_bars_are_left_out) {
    auto series = three_days();
    series.bars.flags[2] = static_cast<BarFlags>(BarFlag::partial);
    auto const view = view_as_of(series, day("2020-01-03"));
    BOOST_TEST(view.bars.size() == 2U);
    BOOST_TEST((view.as_of == day("2020-01-02")));
}

BOOST_AUTO_TEST_CASE(nothing_dated_so_early_is_an_empty_view) {
    BOOST_TEST(view_as_of(three_days(), day("2019-12-31")).bars.empty());
    BOOST_TEST(view_as_of(Series{}, day("2019-12-31")).bars.empty());
}

BOOST_AUTO_TEST_CASE(an_adjusted_series_says_when_it_is_of_a_later_vintage) {
    auto series = three_days();
    series.basis = PriceBasis::adjusted;
    series.base_date = day("2020-01-03");
    series.actions = {{day("2020-01-02"), ActionKind::dividend, 1, -2, "in the prices already"}};
    auto const early = view_as_of(series, day("2020-01-02"));
    BOOST_TEST(early.vintage_adjusted);
    BOOST_TEST(early.applied.empty());
    BOOST_TEST(early.bars.close[0] == 100.0);
    BOOST_TEST(!view_as_of(series, day("2020-01-03")).vintage_adjusted);
}

BOOST_AUTO_TEST_CASE(split_adjusted_prices_take_dividends_only) {
    auto series = three_days();
    series.basis = PriceBasis::split_adjusted;
    series.base_date = day("2020-01-03");
    series.actions = {{day("2020-01-02"), ActionKind::split, 0.5, 0, "in the prices already"},
                      {day("2020-01-03"), ActionKind::dividend, 0.98, 0, "cash dividend 2"}};
    auto const view = view_as_of(series, day("2020-01-03"));
    BOOST_TEST(view.applied.size() == 1U);
    BOOST_TEST(view.bars.close[0] == 98.0);
    BOOST_TEST(view.bars.volume[0] == 1000.0);
}

BOOST_AUTO_TEST_SUITE_END()
