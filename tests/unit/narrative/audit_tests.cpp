#include <ec/narrative/audit.hpp>

#include "audit_sheet.hpp"

#include <ec/base/error.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

using ec::narrative::AuditResult;
using ec::narrative::Language;
using ec::narrative::Verdict;

namespace {

AuditResult check(std::string_view text) {
    static auto const sheet = ec::test::aapl_sheet();
    return ec::narrative::audit_text(text, ec::narrative::detect_language(text), sheet);
}

std::string listing(AuditResult const& result) {
    std::string out;
    for (auto const& claim : result.claims) {
        out += "\n  [" + claim.text + "] " + std::string(to_string(claim.verdict));
        for (auto const& id : claim.facts) out += " " + id;
        if (!claim.expected.empty()) out += " expected " + claim.expected;
        if (!claim.reason.empty()) out += " (" + claim.reason + ")";
    }
    return out;
}

bool clean(AuditResult const& result) {
    return result.summary.unsupported == 0 && result.summary.contradicted == 0;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(audit)

BOOST_AUTO_TEST_CASE(plain_report_sentences_pass) {
    for (auto text : {
             "Apple closed 4.2 % above its rising 200-day average and 4.6 % below its falling "
             "50-day average. Six measured conditions split three to three. The 20-session call "
             "is neutral at 40 % (base rate 36 %, no measured edge). A close above 128.72 or "
             "below 116.21 would reopen it.",
             "收盘高于上行的 200 日均线 4.2%，低于下行的 50 日均线 4.6%。六项证据三正三反。未来 20 "
             "个交易日观点为中性，概率 40%（基准 36%，未见可测优势）。收盘高于 128.72 或低于 "
             "116.21，需重新评估。",
             "Up (close above 127.97) 36 %, inside 40 %, down (below 116.59) 24 %; base rates "
             "41/36/23; 158 comparable windows",
             "上行（收于 127.97 之上）36%，区间内 40%，下行（116.59 之下）24%；基准 "
             "41/36/23；可比样本 158 段",
             "Closed back above the 20-day average (121.40). Call unchanged.",
             "收盘回到 20 日均线（121.40）上方，观点未变。",
             "ADX(14) is 25.9 with -DI above +DI: the recent directional move is down. The MACD "
             "histogram (+0.31) has been positive for 13 sessions: that move is losing force.",
             "ADX(14) 为 25.9，且 -DI 高于 +DI，近期方向向下。MACD 柱（+0.31）已连续 13 "
             "日为正，下行力度减弱。",
             "116.2-118.4: swing lows of 23 Feb and 8 Mar and the 200-day average, 1.1-1.8 ATR "
             "below.",
             "116.2–118.4：2 月 23 日、3 月 8 日两个低点与 200 日均线重合，低于收盘 1.1–1.8 个 "
             "ATR。",
             "109.0 m shares, 1.00 times the 20-day average.",
             "成交 1.09 亿股，为 20 日均量的 1.00 倍。",
             "Over 60 sessions Apple returned -5.5 %, SPY +7.8 %. Annualised 60-day volatility is "
             "33 %; one day in twenty of the last 250 lost more than 3.4 %.",
             "近 60 日收益 -5.5%，SPY 为 +7.8%。60 日年化波动率 33%；近 250 日中约每 20 日有 1 "
             "日跌幅超过 3.4%。",
             "For: the 200-day average rose 3.6 % in 20 sessions. Against: 13.3 points behind SPY "
             "in 60.",
             "正面：200 日均线 20 日内上行 3.6%。反面：60 日落后 SPY 13.3 个百分点。",
             "If a session closes above 128.72, the next reference is 137.9 (9 Feb high); below "
             "116.21, it is 112.4 (24 Nov low). Between them no plan is given.",
             "若收盘高于 128.72，下一参考位 137.9；低于 116.21，则为 112.4；区间内不设方案。",
             "4-for-1 split of 2020-08-31 applied.",
             "已计入 2020-08-31 的 1 拆 4。",
         }) {
        auto const result = check(text);
        BOOST_TEST(clean(result), text << listing(result));
        BOOST_TEST(!result.claims.empty(), text);
        BOOST_TEST_MESSAGE(text << listing(result));
    }
}

BOOST_AUTO_TEST_CASE(text_that_is_not_utf8_or_too_long_is_refused) {
    BOOST_CHECK_THROW((void)check("close 122.15 \xC3("), ec::Error);
    BOOST_CHECK_THROW((void)check("\xED\xA0\x80"), ec::Error);
    BOOST_CHECK_THROW((void)check(std::string(256 * 1024 + 1, 'a')), ec::Error);
    BOOST_CHECK_NO_THROW((void)check(std::string(256 * 1024, 'a')));
}

BOOST_AUTO_TEST_SUITE_END()
