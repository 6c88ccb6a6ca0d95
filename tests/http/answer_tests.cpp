#include <ec/base/error.hpp>

#include <cstdio>
#include <fstream>
#include <string>

#include <boost/test/unit_test.hpp>

#include "raw_client.hpp"
#include "test_server.hpp"

using ec::test::fetch;
using ec::test::RawClient;
using ec::test::test_settings;
using ec::test::TestServer;

BOOST_AUTO_TEST_SUITE(answers)

BOOST_AUTO_TEST_CASE(every_answer_carries_the_security_headers) {
    auto settings = test_settings();
    settings.hsts_max_age_s = 31'536'000;
    TestServer server(settings);
    for (std::string const path : {"/api/health", "/nowhere", "/api/v1/fail/std"}) {
        auto const answer = fetch(server.port(), "GET", path);
        auto const policy = answer.header("content-security-policy");
        BOOST_TEST(policy.find("default-src 'none'") != std::string::npos);
        BOOST_TEST(policy.find("frame-ancestors 'none'") != std::string::npos);
        BOOST_TEST(policy.find("unsafe") == std::string::npos);
        BOOST_TEST(answer.header("x-content-type-options") == "nosniff");
        BOOST_TEST(answer.header("x-frame-options") == "DENY");
        BOOST_TEST(answer.header("referrer-policy") == "strict-origin-when-cross-origin");
        BOOST_TEST(answer.header("strict-transport-security").starts_with("max-age=31536000"));
        BOOST_TEST(answer.header("cache-control") == "no-store");
        BOOST_TEST(answer.header("server").empty());
        BOOST_TEST(answer.header("date").ends_with(" GMT"));
        BOOST_TEST(answer.header("x-trace-id").size() == 32U);
    }
}

BOOST_AUTO_TEST_CASE(inputs_arrive_decoded) {
    TestServer server(test_settings());
    auto const answer = fetch(server.port(), "GET",
                              "/api/v1/symbols/%E8%85%BE%20x+y/bars?from=2021-03-31&q=a+b%26&z");
    BOOST_TEST(answer.body == "\xE8\x85\xBE x+y|from=2021-03-31|q=a b&|z=|127.0.0.1|http");
}

BOOST_AUTO_TEST_CASE(errors_become_problems_and_keep_secrets) {
    TestServer server(test_settings());
    auto const field = fetch(server.port(), "GET", "/api/v1/fail/field");
    BOOST_TEST(field.status == 400);
    BOOST_TEST(field.header("content-type") == "application/problem+json");
    auto const trace = field.header("x-trace-id");
    BOOST_TEST(field.body ==
               R"({"type":"urn:equitycompass:problem:symbol.unknown","title":"Bad Request",)"
               R"("status":400,"detail":"symbol \"XX\"X\": is not known. Try AAPL.",)"
               R"("code":"symbol.unknown","trace_id":")" +
                   trace +
                   R"(","errors":[{"field":"symbol","value":"XX\"X","problem":"is not known",)"
                   R"("remedy":"Try AAPL."}]})");
    auto const limited = fetch(server.port(), "GET", "/api/v1/fail/limited");
    BOOST_TEST(limited.status == 429);
    BOOST_TEST(limited.header("retry-after") == "7");
    for (std::string const how : {"check", "std", "int"}) {
        auto const answer = fetch(server.port(), "GET", "/api/v1/fail/" + how);
        BOOST_TEST(answer.status == 500);
        BOOST_TEST(answer.body.find("secret") == std::string::npos);
        BOOST_TEST(answer.body.find(".cpp") == std::string::npos);
        BOOST_TEST(answer.body.find(answer.header("x-trace-id")) != std::string::npos);
    }
    auto const split = fetch(server.port(), "GET", "/api/v1/fail/split");
    BOOST_TEST(split.status == 500);
    BOOST_TEST(split.header("x-evil").empty());
}

BOOST_AUTO_TEST_CASE(a_known_path_names_its_methods) {
    TestServer server(test_settings());
    auto const wrong = fetch(server.port(), "PUT", "/api/health");
    BOOST_TEST(wrong.status == 405);
    BOOST_TEST(wrong.header("allow") == "GET, HEAD, OPTIONS");
    auto const options = fetch(server.port(), "OPTIONS", "/api/v1/echo");
    BOOST_TEST(options.status == 204);
    BOOST_TEST(options.header("allow") == "POST, OPTIONS");
    BOOST_TEST(fetch(server.port(), "OPTIONS", "/nowhere").status == 404);
}

