#include <ec/marketdata/provider_health.hpp>

#include <ec/db/database.hpp>
#include <ec/marketdata/provider_catalog.hpp>

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <support/test_database.hpp>

using namespace ec;
using namespace ec::marketdata;
using ec::test::engines;
using ec::test::TestDatabase;

namespace ec::test::health {

struct Kept {
    explicit Kept(std::string const& engine)
        : test(engine, TestDatabase::Content::schema_and_local_user) {}

    CallSlot acquire(CallLimits const& limits) {
        return health.acquire(test.context(), "yahoo", "", limits, BreakerUse::respect);
    }
    void fail(CallSlot const& slot) {
        health.record_failure(test.context(), "yahoo", "provider.closed", slot.pass, {},
                              std::nullopt);
    }
    ProviderState yahoo() {
        for (auto& state : health.list(test.context(), {}))
            if (state.provider == "yahoo") return state;
        return {};
    }

    TestDatabase test;
    ProviderHealth health{test.database()};
};

}  // namespace ec::test::health

using ec::test::health::Kept;

BOOST_AUTO_TEST_SUITE(provider_health)

BOOST_DATA_TEST_CASE(the_last_call_of_a_budget_goes_to_one, engines(), engine) {
    Kept kept(engine);
    CallLimits limits;
    limits.daily_calls = 5;
    for (int i = 0; i < 4; ++i) BOOST_TEST(kept.acquire(limits).granted());
    std::atomic<int> granted{0};
    std::atomic<int> refused{0};
    {
        std::vector<std::jthread> threads;
        for (int process = 0; process < 4; ++process)
            threads.emplace_back([&] {
                auto const own = kept.test.open_again();
                ProviderHealth health(*own);
                for (int i = 0; i < 25; ++i) {
                    auto const slot = health.acquire(kept.test.context(), "yahoo", "", limits,
                                                     BreakerUse::respect);
                    granted += slot.granted() ? 1 : 0;
                    refused += slot.reason() == "provider.budget_used" ? 1 : 0;
                }
            });
    }
    BOOST_TEST(granted == 1);
    BOOST_TEST(refused == 99);
    BOOST_TEST(kept.yahoo().calls_today == 5);
}

BOOST_DATA_TEST_CASE(a_budget_outlives_the_process_and_ends_with_the_day, engines(), engine) {
    Kept kept(engine);
    CallLimits limits;
    limits.daily_calls = 1;
    BOOST_TEST(kept.acquire(limits).granted());
    auto const reopened = kept.test.open_again();
    ProviderHealth again(*reopened);
    auto const slot = again.acquire(kept.test.context(), "yahoo", "", limits, BreakerUse::respect);
    BOOST_TEST(slot.reason() == "provider.budget_used");
    BOOST_TEST(*slot.retry_at_us % micros_per_day == 0);
    // another key has a budget of its own
    BOOST_TEST(again.acquire(kept.test.context(), "yahoo", "0a1b2c3d", limits, BreakerUse::respect)
                   .granted());
    kept.test.execute("UPDATE provider_calls SET day = day - 1");
    BOOST_TEST(kept.acquire(limits).granted());
}

BOOST_DATA_TEST_CASE(calls_keep_their_distance, engines(), engine) {
    Kept kept(engine);
    CallLimits limits;
    limits.interval_ms = 10'000;
    BOOST_TEST(kept.acquire(limits).wait_us == 0);
    auto const second = kept.acquire(limits);
    BOOST_TEST(second.granted());
    BOOST_TEST(second.wait_us > 9'000'000);
    BOOST_TEST(second.wait_us <= 12'000'000);
    auto const third = kept.acquire(limits);
    BOOST_TEST(third.wait_us > 19'000'000 - 1'000'000);
    BOOST_TEST(third.wait_us <= 24'000'000);
    // beyond the caller's deadline, or further than anyone waits: refused and not counted
    auto const context = kept.test.context();
    auto hurried = context;
    hurried.deadline_us = context.now_us() + 5'000'000;
    auto const late = kept.health.acquire(hurried, "yahoo", "", limits, BreakerUse::respect);
    BOOST_TEST(late.reason() == "provider.too_soon");
    BOOST_TEST(late.retry_at_us.has_value());
    limits.max_wait_ms = 1'000;
    BOOST_TEST(kept.acquire(limits).reason() == "provider.too_soon");
    BOOST_TEST(kept.yahoo().calls_today == 3);
    // what a clock promised before it was set back by an hour binds nobody
    kept.test.execute("UPDATE provider_health SET next_call_us = next_call_us + 3600000000");
    BOOST_TEST(kept.acquire(limits).wait_us == 0);
}

