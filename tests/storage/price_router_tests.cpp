#include <ec/marketdata/price_router.hpp>

#include "routing_fixture.hpp"

#include <ec/base/error.hpp>
#include <ec/db/database.hpp>

#include <atomic>
#include <cstdlib>
#include <fstream>
#include <thread>

#include <boost/test/unit_test.hpp>

#include <support/failed_with.hpp>

using namespace ec;
using namespace ec::marketdata;
using ec::test::engines;
using ec::test::failed_with;
using ec::test::last_session;
using ec::test::Routed;
using ec::test::StubAnswer;

namespace ec::test::routers {

// What a provider does to programs it does not like, and what the attempt is then called.
struct Refusal {
    std::string name;
    std::string reason;
    StubAnswer answer;
};

std::vector<Refusal> refusals() {
    auto const whole = yahoo_json(last_session);
    return {
        {"ban", "provider.closed", StubAnswer::silent().close()},
        {"rate limit", "provider.rate_limited",
         StubAnswer::whole(429, "text/plain", "Too Many Requests")},
        {"proof of work", "provider.html",
         StubAnswer::whole(200, "text/html", "<!doctype html><script>work()</script>")},
        {"last year's data", "provider.old_data",
         StubAnswer::json(200, yahoo_json(last_session - 365))},
        {"cut off", "provider.truncated", StubAnswer::json(200, whole.substr(0, 200))},
        {"no answer in time", "provider.timeout", StubAnswer::silent().wait(30'000)},
        {"server error", "provider.shape", StubAnswer::json(500, R"({"chart":{"result":null}})")},
    };
}

struct Figures {
    int kinds = 0;
    int served = 0;
    int fetches = 0;
    int connections_while_open = 0;
};

// One way of refusing, from the first call to the day the provider is well again.
void live_through(std::string const& engine, Refusal const& refusal, Figures& figures) {
    BOOST_TEST_CONTEXT(engine << ", " << refusal.name) {
        Routed routed(engine);
        routed.settings.calls.patience_ms = 150;
        routed.yahoo.answer(refusal.answer);
        auto const fetch = [&](std::string const& reason) {
            auto const fetched = routed.fetch();
            ++figures.fetches;
            BOOST_REQUIRE_EQUAL(fetched.attempts.size(), 2U);
            BOOST_TEST(fetched.attempts[0].reason == reason);
            BOOST_TEST(!fetched.attempts[0].detail.empty());
            BOOST_TEST((fetched.provider == Provider::twelve_data));
            BOOST_TEST(fetched.answer.bars.date.back().iso() == last_session.iso());
            figures.served += fetched.provider == Provider::twelve_data ? 1 : 0;
        };
        for (int i = 0; i < 3; ++i) fetch(refusal.reason);
        BOOST_TEST((routed.state("yahoo").breaker.state == BreakerState::open));
        BOOST_TEST(routed.state("yahoo").breaker.last_reason == refusal.reason);
        set_provider_gauges(routed.metrics,
                            routed.health.list(routed.context(), routed.settings.calls));
        BOOST_TEST(routed.metrics.render().find("ec_provider_breaker_open{provider=\"yahoo\"} 1") !=
                   std::string::npos);
        auto const connections = routed.yahoo.connections();
        for (int i = 0; i < 5; ++i) fetch("provider.breaker_open");
        routed.let_pass(298);
        fetch("provider.breaker_open");
        figures.connections_while_open += routed.yahoo.connections() - connections;
        BOOST_TEST(routed.yahoo.connections() == connections);
        routed.let_pass(3);
        fetch(refusal.reason);  // the probe
        fetch("provider.breaker_open");
        routed.let_pass(301);
        routed.yahoo.answer(StubAnswer::json(200, yahoo_json(last_session)));
        BOOST_TEST((routed.fetch().provider == Provider::yahoo));
        BOOST_TEST((routed.state("yahoo").breaker.state == BreakerState::closed));
        ++figures.kinds;
    }
}

}  // namespace ec::test::routers

using namespace ec::test::routers;

BOOST_AUTO_TEST_SUITE(price_router)

BOOST_AUTO_TEST_CASE(who_refuses_is_left_alone_and_the_next_serves) {
    std::string line;
    for (std::string const engine : {"sqlite", "postgresql"}) {
        Figures figures;
        for (auto const& refusal : refusals()) live_through(engine, refusal, figures);
        line += fmt::format(
            "{}{}: {} kinds of refusal, breaker open after 3 each, {} connections while open, the "
            "next provider served {} of {}",
            line.empty() ? "" : "; ", engine, figures.kinds, figures.connections_while_open,
            figures.served, figures.fetches);
        BOOST_TEST(figures.connections_while_open == 0);
        BOOST_TEST(figures.served == figures.fetches);
    }
    BOOST_TEST_MESSAGE(line);
    if (char const* folder = std::getenv("EC_PROOFS_DIR"))
        std::ofstream(std::string(folder) + "/3.2") << line << '\n';
}

BOOST_DATA_TEST_CASE(a_provider_names_its_own_time, engines(), engine) {
    Routed routed(engine);
    routed.yahoo.answer(
        StubAnswer::whole(429, "text/plain", "Too Many Requests").header("Retry-After", "900"));
    auto const first = routed.fetch();
    BOOST_TEST(first.attempts[0].status == 429);
    BOOST_REQUIRE(first.attempts[0].retry_at_us.has_value());
    routed.let_pass(890);
    BOOST_TEST(routed.fetch().attempts[0].reason == "provider.breaker_open");
    BOOST_TEST(routed.yahoo.calls() == 1);
    routed.let_pass(11);
    routed.yahoo.answer(StubAnswer::json(200, test::yahoo_json(last_session)));
    BOOST_TEST((routed.fetch().provider == Provider::yahoo));
}

BOOST_DATA_TEST_CASE(of_many_callers_one_probes, engines(), engine) {
    Routed routed(engine);
    routed.yahoo.answer(StubAnswer::whole(200, "text/html", "<html>"));
    for (int i = 0; i < 3; ++i) (void)routed.fetch();
    auto const before = routed.yahoo.calls();
    routed.let_pass(301);
    auto const router = routed.router(routed.live());
    std::vector<std::jthread> callers;
    for (int i = 0; i < 8; ++i)
        callers.emplace_back([&, i] {
            auto order = routed.order();
            order.from = order.from - i;  // not one order, so not one flight
            (void)router->fetch(routed.context(), order);
        });
    callers.clear();
    BOOST_TEST(routed.yahoo.calls() == before + 1);
}

BOOST_DATA_TEST_CASE(equal_orders_share_one_call, engines(), engine) {
    Routed routed(engine);
    constexpr int callers = 8;
    auto slow = StubAnswer::silent().wait(400);
    auto const body = test::yahoo_json(last_session);
    slow.send(fmt::format("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{}", body.size(), body));
    routed.yahoo.answer(slow);
    auto const router = routed.router(routed.live());
    std::atomic<int> served{0};
    std::atomic<int> gave_up{0};
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < callers; ++i)
            threads.emplace_back([&] {
                served +=
                    router->fetch(routed.context(), routed.order()).provider == Provider::yahoo;
            });
        while (routed.yahoo.connections() == 0) std::this_thread::yield();
        // one that cannot wait as long goes away alone
        threads.emplace_back([&] {
            auto context = routed.context();
            context.deadline_us = context.now_us() + 50'000;
            try {
                (void)router->fetch(context, routed.order());
            } catch (Error const& error) {
                gave_up += error.reason() == "call.deadline";
            }
        });
    }
    BOOST_TEST(served == callers);
    BOOST_TEST(gave_up == 1);
    BOOST_TEST(routed.yahoo.connections() == 1);
    BOOST_TEST(routed.yahoo.calls() == 1);
}

