#include <ec/narrative/offline_analyst.hpp>

#include "worked_example.hpp"
#include "written_report.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace ec;
using ec::test::both_languages;
using ec::test::check_clean;
using ec::test::says;
using ec::test::section_text;
using ec::test::written;
using narrative::Language;
using narrative::SectionId;

BOOST_AUTO_TEST_SUITE(worked_example)

BOOST_AUTO_TEST_CASE(all_sections_stand_in_order) {
    for (auto const language : both_languages) {
        auto const document = written(ec::test::make_aapl_input(), language);
        BOOST_REQUIRE(document.sections.size() == 17);
        for (std::size_t i = 0; i < 17; ++i) {
            BOOST_TEST((document.sections[i].id == static_cast<SectionId>(i)));
            BOOST_TEST(!document.sections[i].title.empty());
            BOOST_TEST(!document.sections[i].blocks.empty());
        }
        check_clean(document);
    }
}

BOOST_AUTO_TEST_CASE(english_worked_example) {
    auto const d = written(ec::test::make_aapl_input(), Language::en);
    says(d, SectionId::status,
         "Sample data · last session 2021-03-31 (regular, complete) · adjusted to that day · "
         "rule-based analyst · ");
    says(d, SectionId::bottom_line,
         "Apple closed 4.2 % above its rising 200-day average and 4.6 % below its falling 50-day "
         "average. Six measured conditions split three to three. The 20-session call is neutral "
         "at 40 % (base rate 36 %, no measured edge). A close above 128.72 or below 116.21 would "
         "reopen it.");
    says(d, SectionId::call_card,
         "Up (close above 127.97) 36 %, inside 40 %, down (below 116.59) 24 %; base rates "
         "41/36/23; 158 comparable windows.");
    says(d, SectionId::changes, "Closed back above the 20-day average (121.40). Call unchanged.");
    says(d, SectionId::trend,
         "ADX(14) was 25.9 with -DI above +DI: the recent directional move was down. The MACD "
         "histogram (+0.31) had been positive for 13 sessions: that move was losing force.");
    says(d, SectionId::levels,
         "116.2-118.4: swing lows of 23 Feb and 8 Mar and the 200-day average, 1.1-1.8 ATR below.");
    says(d, SectionId::volume, "109.0 m shares changed hands, 1.00 times the 20-day average.");
    says(d, SectionId::risk, "Over 60 sessions Apple returned -5.5 %, SPY +7.8 %.");
    says(d, SectionId::risk,
         "Annualised 60-day volatility was 33 %; one day in twenty of the last 250 lost more than "
         "3.4 %.");
    says(d, SectionId::fundamentals, "No filing in the store was public on 2021-03-31");
    says(d, SectionId::for_against, "For: the 200-day average rose 3.6 % in 20 sessions");
    says(d, SectionId::for_against, "Against: 13.3 points behind SPY in 60 sessions");
    says(d, SectionId::scenarios,
         "If a session closed above 128.72, the next reference would be 137.9 (9 Feb high); below "
         "116.21, it would be 112.4 (24 Nov low). Between them no plan is given.");
    says(d, SectionId::ahead,
         "No event calendar is connected: earnings and ex-dates in the next 20 sessions are "
         "unknown.");
    says(d, SectionId::data_notes, "4-for-1 split of 2020-08-31 applied.");
}

BOOST_AUTO_TEST_CASE(chinese_worked_example) {
    auto const d = written(ec::test::make_aapl_input(), Language::zh);
    says(d, SectionId::status,
         "示例数据 · 最后交易日 2021-03-31（常规时段，完整）· 前复权至当日 · 规则分析 · 核对 ");
    says(d, SectionId::status, " 处，全部相符");
    says(d, SectionId::bottom_line,
         "收盘高于上行的 200 日均线 4.2%，低于下行的 50 日均线 4.6%。六项证据三正三反。未来 20 "
         "个交易日观点为中性，概率 40%（基准 36%，未见可测优势）。收盘高于 128.72 或低于 "
         "116.21，需重新评估。");
    says(d, SectionId::call_card,
         "上行（收于 127.97 之上）36%，区间内 40%，下行（116.59 之下）24%；基准 "
         "41/36/23；可比样本 158 段。");
    says(d, SectionId::changes, "收盘回到 20 日均线（121.40）上方，观点未变。");
    says(d, SectionId::trend,
         "ADX(14) 为 25.9，且 -DI 高于 +DI，近期方向向下。MACD 柱（+0.31）已连续 13 "
         "日为正，下行力度减弱。");
    says(d, SectionId::levels,
         "116.2–118.4：2 月 23 日、3 月 8 日两个低点与 200 日均线重合，低于收盘 1.1–1.8 个 ATR。");
    says(d, SectionId::volume, "成交 1.09 亿股，为 20 日均量的 1.00 倍。");
    says(d, SectionId::risk, "近 60 日收益 -5.5%，SPY 为 +7.8%。");
    says(d, SectionId::risk, "60 日年化波动率 33%；近 250 日中约每 20 日有 1 日跌幅超过 3.4%");
    says(d, SectionId::for_against, "正面：200 日均线 20 日内上行 3.6%");
    says(d, SectionId::for_against, "反面：60 日落后 SPY 13.3 个百分点");
    says(d, SectionId::scenarios, "若收盘高于 128.72，下一参考位 137.9");
    says(d, SectionId::scenarios, "则为 112.4");
    says(d, SectionId::scenarios, "区间内不设方案。");
    says(d, SectionId::ahead, "未接入事件日历：未来 20 个交易日的财报日、除权除息日未知。");
    says(d, SectionId::data_notes, "已计入 2020-08-31 的 1 拆 4。");
}

BOOST_AUTO_TEST_CASE(label_and_disclaimer_are_word_for_word) {
    auto const en =
        section_text(written(ec::test::make_aapl_input(), Language::en), SectionId::method);
    BOOST_TEST(en.find("Written by rules, no AI model.\nProduced automatically from the data named "
                       "above, for research and education. It is not investment advice, an offer "
                       "or a recommendation, and considers nobody's circumstances. Past "
                       "frequencies do not predict results.") != std::string::npos);
    auto const zh =
        section_text(written(ec::test::make_aapl_input(), Language::zh), SectionId::method);
    BOOST_TEST(zh.find("由规则程序生成，未使用 AI 模型。\n本报告由程序依据上列数据自动生成，"
                       "仅供研究与学习，不构成证券投资咨询意见或买卖建议，未考虑任何个人情况，"
                       "不承诺收益；历史频率不代表未来。") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(writing_twice_gives_the_same_text) {
    for (auto const language : both_languages) {
        auto const input = ec::test::make_aapl_input();
        auto first = written(input, language);
        BOOST_TEST(plain_text(first) == plain_text(written(input, language)));
        narrative::finish_document(first, input,
                                   {"rules/1", "", std::string(64, 'a'), "us-20-2020"});
        BOOST_TEST(plain_text(first) == plain_text(written(input, language)));
    }
}

BOOST_AUTO_TEST_SUITE_END()
