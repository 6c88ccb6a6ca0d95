#include <ec/marketdata/circuit_breaker.hpp>

#include <atomic>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace ec;
using namespace ec::marketdata;

namespace {

constexpr Micros minute = 60 * micros_per_second;

void fail(CircuitBreaker& breaker, Micros now_us, int times) {
    for (int i = 0; i < times; ++i) {
        BOOST_REQUIRE(breaker.try_acquire(now_us));
        breaker.record_failure(now_us, "provider.rate_limited");
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(circuit_breaker)

BOOST_AUTO_TEST_CASE(three_failures_in_a_row_open_it_for_five_minutes) {
    CircuitBreaker breaker({});
    fail(breaker, 0, 2);
    BOOST_REQUIRE(breaker.try_acquire(0));
    breaker.record_success();
    BOOST_TEST(breaker.view(0).failures == 0);
    fail(breaker, minute, 3);
    BOOST_TEST((breaker.view(minute).state == BreakerState::open));
    BOOST_TEST(breaker.view(minute).last_reason == "provider.rate_limited");
    BOOST_TEST(*breaker.view(minute).retry_at_us == 6 * minute);
    for (Micros t = minute; t < 6 * minute; t += minute / 2) BOOST_TEST(!breaker.try_acquire(t));
    BOOST_TEST((breaker.view(6 * minute).state == BreakerState::half_open));
}

BOOST_AUTO_TEST_CASE(one_probe_decides) {
    CircuitBreaker breaker({});
    fail(breaker, 0, 3);
    BOOST_TEST(breaker.try_acquire(5 * minute));
    BOOST_TEST(!breaker.try_acquire(5 * minute));
    breaker.record_failure(5 * minute, "provider.html");
    BOOST_TEST(!breaker.try_acquire(10 * minute - 1));
    BOOST_TEST(breaker.try_acquire(10 * minute));
    breaker.release();  // cancelled: the next call is the probe
    BOOST_TEST(breaker.try_acquire(10 * minute));
    breaker.record_success();
    BOOST_TEST((breaker.view(10 * minute).state == BreakerState::closed));
    BOOST_TEST(breaker.view(10 * minute).last_reason.empty());
    fail(breaker, 11 * minute, 2);
    BOOST_TEST(breaker.try_acquire(11 * minute));
}

BOOST_AUTO_TEST_CASE(a_late_failure_of_an_earlier_call_prolongs_nothing) {
    CircuitBreaker breaker({});
    BOOST_REQUIRE(breaker.try_acquire(0));
    fail(breaker, 0, 3);
    breaker.record_failure(4 * minute, "provider.timeout");
    BOOST_TEST(*breaker.view(4 * minute).retry_at_us == 5 * minute);
    BOOST_TEST(breaker.try_acquire(5 * minute));
}

BOOST_AUTO_TEST_CASE(of_many_threads_one_gets_the_probe) {
    for (int round = 0; round < 50; ++round) {
        CircuitBreaker breaker({});
        fail(breaker, 0, 3);
        std::atomic<int> acquired{0};
        std::vector<std::jthread> threads;
        for (int i = 0; i < 4; ++i)
            threads.emplace_back([&] { acquired += breaker.try_acquire(5 * minute) ? 1 : 0; });
        threads.clear();
        BOOST_TEST(acquired == 1);
    }
}

BOOST_AUTO_TEST_SUITE_END()
