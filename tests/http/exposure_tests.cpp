#include <ec/base/error.hpp>

#include <string>

#include <boost/test/unit_test.hpp>

#include "raw_client.hpp"
#include "test_server.hpp"

using ec::test::fetch;
using ec::test::test_settings;
using ec::test::TestServer;

namespace {

int status_of(TestServer& server, std::string const& method, std::vector<std::string> headers) {
    auto const path = method == "POST" ? "/api/v1/echo" : "/api/health";
    return fetch(server.port(), method, path, headers, method == "POST" ? "x" : "").status;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(exposure)

BOOST_AUTO_TEST_CASE(the_private_profile_answers_loopback_names_only) {
    TestServer server(test_settings());
    for (std::string const host :
         {"localhost", "LOCALHOST:5000", "127.0.0.1:5000", "127.8.9.10", "[::1]", "[::1]:5000"})
        BOOST_TEST(status_of(server, "GET", {"Host: " + host}) == 200, host);
    for (std::string const host :
         {"example.com", "localhost.example.com", "192.168.1.4", "127.0.0.1.example.com", "0.0.0.0",
          "[::2]", "127.1", "[::ffff:10.0.0.1]"})
        BOOST_TEST(status_of(server, "GET", {"Host: " + host}) == 403, host);
    auto const refused = fetch(server.port(), "GET", "/api/health", {"Host: example.com"});
    BOOST_TEST(refused.header("content-type") == "application/problem+json");
    BOOST_TEST(refused.body.find("http.host_refused") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_private_profile_refuses_pages_of_other_origins) {
    TestServer server(test_settings());
    for (std::string const origin : {"http://localhost:3000", "http://127.0.0.1:5000",
                                     "https://localhost", "http://[::1]:5000"}) {
        BOOST_TEST(status_of(server, "GET", {"Origin: " + origin}) == 200, origin);
        BOOST_TEST(status_of(server, "POST", {"Origin: " + origin}) == 200, origin);
    }
    for (std::string const origin :
         {"http://example.com", "null", "http://localhost.example.com", "file://localhost",
          "http://localhost/x", "localhost", "http://evil.example:5000"}) {
        BOOST_TEST(status_of(server, "GET", {"Origin: " + origin}) == 403, origin);
        BOOST_TEST(status_of(server, "POST", {"Origin: " + origin}) == 403, origin);
    }
}

BOOST_AUTO_TEST_CASE(a_public_server_answers_its_own_names) {
    auto settings = test_settings();
    settings.exposure = ec::http::Exposure::listed;
    settings.allowed_hosts = {"ec.example.com"};
    settings.cors_origins = {"https://app.example.com"};
    TestServer server(settings);
    std::string const host = "Host: ec.example.com";
    BOOST_TEST(status_of(server, "GET", {host}) == 200);
    BOOST_TEST(status_of(server, "GET", {"Host: EC.example.com:443"}) == 200);
    BOOST_TEST(status_of(server, "GET", {"Host: localhost"}) == 403);
    BOOST_TEST(status_of(server, "POST", {host, "Origin: https://ec.example.com"}) == 200);
    BOOST_TEST(status_of(server, "POST", {host, "Origin: https://evil.example"}) == 403);
    BOOST_TEST(status_of(server, "POST", {host, "Origin: null"}) == 403);

    auto const foreign =
        fetch(server.port(), "GET", "/api/health", {host, "Origin: https://evil.example"});
    BOOST_TEST(foreign.status == 200);
    BOOST_TEST(foreign.header("access-control-allow-origin").empty());
    auto const listed = fetch(server.port(), "POST", "/api/v1/echo",
                              {host, "Origin: https://app.example.com"}, "x");
    BOOST_TEST(listed.status == 200);
    BOOST_TEST(listed.header("access-control-allow-origin") == "https://app.example.com");
    BOOST_TEST(listed.header("access-control-allow-credentials") == "true");
    BOOST_TEST(listed.header("vary") == "Origin");
    auto const preflight =
        fetch(server.port(), "OPTIONS", "/api/v1/echo",
              {host, "Origin: https://app.example.com", "Access-Control-Request-Method: POST"});
    BOOST_TEST(preflight.status == 204);
    BOOST_TEST(preflight.header("access-control-allow-methods") == "POST, OPTIONS");
    BOOST_TEST(preflight.header("access-control-allow-headers").find("Idempotency-Key") !=
               std::string::npos);
    auto const stranger =
        fetch(server.port(), "OPTIONS", "/api/v1/echo", {host, "Origin: https://evil.example"});
    BOOST_TEST(stranger.header("access-control-allow-methods").empty());
}

BOOST_AUTO_TEST_CASE(any_origin_never_comes_with_credentials) {
    auto settings = test_settings();
    settings.exposure = ec::http::Exposure::listed;
    settings.allowed_hosts = {"localhost"};
    settings.cors_origins = {"*"};
    TestServer server(settings);
    auto const answer = fetch(server.port(), "GET", "/api/health", {"Origin: https://any.example"});
    BOOST_TEST(answer.header("access-control-allow-origin") == "*");
    BOOST_TEST(answer.header("access-control-allow-credentials").empty());
    BOOST_TEST(status_of(server, "POST", {"Origin: https://any.example"}) == 403);
}

BOOST_AUTO_TEST_CASE(impossible_settings_are_refused) {
    auto const refused = [](ec::http::ServerSettings const& settings, std::string const& reason) {
        BOOST_CHECK_EXCEPTION(TestServer server(settings), ec::Error, [&](ec::Error const& e) {
            return e.code() == ec::ErrorCode::invalid_input && e.reason() == reason;
        });
    };
    auto settings = test_settings();
    settings.exposure = ec::http::Exposure::listed;
    refused(settings, "server.allowed_hosts");
    settings = test_settings();
    settings.cors_origins = {"*", "https://app.example.com"};
    refused(settings, "server.cors_origins");
    settings.cors_origins = {"app.example.com"};
    refused(settings, "server.cors_origins");
    settings = test_settings();
    settings.trusted_proxies = {"10.0.0.0/33"};
    refused(settings, "server.trusted_proxies");
}

BOOST_AUTO_TEST_CASE(forwarded_addresses_count_from_trusted_peers_only) {
    auto const seen = [](TestServer& server, std::vector<std::string> const& headers) {
        return fetch(server.port(), "GET", "/api/v1/symbols/A/bars", headers).body;
    };
    TestServer open(test_settings());
    BOOST_TEST(seen(open, {"X-Forwarded-For: 6.6.6.6", "X-Forwarded-Proto: https"}) ==
               "A|127.0.0.1|http");
    auto settings = test_settings();
    settings.trusted_proxies = {"127.0.0.1", "10.0.0.0/8"};
    TestServer proxied(settings);
    BOOST_TEST(seen(proxied, {"X-Forwarded-For: 6.6.6.6, 203.0.113.9, 10.1.2.3",
                              "X-Forwarded-Proto: https"}) == "A|203.0.113.9|https");
    BOOST_TEST(seen(proxied, {"X-Forwarded-For: 6.6.6.6", "X-Forwarded-For: 203.0.113.9"}) ==
               "A|203.0.113.9|http");
    BOOST_TEST(seen(proxied, {"X-Forwarded-For: 203.0.113.9, nonsense, 10.1.2.3"}) ==
               "A|10.1.2.3|http");
    BOOST_TEST(seen(proxied, {}) == "A|127.0.0.1|http");
}

BOOST_AUTO_TEST_SUITE_END()
