#include <ec/llm/chat_model.hpp>

#include <ec/base/log.hpp>

#include <support/stub_server.hpp>

#include <fstream>
#include <iterator>
#include <stop_token>
#include <thread>

#include <boost/test/unit_test.hpp>

using namespace ec::llm;
using ec::test::StubAnswer;
using ec::test::StubRequest;
using ec::test::StubServer;

namespace {

std::string recorded(std::string const& name) {
    std::ifstream in(std::string(EC_SOURCE_DIR) + "/tests/data/llm/" + name, std::ios::binary);
    BOOST_REQUIRE_MESSAGE(in.good(), name);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::string chunk(std::string const& text, std::string const& finish) {
    std::string const reason = finish.empty() ? "null" : "\"" + finish + "\"";
    return R"(data: {"choices":[{"index":0,"delta":{"content":")" + text +
           R"("},"finish_reason":)" + reason + "}]}\n\n";
}

ModelSettings settings_for(StubServer const& server) {
    ModelSettings settings;
    settings.base_url = server.url("/v1");
    settings.model = "stub-1";
    settings.api_key = "sk-secret-value";
    settings.first_backoff_ms = 5;
    settings.idle_timeout_ms = 300;
    settings.total_timeout_ms = 3'000;
    return settings;
}

ec::SystemClock const system_clock;

Completion ask(ModelSettings const& settings) {
    ChatModel const model(settings);
    ec::CallContext const context{&system_clock, 0, {}, "t1", {}};
    ChatMessage const message{Role::user, "Write."};
    return model.complete(context, {&message, 1}, {});
}