BOOST_DATA_TEST_CASE(a_replay_gives_the_same_answer_without_a_socket, engines(), engine) {
    Routed routed(engine);
    auto const live = routed.fetch();
    auto const calls = routed.yahoo.calls();
    auto const stored_calls = routed.state("yahoo").calls_today;
    VaultTransport vault(routed.vault, live.fetched_at_us);
    auto const replayed = routed.router(vault)->fetch(routed.context(), routed.order());
    BOOST_TEST((replayed.provider == live.provider));
    BOOST_TEST(replayed.vault_id == live.vault_id);
    BOOST_TEST(replayed.fetched_at_us == live.fetched_at_us);
    auto const& a = live.answer;
    auto const& b = replayed.answer;
    BOOST_TEST(a.bars.close == b.bars.close);
    BOOST_TEST(a.bars.volume == b.bars.volume);
    BOOST_TEST(a.bars.flags == b.bars.flags);
    BOOST_TEST((a.bars.date == b.bars.date));
    BOOST_TEST(a.name == b.name);
    BOOST_TEST(a.currency == b.currency);
    BOOST_TEST((a.basis == b.basis));
    BOOST_TEST(routed.yahoo.calls() == calls);
    BOOST_TEST(routed.state("yahoo").calls_today == stored_calls);
    // the day before nothing was known
    VaultTransport before(routed.vault, live.fetched_at_us - micros_per_day);
    BOOST_CHECK_EXCEPTION((void)routed.router(before)->fetch(routed.context(), routed.order()),
                          Error, failed_with("provider.none_answered"));
    // and what was kept can be gone through one by one
    auto const kept =
        routed.vault.answers_of(routed.context(), routed.order().symbol, live.fetched_at_us, 10);
    BOOST_REQUIRE_EQUAL(kept.size(), 1U);
    auto const whole = routed.vault.get(routed.context(), kept[0].answer.id);
    BOOST_TEST(parse_kept(whole.request, whole.answer).bars.close == a.bars.close);
}

