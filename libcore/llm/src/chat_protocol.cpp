#include "chat_protocol.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>
#include <boost/json.hpp>

namespace ec::llm {
namespace json = boost::json;
namespace {

constexpr std::size_t max_answer_bytes = std::size_t{2} << 20U;

std::string_view to_string(Role role) {
    switch (role) {
        case Role::system:
            return "system";
        case Role::user:
            return "user";
        case Role::assistant:
            return "assistant";
    }
    return "user";
}

std::string_view text_of(json::object const& object, std::string_view key) {
    auto const* value = object.if_contains(key);
    if (value == nullptr || !value->is_string()) return {};
    return value->get_string();
}

std::int64_t count_of(json::object const& object, std::string_view key) {
    auto const* value = object.if_contains(key);
    if (value == nullptr || !value->is_number()) return 0;
    boost::system::error_code error;
    auto const n = value->to_number<std::int64_t>(error);
    return error ? 0 : n;
}

json::object const* object_of(json::object const& object, std::string_view key) {
    auto const* value = object.if_contains(key);
    return value == nullptr ? nullptr : value->if_object();
}

void take_usage(json::object const& answer, Usage& usage) {
    auto const* given = object_of(answer, "usage");
    if (given == nullptr) return;
    usage.prompt_tokens = count_of(*given, "prompt_tokens");
    usage.completion_tokens = count_of(*given, "completion_tokens");
    if (auto const* details = object_of(*given, "prompt_tokens_details"))
        usage.cached_tokens = count_of(*details, "cached_tokens");
    if (auto const* details = object_of(*given, "completion_tokens_details"))
        usage.reasoning_tokens = count_of(*details, "reasoning_tokens");
}

bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

std::optional<std::int64_t> whole_number(std::string_view text) {
    std::int64_t value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < 0) return std::nullopt;
    return value;
}

// The provider's error code: error.code, else error.type, else "".
std::string error_code_of(std::string_view body) {
    boost::system::error_code error;
    auto const value = json::parse(body, error);
    if (error || !value.is_object()) return {};
    auto const* details = object_of(value.get_object(), "error");
    if (details == nullptr) return {};
    auto code = text_of(*details, "code");
    if (code.empty()) code = text_of(*details, "type");
    std::string safe;
    for (char c : code.substr(0, 60))
        if ((c >= 'a' && c <= 'z') || c == '_' || (c >= 'A' && c <= 'Z')) safe += c;
    return safe;
}

}  // namespace

std::string render_request(ModelSettings const& settings, std::span<ChatMessage const> messages) {
    json::array list;
    for (auto const& message : messages)
        list.push_back({{"role", to_string(message.role)}, {"content", message.content}});
    json::object body{{"model", settings.model}, {"messages", std::move(list)}, {"stream", true}};
    body["stream_options"] = {{"include_usage", true}};
    // Models that reason take the newer name of the limit and no temperature.
    std::string_view const name = settings.model;
    bool const reasons = name.starts_with("o1") || name.starts_with("o3") ||
                         name.starts_with("o4") || name.starts_with("gpt-5");
    body[reasons ? "max_completion_tokens" : "max_tokens"] = settings.max_output_tokens;
    if (!reasons) body["temperature"] = settings.temperature;
    return json::serialize(body);
}

void AnswerReader::fail(ChatFailure failure, std::string_view detail) const {
    throw ChatError(failure, detail, usage_);
}

void AnswerReader::feed(std::string_view bytes) {
    buffer_ += bytes;
    if (buffer_.size() + text_.size() > max_answer_bytes)
        fail(ChatFailure::not_protocol, "answer over 2 MiB");
    if (!streamed_) {
        // Providers send blank lines or comments before the first byte that matters.
        auto const first = buffer_.find_first_not_of(" \t\r\n");
        if (first == std::string::npos) return;
        char const c = buffer_[first];
        if (c == '{') return;
        if (c == '<') fail(ChatFailure::not_protocol, "an HTML page");
        streamed_ = true;
        buffer_.erase(0, first);
        scanned_ = 0;
    }
    for (;;) {
        auto const end = buffer_.find('\n', scanned_);
        if (end == std::string::npos) {
            scanned_ = buffer_.size();
            return;
        }
        std::string line = buffer_.substr(0, end);
        buffer_.erase(0, end + 1);
        scanned_ = 0;
        if (!line.empty() && line.back() == '\r') line.pop_back();
        take_line(line);
    }
}

void AnswerReader::take_line(std::string_view line) {
    if (line.empty() || line[0] == ':' || line.starts_with("event:")) return;
    if (!line.starts_with("data:")) fail(ChatFailure::not_protocol, "not an event stream");
    line.remove_prefix(5);
    if (line.starts_with(' ')) line.remove_prefix(1);
    if (line == "[DONE]") {
        done_ = true;
        return;
    }
    take_event(line);
}

