#include <ec/narrative/answer.hpp>

#include "worked_example.hpp"

#include <ec/narrative/audit.hpp>
#include <ec/narrative/prompt.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

using namespace ec::narrative;

namespace {

constexpr std::string_view prose_en = R"(## Bottom line
Apple closed 4.2 % above its rising 200-day average.

## Trend and momentum
ADX(14) was 25.9 with **-DI above +DI**.
The histogram had been positive for 13 sessions.

## Levels
- 116.2-118.4: two swing lows.
- 127.1-128.7: one swing high.

## 9. **Risk and relative strength**
| Measure | Value |
|---|---|
| Volatility | 33 % |
)";

constexpr std::string_view prose_zh = R"(## 结论
收盘高于上行的 200 日均线 4.2%。

## 趋势与动量
ADX(14) 为 25.9，
且 -DI 高于 +DI。

## 关键价位
- 116.2–118.4：两个低点。
)";

constexpr std::string_view sound_call =
    R"({"p_up": 0.30, "p_inside": 0.45, "p_down": 0.25, "thesis": "The close was above its rising 200-day average.", "reopen_above": 128.72, "reopen_below": 116.21})";

std::string with_trailer(std::string_view prose, std::string_view call) {
    return std::string(prose) + "\n```json\n" + std::string(call) + "\n```\n";
}

Answer parse(std::string_view text, Language language = Language::en) {
    return parse_answer(text, ec::test::make_aapl_sheet(), language);
}

std::string reason_of(Answer const& answer) {
    auto const* failure = std::get_if<UnparseableAnswer>(&answer);
    return failure == nullptr ? "parsed" : failure->reason;
}