BOOST_AUTO_TEST_CASE(permissions_are_asked_before_the_handler) {
    TestServer server(test_settings());
    auto const stranger = fetch(server.port(), "GET", "/api/v1/mine");
    BOOST_TEST(stranger.status == 401);
    BOOST_TEST(stranger.header("www-authenticate") == "Bearer");
    auto const known = fetch(server.port(), "GET", "/api/v1/mine", {"Authorization: ann"});
    BOOST_TEST(known.body == "ann");
    BOOST_TEST(fetch(server.port(), "GET", "/api/v1/admin", {"Authorization: ann"}).status == 403);
}

BOOST_AUTO_TEST_CASE(tags_and_ranges_of_an_answer) {
    TestServer server(test_settings());
    auto const get = [&](std::vector<std::string> const& headers) {
        return fetch(server.port(), "GET", "/api/v1/big", headers);
    };
    BOOST_TEST(get({}).header("etag") == "\"big\"");
    auto const same = get({"If-None-Match: \"x\", W/\"big\""});
    BOOST_TEST(same.status == 304);
    BOOST_TEST(same.body.empty());
    BOOST_TEST(same.header("etag") == "\"big\"");
    BOOST_TEST(same.header("content-length").empty());
    auto const part = get({"Range: bytes=10-14"});
    BOOST_TEST(part.status == 206);
    BOOST_TEST(part.body == "bbbbb");
    BOOST_TEST(part.header("content-range") == "bytes 10-14/4194304");
    BOOST_TEST(get({"Range: bytes=-3"}).header("content-range") == "bytes 4194301-4194303/4194304");
    auto const beyond = get({"Range: bytes=4194304-"});
    BOOST_TEST(beyond.status == 416);
    BOOST_TEST(beyond.header("content-range") == "bytes */4194304");
    BOOST_TEST(get({"Range: bytes=0-1,3-4"}).status == 200);
    BOOST_TEST(get({"Range: bytes=0-1", "If-Range: \"old\""}).status == 200);
    BOOST_TEST(get({"Range: bytes=0-1", "If-Range: \"big\""}).status == 206);
}

BOOST_AUTO_TEST_CASE(a_given_trace_is_carried_on_and_a_bad_one_replaced) {
    TestServer server(test_settings());
    std::string const id = "0af7651916cd43dd8448eb211c80319c";
    auto const trace = [&](std::string const& value) {
        return fetch(server.port(), "GET", "/api/health", {"Traceparent: " + value})
            .header("x-trace-id");
    };
    BOOST_TEST(trace("00-" + id + "-b7ad6b7169203331-01") == id);
    BOOST_TEST(trace("00-" + id + "-0000000000000000-01") != id);
    BOOST_TEST(trace("x") != trace("x"));
}

BOOST_AUTO_TEST_CASE(metrics_pass_promtool_and_stay_few) {
    TestServer server(test_settings());
    for (int i = 0; i < 300; ++i) {
        RawClient client(server.port());
        auto const n = std::to_string(i);
        client.send("GET /api/v1/symbols/S" + n +
                    "/bars HTTP/1.1\r\nHost: localhost\r\n\r\n"
                    "GET /path/" +
                    n +
                    " HTTP/1.1\r\nHost: localhost\r\n\r\n"
                    "M" +
                    n + " / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        for (int k = 0; k < 3; ++k) static_cast<void>(client.read());
    }
    auto const answer = fetch(server.port(), "GET", "/metrics");
    BOOST_TEST(answer.header("content-type").starts_with("text/plain; version=0.0.4"));
    auto const has = [&](std::string const& text) {
        return answer.body.find(text) != std::string::npos;
    };
    BOOST_TEST(
        has("ec_http_requests_total{method=\"GET\",route=\"/api/v1/symbols/{symbol}/bars\","
            "status=\"200\"} 300\n"));
    BOOST_TEST(has("ec_http_requests_total{method=\"GET\",route=\"(none)\",status=\"404\"} 300\n"));
    BOOST_TEST(
        has("ec_http_requests_total{method=\"OTHER\",route=\"(none)\",status=\"501\"} 300\n"));
    BOOST_TEST(has("ec_http_request_duration_seconds_bucket{"));
    BOOST_TEST(has("\nec_http_requests_in_flight 1\n"));
    BOOST_TEST(has("\nec_http_connections "));
    auto const lines = std::count(answer.body.begin(), answer.body.end(), '\n');
    BOOST_TEST(lines < 100);

    std::string const file = "/tmp/ec_http_metrics_" + std::to_string(server.port());
    std::ofstream(file) << answer.body;
    int const code = std::system(("promtool check metrics < " + file).c_str());
    std::remove(file.c_str());
    BOOST_TEST(code == 0);
}

BOOST_AUTO_TEST_SUITE_END()
