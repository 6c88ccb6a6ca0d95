#include <ec/narrative/answer.hpp>

#include <ec/narrative/audit.hpp>
#include <ec/narrative/prompt.hpp>

#include "texts.hpp"

#include <ec/analysis/call_rules.hpp>
#include <ec/analysis/facts.hpp>
#include <ec/base/utf8.hpp>

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <cctype>

namespace ec::narrative {
namespace {

namespace json = boost::json;

constexpr std::size_t least_sections = 3;
constexpr std::size_t longest_thesis = 600;

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blank = " \t\r\n";
    auto const first = text.find_first_not_of(blank);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

std::string lower_head(std::string_view text) {
    std::string head(text.substr(0, 600));
    for (auto& c : head) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return head;
}

/// nullopt when a thought was opened and never closed: the answer ended inside it.
std::optional<std::string> without_thoughts(std::string_view text) {
    constexpr std::string_view opening = "<think>";
    constexpr std::string_view closing = "</think>";
    std::string kept;
    // Some servers cut the opening mark off.
    auto const first_close = text.find(closing);
    if (first_close != std::string_view::npos && first_close < text.find(opening))
        text.remove_prefix(first_close + closing.size());
    for (;;) {
        auto const begin = text.find(opening);
        kept += text.substr(0, begin);
        if (begin == std::string_view::npos) return kept;
        auto const end = text.find(closing, begin);
        if (end == std::string_view::npos) return std::nullopt;
        text.remove_prefix(end + closing.size());
    }
}

bool is_html(std::string_view text) {
    auto const head = lower_head(text);
    return std::ranges::any_of(
        std::array<std::string_view, 5>{"<!doctype", "<html", "<head", "<body", "<?xml"},
        [&](auto mark) { return head.find(mark) != std::string::npos; });
}

bool is_refusal(std::string_view text) {
    if (text.size() > 1'500 || text.find("\n## ") != std::string_view::npos) return false;
    auto const head = lower_head(text);
    return std::ranges::any_of(
        std::array<std::string_view, 12>{"i'm sorry", "i am sorry", "i’m sorry", "i cannot",
                                         "i can't", "i can’t", "i am unable", "as an ai", "抱歉",
                                         "我无法", "我不能", "作为人工智能"},
        [&](auto mark) { return head.find(mark) != std::string::npos; });
}

bool ends_a_sentence(std::string_view text) {
    constexpr std::array<std::string_view, 9> ends{".", "。", "!", "！", "?", "？", "|", ")", "）"};
    return std::ranges::any_of(ends, [&](auto end) { return text.ends_with(end); });
}

struct Trailer {
    std::string_view body;     // the Markdown before it
    std::string_view content;  // the JSON
};

enum class TrailerSearch : std::uint8_t { found, open, absent };

TrailerSearch find_trailer(std::string_view text, Trailer& trailer) {
    auto const fence = text.rfind("```json");
    auto begin = fence == std::string_view::npos ? text.rfind("```\n{") : fence;
    if (begin != std::string_view::npos) {
        auto const line_end = text.find('\n', begin);
        if (line_end == std::string_view::npos) return TrailerSearch::open;
        auto const end = text.find("```", line_end);
        if (end == std::string_view::npos) return TrailerSearch::open;
        trailer = {text.substr(0, begin), text.substr(line_end + 1, end - line_end - 1)};
        return TrailerSearch::found;
    }
    auto const brace = text.rfind("\n{");
    if (brace == std::string_view::npos) return TrailerSearch::absent;
    if (!text.ends_with('}')) return TrailerSearch::open;
    trailer = {text.substr(0, brace), text.substr(brace + 1)};
    return TrailerSearch::found;
}

std::optional<double> number_of(json::object const& object, std::string_view key) {
    auto const* value = object.if_contains(key);
    if (value == nullptr || !value->is_number()) return std::nullopt;
    return value->to_number<double>();
}

analysis::Direction likeliest(analysis::Outlook const& p) {
    if (p.up > p.inside && p.up > p.down) return analysis::Direction::up;
    if (p.down > p.inside && p.down > p.up) return analysis::Direction::down;
    return analysis::Direction::neutral;
}

analysis::Lean lean_of(analysis::FactSheet const& sheet) {
    auto const* fact = sheet.find("lean");
    if (fact == nullptr || !fact->present()) return analysis::Lean::mixed;
    if (fact->text == "up") return analysis::Lean::up;
    return fact->text == "down" ? analysis::Lean::down : analysis::Lean::mixed;
}

/// What the sheet fixes: event, base rates, windows, lean.
analysis::Call call_frame(analysis::FactSheet const& sheet) {
    auto const value = [&](std::string_view id) { return sheet.value(id).value_or(0); };
    analysis::Call call;
    call.horizon = sheet.horizon;
    call.band = value("call_band") / 100;
    call.up_above = value("call_up_above");
    call.down_below = value("call_down_below");
    call.base_rate = {value("call_base_up") / 100, value("call_base_inside") / 100,
                      value("call_base_down") / 100};
    call.windows = static_cast<std::int32_t>(value("call_windows"));
    call.lean = lean_of(sheet);
    call.lean_sum = static_cast<std::int32_t>(value("lean_sum"));
    if (auto const* since = sheet.find("lean_since"); since != nullptr && since->present())
        call.lean_since = since->date;
    return call;
}

bool thesis_contradicts(analysis::Call const& call, analysis::FactSheet sheet, Language language) {
    if (call.thesis.empty()) return false;
    analysis::set_call_facts(sheet, call);
    return audit_text(call.thesis, language, sheet).summary.contradicted > 0;
}

/// The first reason to take the call out; empty for a sound one.
std::string find_void_reason(analysis::Call const& call, json::object const& object,
                             analysis::FactSheet const& sheet, Language language) {
    bool const levels = number_of(object, "reopen_above") && number_of(object, "reopen_below");
    auto const fault = analysis::check_call(call, sheet.value("close").value_or(0));
    if (fault && *fault != "level_on_wrong_side") return *fault;
    if (!levels) return "level_missing";
    if (fault) return *fault;
    return thesis_contradicts(call, sheet, language) ? "contradicted_figure" : "";
}

UnparseableAnswer unparseable(std::string reason, std::string detail) {
    return {std::move(reason), std::move(detail)};
}

std::optional<UnparseableAnswer> read_call(std::string_view content,
                                           analysis::FactSheet const& sheet, Language language,
                                           ParsedAnswer& answer) {
    boost::system::error_code error;
    auto const value = json::parse(json::string_view(content.data(), content.size()), error);
    if (error || !value.is_object())
        return unparseable("bad_call", "the trailer is not a JSON object");
    auto const& object = value.as_object();
    auto const up = number_of(object, "p_up");
    auto const inside = number_of(object, "p_inside");
    auto const down = number_of(object, "p_down");
    if (!up || !inside || !down)
        return unparseable("bad_call", "one of p_up, p_inside, p_down is missing");
    auto call = call_frame(sheet);
    call.probability = {*up, *inside, *down};
    call.direction = likeliest(call.probability);
    call.confidence = analysis::share_of(call.direction, call.probability);
    call.reopen_above = number_of(object, "reopen_above").value_or(0);
    call.reopen_below = number_of(object, "reopen_below").value_or(0);
    if (auto const* thesis = object.if_contains("thesis"); thesis != nullptr && thesis->is_string())
        call.thesis = std::string(thesis->as_string());
    if (call.thesis.size() > longest_thesis)
        return unparseable("bad_call", "the thesis is longer than one sentence");
    answer.void_reason = find_void_reason(call, object, sheet, language);
    if (answer.void_reason.empty()) answer.call = std::move(call);
    return std::nullopt;
}

}  // namespace

Answer parse_answer(std::string_view text, analysis::FactSheet const& sheet, Language language) {
    if (text.size() > max_answer_bytes) return unparseable("too_long", "more than 256 KiB");
    if (!is_utf8(text)) return unparseable("not_utf8", "the answer is not UTF-8");
    auto const thoughtless = without_thoughts(text);
    if (!thoughtless) return unparseable("cut_off", "the answer ended inside its thoughts");
    auto const answer_text = trimmed(*thoughtless);
    if (answer_text.empty()) return unparseable("empty", "no text");
    if (is_html(answer_text)) return unparseable("html", "an HTML page");
    Trailer trailer;
    auto const search = find_trailer(answer_text, trailer);
    if (search == TrailerSearch::open) return unparseable("cut_off", "the trailer is not closed");
    if (search == TrailerSearch::absent) {
        if (is_refusal(answer_text)) return unparseable("refusal", "the model declined");
        return ends_a_sentence(answer_text)
                   ? unparseable("no_call", "no JSON trailer")
                   : unparseable("cut_off", "the text ends in the middle of a sentence");
    }
    ParsedAnswer answer;
    answer.sections = parse_sections(trailer.body, language);
    bool const has_verdict = std::ranges::any_of(
        answer.sections, [](Section const& s) { return s.id == SectionId::bottom_line; });
    if (answer.sections.size() < least_sections || !has_verdict)
        return unparseable("no_sections", "too few of the agreed headings");
    if (auto failure = read_call(trailer.content, sheet, language, answer)) return *failure;
    return answer;
}

Document document_from_blocks(std::vector<Section> drafted, ReportInput const& input,
                              Language language) {
    auto document = write_report(input, language);
    for (auto& section : document.sections) {
        if (std::ranges::find(model_sections(), section.id) == model_sections().end()) continue;
        auto const found = std::ranges::find(drafted, section.id, &Section::id);
        if (found != drafted.end()) {
            section.blocks = std::move(found->blocks);
            continue;
        }
        section.blocks = {
            {BlockKind::paragraph,
             0,
             {{Span{language == Language::zh ? "模型的回答没有写这一节。"
                                             : "The model's answer left this section out."}}}}};
    }
    return document;
}

}  // namespace ec::narrative
