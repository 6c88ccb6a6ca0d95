#pragma once

#include <ec/llm/chat_model.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace ec::llm {

/// The request body of POST {base_url}/chat/completions: streamed, with usage.
[[nodiscard]] std::string render_request(ModelSettings const& settings,
                                         std::span<ChatMessage const> messages);

/// Collects a streamed or whole answer. feed() takes bytes as they come; finish() is called at the
/// end of the body and gives the completion or throws ChatError. No socket, no clock.
class AnswerReader {
  public:
    void feed(std::string_view bytes);
    [[nodiscard]] Completion finish();
    [[nodiscard]] std::size_t received() const noexcept { return text_.size(); }
    [[nodiscard]] Usage const& usage() const noexcept { return usage_; }

  private:
    void take_line(std::string_view line);
    void take_event(std::string_view json);
    void take_whole();
    [[noreturn]] void fail(ChatFailure failure, std::string_view detail) const;

    std::string buffer_;
    std::string text_;
    std::string finish_reason_;
    std::string model_;
    std::string id_;
    Usage usage_;
    bool streamed_ = false;
    bool done_ = false;
    bool refusal_ = false;
    std::size_t scanned_ = 0;
};

/// What an error status means: final, or worth another attempt after a wait.
struct StatusVerdict {
    ChatFailure failure = ChatFailure::server_error;
    bool retry = false;
    std::optional<std::int64_t> wait_ms;  // as the provider asked
    std::string detail;                   // its error code; never its message
};
struct StatusHeaders {
    std::string retry_after;
    std::string retry_after_ms;
};
[[nodiscard]] StatusVerdict judge_status(int status, StatusHeaders const& headers,
                                         std::string_view body);

/// Without <think>...</think> parts and surrounding blanks.
[[nodiscard]] std::string strip_thinking(std::string_view text);

}  // namespace ec::llm
