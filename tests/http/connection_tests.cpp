#include <ec/base/error.hpp>

#include <chrono>
#include <string>
#include <thread>

#include <boost/test/unit_test.hpp>

#include "raw_client.hpp"
#include "test_server.hpp"

using ec::test::fetch;
using ec::test::RawClient;
using ec::test::test_settings;
using ec::test::TestServer;

namespace {

constexpr char const* get_health = "GET /api/health HTTP/1.1\r\nHost: localhost\r\n\r\n";

}  // namespace

BOOST_AUTO_TEST_SUITE(connections)

BOOST_AUTO_TEST_CASE(one_connection_carries_many_requests) {
    TestServer server(test_settings());
    RawClient client(server.port());
    for (int i = 0; i < 100; ++i) {
        auto const answer = client.send(get_health).read();
        BOOST_TEST(answer.value().status == 200);
        BOOST_TEST(answer->body == R"({"status":"ok"})");
        BOOST_TEST(answer->header("connection").empty());
    }
}

BOOST_AUTO_TEST_CASE(pipelined_requests_are_answered_in_order) {
    TestServer server(test_settings());
    RawClient client(server.port());
    std::string text;
    for (int i = 0; i < 300; ++i) {
        auto const n = std::to_string(i);
        if (i % 3 == 0)
            text += "POST /api/v1/echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: " +
                    std::to_string(n.size()) + "\r\n\r\n" + n;
        else if (i % 3 == 1)
            text +=
                "POST /api/v1/echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked"
                "\r\n\r\n" +
                std::to_string(n.size()) + "\r\n" + n + "\r\n0\r\n\r\n";
        else
            text += "GET /api/v1/symbols/" + n + "/bars HTTP/1.1\r\nHost: localhost\r\n\r\n";
    }
    std::jthread const sender([&] { client.send(text); });
    for (int i = 0; i < 300; ++i) {
        auto const answer = client.read();
        BOOST_REQUIRE(answer.has_value());
        auto const n = std::to_string(i);
        BOOST_TEST(answer->body == (i % 3 == 2 ? n + "|127.0.0.1|http" : n));
    }
}

BOOST_AUTO_TEST_CASE(requests_may_arrive_byte_by_byte) {
    TestServer server(test_settings());
    RawClient client(server.port());
    std::string const text =
        "POST /api/v1/echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
        "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n";
    for (char c : text + get_health) client.send({&c, 1});
    BOOST_TEST(client.read().value().body == "abcde");
    BOOST_TEST(client.read().value().status == 200);
}