BOOST_DATA_TEST_CASE(processes_share_the_breaker, engines(), engine) {
    Kept kept(engine);
    for (int i = 0; i < 3; ++i) kept.fail(kept.acquire({}));
    auto const other = kept.test.open_again();
    ProviderHealth there(*other);
    auto const slot = there.acquire(kept.test.context(), "yahoo", "", {}, BreakerUse::respect);
    BOOST_TEST(slot.reason() == "provider.breaker_open");
    BOOST_TEST(slot.last_reason == "provider.closed");
    BOOST_TEST(slot.retry_at_us.has_value());
    BOOST_TEST(there.acquire(kept.test.context(), "yahoo", "", {}, BreakerUse::ignore).granted());
    BOOST_TEST(there.acquire(kept.test.context(), "sec", "", {}, BreakerUse::respect).granted());
    BOOST_TEST((kept.yahoo().breaker.state == BreakerState::open));
    BOOST_TEST(kept.yahoo().last_failure_at_us.has_value());
    there.record_success(kept.test.context(), "yahoo", 42);
    BOOST_TEST(kept.acquire({}).granted());
    BOOST_TEST(*kept.yahoo().last_latency_ms == 42);
    BOOST_TEST(kept.yahoo().breaker.last_reason.empty());
}

BOOST_DATA_TEST_CASE(of_many_processes_one_probes, engines(), engine) {
    Kept kept(engine);
    for (int i = 0; i < 3; ++i) kept.fail(kept.acquire({}));
    kept.test.execute("UPDATE provider_health SET open_until_us = 1");
    std::atomic<int> probes{0};
    {
        std::vector<std::jthread> threads;
        for (int process = 0; process < 4; ++process)
            threads.emplace_back([&] {
                auto const own = kept.test.open_again();
                ProviderHealth health(*own);
                for (int i = 0; i < 10; ++i)
                    probes +=
                        health.acquire(kept.test.context(), "yahoo", "", {}, BreakerUse::respect)
                            .granted();
            });
    }
    BOOST_TEST(probes == 1);
    // it was killed: after its time another one probes
    kept.test.execute("UPDATE provider_health SET probe_until_us = 1");
    BOOST_TEST(kept.acquire({}).granted());
    BOOST_TEST(!kept.acquire({}).granted());
}

BOOST_DATA_TEST_CASE(everyone_is_listed, engines(), engine) {
    Kept kept(engine);
    CallSettings settings;
    settings.daily_calls["yahoo"] = 7;
    auto const states = kept.health.list(kept.test.context(), settings);
    BOOST_REQUIRE_EQUAL(states.size(), all_providers.size() + 1);
    BOOST_TEST(states.front().provider == "yahoo");
    BOOST_TEST(states.front().daily_calls == 7);
    BOOST_TEST(states.back().provider == "sec");
    for (auto const& state : states) {
        BOOST_TEST(state.calls_today == 0);
        BOOST_TEST((state.breaker.state == BreakerState::closed));
        if (state.provider == "alpha_vantage") BOOST_TEST(state.daily_calls == 25);
    }
    BOOST_TEST(key_name("").empty());
    BOOST_TEST(key_name("abc") == "ba7816bf");
}

BOOST_AUTO_TEST_SUITE_END()
