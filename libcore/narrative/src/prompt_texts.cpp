#include <ec/narrative/prompt.hpp>

#include "format.hpp"
#include "prompt_facts.hpp"
#include "texts.hpp"

#include <fmt/format.h>

#include <array>

namespace ec::narrative {
namespace {

constexpr std::string_view system_en =
    R"(You write one equity research report for many readers, from a table of measured facts and nothing else.
- Use no figure, date, name or event that is not in the table. Copy figures at the precision shown. You may state a difference, ratio, percent change or sum of two facts when both stand in the same sentence.
- A fact listed as absent is unknown: say that it is missing, do not estimate it.
- Write facts in the past tense and anything about the future with "if" and "would". Never let a measured state and a forecast share a sentence.
- At most 80 figures in all and about two in a sentence; 500 to 900 words. Give a reason why each point counts.
- Words with fixed meaning: near = within 0.5 ATR; heavy volume = 1.5 times the 20-day average or more, light = 0.7 or less; stretched = RSI 70 or more, 30 or less; a rising or falling average changed by more than 1 % in 20 sessions; trending = ADX 25 or more; a sharp move = two daily standard deviations or more.
- No second person, no instruction, no exclamation mark, no emoji, no superlative, no motive of unseen traders, no cause that the table does not hold. Never: strong buy, must-own, poised to, set to soar, smart money, healthy pullback, only time will tell, guaranteed, price target. Leave out any sentence that would be true of any stock on any day.
- Do not use knowledge of what happened after the session named.)";

constexpr std::string_view system_zh =
    R"(任务：只依据一张测得的事实表，写一份供众多读者阅读的个股研究报告。
- 表中没有的数字、日期、名称、事件一概不写；数字照表中精度抄录。两项事实同在一句时，可以写它们的差、比、百分比变化或和。
- 标为缺失的事实即为未知：写明缺什么，不做估计。
- 事实用完成的语气，未来一律写「若……则」；现状与预测不放在同一句。
- 全文 900 至 1600 字，数字不超过 80 处，每句约两处；每个论点说明为何重要。
- 固定含义的词：接近 = 0.5 个 ATR 以内；放量 = 20 日均量的 1.5 倍以上，缩量 = 0.7 倍以下；超买、超卖 = RSI 不低于 70、不高于 30；均线上行、下行 = 20 日变动超过 1%；趋势 = ADX 不低于 25；剧烈 = 两个日标准差以上。
- 不用第二人称、祈使句、感叹号、表情符号、最高级，不写无法观察的交易者动机，不写表中没有的原因。禁用：建议买入、建议卖出、加仓、抄底、强烈推荐、目标价、必涨、稳赚、翻倍、主力、庄家、洗盘、牛股、黄金坑、后市可期、值得期待、拭目以待。放在任何股票、任何一天都成立的句子不要写。
- 全角标点，半角数字，拉丁字母与数字两侧各留一个空格；方向用「上行、下行、区间」。
- 不使用该交易日之后发生的任何知识。)";

constexpr std::array<std::string_view, 4> templates_en{
    R"(Security: ${name} (${symbol}), ${exchange}, ${currency}. Session: ${as_of}. Benchmark: ${benchmark}.

Write a technical report: trend, momentum, levels, volume and risk. Weigh the evidence that contradicts the lean as carefully as the evidence for it.

Facts
${technical_facts}

${contract})",
    R"(Security: ${name} (${symbol}), ${exchange}, ${currency}, industry ${industry}. Session: ${as_of}.

Write a report that starts from the filings: growth, income and valuation, then what the price already reflects. Where no filing was public by the session, say so and rest on the price facts alone.

Facts from filings
${fundamental_facts}

Price facts
${technical_facts}

${contract})",
    R"(Security: ${name} (${symbol}), ${exchange}, ${currency}, industry ${industry}. Session: ${as_of}. Benchmark: ${benchmark}.

Write a comprehensive report. Set price, volume, risk, relative strength and filings side by side and say where they disagree; a disagreement is worth more than a repetition.

Facts
${facts}

${contract})",
    R"(Security: ${name} (${symbol}), ${exchange}, ${currency}, industry ${industry}. Session: ${as_of}. Benchmark: ${benchmark}.

