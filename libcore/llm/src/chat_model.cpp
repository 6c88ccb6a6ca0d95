#include <ec/llm/chat_model.hpp>

#include <ec/base/ids.hpp>
#include <ec/base/log.hpp>
#include <ec/http_client/http_client.hpp>

#include "chat_protocol.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <utility>

#include <fmt/format.h>

namespace ec::llm {
namespace {

ErrorCode code_of(ChatFailure failure) {
    switch (failure) {
        case ChatFailure::timeout:
            return ErrorCode::timeout;
        case ChatFailure::rate_limited:
            return ErrorCode::rate_limited;
        case ChatFailure::unreachable:
        case ChatFailure::quota_exhausted:
        case ChatFailure::unauthorized:
        case ChatFailure::bad_request:
        case ChatFailure::server_error:
        case ChatFailure::not_protocol:
        case ChatFailure::empty:
        case ChatFailure::cut_off:
        case ChatFailure::refused:
        case ChatFailure::filtered:
            return ErrorCode::unavailable;
    }
    return ErrorCode::unavailable;
}

std::string_view message_of(ChatFailure failure) {
    switch (failure) {
        case ChatFailure::timeout:
            return "The model did not answer in time. Try again.";
        case ChatFailure::unreachable:
            return "The model's service cannot be reached or broke off. Check its base URL.";
        case ChatFailure::rate_limited:
            return "The model's service is busy. Try again later.";
        case ChatFailure::quota_exhausted:
            return "The model's account has no credit left. Top it up or choose another analyst.";
        case ChatFailure::unauthorized:
            return "The model's service refused the key. Check it.";
        case ChatFailure::bad_request:
            return "The model's service refused the request. Check the model's name and limits.";
        case ChatFailure::server_error:
            return "The model's service failed. Try again later.";
        case ChatFailure::not_protocol:
            return "The model's service answered in another format. Check its base URL.";
        case ChatFailure::empty:
            return "The model answered with no text.";
        case ChatFailure::cut_off:
            return "The model's answer was cut at its length limit. Raise max_output_tokens.";
        case ChatFailure::refused:
            return "The model declined to answer.";
        case ChatFailure::filtered:
            return "The service's content filter stopped the answer.";
    }
    return "The model failed.";
}

ChatFailure failure_of(http_client::Failure failure) {
    switch (failure) {
        case http_client::Failure::timeout:
            return ChatFailure::timeout;
        case http_client::Failure::too_large:
            return ChatFailure::not_protocol;
        case http_client::Failure::resolve:
        case http_client::Failure::connect:
        case http_client::Failure::tls:
        case http_client::Failure::closed:
            return ChatFailure::unreachable;
    }
    return ChatFailure::unreachable;
}

bool worth_retrying(ChatFailure failure) {
    return failure == ChatFailure::unreachable || failure == ChatFailure::server_error ||
           failure == ChatFailure::rate_limited;
}

// Sleeps unless asked to stop; false when the wait would pass the deadline.
bool wait_ms(CallContext const& context, std::int64_t ms) {
    if (ms * 1000 >= context.remaining_us()) return false;
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock lock(mutex);
    wake.wait_for(lock, context.stop, std::chrono::milliseconds(ms), [] { return false; });
    context.check();
    return true;
}

std::int64_t jittered(std::int64_t ms) {
    std::array<std::byte, 2> bytes{};
    fill_random(bytes);
    auto const part =
        std::to_integer<std::int64_t>(bytes[0]) * 256 + std::to_integer<std::int64_t>(bytes[1]);
    return ms + ms * part / 655'360;
}

}  // namespace

std::string_view to_string(ChatFailure failure) noexcept {
    switch (failure) {
        case ChatFailure::timeout:
            return "timeout";
        case ChatFailure::unreachable:
            return "unreachable";
        case ChatFailure::rate_limited:
            return "rate_limited";
        case ChatFailure::quota_exhausted:
            return "quota_exhausted";
        case ChatFailure::unauthorized:
            return "unauthorized";
        case ChatFailure::bad_request:
            return "bad_request";
        case ChatFailure::server_error:
            return "server_error";
        case ChatFailure::not_protocol:
            return "not_protocol";
        case ChatFailure::empty:
            return "empty";
        case ChatFailure::cut_off:
            return "cut_off";
        case ChatFailure::refused:
            return "refused";
        case ChatFailure::filtered:
            return "filtered";
    }
    return "server_error";
}

ChatError::ChatError(ChatFailure failure, std::string_view detail, Usage usage)
    : Error(code_of(failure), fmt::format("llm.{}", to_string(failure)),
            std::string(message_of(failure))),
      failure_(failure),
      usage_(usage) {
    if (!detail.empty()) (void)with_log(detail);
}

struct ChatModel::State {
    explicit State(ModelSettings given) : settings(std::move(given)), client({}) {}