ParsedAnswer parsed(std::string_view text, Language language = Language::en) {
    auto answer = parse(text, language);
    BOOST_REQUIRE_MESSAGE(std::holds_alternative<ParsedAnswer>(answer), reason_of(answer));
    return std::get<ParsedAnswer>(std::move(answer));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(answer)

BOOST_AUTO_TEST_CASE(a_sound_answer_gives_sections_and_a_call) {
    auto const answer = parsed(with_trailer(prose_en, sound_call));
    BOOST_REQUIRE(answer.sections.size() == 4);
    BOOST_TEST((answer.sections[0].id == SectionId::bottom_line));
    BOOST_TEST((answer.sections[3].id == SectionId::risk));
    BOOST_REQUIRE(answer.call.has_value());
    BOOST_TEST(answer.void_reason.empty());
    auto const& call = *answer.call;
    BOOST_TEST((call.direction == ec::analysis::Direction::neutral));
    BOOST_TEST(call.confidence == 0.45);
    BOOST_TEST(call.up_above == 127.97);
    BOOST_TEST(call.base_rate.up == 0.41);
    BOOST_TEST(call.windows == 158);
    BOOST_TEST(call.reopen_below == 116.21);
    BOOST_TEST(call.thesis == "The close was above its rising 200-day average.");
}

BOOST_AUTO_TEST_CASE(blocks_follow_the_markdown_subset) {
    auto const sections = parsed(with_trailer(prose_en, sound_call)).sections;
    auto const& trend = sections[1].blocks;
    BOOST_REQUIRE(trend.size() == 1);
    BOOST_TEST(plain_text(trend[0].lines[0]) ==
               "ADX(14) was 25.9 with -DI above +DI. The histogram had been positive for 13 "
               "sessions.");
    BOOST_REQUIRE(trend[0].lines[0].size() == 3);
    BOOST_TEST(trend[0].lines[0][1].strong);
    BOOST_TEST((sections[2].blocks[0].kind == BlockKind::list));
    BOOST_TEST(sections[2].blocks[0].lines.size() == 2);
    auto const& table = sections[3].blocks[0];
    BOOST_TEST((table.kind == BlockKind::table));
    BOOST_TEST(table.columns == 2);
    BOOST_TEST(table.lines.size() == 4);
}

BOOST_AUTO_TEST_CASE(chinese_lines_join_without_a_space) {
    auto const answer = parsed(with_trailer(prose_zh, sound_call), Language::zh);
    BOOST_TEST(plain_text(answer.sections[1].blocks[0].lines[0]) ==
               "ADX(14) 为 25.9，且 -DI 高于 +DI。");
    BOOST_TEST(answer.sections[0].title == "结论");
}

BOOST_AUTO_TEST_CASE(thoughts_are_removed) {
    auto const text =
        "<think>buy now, p_up 0.9\n```json\n{}\n```</think>\n" + with_trailer(prose_en, sound_call);
    BOOST_TEST(parsed(text).sections.size() == 4);
    BOOST_TEST(
        parsed("half a thought</think>" + with_trailer(prose_en, sound_call)).sections.size() == 4);
    BOOST_TEST(reason_of(parse("<think>still thinking " + std::string(prose_en))) == "cut_off");
}

BOOST_AUTO_TEST_CASE(what_is_no_report_is_unparseable) {
    struct Case {
        std::string text;
        std::string_view reason;
    };
    for (auto const& [text, reason] : {
             Case{"", "empty"},
             Case{"  \n<think>nothing</think>\n ", "empty"},
             Case{"<!DOCTYPE html><html><body>502 Bad Gateway</body></html>", "html"},
             Case{"I'm sorry, but I cannot give investment advice.", "refusal"},
             Case{"抱歉，我无法提供投资建议。", "refusal"},
             Case{std::string(prose_en), "no_call"},
             Case{std::string(prose_en.substr(0, 200)), "cut_off"},
             Case{std::string(prose_en) + "\n```json\n{\"p_up\": 0.3, \"p_in", "cut_off"},
             Case{with_trailer(prose_en, "{\"p_up\": 0.3, \"p_inside\": 0.45}"), "bad_call"},
             Case{with_trailer(prose_en,
                               "{\"p_up\": \"0.3\", \"p_inside\": 0.45, \"p_down\": 0.25}"),
                  "bad_call"},
             Case{with_trailer(prose_en, "[0.3, 0.45, 0.25]"), "bad_call"},
             Case{with_trailer(prose_en, "p_up = 0.3"), "bad_call"},
             Case{with_trailer("Buy it.\n", sound_call), "no_sections"},
             Case{with_trailer("## Trend and momentum\nUp.\n## Levels\nx\n## Volume\ny\n",
                               sound_call),
                  "no_sections"},
             Case{std::string(300'000, 'a'), "too_long"},
             Case{"## Bottom line\n\xC3(", "not_utf8"},
         })
        BOOST_TEST(reason_of(parse(text)) == reason, text.substr(0, 60));
}

BOOST_AUTO_TEST_CASE(every_cut_of_a_sound_answer_is_refused) {
    auto const whole = with_trailer(prose_en, sound_call);
    auto const end = whole.rfind("```");
    for (std::size_t length = 0; length < end + 3; ++length)
        BOOST_TEST_REQUIRE(reason_of(parse(whole.substr(0, length))) != "parsed", length);
}

BOOST_AUTO_TEST_CASE(a_faulty_call_is_void_and_its_text_kept) {
    struct Case {
        std::string_view call;
        std::string_view reason;
    };
    for (
        auto const& [call, reason] : {
            Case{
                R"({"p_up": 0.5, "p_inside": 0.45, "p_down": 0.25, "reopen_above": 128, "reopen_below": 116})",
                "probabilities_do_not_sum"},
            Case{
                R"({"p_up": 36, "p_inside": 40, "p_down": 24, "reopen_above": 128, "reopen_below": 116})",
                "probability_out_of_range"},
            Case{
                R"({"p_up": 0.3, "p_inside": 0.45, "p_down": 0.25, "reopen_above": 120, "reopen_below": 116})",
                "level_on_wrong_side"},
            Case{R"({"p_up": 0.3, "p_inside": 0.45, "p_down": 0.25})", "level_missing"},
            Case{
                R"({"p_up": 0.3, "p_inside": 0.45, "p_down": 0.25, "reopen_above": 128.72, "reopen_below": 116.21, "thesis": "RSI(14) was 88.1."})",
                "contradicted_figure"},
        }) {
        auto const answer = parsed(with_trailer(prose_en, call));
        BOOST_TEST(!answer.call.has_value());
        BOOST_TEST(answer.void_reason == reason);
        BOOST_TEST(answer.sections.size() == 4);
    }
}

BOOST_AUTO_TEST_CASE(a_draft_becomes_a_whole_report) {
    auto input = ec::test::make_aapl_input();
    auto answer = parsed(with_trailer(prose_en, sound_call));
    input.call = answer.call;
    auto document = document_from_blocks(std::move(answer.sections), input, Language::en);
    audit_document(document, input.sheet);
    finish_document(document, input, {"example-model-1", "technical/en/1", "ab", "us-2020"});
    BOOST_TEST(document.sections.size() == 17);
    auto const text = plain_text(document);
    BOOST_TEST(text.find("analyst example-model-1") != std::string::npos);
    BOOST_TEST(text.find("Text generated by AI (example-model-1); figures checked by software.") !=
               std::string::npos);
    BOOST_TEST(text.find("Written by rules") == std::string::npos);
    BOOST_TEST(text.find("ADX(14) was 25.9 with -DI above +DI.") != std::string::npos);
    BOOST_TEST(plain_text(find_section(document, SectionId::volume)->blocks[0].lines[0]) ==
               "The model's answer left this section out.");
}

BOOST_AUTO_TEST_CASE(a_void_call_is_said_in_the_report) {
    auto input = ec::test::make_aapl_input();
    auto answer = parsed(with_trailer(
        prose_en, R"({"p_up": 0.5, "p_inside": 0.45, "p_down": 0.25, "reopen_above": 128})"));
    input.call.reset();
    input.void_reason = answer.void_reason;
    auto const document = document_from_blocks(std::move(answer.sections), input, Language::en);
    BOOST_TEST(plain_text(find_section(document, SectionId::call_card)->blocks[0].lines[0]) ==
               "The call was removed: its three probabilities did not add up to one.");
}

BOOST_AUTO_TEST_CASE(hostile_markdown_stays_text) {
    auto const answer =
        parsed(with_trailer(std::string(prose_en) + "\n## Volume\n[click](javascript:alert(1)) "
                                                    "<script>x</script> `code` **open\n",
                            sound_call));
    auto const text = plain_text(answer.sections[3].blocks[0].lines[0]);
    BOOST_TEST((answer.sections[3].id == SectionId::volume));
    BOOST_TEST(text.find("javascript") == std::string::npos);
    BOOST_TEST(text.starts_with("click"));
    BOOST_TEST(text.ends_with("code open"));
}

BOOST_AUTO_TEST_SUITE_END()
