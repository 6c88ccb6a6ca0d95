#include <ec/narrative/wording.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

using namespace ec::narrative;

namespace {

std::string found(std::string_view text, Language language) {
    std::string out;
    for (auto const& issue : find_wording_issues(text, language)) {
        BOOST_TEST(text.substr(issue.begin, issue.end - issue.begin) == issue.text);
        out += (out.empty() ? "" : " ") + std::string(to_string(issue.rule));
    }
    return out;
}

Document one_line(Language language, std::string text) {
    Document document;
    document.language = language;
    document.sections.push_back(
        {SectionId::trend, "Trend", {{BlockKind::paragraph, 0, {{Span{std::move(text)}}}}}});
    return document;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(wording)

BOOST_AUTO_TEST_CASE(english_rules) {
    struct Case {
        std::string_view text;
        std::string_view issues;
    };
    for (auto const& [text, issues] : {
             Case{"The close was 4.2 % above its rising 200-day average.", ""},
             Case{"A Strong Buy, poised to rally.", "forbidden_phrase forbidden_phrase"},
             Case{"If you hold it, your risk is small.", "second_person second_person"},
             Case{"Only time will tell! The best quarter.",
                  "forbidden_phrase exclamation superlative"},
             Case{"Smart money came in \xF0\x9F\x9A\x80.", "unobservable_actor emoji"},
             Case{"Wait for a close above 120. The stock fell.", "imperative"},
             Case{"Levels: buy near 118.", "imperative"},
             // words inside words are no hits
             Case{"A bestseller in Youngstown; the buy-back and the must-owner list.", ""},
             Case{"The set of averages and the holding of levels.", ""},
         })
        BOOST_TEST(found(text, Language::en) == issues, text);
}

BOOST_AUTO_TEST_CASE(chinese_rules) {
    struct Case {
        std::string_view text;
        std::string_view issues;
    };
    for (auto const& [text, issues] : {
             Case{"收盘高于上行的 200 日均线 4.2%，MACD 柱（+0.31）已连续 13 日为正。", ""},
             Case{"主力洗盘完毕，后市可期！",
                  "unobservable_actor forbidden_phrase forbidden_phrase exclamation"},
             Case{"您若持有，请留意。", "second_person imperative"},
             Case{"收盘,价格上行。", "halfwidth_punctuation"},
             Case{"近６０日收益。", "fullwidth_digit fullwidth_digit"},
             Case{"为20日均量。", "spacing spacing"},
             Case{"收盘  121.4，上行。", "spacing"},
             Case{"收盘 ，上行。", "spacing"},
             Case{"ADX(14) 为 25.9，且 -DI 高于 +DI。", ""},
         })
        BOOST_TEST(found(text, Language::zh) == issues, text);
}

BOOST_AUTO_TEST_CASE(broken_bytes_are_skipped) {
    BOOST_TEST(find_wording_issues("\xFF\xC3(\xE4\xB8", Language::zh).empty());
    BOOST_TEST(find_wording_issues("", Language::en).empty());
}

BOOST_AUTO_TEST_CASE(figures_leave_out_parameters_dates_and_range_ends) {
    struct Case {
        std::string_view text;
        int figures;
    };
    for (auto const& [text, figures] : {
             Case{"4.2 % above its 200-day average", 1},
             Case{"116.2-118.4: swing lows of 23 Feb and 8 Mar 2020, 1.1-1.8 ATR below", 2},
             Case{"ADX(14) was 25.9; base rates 41/36/23", 4},
             Case{"split of 2020-08-31, 1,686.00 and -5.5 %", 2},
             Case{"116.2–118.4：2 月 23 日低点，低于收盘 1.1–1.8 个 ATR", 2},
             Case{"成交 1.09 亿股，为 20 日均量的 1.00 倍", 2},
             Case{"未来 20 个交易日，概率 40%", 1},
             Case{"SMA20 and 2021-03-31", 0},
         })
        BOOST_TEST(measure_text(text, Language::en).figures == figures, text);
}

BOOST_AUTO_TEST_CASE(length_counts_words_and_characters) {
    auto const en = measure_text("The 200-day average rose 3.6 %.", Language::en);
    BOOST_TEST(en.words == 5);
    BOOST_TEST(en.sentences == 1);
    auto const zh = measure_text("收盘 121.40，MACD 柱为正。未变。", Language::zh);
    BOOST_TEST(zh.characters == 12);  // 2 + 1 + 1 + 1 + 3 + 1 + 2 + 1
    BOOST_TEST(zh.sentences == 2);
}

BOOST_AUTO_TEST_CASE(documents_are_held_to_density_and_length) {
    auto const dense = one_line(Language::en, "Values 1.1, 2.2, 3.3 and 4.4 stood.");
    auto issues = find_document_issues(dense);
    BOOST_REQUIRE(issues.size() == 1);
    BOOST_TEST((issues[0].rule == WordingRule::too_dense));

    std::string many;
    for (int i = 0; i < 90; ++i) many += "It stood at 7.1 then. ";
    issues = find_document_issues(one_line(Language::en, many));
    BOOST_REQUIRE(issues.size() == 1);
    BOOST_TEST((issues[0].rule == WordingRule::too_many_figures));

    std::string longwinded;
    for (int i = 0; i < 200; ++i) longwinded += "The close did not move then. ";
    issues = find_document_issues(one_line(Language::en, longwinded));
    BOOST_REQUIRE(issues.size() == 1);
    BOOST_TEST((issues[0].rule == WordingRule::too_long));

    auto brief = one_line(Language::en, "The close rose.");
    brief.sections.push_back({SectionId::call_card, "Call", {}});
    issues = find_document_issues(brief);
    BOOST_REQUIRE(issues.size() == 1);
    BOOST_TEST((issues[0].rule == WordingRule::too_short));
}

BOOST_AUTO_TEST_SUITE_END()
