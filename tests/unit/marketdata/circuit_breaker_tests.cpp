#include <ec/marketdata/circuit_breaker.hpp>

#include <boost/test/unit_test.hpp>

using namespace ec;
using namespace ec::marketdata;

namespace {

constexpr Micros minute = 60 * micros_per_second;

void fail(CircuitBreaker& breaker, Micros now_us, int times) {
    for (int i = 0; i < times; ++i) {
        auto const pass = breaker.try_acquire(now_us);
        BOOST_REQUIRE(pass.has_value());
        breaker.record_failure(now_us, "provider.rate_limited", *pass, std::nullopt);
    }
}

bool refuses(CircuitBreaker& breaker, Micros now_us) {
    return !breaker.try_acquire(now_us).has_value();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(circuit_breaker)

BOOST_AUTO_TEST_CASE(three_failures_in_a_row_open_it_for_five_minutes) {
    CircuitBreaker breaker({});
    fail(breaker, 0, 2);
    BOOST_REQUIRE(breaker.try_acquire(0).has_value());
    breaker.record_success();
    BOOST_TEST(breaker.view(0).failures == 0);
    fail(breaker, minute, 3);
    BOOST_TEST((breaker.view(minute).state == BreakerState::open));
    BOOST_TEST(breaker.view(minute).last_reason == "provider.rate_limited");
    BOOST_TEST(*breaker.view(minute).retry_at_us == 6 * minute);
    for (Micros t = minute; t < 6 * minute; t += minute / 2) BOOST_TEST(refuses(breaker, t));
    BOOST_TEST((breaker.view(6 * minute).state == BreakerState::half_open));
}

BOOST_AUTO_TEST_CASE(one_probe_decides) {
    CircuitBreaker breaker({});
    fail(breaker, 0, 3);
    auto pass = breaker.try_acquire(5 * minute);
    BOOST_REQUIRE(pass.has_value());
    BOOST_TEST(refuses(breaker, 5 * minute));
    breaker.record_failure(5 * minute, "provider.html", *pass, std::nullopt);
    BOOST_TEST(refuses(breaker, 10 * minute - 1));
    pass = breaker.try_acquire(10 * minute);
    BOOST_REQUIRE(pass.has_value());
    breaker.release(*pass);  // cancelled: the next call is the probe
    BOOST_REQUIRE(breaker.try_acquire(10 * minute).has_value());
    breaker.record_success();
    BOOST_TEST((breaker.view(10 * minute).state == BreakerState::closed));
    BOOST_TEST(breaker.view(10 * minute).last_reason.empty());
    fail(breaker, 11 * minute, 2);
    BOOST_TEST(!refuses(breaker, 11 * minute));
}

BOOST_AUTO_TEST_CASE(a_late_failure_of_an_earlier_call_prolongs_nothing) {
    CircuitBreaker breaker({});
    auto const early = breaker.try_acquire(0);
    BOOST_REQUIRE(early.has_value());
    fail(breaker, 0, 3);
    breaker.record_failure(4 * minute, "provider.timeout", *early, std::nullopt);
    BOOST_TEST(*breaker.view(4 * minute).retry_at_us == 5 * minute);
    auto const probe = breaker.try_acquire(5 * minute);
    BOOST_REQUIRE(probe.has_value());
    // nor does it end the probe that is under way
    breaker.record_failure(5 * minute, "provider.timeout", *early, std::nullopt);
    breaker.release(*early);
    BOOST_TEST(refuses(breaker, 5 * minute));
    BOOST_TEST(*breaker.view(5 * minute).retry_at_us == 5 * minute);
}

BOOST_AUTO_TEST_CASE(a_probe_that_never_ends_is_given_up) {
    CircuitBreaker breaker({});
    fail(breaker, 0, 3);
    auto const lost = breaker.try_acquire(5 * minute);
    BOOST_REQUIRE(lost.has_value());
    BOOST_TEST(refuses(breaker, 7 * minute - 1));
    auto const next = breaker.try_acquire(7 * minute);
    BOOST_REQUIRE(next.has_value());
    breaker.release(*lost);  // it comes back after all: the new probe stands
    BOOST_TEST(refuses(breaker, 7 * minute));
    breaker.record_failure(7 * minute, "provider.closed", *next, std::nullopt);
    BOOST_TEST(*breaker.view(7 * minute).retry_at_us == 12 * minute);
}

BOOST_AUTO_TEST_CASE(the_time_that_a_provider_names_is_kept) {
    CircuitBreaker breaker({});
    breaker.record_failure(0, "provider.rate_limited", {}, 2 * minute);
    BOOST_TEST(refuses(breaker, 2 * minute - 1));
    BOOST_TEST(breaker.view(minute).failures == 1);
    auto const probe = breaker.try_acquire(2 * minute);
    BOOST_REQUIRE(probe.has_value());
    // a failed probe stays open for the usual time, or longer when the provider says so
    breaker.record_failure(2 * minute, "provider.rate_limited", *probe, 12 * minute);
    BOOST_TEST(*breaker.view(3 * minute).retry_at_us == 12 * minute);
    CircuitBreaker past({});
    past.record_failure(minute, "provider.rate_limited", {}, minute);
    BOOST_TEST((past.view(minute).state == BreakerState::closed));
}

BOOST_AUTO_TEST_CASE(a_record_continues_where_it_was_stored) {
    CircuitBreaker first({});
    fail(first, 0, 3);
    CircuitBreaker second({}, first.record());
    BOOST_TEST(refuses(second, 5 * minute - 1));
    BOOST_REQUIRE(second.try_acquire(5 * minute).has_value());
    CircuitBreaker third({}, second.record());
    BOOST_TEST(refuses(third, 5 * minute));
}

BOOST_AUTO_TEST_SUITE_END()
