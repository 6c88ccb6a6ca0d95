#include <ec/indicators/registry.hpp>

#include "bars.hpp"

#include <ec/base/error.hpp>
#include <support/random_seed.hpp>

#include <limits>
#include <set>

#include <boost/test/unit_test.hpp>

namespace in = ec::indicators;
using in::test::BarSet;
using in::test::random_bars;

namespace {

in::Params random_params(in::IndicatorSpec const& spec, std::mt19937_64& random, int longest) {
    in::Params params;
    for (in::ParamSpec const& param : spec.parameters) {
        if (random() % 3 == 0) continue;
        if (param.type == in::ParamType::choice) {
            params[param.name] = param.choices[random() % param.choices.size()];
        } else if (param.type == in::ParamType::integer) {
            int const low = static_cast<int>(param.minimum);
            int const high = std::min(static_cast<int>(param.maximum), low + longest);
            auto const span = static_cast<std::uint64_t>(high - low + 1);
            params[param.name] = std::to_string(low + static_cast<int>(random() % span));
        }
    }
    // A sample deviation of one value does not exist: refused, and tested below.
    auto const period = params.find("period");
    if (period != params.end() && period->second == "1") params.erase("ddof");
    return params;
}

std::string reason_of(std::string_view name, in::Params const& params, in::Columns const& columns) {
    try {
        (void)in::compute(name, params, columns);
    } catch (ec::Error const& error) {
        BOOST_TEST((error.code() == ec::ErrorCode::invalid_input));
        return error.reason();
    }
    return "";
}

std::string remedy_of(std::string_view name, in::Params const& params) {
    try {
        (void)in::compute(name, params, {});
    } catch (ec::Error const& error) {
        return error.fields().empty() ? "" : error.fields().front().remedy;
    }
    return "";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(registry)

BOOST_AUTO_TEST_CASE(every_indicator_says_what_it_is) {
    std::set<std::string> names;
    BOOST_TEST(in::list_indicators().size() >= 60U);
    for (in::IndicatorSpec const& spec : in::list_indicators()) {
        BOOST_TEST_CONTEXT(spec.name) {
            BOOST_TEST(names.insert(spec.name).second);
            for (auto const& alias : spec.aliases) BOOST_TEST(names.insert(alias).second);
            BOOST_TEST(!spec.title.empty());
            BOOST_TEST(!spec.formula.empty());
            BOOST_TEST(!spec.source.empty());
            BOOST_TEST(!spec.warm_up.empty());
            BOOST_TEST(!spec.inputs.empty());
            BOOST_TEST(!spec.outputs.empty());
            BOOST_TEST(&in::get_indicator(spec.name) == &spec);
        }
    }
}

BOOST_AUTO_TEST_CASE(warm_up_is_what_the_registry_says) {
    std::mt19937_64 random(ec::test::random_seed());
    BarSet const bars = random_bars(400, 11);
    for (in::IndicatorSpec const& spec : in::list_indicators()) {
        for (int round = 0; round < 20; ++round) {
            in::Params const params = random_params(spec, random, 30);
            int const expected = in::warm_up_rows(spec.name, params);
            if (expected < 0) continue;
            auto const columns = in::compute(spec.name, params, bars.columns());
            auto const first = static_cast<std::size_t>(expected);
            bool undefined_before = expected == 0;
            for (auto const& column : columns) {
                BOOST_TEST_CONTEXT(spec.name << "." << column.name << " round " << round) {
                    BOOST_REQUIRE(first < column.values.size());
                    if (spec.name != "stddev" && spec.name != "bollinger" &&
                        spec.name != "volume_ratio") {
                        BOOST_TEST(!std::isnan(column.values[first]));
                        BOOST_TEST(!std::isnan(column.values.back()));
                    }
                    if (first > 0 && std::isnan(column.values[first - 1])) undefined_before = true;
                }
            }
            BOOST_TEST(undefined_before, spec.name << " is defined earlier than it says");
        }
    }
}

BOOST_AUTO_TEST_CASE(any_length_and_any_value_is_safe) {
    std::mt19937_64 random(ec::test::random_seed());
    double const strange[] = {std::numeric_limits<double>::quiet_NaN(),
                              std::numeric_limits<double>::infinity(),
                              -std::numeric_limits<double>::infinity(),
                              0.0,
                              1e300,
                              -1e300,
                              5e-324};
    for (in::IndicatorSpec const& spec : in::list_indicators()) {
        for (int round = 0; round < 60; ++round) {
            std::size_t const n = round < 8 ? static_cast<std::size_t>(round) : random() % 120;
            BarSet bars = random_bars(n, random());
            for (auto* column : {&bars.open, &bars.high, &bars.low, &bars.close, &bars.volume}) {
                if (round % 3 == 0 || n == 0) continue;
                for (int k = 0; k < 3; ++k) (*column)[random() % n] = strange[random() % 7];
            }
            int const longest = round % 5 == 0 ? 10'000 : 40;
            auto const columns =
                in::compute(spec.name, random_params(spec, random, longest), bars.columns());
            for (auto const& column : columns) BOOST_REQUIRE(column.values.size() == n);
        }
    }
}

BOOST_AUTO_TEST_CASE(wrong_calls_are_refused_with_a_remedy) {
    BarSet const bars = random_bars(50, 3);
    auto const columns = bars.columns();
    BOOST_TEST(reason_of("smaa", {}, columns) == "indicators.unknown");
    BOOST_TEST(remedy_of("smaa", {}).find("sma") != std::string::npos);
    BOOST_TEST(reason_of("sma", {{"perid", "3"}}, columns) == "indicators.unknown_parameter");
    BOOST_TEST(remedy_of("sma", {{"perid", "3"}}).find("period") != std::string::npos);
    for (auto const* bad : {"0", "-1", "10001", "2.5", "", "x", "nan", "1e9", "5 "}) {
        BOOST_TEST(reason_of("sma", {{"period", bad}}, columns) == "indicators.bad_parameter");
    }
    BOOST_TEST(reason_of("stddev", {{"period", "1"}, {"ddof", "1"}}, columns) ==
               "indicators.bad_parameter");
    BOOST_TEST(reason_of("ema", {{"seed", "zero"}}, columns) == "indicators.bad_parameter");
    BOOST_TEST(reason_of("sma", {{"period", "3"}, {"length", "4"}}, columns) ==
               "indicators.bad_parameter");
    in::Columns holes = columns;
    holes.volume = {};
    BOOST_TEST(reason_of("obv", {}, holes) == "indicators.missing_column");
    holes.volume = columns.volume.first(10);
    BOOST_TEST(reason_of("obv", {}, holes) == "indicators.length_mismatch");
    BOOST_TEST(reason_of("sma", {}, holes) == "");
}

BOOST_AUTO_TEST_CASE(names_and_inputs_have_aliases) {
    BarSet const bars = random_bars(50, 3);
    auto const a = in::compute("bbands", {{"length", "20"}, {"std", "2"}}, bars.columns());
    auto const b = in::compute("bollinger", {{"period", "20"}}, bars.columns());
    BOOST_TEST(a[0].values.back() == b[0].values.back());
    auto const volume = in::compute("sma", {{"period", "1"}, {"input", "volume"}}, bars.columns());
    BOOST_TEST(volume[0].values == bars.volume);
}

BOOST_AUTO_TEST_SUITE_END()
