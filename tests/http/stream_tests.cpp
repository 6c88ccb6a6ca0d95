#include <ec/base/error.hpp>

#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "raw_client.hpp"
#include "test_server.hpp"

using ec::test::RawClient;
using ec::test::test_settings;
using ec::test::TestServer;

namespace {

std::string get(std::string const& how, std::string const& version = "1.1") {
    return "GET /api/v1/events/" + how + " HTTP/" + version + "\r\nHost: localhost\r\n\r\n";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(streams)

BOOST_AUTO_TEST_CASE(events_have_their_wire_form) {
    using ec::http::format_event;
    BOOST_TEST(format_event({"7", "done", "a\nb\r\nc\rd"}) ==
               "id: 7\nevent: done\ndata: a\ndata: b\ndata: c\ndata: d\n\n");
    BOOST_TEST(format_event({"", "", ""}) == "data: \n\n");
    BOOST_CHECK_THROW(static_cast<void>(format_event({"1\n2", "", ""})), ec::Error);
    BOOST_CHECK_THROW(static_cast<void>(format_event({"", "a\rb", ""})), ec::Error);
}

BOOST_AUTO_TEST_CASE(a_blocking_stream_ends_and_the_connection_goes_on) {
    TestServer server(test_settings());
    RawClient client(server.port());
    auto const answer = client.send(get("blocking")).read();
    BOOST_TEST(answer.value().status == 200);
    BOOST_TEST(answer->header("content-type") == "text/event-stream");
    BOOST_TEST(answer->header("cache-control") == "no-store");
    BOOST_TEST(answer->body ==
               "id: 1\nevent: tick\ndata: n=1\n\nid: 2\nevent: tick\ndata: n=2\n\n"
               "id: 3\nevent: tick\ndata: n=3\n\n");
    BOOST_TEST(client.send(get("blocking")).read().value().body.starts_with("id: 4"));
    BOOST_TEST(
        client.send("GET /api/health HTTP/1.1\r\nHost: localhost\r\n\r\n").read().value().status ==
        200);
}

BOOST_AUTO_TEST_CASE(http_1_0_gets_the_stream_until_the_close) {
    TestServer server(test_settings());
    RawClient client(server.port());
    client.send(get("blocking", "1.0"));
    auto const text = client.read_until("n=3\n\n");
    BOOST_TEST(text.find("Transfer-Encoding") == std::string::npos);
    BOOST_TEST(client.is_closed());
    BOOST_TEST(client.buffered().empty());
}

BOOST_AUTO_TEST_CASE(head_of_a_stream_has_a_head_only) {
    TestServer server(test_settings());
    RawClient client(server.port());
    client.send("HEAD /api/v1/events/quiet HTTP/1.1\r\nHost: localhost\r\n\r\n");
    auto const answer = client.read(RawClient::Body::none);
    BOOST_TEST(answer.value().header("content-type") == "text/event-stream");
    BOOST_TEST(answer->header("content-length").empty());
    BOOST_TEST(
        client.send("GET /api/health HTTP/1.1\r\nHost: localhost\r\n\r\n").read().value().status ==
        200);
}

BOOST_AUTO_TEST_CASE(a_pushed_event_arrives_at_once) {
    TestServer server(test_settings());  // the channel's stream is polled once a minute
    RawClient client(server.port());
    client.send(get("channel"));
    client.read_until("\r\n\r\n");
    for (int i = 0; i < 20; ++i) {
        auto const n = std::to_string(i);
        server.channel->push({n, "", "x" + n});
        BOOST_TEST(client.read_until("data: x" + n + "\n\n").find("id: " + n) != std::string::npos);
    }
    server.channel->close();
    client.read_until("0\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(many_streams_hold_no_thread) {
    auto settings = test_settings();  // a pool of two
    TestServer server(settings);
    std::vector<RawClient> clients;
    for (int i = 0; i < 50; ++i) {
        clients.emplace_back(server.port());
        clients.back().send(get("channel"));
        clients.back().read_until("\r\n\r\n");
    }
    BOOST_TEST(ec::test::fetch(server.port(), "POST", "/api/v1/echo", {}, "x").body == "x");
}

BOOST_AUTO_TEST_CASE(a_client_that_leaves_ends_its_stream) {
    TestServer server(test_settings());
    {
        RawClient client(server.port());
        client.send(get("channel"));
        client.read_until("\r\n\r\n");
        BOOST_TEST(!server.channel->abandoned());
    }
    while (!server.channel->abandoned()) std::this_thread::yield();
}

BOOST_AUTO_TEST_CASE(a_failing_stream_is_cut_off_not_ended) {
    TestServer server(test_settings());
    RawClient client(server.port());
    BOOST_TEST(!client.send(get("failing")).read().has_value());
}

BOOST_AUTO_TEST_CASE(silence_is_filled_with_comments) {
    auto settings = test_settings();
    settings.limits.stream_heartbeat_ms = 30;
    TestServer server(settings);
    RawClient client(server.port());
    client.send(get("quiet"));
    client.read_until(": keep-alive\n\n");
    client.read_until(": keep-alive\n\n");
}

BOOST_AUTO_TEST_CASE(a_stream_that_is_not_read_is_cut_off) {
    auto settings = test_settings();
    settings.limits.write_stall_ms = 150;
    TestServer server(settings);
    RawClient client(server.port());
    client.send(get("endless"));
    while (server.metrics.render().find("\nec_http_connections 1\n") == std::string::npos)
        std::this_thread::yield();
    while (server.metrics.render().find("\nec_http_connections 0\n") == std::string::npos)
        std::this_thread::yield();
    BOOST_TEST(client.is_closed());
}

BOOST_AUTO_TEST_CASE(a_stream_has_a_longest_life_and_ends_with_the_drain) {
    auto settings = test_settings();
    settings.limits.stream_max_ms = 100;
    TestServer server(settings);
    RawClient client(server.port());
    client.send(get("quiet"));
    BOOST_TEST(client.read().value().status == 200);

    TestServer other(test_settings());
    RawClient watcher(other.port());
    watcher.send(get("quiet"));
    watcher.read_until("\r\n\r\n");
    other.request_stop();
    watcher.read_until("0\r\n\r\n");
    watcher.close();
    other.join();
}

BOOST_AUTO_TEST_CASE(a_lagging_channel_drops_the_oldest) {
    auto const channel = ec::http::EventChannel::create(2);
    auto const reader = channel->reader();
    for (std::string const data : {"a", "b", "c"}) channel->push({"", "", data});
    std::string out;
    BOOST_TEST((reader->next(out) == ec::http::StreamState::open));
    BOOST_TEST(out == "data: b\n\ndata: c\n\n");
}

BOOST_AUTO_TEST_SUITE_END()
