#pragma once

#include <ec/base/call_context.hpp>
#include <ec/base/error.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace ec::llm {

/// Why a model gave no report. Every one of them is a failure of the run, never an opinion.
enum class ChatFailure : std::uint8_t {
    timeout,          // deadline or silence
    unreachable,      // no connection, cut off, TLS
    rate_limited,     // still refused after the allowed retries
    quota_exhausted,  // credit, spend limit: never retried
    unauthorized,     // key refused
    bad_request,      // the request itself: parameters, size, model name
    server_error,     // 5xx after the allowed retries
    not_protocol,     // an HTML page, truncated JSON, an answer of another shape
    empty,            // no text
    cut_off,          // finish_reason length
    refused,          // the model declined
    filtered,         // content filter
};

[[nodiscard]] std::string_view to_string(ChatFailure failure) noexcept;

struct Usage {
    std::int64_t prompt_tokens = 0;
    std::int64_t completion_tokens = 0;
    std::int64_t cached_tokens = 0;
    std::int64_t reasoning_tokens = 0;
    bool operator==(Usage const&) const = default;
};

/// reason "llm.<failure>"; code timeout for timeout, rate_limited, unavailable else. Never holds
/// the key, the prompt or the provider's text.
class ChatError final : public Error {
  public:
    ChatError(ChatFailure failure, std::string_view detail, Usage usage);
    [[nodiscard]] ChatFailure failure() const noexcept { return failure_; }
    /// Tokens that were counted although no answer came of them.
    [[nodiscard]] Usage const& usage() const noexcept { return usage_; }

  private:
    ChatFailure failure_;
    Usage usage_;
};

struct ModelSettings {
    std::string base_url;  // "https://api.openai.com/v1"; without trailing slash
    std::string model;
    std::string api_key;  // empty: no Authorization header (Ollama, vLLM)
    std::int64_t max_output_tokens = 8'192;
    double temperature = 0.2;
    std::int64_t total_timeout_ms = 180'000;  // over all attempts; the context's deadline too
    std::int64_t idle_timeout_ms = 60'000;    // longest silence within one answer
    std::int32_t max_retries = 3;
    std::int64_t first_backoff_ms = 1'000;  // doubled each time, +0-10 % jitter
};

enum class Role : std::uint8_t { system, user, assistant };

struct ChatMessage {
    Role role = Role::user;
    std::string content;
};

struct Completion {
    std::string text;   // without <think> parts
    std::string model;  // as the provider names it
    std::string request_id;
    Usage usage;
    std::int32_t attempts = 1;
};

/// Characters received so far; called as the answer streams in.
using ChatProgress = std::function<void(std::size_t received)>;

/// One model behind an OpenAI-compatible chat endpoint. Thread-safe; owns its HTTP client.
/// Retries 408, 409, 429 (by class), 5xx and 529 and broken connections with doubled, jittered
/// waits inside the deadline; quota, key and request errors are final.
class ChatModel {
  public:
    explicit ChatModel(ModelSettings settings);
    ~ChatModel();
    ChatModel(ChatModel const&) = delete;
    ChatModel& operator=(ChatModel const&) = delete;

    [[nodiscard]] ModelSettings const& settings() const noexcept;
    /// Throws ChatError; unavailable "call.cancelled" on a stop request.
    [[nodiscard]] Completion complete(CallContext const& context,
                                      std::span<ChatMessage const> messages,
                                      ChatProgress const& progress) const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace ec::llm
