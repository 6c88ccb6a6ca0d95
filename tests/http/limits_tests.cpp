#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "raw_client.hpp"
#include "test_server.hpp"

using ec::test::fetch;
using ec::test::RawClient;
using ec::test::test_settings;
using ec::test::TestServer;

namespace {

using Seconds = std::chrono::duration<double>;

constexpr char const* get_health = "GET /api/health HTTP/1.1\r\nHost: localhost\r\n\r\n";

std::size_t open_connections(TestServer& server) {
    auto const text = server.metrics.render();
    auto const at = text.find("\nec_http_connections ");
    return std::stoul(text.substr(at + 21));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(limits)

BOOST_AUTO_TEST_CASE(a_dripped_header_ends_with_408_though_bytes_keep_coming) {
    auto settings = test_settings();
    settings.limits.header_ms = 200;
    TestServer server(settings);
    RawClient client(server.port());
    auto const start = std::chrono::steady_clock::now();
    std::jthread const dripper([&](std::stop_token stop) {
        client.send("GET /api/health HTTP/1.1\r\nHost: localhost\r\nX-A: ");
        while (!stop.stop_requested()) {
            client.send("b");
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
    });
    auto const answer = client.read();
    BOOST_TEST(answer.value().status == 408);
    BOOST_TEST(answer->header("connection") == "close");
    Seconds const taken = std::chrono::steady_clock::now() - start;
    BOOST_TEST(taken.count() >= 0.2);
    BOOST_TEST(taken.count() < 10.0);
}

BOOST_AUTO_TEST_CASE(each_request_has_its_own_header_time) {
    auto settings = test_settings();
    settings.limits.header_ms = 1'000;
    TestServer server(settings);
    RawClient client(server.port());
    for (int i = 0; i < 4; ++i) {
        client.send("GET /api/health HTTP/1.1\r\n");
        std::this_thread::sleep_for(std::chrono::milliseconds(300));
        BOOST_TEST(client.send("Host: localhost\r\n\r\n").read().value().status == 200);
    }
}

BOOST_AUTO_TEST_CASE(an_idle_connection_is_closed_without_a_word) {
    auto settings = test_settings();
    settings.limits.idle_ms = 150;
    TestServer server(settings);
    RawClient fresh(server.port());
    RawClient used(server.port());
    BOOST_TEST(used.send(get_health).read().value().status == 200);
    BOOST_TEST(fresh.is_closed());
    BOOST_TEST(used.is_closed());
    BOOST_TEST(fresh.buffered().empty());
    BOOST_TEST(used.buffered().empty());
}

BOOST_AUTO_TEST_CASE(a_body_below_the_minimum_rate_ends_with_408) {
    auto settings = test_settings();
    settings.limits.body_grace_ms = 200;
    TestServer server(settings);
    RawClient client(server.port());
    client.send("POST /api/v1/echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n");
    std::jthread const dripper([&](std::stop_token stop) {
        while (!stop.stop_requested()) {
            client.send("b");
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
    });
    BOOST_TEST(client.read().value().status == 408);
}

BOOST_AUTO_TEST_CASE(a_body_above_the_minimum_rate_may_take_longer_than_the_grace) {
    auto settings = test_settings();
    settings.limits.body_grace_ms = 600;
    settings.limits.body_bytes_per_s = 10'000;
    TestServer server(settings);
    RawClient client(server.port());
    client.send("POST /api/v1/echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 12000\r\n\r\n");
    for (int i = 0; i < 6; ++i) {
        client.send(std::string(2'000, 'b'));
        std::this_thread::sleep_for(std::chrono::milliseconds(150));
    }
    BOOST_TEST(client.read().value().body.size() == 12'000U);
}

BOOST_AUTO_TEST_CASE(a_client_that_does_not_read_is_cut_off) {
    auto settings = test_settings();
    settings.limits.write_stall_ms = 200;
    TestServer server(settings);
    RawClient client(server.port());
    for (int i = 0; i < 8; ++i) client.send("GET /api/v1/big HTTP/1.1\r\nHost: localhost\r\n\r\n");
    while (open_connections(server) != 1) std::this_thread::yield();
    while (open_connections(server) != 0) std::this_thread::yield();
    BOOST_TEST(client.is_closed());
    BOOST_TEST(client.buffered().size() < (8U << 22U));
}

BOOST_AUTO_TEST_CASE(an_address_has_a_limited_number_of_connections) {
    auto settings = test_settings();
    settings.limits.max_connections_per_address = 4;
    TestServer server(settings);
    std::vector<RawClient> clients;
    for (int i = 0; i < 4; ++i) {
        clients.emplace_back(server.port());
        BOOST_TEST(clients.back().send(get_health).read().value().status == 200);
    }
    {
        RawClient fifth(server.port());
        auto const answer = fifth.read();
        BOOST_TEST(answer.value().status == 429);
        BOOST_TEST(answer->body.find("http.connections") != std::string::npos);
        BOOST_TEST(fifth.is_closed());
    }
    clients.pop_back();
    while (open_connections(server) != 3) std::this_thread::yield();
    BOOST_TEST(fetch(server.port(), "GET", "/api/health").status == 200);
}

BOOST_AUTO_TEST_CASE(trusted_proxies_are_exempt_from_the_limit_per_address) {
    auto settings = test_settings();
    settings.limits.max_connections_per_address = 2;
    settings.trusted_proxies = {"127.0.0.0/8"};
    TestServer server(settings);
    std::vector<RawClient> clients;
    for (int i = 0; i < 6; ++i) {
        clients.emplace_back(server.port());
        BOOST_TEST(clients.back().send(get_health).read().value().status == 200);
    }
}

BOOST_AUTO_TEST_CASE(accepting_pauses_at_the_total_and_goes_on_below_it) {
    auto settings = test_settings();
    settings.io_threads = 1;
    settings.limits.max_connections = 3;
    TestServer server(settings);
    std::vector<RawClient> clients;
    for (int i = 0; i < 4; ++i) {
        clients.emplace_back(server.port());
        clients.back().send(get_health);
    }
    // Three are served; the next is either the one accept already under way or waits its turn.
    for (int i = 0; i < 3; ++i)
        BOOST_TEST(clients[static_cast<std::size_t>(i)].read().value().status == 200);
    BOOST_TEST(open_connections(server) <= 4U);
    RawClient late(server.port());
    late.send(get_health);
    clients.clear();
    BOOST_TEST(late.read().value().status == 200);
}

BOOST_AUTO_TEST_CASE(slow_clients_do_not_slow_the_others) {
    auto settings = test_settings();
    settings.limits.header_ms = 3'000;
    TestServer server(settings);
    std::vector<RawClient> slow;
    for (int i = 0; i < 150; ++i) {
        slow.emplace_back(server.port());
        slow.back().send("POST /api/v1/echo HTTP/1.1\r\nHost: localhost\r\n");
    }
    RawClient healthy(server.port());
    for (int i = 0; i < 200; ++i) BOOST_TEST(healthy.send(get_health).read().value().status == 200);
}

BOOST_AUTO_TEST_CASE(a_limited_route_says_so_and_refuses_with_the_wait) {
    TestServer server(test_settings());
    for (int left = 2; left >= 0; --left) {
        auto const answer = fetch(server.port(), "GET", "/api/v1/limited");
        BOOST_TEST(answer.status == 200);
        BOOST_TEST(answer.header("ratelimit-policy") == "\"demo\";q=3;w=60");
        BOOST_TEST(
            answer.header("ratelimit").starts_with("\"demo\";r=" + std::to_string(left) + ";t="));
    }
    auto const refused = fetch(server.port(), "GET", "/api/v1/limited");
    BOOST_TEST(refused.status == 429);
    BOOST_TEST(std::stoi(refused.header("retry-after")) > 0);
    BOOST_TEST(std::stoi(refused.header("retry-after")) <= 20);
    BOOST_TEST(refused.header("ratelimit").starts_with("\"demo\";r=0;t="));
}

BOOST_AUTO_TEST_SUITE_END()