BOOST_DATA_TEST_CASE(who_answers_about_another_company_is_not_taken, engines(), engine) {
    Routed routed(engine);
    routed.test.execute(
        "INSERT INTO instruments (id, symbol, market, exchange, kind, board, currency, name_en,"
        " name_zh, industry, source, created_at_us, updated_at_us) VALUES ('AAPL', 'AAPL', 'US',"
        " 'NASDAQ', 'stock', '', 'USD', 'Apple Inc.', '苹果公司', '', 'test', 0, 0)");
    struct Other {
        std::string body;
        std::string reason;
    };
    std::vector<Other> const others{
        {test::yahoo_json(last_session, "AAPL", "Appian Petroleum Plc"), "provider.other_company"},
        {test::yahoo_json(last_session, "AAPL", "Apple Inc.", "HKD"), "provider.other_currency"},
        {test::yahoo_json(last_session, "MSFT", "Microsoft"), "provider.wrong_symbol"},
    };
    for (auto const& other : others) {
        routed.yahoo.answer(StubAnswer::json(200, other.body));
        for (int i = 0; i < 2; ++i) {
            auto const fetched = routed.fetch();
            BOOST_TEST(fetched.attempts[0].reason == other.reason);
            BOOST_TEST((fetched.provider == Provider::twelve_data));
        }
    }
    // of one symbol: the provider is asked on
    BOOST_TEST(routed.state("yahoo").breaker.failures == 0);
    BOOST_TEST(routed.yahoo.calls() == 6);
}

BOOST_DATA_TEST_CASE(the_callers_own_faults_open_nothing, engines(), engine) {
    Routed routed(engine);
    routed.yahoo.answer(StubAnswer::json(
        404, R"({"chart":{"result":null,"error":{"code":"Not Found","description":"x"}}})"));
    routed.twelve_data.answer(
        StubAnswer::json(401, R"({"code":401,"message":"apikey is wrong","status":"error"})"));
    for (int i = 0; i < 4; ++i) try {
            (void)routed.fetch();
            BOOST_ERROR("nobody should have served");
        } catch (Error const& error) {
            BOOST_TEST(error.reason() == "provider.none_answered");
            BOOST_REQUIRE_EQUAL(error.fields().size(), 2U);
            BOOST_TEST(error.fields()[0].field == "yahoo");
            BOOST_TEST(error.fields()[0].value == "provider.unknown_symbol");
            BOOST_TEST(error.fields()[1].value == "provider.bad_key");
            BOOST_TEST(error.fields()[1].problem.find("HTTP status 401") != std::string::npos);
        }
    for (auto const* name : {"yahoo", "twelve_data"}) {
        BOOST_TEST((routed.state(name).breaker.state == BreakerState::closed));
        BOOST_TEST(routed.state(name).breaker.failures == 0);
    }
    BOOST_TEST(routed.state("twelve_data").breaker.last_reason == "provider.bad_key");
}

