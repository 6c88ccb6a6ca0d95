#include <ec/http_client/http_client.hpp>

#include <ec/base/clock.hpp>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <support/stub_server.hpp>

using ec::http_client::Failure;
using ec::http_client::HttpClient;
using ec::http_client::HttpRequest;
using ec::http_client::SendError;
using ec::test::StubAnswer;
using ec::test::StubServer;

namespace {

ec::SystemClock const wall;

ec::CallContext context_for(ec::Micros us) { return {&wall, wall.now_us() + us, {}, "t", {}}; }

HttpRequest get(std::string url) {
    HttpRequest request;
    request.url = std::move(url);
    return request;
}

// The failure that send() reports, or nullopt when it answers.
std::optional<Failure> failure_of(HttpRequest const& request, ec::Micros deadline_us = 5'000'000) {
    HttpClient client({});
    try {
        static_cast<void>(client.send(context_for(deadline_us), request));
    } catch (SendError const& error) {
        auto const code = error.failure() == Failure::timeout ? ec::ErrorCode::timeout
                                                              : ec::ErrorCode::unavailable;
        BOOST_TEST((error.code() == code));
        BOOST_TEST(error.reason() == "http_client." + std::string(to_string(error.failure())));
        return error.failure();
    }
    return std::nullopt;
}

double seconds_of(auto&& work) {
    auto const start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(http_client)

BOOST_AUTO_TEST_CASE(sends_what_was_asked_and_reads_the_answer) {
    StubServer stub({StubAnswer::json(201, R"({"ok":1})").header("X-Request-Id", "r1")});
    HttpClient client({});
    HttpRequest request = get(stub.url("/v1/things?a=b"));
    request.method = "POST";
    request.headers = {{"Authorization", "Bearer s3cret"}, {"Content-Type", "application/json"}};
    request.body = R"({"q":"x"})";
    auto const response = client.send(context_for(5'000'000), request);
    BOOST_TEST(response.status == 201);
    BOOST_TEST(response.body == R"({"ok":1})");
    BOOST_TEST(response.find_header("x-request-id").value() == "r1");
    BOOST_TEST(!response.find_header("absent").has_value());
    auto const seen = stub.requests().at(0);
    BOOST_TEST(seen.method == "POST");
    BOOST_TEST(seen.target == "/v1/things?a=b");
    BOOST_TEST(seen.header("authorization") == "Bearer s3cret");
    BOOST_TEST(seen.header("content-length") == "9");
    BOOST_TEST(seen.header("expect").empty());
    BOOST_TEST(seen.header("user-agent") == "EquityCompass");
    BOOST_TEST(seen.body == request.body);
}

BOOST_AUTO_TEST_CASE(every_method_goes_out_by_its_name) {
    StubServer stub([](ec::test::StubRequest const& request) {
        if (request.method == "HEAD")
            return StubAnswer().send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
        return StubAnswer::whole(200, "text/plain", request.method + request.body);
    });
    HttpClient client({});
    for (std::string const method : {"GET", "PUT", "DELETE", "PATCH", "HEAD"}) {
        HttpRequest request = get(stub.url("/"));
        request.method = method;
        if (method == "PUT" || method == "PATCH") request.body = "body";
        auto const response = client.send(context_for(5'000'000), request);
        BOOST_TEST(response.body == (method == "HEAD" ? "" : method + request.body));
    }
    BOOST_TEST(stub.connections() == 1);
}

BOOST_AUTO_TEST_CASE(one_connection_serves_calls_in_turn_and_threads_get_their_own) {
    StubServer stub({StubAnswer::json(200, "{}")});
    HttpClient client({});
    for (int i = 0; i < 20; ++i)
        static_cast<void>(client.send(context_for(5'000'000), get(stub.url("/"))));
    BOOST_TEST(stub.connections() == 1);
    std::atomic<int> good = 0;
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < 8; ++t)
            threads.emplace_back([&] {
                for (int i = 0; i < 25; ++i)
                    good += client.send(context_for(5'000'000), get(stub.url("/"))).status == 200;
            });
    }
    BOOST_TEST(good == 200);
    BOOST_TEST(stub.connections() <= 9);
}

BOOST_AUTO_TEST_CASE(a_dead_kept_connection_costs_a_get_nothing) {
    StubServer stub({StubAnswer::json(200, "{}").close()});
    HttpClient client({});
    for (int i = 0; i < 5; ++i)
        BOOST_TEST(client.send(context_for(5'000'000), get(stub.url("/"))).status == 200);
}