BOOST_AUTO_TEST_CASE(http_1_0_and_connection_close_end_the_connection) {
    TestServer server(test_settings());
    for (std::string const text :
         {"GET /api/health HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n",
          "GET /api/health HTTP/1.1\r\nHost: localhost\r\nConnection: foo, Close\r\n\r\n"}) {
        RawClient client(server.port());
        client.send(text);
        auto const answer = client.read();
        BOOST_TEST(answer.value().status == 200);
        BOOST_TEST(answer->header("connection") == "close");
        client.finish_sending();
        BOOST_TEST(client.is_closed(1'000));
    }
}

BOOST_AUTO_TEST_CASE(head_sends_the_length_and_no_body) {
    TestServer server(test_settings());
    RawClient client(server.port());
    client.send("HEAD /api/health HTTP/1.1\r\nHost: localhost\r\n\r\n");
    auto const answer = client.read(RawClient::Body::none);
    BOOST_TEST(answer.value().status == 200);
    BOOST_TEST(answer->header("content-length") == "15");
    BOOST_TEST(client.send(get_health).read().value().body.size() == 15U);
}

BOOST_AUTO_TEST_CASE(expect_continue_is_answered_before_the_body) {
    TestServer server(test_settings());
    RawClient client(server.port());
    client.send(
        "POST /api/v1/echo HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n"
        "Content-Length: 3\r\n\r\n");
    BOOST_TEST(client.read().value().status == 100);
    BOOST_TEST(client.send("abc").read().value().body == "abc");
    client.send(
        "POST /api/v1/small HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n"
        "Content-Length: 17\r\n\r\n");
    BOOST_TEST(client.read().value().status == 413);
    client.finish_sending();
    BOOST_TEST(client.is_closed());
}

BOOST_AUTO_TEST_CASE(a_large_answer_reaches_a_slow_reader_whole) {
    TestServer server(test_settings());
    RawClient client(server.port());
    client.send("GET /api/v1/big HTTP/1.1\r\nHost: localhost\r\n\r\n").send(get_health);
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    BOOST_TEST(client.read().value().body == std::string(4U << 20U, 'b'));
    BOOST_TEST(client.read().value().status == 200);
}

BOOST_AUTO_TEST_CASE(a_full_pool_answers_503_with_retry_after) {
    TestServer server(test_settings());
    std::vector<RawClient> waiting;
    for (int i = 1; i <= 4; ++i) {  // two run, two queue
        waiting.emplace_back(server.port());
        waiting.back().send("GET /api/v1/gate HTTP/1.1\r\nHost: localhost\r\n\r\n");
        auto const in_flight = "ec_http_requests_in_flight " + std::to_string(i) + "\n";
        while (server.metrics.render().find(in_flight) == std::string::npos)
            std::this_thread::yield();
        if (i <= 2) server.gate.wait_for_inside(i);
    }
    auto const refused = fetch(server.port(), "POST", "/api/v1/echo", {}, "x");
    BOOST_TEST(refused.status == 503);
    BOOST_TEST(refused.header("retry-after") == "1");
    BOOST_TEST(refused.body.find("\"code\":\"http.overloaded\"") != std::string::npos);
    BOOST_TEST(fetch(server.port(), "GET", "/api/health").status == 200);
    server.gate.open();
    for (auto& client : waiting) BOOST_TEST(client.read().value().status == 200);
}

BOOST_AUTO_TEST_CASE(a_drain_finishes_what_is_under_way_and_refuses_the_rest) {
    TestServer server(test_settings());
    RawClient busy(server.port());
    busy.send("GET /api/v1/gate HTTP/1.1\r\nHost: localhost\r\n\r\n");
    server.gate.wait_for_inside(1);
    RawClient idle(server.port());
    BOOST_TEST(idle.send(get_health).read().value().status == 200);
    server.request_stop();
    BOOST_TEST(idle.is_closed());
    BOOST_TEST(server.lifecycle.draining.load());
    // Each I/O thread closes its own listening socket, a moment apart.
    auto const refuses = [&] {
        try {
            RawClient const late(server.port());
            return false;
        } catch (std::runtime_error const&) {
            return true;
        }
    };
    while (!refuses()) std::this_thread::yield();
    server.gate.open();
    auto const answer = busy.read();
    BOOST_TEST(answer.value().status == 200);
    BOOST_TEST(answer->header("connection") == "close");
    busy.close();
    server.join();
}

BOOST_AUTO_TEST_CASE(during_the_drain_wait_answers_carry_connection_close) {
    auto settings = test_settings();
    settings.drain_wait_ms = 400;
    TestServer server(settings);
    RawClient client(server.port());
    BOOST_TEST(client.send(get_health).read().value().header("connection").empty());
    server.request_stop();
    while (!server.lifecycle.draining) std::this_thread::yield();
    auto const answer = client.send(get_health).read();
    BOOST_TEST(answer.value().status == 200);
    BOOST_TEST(answer->header("connection") == "close");
    BOOST_TEST(fetch(server.port(), "GET", "/api/health").status == 200);
}

BOOST_AUTO_TEST_CASE(a_drain_out_of_time_stops_the_handlers_and_ends) {
    auto settings = test_settings();
    settings.drain_limit_ms = 100;
    ec::http::Router router;
    ec::http::Route route;
    route.path = "/wait";
    route.permission = "public";
    std::atomic<bool> stopped = false;
    std::atomic<bool> inside = false;
    route.handler = [&](ec::http::Request const& request) {
        inside = true;
        while (!request.stop.stop_requested()) std::this_thread::yield();
        stopped = true;
        return ec::http::json_response(200, "{}");
    };
    router.add(route);
    TestServer server(settings, std::move(router));
    RawClient client(server.port());
    client.send("GET /wait HTTP/1.1\r\nHost: localhost\r\n\r\n");
    while (!inside) std::this_thread::yield();
    server.request_stop();
    server.join();
    BOOST_TEST(client.is_closed());
    while (!stopped) std::this_thread::yield();
}

BOOST_AUTO_TEST_CASE(a_taken_port_is_refused_with_the_remedy) {
    TestServer first(test_settings());
    auto settings = test_settings();
    settings.port = first.port();
    BOOST_CHECK_EXCEPTION(TestServer second(settings), ec::Error, [](ec::Error const& e) {
        return e.reason() == "server.port_taken" &&
               e.public_message().find("--port") != std::string::npos;
    });
    settings.sharing = ec::http::PortSharing::shared;
    TestServer third(settings);
    BOOST_TEST(third.port() == first.port());
    settings.address = "192.0.2.1";
    BOOST_CHECK_EXCEPTION(TestServer fourth(settings), ec::Error,
                          [](ec::Error const& e) { return e.reason() == "server.bind"; });
    settings.address = "nowhere";
    BOOST_CHECK_EXCEPTION(TestServer fifth(settings), ec::Error,
                          [](ec::Error const& e) { return e.reason() == "server.address"; });
}

BOOST_AUTO_TEST_SUITE_END()