void AnswerReader::take_event(std::string_view text) {
    boost::system::error_code error;
    auto const value = json::parse(text, error);
    if (error || !value.is_object()) fail(ChatFailure::not_protocol, "event is not a JSON object");
    auto const& event = value.get_object();
    if (event.contains("error")) fail(ChatFailure::server_error, error_code_of(text));
    take_usage(event, usage_);
    if (auto const m = text_of(event, "model"); !m.empty()) model_ = m;
    if (auto const i = text_of(event, "id"); !i.empty()) id_ = i;
    auto const* choices = event.if_contains("choices");
    if (choices == nullptr || !choices->is_array()) return;
    for (auto const& choice : choices->get_array()) {
        if (!choice.is_object()) continue;
        auto const& object = choice.get_object();
        auto const* part = object_of(object, "delta");
        if (part == nullptr) part = object_of(object, "message");
        if (part != nullptr) {
            text_ += text_of(*part, "content");
            if (!text_of(*part, "refusal").empty()) refusal_ = true;
        }
        if (auto const reason = text_of(object, "finish_reason"); !reason.empty())
            finish_reason_ = reason;
    }
}

void AnswerReader::take_whole() {
    if (is_blank(buffer_)) fail(ChatFailure::empty, "no body");
    auto const first = buffer_.find_first_not_of(" \t\r\n");
    take_event(std::string_view(buffer_).substr(first));
    done_ = true;
}

Completion AnswerReader::finish() {
    if (!streamed_)
        take_whole();
    else if (!is_blank(buffer_))
        take_line(buffer_);
    // A stream that ends without a reason to stop was cut, whatever text it left behind.
    if (finish_reason_.empty())
        fail(done_ ? ChatFailure::empty : ChatFailure::unreachable, "the stream ended early");
    if (refusal_) fail(ChatFailure::refused, "refusal");
    if (finish_reason_ == "content_filter") fail(ChatFailure::filtered, finish_reason_);
    if (finish_reason_ == "length" || finish_reason_ == "max_tokens")
        fail(ChatFailure::cut_off, finish_reason_);
    if (finish_reason_ != "stop" && finish_reason_ != "end_turn")
        fail(ChatFailure::not_protocol, "unknown finish reason");
    Completion completion;
    completion.text = strip_thinking(text_);
    completion.model = model_;
    completion.request_id = id_;
    completion.usage = usage_;
    if (completion.text.empty()) fail(ChatFailure::empty, "no text");
    return completion;
}

StatusVerdict judge_status(int status, StatusHeaders const& headers, std::string_view body) {
    static constexpr std::array<std::string_view, 6> quota{"insufficient_quota",
                                                           "credit_balance_exhausted",
                                                           "organization_spend_limit_exceeded",
                                                           "project_spend_limit_exceeded",
                                                           "organization_usage_limit_exceeded",
                                                           "billing_hard_limit_reached"};
    StatusVerdict verdict;
    verdict.detail = fmt::format("{} {}", status, error_code_of(body));
    if (auto const ms = whole_number(headers.retry_after_ms))
        verdict.wait_ms = *ms;
    else if (auto const s = whole_number(headers.retry_after); s && *s < 86'400)
        verdict.wait_ms = *s * 1000;
    switch (status) {
        case 401:
        case 403:
            verdict.failure = ChatFailure::unauthorized;
            return verdict;
        case 402:
            verdict.failure = ChatFailure::quota_exhausted;
            return verdict;
        case 429:
            verdict.retry = std::ranges::find(quota, error_code_of(body)) == quota.end();
            verdict.failure =
                verdict.retry ? ChatFailure::rate_limited : ChatFailure::quota_exhausted;
            return verdict;
        case 408:
        case 409:
            verdict.retry = true;
            return verdict;
        default:
            break;
    }
    if (status >= 500) {
        verdict.retry = true;
        return verdict;
    }
    verdict.failure = status >= 400 ? ChatFailure::bad_request : ChatFailure::not_protocol;
    return verdict;
}

std::string strip_thinking(std::string_view text) {
    static constexpr std::string_view open = "<think>", close = "</think>";
    std::string out;
    while (!text.empty()) {
        auto const begin = text.find(open);
        out += text.substr(0, begin);
        if (begin == std::string_view::npos) break;
        auto const end = text.find(close, begin);
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + close.size());
    }
    auto const first = out.find_first_not_of(" \t\r\n");
    if (first == std::string::npos) return {};
    return out.substr(first, out.find_last_not_of(" \t\r\n") - first + 1);
}

}  // namespace ec::llm