BOOST_AUTO_TEST_CASE(a_body_that_began_to_leave_is_never_sent_twice) {
    // The stub takes the second request on the kept connection, then drops it unanswered: a
    // client that repeats by itself would show a third request.
    StubServer stub({StubAnswer::json(200, "{}"), StubAnswer().close()});
    HttpClient client({});
    HttpRequest request = get(stub.url("/charge"));
    request.method = "POST";
    request.body = "once";
    BOOST_TEST(client.send(context_for(5'000'000), request).status == 200);
    BOOST_CHECK_EXCEPTION(static_cast<void>(client.send(context_for(5'000'000), request)),
                          SendError,
                          [](SendError const& e) { return e.failure() == Failure::closed; });
    BOOST_TEST(stub.requests().size() == 2U);
}

BOOST_AUTO_TEST_CASE(failures_are_typed) {
    BOOST_TEST((failure_of(get("http://name.invalid/")) == Failure::resolve));
    std::uint16_t closed_port = 0;
    {
        StubServer gone({StubAnswer::silent()});
        closed_port = gone.port();
    }
    auto const nobody = "http://127.0.0.1:" + std::to_string(closed_port) + "/";
    BOOST_TEST((failure_of(get(nobody)) == Failure::connect));

    StubServer silent({StubAnswer::silent()});
    BOOST_TEST((failure_of(get(silent.url("/")), 150'000) == Failure::timeout));
    HttpRequest quiet = get(silent.url("/"));
    quiet.idle_timeout_ms = 100;
    BOOST_TEST((failure_of(quiet) == Failure::timeout));

    StubServer empty({StubAnswer().close()});
    BOOST_TEST((failure_of(get(empty.url("/"))) == Failure::closed));
    StubServer cut({StubAnswer().send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc").close()});
    BOOST_TEST((failure_of(get(cut.url("/"))) == Failure::closed));
    StubServer reset({StubAnswer().send("HTTP/1.1 200 OK\r\n").reset()});
    BOOST_TEST((failure_of(get(reset.url("/"))) == Failure::closed));
    StubServer noise({StubAnswer().send("SSH-2.0-OpenSSH\r\n").close()});
    BOOST_TEST((failure_of(get(noise.url("/"))) == Failure::closed));

    StubServer plain({StubAnswer::json(200, "{}")});
    auto const as_tls = "https://127.0.0.1:" + std::to_string(plain.port()) + "/";
    // The stub reads a TLS hello as an endless head; the handshake never completes.
    auto const tls = failure_of(get(as_tls), 500'000);
    BOOST_TEST((tls == Failure::tls || tls == Failure::timeout));
}

BOOST_AUTO_TEST_CASE(too_large_counts_body_chunks_and_header) {
    StubServer big({StubAnswer::whole(200, "text/plain", std::string(2000, 'x'))});
    HttpRequest request = get(big.url("/"));
    request.max_response_bytes = 1999;
    BOOST_TEST((failure_of(request) == Failure::too_large));
    request.max_response_bytes = 2000;
    BOOST_TEST(!failure_of(request).has_value());

    std::string headers;
    for (int i = 0; i < 70; ++i) headers += "X-A: " + std::string(1000, 'y') + "\r\n";
    StubServer heavy({StubAnswer().send("HTTP/1.1 200 OK\r\n" + headers + "\r\n").close()});
    BOOST_TEST((failure_of(get(heavy.url("/"))) == Failure::too_large));
}

BOOST_AUTO_TEST_CASE(a_slow_drip_ends_with_the_deadline_though_never_silent) {
    StubServer stub({StubAnswer::event_stream().drip(std::string(400, '.'), 10)});
    HttpRequest request = get(stub.url("/"));
    request.idle_timeout_ms = 2'000;
    double const s =
        seconds_of([&] { BOOST_TEST((failure_of(request, 300'000) == Failure::timeout)); });
    BOOST_TEST(s < 1.3);
}

BOOST_AUTO_TEST_CASE(pieces_arrive_while_the_answer_is_still_open) {
    StubServer stub(
        {StubAnswer::event_stream().send("data: a\n\n").wait(150).send("data: b\n\n").close()});
    HttpClient client({});
    std::vector<std::string> pieces;
    auto const response =
        client.send(context_for(5'000'000), get(stub.url("/")),
                    [&](ec::http_client::HttpResponse const& head, std::string_view piece) {
                        BOOST_TEST(head.status == 200);
                        BOOST_TEST(head.find_header("content-type").value() == "text/event-stream");
                        pieces.emplace_back(piece);
                    });
    BOOST_TEST(pieces == (std::vector<std::string>{"data: a\n\n", "data: b\n\n"}),
               boost::test_tools::per_element());
    BOOST_TEST(response.body.empty());
    BOOST_TEST(response.status == 200);
}

BOOST_AUTO_TEST_CASE(what_a_sink_throws_comes_out_and_the_client_stays_usable) {
    StubServer stub({StubAnswer::json(200, "{}")});
    HttpClient client({});
    struct Enough {};
    BOOST_CHECK_THROW(static_cast<void>(client.send(context_for(5'000'000), get(stub.url("/")),
                                                    [](auto const&, auto) { throw Enough{}; })),
                      Enough);
    BOOST_TEST(client.send(context_for(5'000'000), get(stub.url("/"))).status == 200);
}

BOOST_AUTO_TEST_CASE(a_stop_request_ends_the_call_within_a_second) {
    StubServer stub({StubAnswer::silent()});
    HttpClient client({});
    std::stop_source source;
    ec::CallContext context{&wall, 0, source.get_token(), "t", {}};
    std::jthread const stopper([&] {
        while (stub.requests().empty()) std::this_thread::yield();
        source.request_stop();
    });
    double const s = seconds_of([&] {
        BOOST_CHECK_EXCEPTION(static_cast<void>(client.send(context, get(stub.url("/")))),
                              ec::Error, [](ec::Error const& e) {
                                  return e.code() == ec::ErrorCode::unavailable &&
                                         e.reason() == "call.cancelled";
                              });
    });
    BOOST_TEST(s < 1.0);
}

BOOST_AUTO_TEST_CASE(redirects_are_handed_back_unless_wanted) {
    StubServer stub([](ec::test::StubRequest const& request) {
        if (request.target == "/new") return StubAnswer::json(200, "{}");
        return StubAnswer::json(302, "").header("Location", "/new");
    });
    HttpClient client({});
    HttpRequest request = get(stub.url("/old"));
    BOOST_TEST(client.send(context_for(5'000'000), request).status == 302);
    request.redirects = ec::http_client::Redirects::follow;
    auto const followed = client.send(context_for(5'000'000), request);
    BOOST_TEST(followed.status == 200);
    BOOST_TEST(!followed.find_header("location").has_value());
}

BOOST_AUTO_TEST_CASE(the_environment_cannot_add_a_proxy) {
    StubServer stub({StubAnswer::json(200, "{}")});
    ::setenv("http_proxy", "http://127.0.0.1:1", 1);
    ::setenv("ALL_PROXY", "http://127.0.0.1:1", 1);
    auto const failure = failure_of(get(stub.url("/")));
    ::unsetenv("http_proxy");
    ::unsetenv("ALL_PROXY");
    BOOST_TEST(!failure.has_value());
}

BOOST_AUTO_TEST_CASE(a_configured_proxy_is_used) {
    StubServer proxy({StubAnswer::json(200, "{}")});
    ec::http_client::ClientSettings settings;
    settings.proxy = proxy.url("");
    HttpClient client(settings);
    static_cast<void>(client.send(context_for(5'000'000), get("http://name.invalid/x")));
    BOOST_TEST(proxy.requests().at(0).target == "http://name.invalid/x");
}

BOOST_AUTO_TEST_CASE(malformed_requests_are_refused_without_naming_the_secret) {
    HttpClient client({});
    auto const refused = [&](HttpRequest const& request, std::string const& reason) {
        BOOST_CHECK_EXCEPTION(static_cast<void>(client.send(context_for(5'000'000), request)),
                              ec::Error, [&](ec::Error const& e) {
                                  return e.code() == ec::ErrorCode::invalid_input &&
                                         e.reason() == reason &&
                                         std::string(e.what()).find("s3cret") == std::string::npos;
                              });
    };
    refused(get("ftp://127.0.0.1/"), "http_client.url");
    refused(get("file:///etc/passwd"), "http_client.url");
    refused(get("http://"), "http_client.url");
    refused(get(std::string("http://a\0b/", 11)), "http_client.url");
    HttpRequest request = get("http://127.0.0.1/");
    request.headers = {{"Authorization", "Bearer s3cret\r\nX-Evil: 1"}};
    refused(request, "http_client.header");
    request.headers = {{"Bad name", "s3cret"}};
    refused(request, "http_client.header");
    request = get("http://127.0.0.1/");
    request.method = "GET /evil";
    refused(request, "http_client.method");
}

BOOST_AUTO_TEST_CASE(a_past_deadline_sends_nothing) {
    StubServer stub({StubAnswer::json(200, "{}")});
    HttpClient client({});
    BOOST_CHECK_EXCEPTION(static_cast<void>(client.send(context_for(-1), get(stub.url("/")))),
                          ec::Error,
                          [](ec::Error const& e) { return e.code() == ec::ErrorCode::timeout; });
    BOOST_TEST(stub.connections() == 0);
}

BOOST_AUTO_TEST_SUITE_END()
