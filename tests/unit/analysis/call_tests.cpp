#include <ec/analysis/call.hpp>

#include <ec/base/math.hpp>

#include <boost/test/unit_test.hpp>

namespace analysis = ec::analysis;

namespace {

analysis::Call sound_call() {
    analysis::Call call;
    call.up_above = 105;
    call.down_below = 95;
    call.reopen_above = 106;
    call.reopen_below = 94;
    call.probability = {0.4, 0.35, 0.25};
    return call;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(call)

BOOST_AUTO_TEST_CASE(a_sound_call_passes) {
    BOOST_TEST(!analysis::check_call(sound_call(), 100).has_value());
}

BOOST_AUTO_TEST_CASE(probabilities_sum_to_one_within_a_hundredth) {
    auto call = sound_call();
    call.probability = {0.41, 0.35, 0.25};
    BOOST_TEST(!analysis::check_call(call, 100).has_value());
    call.probability = {0.39, 0.35, 0.25};
    BOOST_TEST(!analysis::check_call(call, 100).has_value());
    call.probability = {0.42, 0.35, 0.25};
    BOOST_TEST(analysis::check_call(call, 100).value() == "probabilities_do_not_sum");
    call.probability = {40, 35, 25};
    BOOST_TEST(analysis::check_call(call, 100).value() == "probability_out_of_range");
    call.probability = {1.2, -0.2, 0};
    BOOST_TEST(analysis::check_call(call, 100).value() == "probability_out_of_range");
    call.probability = {ec::nan_value(), 0.5, 0.5};
    BOOST_TEST(analysis::check_call(call, 100).value() == "probability_out_of_range");
}

BOOST_AUTO_TEST_CASE(levels_lie_on_their_sides_of_the_close) {
    for (double const close : {95.0, 94.0, 105.0, 106.5})
        BOOST_TEST(analysis::check_call(sound_call(), close).value() == "level_on_wrong_side");
    auto call = sound_call();
    call.reopen_above = 99;
    BOOST_TEST(analysis::check_call(call, 100).value() == "level_on_wrong_side");
    call = sound_call();
    call.reopen_below = ec::nan_value();
    BOOST_TEST(analysis::check_call(call, 100).value() == "level_on_wrong_side");
    call = sound_call();
    call.down_below = -5;
    BOOST_TEST(analysis::check_call(call, 100).value() == "level_on_wrong_side");
}

BOOST_AUTO_TEST_CASE(outcomes_are_read_back) {
    for (auto outcome :
         {analysis::Outcome::ok, analysis::Outcome::abstain, analysis::Outcome::void_call,
          analysis::Outcome::data_missing, analysis::Outcome::stale_data,
          analysis::Outcome::llm_error, analysis::Outcome::unparseable})
        BOOST_TEST((analysis::parse_outcome(analysis::to_string(outcome)) == outcome));
    BOOST_TEST(!analysis::parse_outcome("hold").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