void require_failure(std::vector<StubAnswer> answers, ChatFailure expected, int requests) {
    StubServer server(std::move(answers));
    BOOST_CHECK_EXCEPTION((void)ask(settings_for(server)), ChatError, [&](ChatError const& e) {
        BOOST_TEST(to_string(e.failure()) == to_string(expected), e.what());
        std::string const told = std::string(e.what()) + e.public_message();
        BOOST_TEST(told.find("sk-secret") == std::string::npos);
        return e.failure() == expected;
    });
    BOOST_TEST(server.requests().size() == static_cast<std::size_t>(requests));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(chat_model)

BOOST_AUTO_TEST_CASE(a_streamed_answer_and_what_was_sent) {
    StubServer server({StubAnswer::event_stream().send(recorded("openai_stream.sse")).close()});
    auto const completion = ask(settings_for(server));
    BOOST_TEST(completion.text.size() > 500U);
    BOOST_TEST(completion.model == "gpt-4.1-nano-2025-04-14");
    BOOST_TEST(completion.usage.completion_tokens == 300);
    BOOST_TEST(completion.attempts == 1);
    auto const request = server.requests().at(0);
    BOOST_TEST(request.method == "POST");
    BOOST_TEST(request.target == "/v1/chat/completions");
    BOOST_TEST(request.header("authorization") == "Bearer sk-secret-value");
    BOOST_TEST(request.header("content-type") == "application/json");
    BOOST_TEST(request.body.find(R"("stream":true)") != std::string::npos);
    BOOST_TEST(request.body.find(R"("max_tokens":8192)") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(whole_answers_blank_prefixes_comments_and_thinking) {
    StubServer whole({StubAnswer::json(200, "\n\n \n" + recorded("deepseek_reasoning.json"))});
    BOOST_TEST(ask(settings_for(whole)).text.find("strawberry") != std::string::npos);
    StubServer comments({StubAnswer::event_stream()
                             .send(": keep-alive\n\n: keep-alive\n\n")
                             .send(chunk("<think>hidden", "") + chunk("</think>shown", "stop"))
                             .send("data: [DONE]\n\n")
                             .close()});
    BOOST_TEST(ask(settings_for(comments)).text == "shown");
}

BOOST_AUTO_TEST_CASE(retryable_answers_are_tried_again) {
    auto const good = [] {
        return StubAnswer::event_stream().send(chunk("fine", "stop") + "data: [DONE]\n\n").close();
    };
    StubServer server({StubAnswer::json(429, recorded("errors/openai_429_rate_limit_tpm.json"))
                           .header("retry-after-ms", "20"),
                       StubAnswer::json(503, "{}"), StubAnswer::silent().close(), good()});
    auto const completion = ask(settings_for(server));
    BOOST_TEST(completion.text == "fine");
    BOOST_TEST(completion.attempts == 4);
}

BOOST_AUTO_TEST_CASE(every_failure_is_typed_and_final_ones_are_not_retried) {
    auto const body = [](std::string const& name) { return recorded("errors/" + name + ".json"); };
    require_failure({StubAnswer::json(401, body("openai_401_invalid_api_key"))},
                    ChatFailure::unauthorized, 1);
    require_failure({StubAnswer::json(402, body("deepseek_402_insufficient_balance"))},
                    ChatFailure::quota_exhausted, 1);
    require_failure({StubAnswer::json(429, body("openai_429_insufficient_quota"))},
                    ChatFailure::quota_exhausted, 1);
    require_failure({StubAnswer::json(429, body("openai_429_rate_limit_tpm"))},
                    ChatFailure::rate_limited, 4);
    require_failure({StubAnswer::json(400, body("openai_400_unsupported_parameter"))},
                    ChatFailure::bad_request, 1);
    require_failure({StubAnswer::whole(502, "text/html", "<html>Bad gateway</html>")},
                    ChatFailure::server_error, 4);
    require_failure({StubAnswer::whole(200, "text/html", "<html>Sign in</html>")},
                    ChatFailure::not_protocol, 1);
    require_failure({StubAnswer::json(200, "{\"choices\":[{\"mess")}, ChatFailure::not_protocol, 1);
    require_failure({StubAnswer::json(200, "")}, ChatFailure::empty, 1);
    require_failure(
        {StubAnswer::event_stream().send(recorded("deepseek_stream_length.sse")).close()},
        ChatFailure::cut_off, 1);
    require_failure({StubAnswer::event_stream().send(chunk("", "stop")).close()},
                    ChatFailure::empty, 1);
    require_failure({StubAnswer::event_stream().send(chunk("x", "content_filter")).close()},
                    ChatFailure::filtered, 1);
    require_failure(
        {StubAnswer::event_stream()
             .send(R"(data: {"choices":[{"delta":{"refusal":"no"},"finish_reason":"stop"}]})"
                   "\n\n")
             .close()},
        ChatFailure::refused, 1);
    require_failure({StubAnswer::event_stream().send(chunk("half of", "")).close()},
                    ChatFailure::unreachable, 4);
    require_failure({StubAnswer::event_stream().send(chunk("half of", "")).reset()},
                    ChatFailure::unreachable, 4);
    require_failure({StubAnswer::event_stream().send(chunk("half", "")).wait(5'000)},
                    ChatFailure::timeout, 1);
}

BOOST_AUTO_TEST_CASE(a_stop_request_ends_the_call) {
    StubServer server({StubAnswer::event_stream().send(chunk("a", "")).wait(10'000)});
    auto settings = settings_for(server);
    settings.idle_timeout_ms = 10'000;
    ChatModel const model(settings);
    std::stop_source source;
    ec::CallContext const context{&system_clock, 0, source.get_token(), "t1", {}};
    ChatMessage const message{Role::user, "Write."};
    BOOST_CHECK_EXCEPTION(
        (void)model.complete(context, {&message, 1}, [&](std::size_t) { source.request_stop(); }),
        ec::Error, [](ec::Error const& e) { return e.reason() == "call.cancelled"; });
}

BOOST_AUTO_TEST_CASE(settings_are_checked) {
    ModelSettings settings;
    settings.base_url = "api.openai.com";
    settings.model = "m";
    BOOST_CHECK_THROW(ChatModel{settings}, ec::Error);
    settings.base_url = "http://127.0.0.1:1/v1";
    settings.model.clear();
    BOOST_CHECK_THROW(ChatModel{settings}, ec::Error);
}

BOOST_AUTO_TEST_SUITE_END()