Prepare the report as a debate. First gather the three strongest facts for a rise over ${horizon} sessions, then the three strongest against it, then decide which side the facts carry further and by how much. The section for and against shows both sides; the bottom line shows the verdict; the probabilities must follow from the debate.

Facts
${facts}

${contract})"};

constexpr std::array<std::string_view, 4> templates_zh{
    R"(证券：${name}（${symbol}），${exchange}，${currency}。交易日：${as_of}。基准：${benchmark}。

写一份技术面报告：趋势、动量、关键价位、量能与风险。与倾向相反的证据，要和支持它的证据同样认真地衡量。

事实
${technical_facts}

${contract})",
    R"(证券：${name}（${symbol}），${exchange}，${currency}，行业：${industry}。交易日：${as_of}。

从财报写起：增长、利润与估值，再看价格已经反映了什么。若该交易日前没有已披露的财报，写明这一点，只用量价事实。

财报事实
${fundamental_facts}

量价事实
${technical_facts}

${contract})",
    R"(证券：${name}（${symbol}），${exchange}，${currency}，行业：${industry}。交易日：${as_of}。基准：${benchmark}。

写一份综合报告：把价格、量能、风险、相对强弱与财报放在一起，写出它们彼此矛盾之处；一处矛盾胜过一次重复。

事实
${facts}

${contract})",
    R"(证券：${name}（${symbol}），${exchange}，${currency}，行业：${industry}。交易日：${as_of}。基准：${benchmark}。

以辩论的方式准备报告：先列支持未来 ${horizon} 个交易日上行的三项有力事实，再列三项反对的事实，然后判断事实更支持哪一方、相差多少。「正反依据」写双方，「结论」写裁断，概率须由辩论得出。

事实
${facts}

${contract})"};

std::string price_of(analysis::FactSheet const& sheet, Format const& format, std::string_view id) {
    auto const value = sheet.value(id);
    return value ? format.price(*value) : std::string("?");
}

std::string headings(Language language) {
    std::string text;
    for (auto const id : model_sections())
        text += "## " + std::string(section_title(id, language)) + '\n';
    return text;
}

constexpr std::string_view trailer_form =
    R"(```json
{"p_up": 0.00, "p_inside": 0.00, "p_down": 0.00, "thesis": "...", "reopen_above": 0.00, "reopen_below": 0.00}
```)";

}  // namespace

std::string_view system_prompt(Language language) noexcept {
    return language == Language::zh ? system_zh : system_en;
}

std::string_view shipped_prompt(PromptType type, Language language) noexcept {
    auto const index = static_cast<std::size_t>(type);
    return language == Language::zh ? templates_zh[index] : templates_en[index];
}

std::string shipped_prompt_version(PromptType type, Language language) {
    return fmt::format("{}/{}/1", to_string(type), to_string(language));
}

std::string answer_contract(analysis::FactSheet const& sheet, Language language) {
    Format const format(language, sheet);
    auto const above = price_of(sheet, format, "call_up_above");
    auto const below = price_of(sheet, format, "call_down_below");
    auto const close = price_of(sheet, format, "close");
    if (language == Language::zh)
        return fmt::format(
            R"(回答格式
用 Markdown 写，依次使用下列标题，标题下写段落或「- 」条目，不写其他标题：
{}
最后是一个 JSON 代码块，写三个事件的概率：上行 = {} 个交易日后收于 {} 之上，下行 = 收于 {} 之下，其余为区间内。三者之和为 1。thesis 用一句话概括；reopen_above 高于收盘 {}，reopen_below 低于收盘，是使观点需要重新评估的两个收盘价。
{})",
            headings(language), sheet.horizon, above, below, close, trailer_form);
    return fmt::format(
        R"(Form of the answer
Markdown with these headings in this order, each followed by paragraphs or "- " items, and no other heading:
{}
At the end one JSON code block with the probabilities of three events: up = the close in {} sessions is above {}, down = it is below {}, inside = neither. They add up to 1. thesis is one sentence; reopen_above (above the close of {}) and reopen_below (below it) are the two closes that would reopen the view.
{})",
        headings(language), sheet.horizon, above, below, close, trailer_form);
}

}  // namespace ec::narrative
