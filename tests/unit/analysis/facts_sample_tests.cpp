#include "seed_series.hpp"

#include <ec/analysis/call_rules.hpp>
#include <ec/analysis/facts.hpp>

#include <cstdio>
#include <string>

#include <boost/test/unit_test.hpp>

// The AAPL sample as of 2021-03-31 holds the figures that the report's specification prints.

namespace analysis = ec::analysis;

namespace {

struct Sample {
    ec::market::Series aapl = ec::test::load_seed_series("us/AAPL");
    ec::market::Series spy = ec::test::load_seed_series("us/SPY");
    analysis::Assessment assessment =
        analysis::assess({.series = &aapl,
                          .benchmark = &spy,
                          .instrument = {},
                          .filings = {},
                          .as_of = ec::Date::from_ymd(2021, 3, 31),
                          .horizon = 20,
                          .table = &analysis::shipped_probability_table()});

    [[nodiscard]] std::string print(char const* id, int decimals) const {
        auto const value = assessment.sheet.value(id);
        BOOST_REQUIRE_MESSAGE(value.has_value(), id << " is absent");
        char text[64];
        std::snprintf(text, sizeof text, "%.*f", decimals, *value);
        return text;
    }
    [[nodiscard]] std::string word(char const* id) const {
        auto const* fact = assessment.sheet.find(id);
        BOOST_REQUIRE_MESSAGE(fact != nullptr && fact->present(), id << " is absent");
        return fact->date ? fact->date->iso() : fact->text;
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(facts_sample, Sample)

BOOST_AUTO_TEST_CASE(trend_and_momentum) {
    BOOST_TEST(print("close", 2) == "122.15");
    BOOST_TEST(print("close_vs_sma_200", 1) == "4.2");
    BOOST_TEST(print("close_vs_sma_50", 1) == "-4.6");
    BOOST_TEST(print("sma_20", 2) == "121.40");
    BOOST_TEST(word("sma_20_crossed") == "above");
    BOOST_TEST(print("sma_200_change_20", 1) == "3.6");
    BOOST_TEST(*assessment.sheet.value("sma_50_change_20") < -1);
    BOOST_TEST(print("adx_14", 1) == "25.9");
    BOOST_TEST(*assessment.sheet.value("minus_di_14") > *assessment.sheet.value("plus_di_14"));
    BOOST_TEST(print("macd_hist", 2) == "0.31");
    BOOST_TEST(print("macd_hist_sessions", 0) == "13");
}

BOOST_AUTO_TEST_CASE(levels) {
    BOOST_TEST(print("support_1_low", 1) == "116.2");
    BOOST_TEST(print("support_1_high", 1) == "118.4");
    BOOST_TEST(word("support_1_swing_1") == "2021-02-23");
    BOOST_TEST(word("support_1_swing_2") == "2021-03-08");
    BOOST_TEST(!assessment.sheet.find("support_1_swing_3")->present());
    BOOST_TEST(word("support_1_average") == "sma_200");
    BOOST_TEST(print("support_1_near_atr", 1) == "1.1");
    BOOST_TEST(print("support_1_far_atr", 1) == "1.8");
    BOOST_TEST(print("call_reopen_above", 2) == "128.72");
    BOOST_TEST(print("call_reopen_below", 2) == "116.21");
    BOOST_TEST(print("next_above", 1) == "137.9");
    BOOST_TEST(word("next_above_date") == "2021-02-09");
    BOOST_TEST(print("next_below", 1) == "112.4");
    BOOST_TEST(word("next_below_date") == "2020-11-24");
}

BOOST_AUTO_TEST_CASE(volume_risk_and_strength) {
    BOOST_TEST(print("volume", 0) == "109019052");
    BOOST_TEST(print("volume_ratio_20", 2) == "1.00");
    BOOST_TEST(print("return_60", 1) == "-5.5");
    BOOST_TEST(print("benchmark_return_60", 1) == "7.8");
    BOOST_TEST(print("excess_return_60", 1) == "-13.3");
    BOOST_TEST(print("volatility_60", 0) == "33");
    BOOST_TEST(print("var_95_250", 1) == "3.4");
    BOOST_TEST(print("split_ratio", 0) == "4");
    BOOST_TEST(word("split_date") == "2020-08-31");
    BOOST_TEST(assessment.sheet.find("pe_ttm")->absent == "no_filing_by_as_of");
}

BOOST_AUTO_TEST_CASE(the_call) {
    BOOST_TEST(assessment.abstained.empty());
    BOOST_REQUIRE(assessment.call.has_value());
    auto const& call = *assessment.call;
    BOOST_TEST(print("conditions_up", 0) == "3");
    BOOST_TEST(print("conditions_down", 0) == "3");
    BOOST_TEST(print("call_up_above", 2) == "127.97");
    BOOST_TEST(print("call_down_below", 2) == "116.59");
    BOOST_TEST((call.direction == analysis::Direction::neutral));
    BOOST_TEST(!call.measured_edge);
    BOOST_TEST(call.confidence == call.probability.inside);
    BOOST_TEST(call.windows >= 100);
    BOOST_TEST(call.table_version.starts_with("us-2020 "));
    BOOST_TEST(!analysis::check_call(call, 122.15).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
