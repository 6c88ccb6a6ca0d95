#include <ec/jobs/queue.hpp>

#include <boost/test/unit_test.hpp>

using ec::Error;
using ec::ErrorCode;
using ec::micros_per_second;
using ec::jobs::is_permanent;
using ec::jobs::retry_delay_us;

BOOST_AUTO_TEST_SUITE(policy)

BOOST_AUTO_TEST_CASE(waits_are_one_two_four_seconds_and_a_tenth) {
    BOOST_TEST(retry_delay_us(1, std::nullopt, 0) == 1 * micros_per_second);
    BOOST_TEST(retry_delay_us(2, std::nullopt, 0) == 2 * micros_per_second);
    BOOST_TEST(retry_delay_us(3, std::nullopt, 0) == 4 * micros_per_second);
    BOOST_TEST(retry_delay_us(50, std::nullopt, 0) == 4 * micros_per_second);
    BOOST_TEST(retry_delay_us(1, std::nullopt, 0.5) == 1'050'000);
    BOOST_TEST(retry_delay_us(3, std::nullopt, 0.999'999) <= 4'400'000);
}

BOOST_AUTO_TEST_CASE(a_retry_after_lengthens_but_never_shortens) {
    BOOST_TEST(retry_delay_us(1, 30, 0) == 30 * micros_per_second);
    BOOST_TEST(retry_delay_us(3, 0, 0) == 4 * micros_per_second);
    BOOST_TEST(retry_delay_us(3, -5, 0) == 4 * micros_per_second);
    BOOST_TEST(retry_delay_us(1, 86'400, 0) == 3'600 * micros_per_second);
}

BOOST_AUTO_TEST_CASE(what_a_second_try_cannot_heal_is_permanent) {
    for (auto const code :
         {ErrorCode::invalid_input, ErrorCode::unauthenticated, ErrorCode::forbidden,
          ErrorCode::not_found, ErrorCode::insufficient_credit})
        BOOST_TEST(is_permanent(Error(code, "x", "x")));
    for (auto const code : {ErrorCode::conflict, ErrorCode::rate_limited, ErrorCode::unavailable,
                            ErrorCode::timeout, ErrorCode::internal})
        BOOST_TEST(!is_permanent(Error(code, "x", "x")));
}

BOOST_AUTO_TEST_SUITE_END()