BOOST_DATA_TEST_CASE(the_deadline_is_the_callers, engines(), engine) {
    Routed routed(engine);
    routed.yahoo.answer(StubAnswer::silent().wait(30'000));
    auto context = routed.context();
    context.deadline_us = context.now_us() + 200'000;
    BOOST_CHECK_EXCEPTION((void)routed.router(routed.live())->fetch(context, routed.order()), Error,
                          failed_with("call.deadline"));
    // a fifth of a second says nothing about a provider
    BOOST_TEST(routed.state("yahoo").breaker.failures == 0);
    std::stop_source stop;
    stop.request_stop();
    auto cancelled = routed.context();
    cancelled.stop = stop.get_token();
    BOOST_CHECK_EXCEPTION((void)routed.router(routed.live())->fetch(cancelled, routed.order()),
                          Error, failed_with("call.cancelled"));
}

BOOST_DATA_TEST_CASE(nobody_is_asked_who_is_not_switched_on, engines(), engine) {
    Routed routed(engine);
    routed.connections.disconnect(routed.context(), Provider::yahoo, KeyFate::keep);
    auto const fetched = routed.fetch();
    BOOST_TEST(fetched.attempts.size() == 1U);
    BOOST_TEST(routed.yahoo.connections() == 0);
    routed.connections.disconnect(routed.context(), Provider::twelve_data, KeyFate::keep);
    BOOST_CHECK_EXCEPTION((void)routed.fetch(), Error, failed_with("provider.none_connected"));
    auto order = routed.order();
    order.from = order.to + 1;
    BOOST_CHECK_EXCEPTION((void)routed.router(routed.live())->fetch(routed.context(), order), Error,
                          failed_with("provider.days"));
}

BOOST_DATA_TEST_CASE(a_test_tells_what_came_back, engines(), engine) {
    Routed routed(engine);
    auto const router = routed.router(routed.live());
    auto const today = market::to_local(market::ExchangeZone::new_york, routed.context().now_us());
    auto const run = [&] {
        return router->test(routed.context(), Provider::yahoo, market::Market::us, std::nullopt);
    };
    routed.yahoo.answer(StubAnswer::json(200, test::yahoo_json(today.date - 1)));
    BOOST_TEST(run().reason.empty());
    BOOST_TEST(run().last_session->iso() == (today.date - 1).iso());
    BOOST_TEST(run().source == "yahoo");
    BOOST_TEST(run().bars == 3U);
    routed.yahoo.answer(StubAnswer::json(200, test::yahoo_json(today.date - 365)));
    BOOST_TEST(run().reason == "provider.old_data");
    routed.yahoo.answer(StubAnswer::silent().close());
    for (int i = 0; i < 3; ++i) BOOST_TEST(run().reason == "provider.closed");
    // the breaker is open, but a person asks
    BOOST_TEST((routed.state("yahoo").breaker.state == BreakerState::open));
    routed.yahoo.answer(StubAnswer::whole(503, "text/html", "<html>busy"));
    auto const busy = run();
    BOOST_TEST(busy.reason == "provider.html");
    BOOST_TEST(busy.status == 503);
    routed.yahoo.answer(StubAnswer::json(200, test::yahoo_json(today.date)));
    BOOST_TEST(run().reason.empty());
    BOOST_TEST((routed.state("yahoo").breaker.state == BreakerState::closed));
    BOOST_CHECK_EXCEPTION(
        (void)router->test(routed.context(), Provider::tushare, market::Market::us, std::nullopt),
        Error, failed_with("provider.market"));
    BOOST_TEST(
        router->test(routed.context(), Provider::finnhub_quote, market::Market::us, "").reason ==
        "provider.bad_key");
}

BOOST_AUTO_TEST_SUITE_END()