    [[nodiscard]] Completion attempt(CallContext const& context,
                                     http_client::HttpRequest const& request,
                                     ChatProgress const& progress,
                                     std::optional<std::int64_t>& asked_wait_ms) const;

    ModelSettings settings;
    mutable http_client::HttpClient client;
};

Completion ChatModel::State::attempt(CallContext const& context,
                                     http_client::HttpRequest const& request,
                                     ChatProgress const& progress,
                                     std::optional<std::int64_t>& asked_wait_ms) const {
    AnswerReader reader;
    std::string error_body;
    try {
        auto const response = client.send(
            context, request, [&](http_client::HttpResponse const& head, std::string_view piece) {
                if (head.status != 200) {
                    error_body +=
                        piece.substr(0, 65'536 - std::min<std::size_t>(error_body.size(), 65'536));
                    return;
                }
                reader.feed(piece);
                if (progress) progress(reader.received());
            });
        if (response.status != 200) {
            StatusHeaders headers{std::string(response.find_header("retry-after").value_or("")),
                                  std::string(response.find_header("retry-after-ms").value_or(""))};
            auto const verdict = judge_status(response.status, headers, error_body);
            asked_wait_ms = verdict.wait_ms;
            throw ChatError(verdict.failure, verdict.detail, {});
        }
        auto completion = reader.finish();
        if (auto const id = response.find_header("x-request-id"))
            completion.request_id = std::string(*id);
        return completion;
    } catch (http_client::SendError const& error) {
        throw ChatError(failure_of(error.failure()), to_string(error.failure()), reader.usage());
    }
}

ChatModel::ChatModel(ModelSettings settings)
    : state_(std::make_unique<State>(std::move(settings))) {
    if (!state_->settings.base_url.starts_with("http://") &&
        !state_->settings.base_url.starts_with("https://"))
        throw invalid_field("llm.base_url", "llm.base_url", state_->settings.base_url,
                            "not an http(s) address",
                            "Give the address that ends in /v1, for example "
                            "http://127.0.0.1:11434/v1.");
    if (state_->settings.model.empty())
        throw invalid_field("llm.model", "llm.model", "", "empty", "Name the model to use.");
    while (state_->settings.base_url.ends_with('/')) state_->settings.base_url.pop_back();
}

ChatModel::~ChatModel() = default;

ModelSettings const& ChatModel::settings() const noexcept { return state_->settings; }

Completion ChatModel::complete(CallContext const& outer, std::span<ChatMessage const> messages,
                               ChatProgress const& progress) const {
    auto const& settings = state_->settings;
    CallContext context = outer;
    Micros const own = outer.now_us() + settings.total_timeout_ms * 1000;
    context.deadline_us = outer.deadline_us == 0 ? own : std::min(own, outer.deadline_us);

    http_client::HttpRequest request;
    request.method = "POST";
    request.url = settings.base_url + "/chat/completions";
    request.headers = {{"Content-Type", "application/json"}, {"Accept", "text/event-stream"}};
    if (!settings.api_key.empty())
        request.headers.push_back({"Authorization", "Bearer " + settings.api_key});
    request.body = render_request(settings, messages);
    request.idle_timeout_ms = settings.idle_timeout_ms;

    std::int64_t backoff_ms = settings.first_backoff_ms;
    for (std::int32_t attempt = 1;; ++attempt) {
        std::optional<std::int64_t> asked_wait_ms;
        try {
            auto completion = state_->attempt(context, request, progress, asked_wait_ms);
            completion.attempts = attempt;
            return completion;
        } catch (ChatError const& error) {
            log::write(log::Level::warn, "model call failed", outer.trace_id,
                       {{"llm.failure", std::string(to_string(error.failure()))},
                        {"llm.attempt", std::to_string(attempt)},
                        {"error.message", error.what()}});
            if (!worth_retrying(error.failure()) || attempt > settings.max_retries) throw;
            auto const pause = std::max(asked_wait_ms.value_or(0), jittered(backoff_ms));
            if (!wait_ms(context, pause)) throw;
            backoff_ms *= 2;
        }
    }
}

}  // namespace ec::llm
