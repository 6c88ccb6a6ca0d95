#include <ec/narrative/prompt.hpp>

#include "worked_example.hpp"

#include <ec/base/error.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

using namespace ec::narrative;

namespace {

ec::Error refusal_of(std::string_view text) {
    try {
        check_prompt_template(text);
    } catch (ec::Error const& error) {
        return error;
    }
    BOOST_FAIL("accepted: " << text);
    return {ec::ErrorCode::internal, "", ""};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(prompt)

BOOST_AUTO_TEST_CASE(types_have_names) {
    for (auto const type : {PromptType::technical, PromptType::fundamental,
                            PromptType::comprehensive, PromptType::debate})
        BOOST_TEST((parse_prompt_type(to_string(type)) == type));
    BOOST_TEST(!parse_prompt_type("Technical").has_value());
}

BOOST_AUTO_TEST_CASE(an_unknown_variable_names_its_nearest) {
    auto const error = refusal_of("${facts} ${contract} ${symbl}");
    BOOST_TEST(error.reason() == "prompt.unknown_variable");
    BOOST_REQUIRE(error.fields().size() == 1);
    BOOST_TEST(error.fields()[0].value == "${symbl}");
    BOOST_TEST(error.fields()[0].remedy == "Did you mean ${symbol}?");
}

BOOST_AUTO_TEST_CASE(a_template_needs_facts_and_contract) {
    BOOST_TEST(refusal_of("${contract}").reason() == "prompt.missing_variable");
    BOOST_TEST(refusal_of("${facts}").reason() == "prompt.missing_variable");
    BOOST_TEST(refusal_of("${facts} ${contract} ${name").reason() == "prompt.open_variable");
    BOOST_TEST(refusal_of(std::string(40'000, 'x')).reason() == "prompt.too_long");
    BOOST_CHECK_NO_THROW(check_prompt_template("${technical_facts} ${contract} $${name} $5"));
}

BOOST_AUTO_TEST_CASE(shipped_templates_render_without_a_variable_left) {
    auto const sheet = ec::test::make_aapl_sheet();
    for (auto const type : {PromptType::technical, PromptType::fundamental,
                            PromptType::comprehensive, PromptType::debate})
        for (auto const language : {Language::en, Language::zh}) {
            auto const text = shipped_prompt(type, language);
            BOOST_CHECK_NO_THROW(check_prompt_template(text));
            auto const prompt = render_prompt(text, sheet, language);
            BOOST_TEST(prompt.user.find("${") == std::string::npos);
            BOOST_TEST(prompt.user.find("close_vs_sma_200") != std::string::npos);
            BOOST_TEST(prompt.user.find("127.97") != std::string::npos);
            BOOST_TEST(prompt.user.find("p_inside") != std::string::npos);
            BOOST_TEST(!prompt.system.empty());
            BOOST_TEST(render_prompt(text, sheet, language).user == prompt.user);
        }
    BOOST_TEST(shipped_prompt_version(PromptType::debate, Language::zh) == "debate/zh/1");
}

BOOST_AUTO_TEST_CASE(the_facts_table_has_ids_names_and_report_precision) {
    auto const sheet = ec::test::make_aapl_sheet();
    auto const en = render_prompt("${facts}\n${contract}", sheet, Language::en).user;
    for (auto const line :
         {"close | close | 122.15\n", "rsi_14 | RSI(14) | 49.6\n", "volume | volume | 109.0 m\n",
          "macd_hist | MACD histogram | +0.31\n", "lean_since | lean since | 2021-03-05\n",
          "absent (no_filing_by_as_of): filing_date, net_income_ttm"})
        BOOST_TEST(en.find(line) != std::string::npos, line);
    auto const zh = render_prompt("${facts}\n${contract}", sheet, Language::zh).user;
    BOOST_TEST(zh.find("volume | 成交量 | 1.09 亿股\n") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_baseline_is_not_told) {
    auto const sheet = ec::test::make_aapl_sheet();
    auto const text = render_prompt("${facts}\n${contract}", sheet, Language::en).user;
    for (auto const id : {"call_p_up", "call_p_inside", "call_direction", "call_confidence"})
        BOOST_TEST(text.find(id) == std::string::npos, id);
    BOOST_TEST(text.find("call_base_up") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_literal_dollar_brace_can_be_written) {
    auto const sheet = ec::test::make_aapl_sheet();
    auto const text = render_prompt("$${x} ${symbol} ${facts} ${contract}", sheet, Language::en);
    BOOST_TEST(text.user.starts_with("${x} AAPL "));
}

BOOST_AUTO_TEST_SUITE_END()
