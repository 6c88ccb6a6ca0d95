#include <ec/base/error.hpp>

#include <http/client_address.hpp>
#include <http/conditional.hpp>
#include <http/header_check.hpp>
#include <http/problem.hpp>
#include <http/rate_limiter.hpp>
#include <http/response_text.hpp>
#include <http/router.hpp>
#include <http/target.hpp>
#include <http/trace.hpp>
#include <http/worker_pool.hpp>

#include <atomic>
#include <random>
#include <set>
#include <string>

#include <boost/test/unit_test.hpp>

#include <support/random_seed.hpp>

namespace http = ec::http;

namespace {

http::Route route(http::Method method, std::string path) {
    http::Route out;
    out.method = method;
    out.path = std::move(path);
    out.permission = "public";
    out.handler = [](http::Request const&) { return http::json_response(200, "{}"); };
    return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(protocol)

BOOST_AUTO_TEST_CASE(a_verdict_holds_what_was_read) {
    std::string const block =
        "POST /a?b HTTP/1.1\r\nHost: h:1\r\ncontent-LENGTH: 12\r\nX-A: \t v \t\r\n"
        "Connection: keep-alive\r\nExpect: 100-Continue\r\n\r\n";
    auto const verdict = http::check_header_block(block);
    BOOST_TEST(verdict.status == 0);
    BOOST_TEST(verdict.method == "POST");
    BOOST_TEST(verdict.target == "/a?b");
    BOOST_TEST(verdict.host == "h:1");
    BOOST_TEST(verdict.content_length == 12U);
    BOOST_TEST((verdict.framing == http::Framing::length));
    BOOST_TEST((verdict.persistence == http::Persistence::keep));
    BOOST_TEST((verdict.expect == http::HeaderVerdict::Expect::continue_));
    BOOST_TEST(verdict.fields.at(2).value == "v");
}

BOOST_AUTO_TEST_CASE(a_block_must_be_whole) {
    BOOST_TEST(http::check_header_block("").status == 400);
    BOOST_TEST(http::check_header_block("GET / HTTP/1.1\r\nHost: a\r\n").status == 400);
    BOOST_TEST(http::check_header_block("GET / HTTP/1.1\r\nHost: a\r\n\r\nX").status == 400);
}

// However the bytes are cut, scanning in pieces gives what scanning at once gives.
BOOST_AUTO_TEST_CASE(scanning_in_pieces_changes_nothing) {
    std::mt19937_64 random(ec::test::random_seed());
    std::string const alphabet = "aG: \r\n\r\n\r\n";
    for (int round = 0; round < 20'000; ++round) {
        std::string text;
        for (std::size_t n = random() % 24; n > 0; --n)
            text += alphabet[random() % alphabet.size()];
        auto const whole = http::scan_head(text, 0);
        http::HeadScan pieces;
        for (std::size_t seen = 0, end = 0; end < text.size();) {
            end = std::min(text.size(), end + 1 + random() % 5);
            pieces = http::scan_head(std::string_view(text).substr(0, end), seen);
            seen = end;
            if (pieces.state != http::HeadScan::State::incomplete) break;
        }
        if (text.empty()) continue;
        BOOST_REQUIRE_MESSAGE(pieces.state == whole.state, "round " << round);
        BOOST_REQUIRE(pieces.length == whole.length);
    }
}

BOOST_AUTO_TEST_CASE(targets_are_decoded_or_refused) {
    auto const target = http::try_parse_target("/a%20b/%E8%85%BE?x=1+2&y=%26&z&&w=");
    BOOST_TEST(target.value().path == "/a b/\xE8\x85\xBE");
    BOOST_TEST(target->query.size() == 4U);
    BOOST_TEST(target->query.at("x") == "1 2");
    BOOST_TEST(target->query.at("y") == "&");
    BOOST_TEST(http::try_parse_target("/a+b")->path == "/a+b");
    for (std::string const bad :
         {"", "a", "/%", "/%4", "/%4g", "/%00", "/?a=%00", "/?=1", "/?a=1&a=1", "/?%61=1&a=2", "/.",
          "/a/..", "/./a", "/a%2Fb", "/%ff", "/%ed%a0%80"})
        BOOST_TEST(!http::try_parse_target(bad).has_value(), bad);
    std::string many = "/?";
    for (int i = 0; i < 65; ++i) many += "a" + std::to_string(i) + "=1&";
    BOOST_TEST(!http::try_parse_target(many).has_value());
}

BOOST_AUTO_TEST_CASE(the_router_prefers_literals_and_fills_placeholders) {
    http::Router router;
    router.add(route(http::Method::get, "/api/{a}/{b}"));
    router.add(route(http::Method::get, "/api/{a}/list"));
    router.add(route(http::Method::get, "/api/x/{b}"));
    router.add(route(http::Method::get, "/api/x/list"));
    router.add(route(http::Method::del, "/api/x/list"));
    router.add(route(http::Method::get, "/"));
    auto const path = [&](std::string_view text) {
        auto const found = router.resolve(http::Method::get, text);
        return found.route == nullptr ? std::string() : found.route->path;
    };
    BOOST_TEST(path("/api/x/list") == "/api/x/list");
    BOOST_TEST(path("/api/x/y") == "/api/x/{b}");
    BOOST_TEST(path("/api/y/list") == "/api/{a}/list");
    BOOST_TEST(path("/api/y/z") == "/api/{a}/{b}");
    BOOST_TEST(path("/") == "/");
    BOOST_TEST(path("/api/y/").empty());
    BOOST_TEST(path("/api/y/z/").empty());
    BOOST_TEST(path("/api").empty());
    auto const found = router.resolve(http::Method::head, "/api/y/z");
    BOOST_TEST(found.params.at(0).name == "a");
    BOOST_TEST(found.params.at(1).value == "z");
    BOOST_TEST(router.resolve(http::Method::post, "/api/x/list").allow ==
               "GET, HEAD, DELETE, OPTIONS");
    BOOST_TEST(router.routes().size() == 6U);
}

BOOST_AUTO_TEST_CASE(the_router_refuses_what_cannot_work) {
    http::Router router;
    router.add(route(http::Method::get, "/a"));
    auto const refused = [&](http::Route const& bad) {
        BOOST_CHECK_THROW(router.add(bad), ec::Error);
    };
    refused(route(http::Method::get, "/a"));
    refused(route(http::Method::get, "a"));
    refused(route(http::Method::get, "/b/"));
    refused(route(http::Method::get, "/b{c}"));
    refused(route(http::Method::head, "/b"));
    auto bad = route(http::Method::get, "/b");
    bad.permission.clear();
    refused(bad);
    bad = route(http::Method::get, "/b");
    bad.handler = nullptr;
    refused(bad);
    bad = route(http::Method::get, "/b");
    bad.rate_class = "unknown";
    refused(bad);
    BOOST_CHECK_THROW(router.limit({"Bad Name", 1, 1}), ec::Error);
    BOOST_CHECK_THROW(router.limit({"zero", 0, 1}), ec::Error);
    http::Request request;
    request.route = "/a";
    BOOST_CHECK_THROW(static_cast<void>(request.get_param("b")), ec::Error);
}

BOOST_AUTO_TEST_CASE(a_budget_refills_evenly) {
    http::RatePolicy const policy{"p", 4, 60};
    http::RateLimiter limiter(100);
    ec::Micros now = 1'000'000'000;
    auto const take = [&](std::string_view key) { return limiter.take(policy, key, now); };
    for (int left = 3; left >= 0; --left) BOOST_TEST(take("a").remaining == left);
    auto const refused = take("a");
    BOOST_TEST((refused.verdict == http::RateDecision::Verdict::refused));
    BOOST_TEST(refused.retry_after_s == 15);
    BOOST_TEST(refused.reset_s == 60);
    BOOST_TEST((take("b").verdict == http::RateDecision::Verdict::allowed));
    now += 14'999'999;
    BOOST_TEST((take("a").verdict == http::RateDecision::Verdict::refused));
    now += 1;
    BOOST_TEST((take("a").verdict == http::RateDecision::Verdict::allowed));
    BOOST_TEST((take("a").verdict == http::RateDecision::Verdict::refused));
    now += 3'600'000'000;
    BOOST_TEST(take("a").remaining == 3);
    BOOST_TEST(http::format_rate_policy(policy) == "\"p\";q=4;w=60");
}

BOOST_AUTO_TEST_CASE(a_full_limiter_forgets_rested_keys_and_refuses_new_ones) {
    http::RatePolicy const policy{"p", 10, 10};
    http::RateLimiter limiter(3);
    ec::Micros now = 1'000'000'000;
    for (std::string const key : {"a", "b", "c"})
        BOOST_TEST(
            (limiter.take(policy, key, now).verdict == http::RateDecision::Verdict::allowed));
    auto const full = limiter.take(policy, "d", now);
    BOOST_TEST((full.verdict == http::RateDecision::Verdict::refused));
    BOOST_TEST(full.retry_after_s == 1);
    now += 2'000'000;
    BOOST_TEST((limiter.take(policy, "d", now).verdict == http::RateDecision::Verdict::allowed));
}

BOOST_AUTO_TEST_CASE(traces_follow_the_standard) {
    std::string const id = "0af7651916cd43dd8448eb211c80319c", tail = "-b7ad6b7169203331-01";
    using http::try_parse_traceparent;
    BOOST_TEST(try_parse_traceparent("00-" + id + tail).value() == id);
    BOOST_TEST(try_parse_traceparent("cc-" + id + tail + "-more").value() == id);
    for (auto const& bad :
         {"00-" + id + tail + "-more", "cc-" + id + tail + "more", "ff-" + id + tail,
          "00-" + std::string(32, '0') + tail, "00-" + id + "-0000000000000000-01",
          "00-" + id + "-b7ad6b7169203331-0", "00-0AF7651916CD43DD8448EB211C80319C" + tail,
          "0-" + id + tail, std::string()})
        BOOST_TEST(!try_parse_traceparent(bad).has_value(), bad);
    http::TraceIds ids;
    std::set<std::string> seen;
    for (int i = 0; i < 10'000; ++i) seen.insert(ids.next());
    BOOST_TEST(seen.size() == 10'000U);
    BOOST_TEST(seen.begin()->size() == 32U);
}

BOOST_AUTO_TEST_CASE(addresses_and_networks) {
    using http::try_parse_address;
    BOOST_TEST((try_parse_address("::ffff:1.2.3.4") == try_parse_address("1.2.3.4")));
    BOOST_TEST(http::format_address(try_parse_address("::ffff:1.2.3.4").value()) == "1.2.3.4");
    BOOST_TEST(http::format_address(try_parse_address("2001:DB8::1").value()) == "2001:db8::1");
    for (std::string const bad : {"", "1.2.3", "1.2.3.4:80", "[::1]", "fe80::1%eth0", "a"})
        BOOST_TEST(!try_parse_address(bad).has_value(), bad);
    http::TrustedProxies const trusted({"10.0.0.0/9", "2001:db8::/33", "192.0.2.7"});
    auto const holds = [&](std::string const& text) {
        return trusted.contains(try_parse_address(text).value());
    };
    BOOST_TEST(holds("10.127.255.255"));
    BOOST_TEST(!holds("10.128.0.0"));
    BOOST_TEST(holds("2001:db8:7fff::1"));
    BOOST_TEST(!holds("2001:db8:8000::1"));
    BOOST_TEST(holds("192.0.2.7"));
    BOOST_TEST(!holds("192.0.2.8"));
    BOOST_TEST(!holds("::1"));
    for (std::string const bad : {"10.0.0.0/", "10.0.0.0/x", "10.0.0.0/33", "::/129", "host"})
        BOOST_CHECK_THROW(http::TrustedProxies({bad}), ec::Error);
}

BOOST_AUTO_TEST_CASE(ranges_of_a_body) {
    using Kind = http::RangeAnswer::Kind;
    auto const part = [](std::string const& text, std::size_t size) {
        auto const answer = http::parse_range(text, size);
        return answer.kind == Kind::part
                   ? std::to_string(answer.range.first) + "+" + std::to_string(answer.range.length)
               : answer.kind == Kind::whole ? "whole"
                                            : "none";
    };
    BOOST_TEST(part("bytes=0-", 10) == "0+10");
    BOOST_TEST(part("bytes=9-20", 10) == "9+1");
    BOOST_TEST(part("bytes=-20", 10) == "0+10");
    BOOST_TEST(part("bytes=10-", 10) == "none");
    BOOST_TEST(part("bytes=-0", 10) == "none");
    BOOST_TEST(part("bytes=-5", 0) == "none");
    for (std::string const odd : {"bytes=", "bytes=-", "bytes=5-4", "bytes=a-b", "lines=0-1",
                                  "bytes=0-1,2-3", "bytes=+1-2", "bytes=99999999999999999999-"})
        BOOST_TEST(part(odd, 10) == "whole", odd);
    BOOST_TEST(http::make_etag("a") != http::make_etag("b"));
    BOOST_TEST(http::none_match_fits("*", "\"a\""));
    BOOST_TEST(!http::none_match_fits("\"b\"", "\"a\""));
}

BOOST_AUTO_TEST_CASE(every_condition_has_its_status) {
    using ec::ErrorCode;
    std::vector<std::pair<ErrorCode, int>> const table{
        {ErrorCode::invalid_input, 400}, {ErrorCode::unauthenticated, 401},
        {ErrorCode::forbidden, 403},     {ErrorCode::not_found, 404},
        {ErrorCode::conflict, 409},      {ErrorCode::insufficient_credit, 402},
        {ErrorCode::rate_limited, 429},  {ErrorCode::unavailable, 503},
        {ErrorCode::timeout, 504},       {ErrorCode::internal, 500}};
    for (auto const& [code, status] : table) {
        BOOST_TEST(http::status_of(code) == status);
        BOOST_TEST(http::reason_phrase(status) != "Status");
    }
    BOOST_TEST(http::escape_json("a\"\\\n\x01\x7f\xff\xE8\x85\xBE") ==
               "a\\\"\\\\\\u000a\\u0001\\u007f\\ufffd\xE8\x85\xBE");
    BOOST_TEST(http::format_http_date(784'111'777) == "Sun, 06 Nov 1994 08:49:37 GMT");
}

BOOST_AUTO_TEST_CASE(a_pool_takes_no_more_than_its_queue_and_finishes_it) {
    std::atomic<int> done = 0;
    {
        http::WorkerPool pool(1, 2);
        std::atomic<bool> inside = false, go = false;
        BOOST_TEST((pool.offer([&] {
            inside = true;
            while (!go) std::this_thread::yield();
            ++done;
        }) == http::WorkerPool::Offer::taken));
        while (!inside) std::this_thread::yield();
        for (int i = 0; i < 2; ++i)
            BOOST_TEST((pool.offer([&] { ++done; }) == http::WorkerPool::Offer::taken));
        BOOST_TEST((pool.offer([&] { ++done; }) == http::WorkerPool::Offer::full));
        go = true;
        pool.finish();
        BOOST_TEST((pool.offer([&] { ++done; }) == http::WorkerPool::Offer::full));
    }
    BOOST_TEST(done == 3);
}

BOOST_AUTO_TEST_SUITE_END()
