#include "sections_zh.hpp"
#include "texts.hpp"

#include <fmt/format.h>

#include <cmath>

namespace ec::narrative::zh {
namespace {

constexpr auto lang = Language::zh;

std::string_view strength_words(Findings const& f, Side side) {
    auto const own = f.value("return_60").value_or(0);
    auto const market = f.value("benchmark_return_60").value_or(0);
    if (side == Side::above) {
        if (own > 0) return market < 0 ? "基准下行时逆势上行" : "涨幅大于基准";
        return "跌幅小于基准";
    }
    if (own < 0) return market > 0 ? "基准上行时逆势下行" : "跌幅大于基准";
    return "涨幅小于基准";
}

std::string range_point(Writing const& w, Side side) {
    auto const& f = w.findings;
    bool const up = side == Side::above;
    auto const day = f.date(up ? "high_250_date" : "low_250_date");
    auto const distance = f.value(up ? "close_vs_high_250" : "close_vs_low_250").value_or(0);
    auto const where = day ? around_han(w.format.day(*day)) + "的" : std::string();
    return up ? fmt::format("收盘低于{} 250 日最高价 {}，近一年的成交多在其下", where,
                            w.format.magnitude(distance))
              : fmt::format("收盘高于{} 250 日最低价 {}，近一年的成交多在其上", where,
                            w.format.magnitude(distance));
}

std::string point_text(Writing const& w, Point const& point, Side side) {
    auto const& f = w.findings;
    auto const value = [&](std::string_view id) { return f.value(id).value_or(0); };
    bool const up = side == Side::above;
    switch (point.kind) {
        case PointKind::relative_strength:
            return fmt::format("60 日{}{}{} 个百分点，{}", up ? "领先" : "落后",
                               before_number(after_han(f.benchmark_zh)),
                               w.format.points(value("excess_return_60")), strength_words(f, side));
        case PointKind::long_average_slope:
            return fmt::format("200 日均线 20 日内{} {}，长周期{}", up ? "上行" : "下行",
                               w.format.magnitude(*f.long_average->change_pct),
                               up ? "仍在抬升" : "已经转弱");
        case PointKind::directional_move:
            return fmt::format("{}，ADX(14) 为 {}，{}已成趋势",
                               up ? "+DI 高于 -DI" : "-DI 高于 +DI",
                               w.format.reading(value("adx_14")), up ? "上行" : "下行");
        case PointKind::middle_average:
            return fmt::format("收盘{} 50 日均线 {}，按近十周收盘均价买入{}", side_word(side),
                               w.format.magnitude(f.middle_average->distance_pct),
                               up ? "已有浮盈" : "已是浮亏");
        case PointKind::growth:
            return fmt::format("收入增速 {}，{}", w.format.signed_percent(value("revenue_growth")),
                               up ? "规模在扩大" : "规模在收缩");
        case PointKind::range_position:
            return range_point(w, side);
        case PointKind::volume_agrees:
            return fmt::format("收盘{} {}，成交为 20 日均量的 {} 倍，有量配合",
                               up ? "上涨" : "下跌", w.format.magnitude(value("return_1")),
                               w.format.times(value("volume_ratio_20")));
        case PointKind::average_order:
            return fmt::format("50 日均线{} 200 日均线，中期均价{}长期", up ? "高于" : "低于",
                               up ? "走在前面，强于" : "落在后面，弱于");
        case PointKind::histogram:
            return fmt::format("MACD 柱已连续 {} 日为{}，动量{}",
                               w.format.count(value("macd_hist_sessions")), up ? "正" : "负",
                               up ? "在改善" : "在走弱");
        case PointKind::long_return:
            return fmt::format("近 250 日收益 {}，{}", w.format.signed_percent(value("return_250")),
                               up ? "一年持有仍有回报" : "一年持有未得回报");
        case PointKind::stretched:
            return fmt::format("RSI(14) 为 {}，{}", w.format.reading(value("rsi_14")),
                               up ? "已超卖，抛压释放较多" : "已超买，买盘释放较多");
        case PointKind::divergence:
            return up ? "价格与 RSI 底背离，下跌动能减弱" : "价格与 RSI 顶背离，上涨动能减弱";
        case PointKind::widening_swings:
            return fmt::format("20 日年化波动率 {}，高于 60 日年化波动率 {}，波动在放大",
                               w.format.whole_percent(value("volatility_20")),
                               w.format.whole_percent(value("volatility_60")));
        case PointKind::nearby_zone:
            return up ? fmt::format("下方 {} 个 ATR 处即有支撑区",
                                    w.format.atr(f.supports.front().near_atr))
                      : fmt::format("上方 {} 个 ATR 处即有压力区",
                                    w.format.atr(f.resistances.front().near_atr));
    }
    return {};
}

std::vector<std::string> point_items(Writing const& w, std::vector<Point> const& points,
                                     Side side) {
    std::vector<std::string> items;
    std::string const label = side == Side::above ? "正面：" : "反面：";
    for (auto const& point : points) items.push_back(label + point_text(w, point, side) + "。");
    if (items.empty()) items.push_back(label + "没有突出的事实。");
    return items;
}

std::string with_day(Writing const& w, double value, std::optional<Date> day,
                     std::string_view what) {
    auto const level = w.format.level(value);
    return day ? fmt::format("{}（{}{}）", level, before_han(w.format.day(*day)), what) : level;
}

std::string both_ways(Writing const& w) {
    auto const& call = *w.findings.input->call;
    auto const& s = *w.findings.scenario;
    auto const up = s.next_above
                        ? "下一参考位 " + with_day(w, *s.next_above, s.next_above_date, "高点")
                        : std::string("上方再无已确认的前期高点");
    auto down = std::string("则下方再无已确认的前期低点");
    if (s.next_below) {
        down = s.next_above ? "则为 " : "则下一参考位 ";
        down += with_day(w, *s.next_below, s.next_below_date, "低点");
    }
    return fmt::format("若收盘高于 {}，{}；若低于 {}，{}", w.format.price(call.reopen_above), up,
                       w.format.price(call.reopen_below), down);
}

std::string upward_plan(Writing const& w) {
    auto const& f = w.findings;
    auto const& s = *f.scenario;
    auto const end = w.format.price(f.input->call->reopen_below);
    if (s.kind == ScenarioKind::upward_too_short)
        return fmt::format("若以收盘低于 {} 为失效条件，到上方下一价位的空间不足，不设上行方案。",
                           end);
    auto const& zone = f.supports.front();
    return fmt::format("上行方案：参考区为支撑区 {}，若收盘低于 {} 则失效，上方压力区始于 {}。",
                       w.format.zone(zone.low, zone.high), end, w.format.level(*s.target));
}

bool mentions(std::vector<std::string> const& notes, std::string const& what) {
    for (auto const& note : notes)
        if (note.find(what) != std::string::npos) return true;
    return false;
}

std::string split_note(Writing const& w) {
    auto const& f = w.findings;
    auto const ratio = f.value("split_ratio");
    auto const day = f.date("split_date");
    if (!ratio || !day || mentions(f.input->data_notes_zh, day->iso())) return {};
    if (*ratio >= 1) return fmt::format("已计入 {} 的 1 拆 {:g}。", day->iso(), *ratio);
    return fmt::format("已计入 {} 的 {:g} 合 1。", day->iso(), std::round(1 / *ratio * 100) / 100);
}

std::string basis_note(Writing const& w) {
    auto const& sheet = w.findings.sheet();
    if (!sheet.vintage_adjusted) return {};
    auto const base = sheet.base_date ? "以 " + sheet.base_date->iso() + " 为基准日"
                                      : std::string("以报告日之后的日期为基准");
    return fmt::format("来源只有复权价，{}，晚于报告日：价位与当日盘面不同，百分比不受影响。",
                       base);
}

std::string code_note(Writing const& w) {
    auto const& f = w.findings;
    auto const since = f.date("code_since");
    if (!since) return {};
    return fmt::format("代码自 {} 起变更，原代码为 {}。", since->iso(), f.text("former_code"));
}

std::string currency_note(Writing const& w) {
    auto const& f = w.findings;
    auto const since = f.date("currency_since");
    if (!since) return {};
    return fmt::format("报价货币自 {} 起由 {} 改为 {}：此前的行情未计入。", since->iso(),
                       f.text("currency_before"), f.sheet().currency);
}

}  // namespace

std::vector<Block> write_for_against(Writing const& w) {
    auto const& f = w.findings;
    auto items = point_items(w, f.points_for, Side::above);
    for (auto& item : point_items(w, f.points_against, Side::below))
        items.push_back(std::move(item));
    BlockList blocks;
    return blocks.list(std::move(items)).take();
}

std::vector<Block> write_scenarios(Writing const& w) {
    auto const& f = w.findings;
    BlockList blocks;
    if (!f.scenario) return blocks.paragraph("没有观点，故不设情景。").take();
    auto text = both_ways(w);
    text += f.scenario->kind == ScenarioKind::both_ways ? "；区间内不设方案。" : "。";
    if (f.scenario->kind != ScenarioKind::both_ways) text += upward_plan(w);
    return blocks.paragraph(text).take();
}

std::vector<Block> write_ahead(Writing const& w) {
    BlockList blocks;
    auto const horizon = w.findings.sheet().horizon;
    if (w.findings.is_index)
        return blocks
            .paragraph(
                fmt::format("未接入事件日历：未来 {} 个交易日的宏观数据发布日未知。", horizon))
            .take();
    auto const events = w.findings.sheet().symbol.market() == market::Market::cn
                            ? "财报日、除权除息日、限售股解禁日"
                            : "财报日、除权除息日";
    return blocks
        .paragraph(fmt::format("未接入事件日历：未来 {} 个交易日的{}未知。", horizon, events))
        .take();
}

std::vector<Block> write_data_notes(Writing const& w) {
    auto const& f = w.findings;
    std::vector<std::string> notes;
    auto const add = [&](std::string text) {
        if (!text.empty()) notes.push_back(std::move(text));
    };
    add(split_note(w));
    if (auto const paid = f.value("dividends_250"); paid && *paid > 0)
        add(fmt::format("近 250 日的 {} 次现金分红已计入价格。", w.format.count(*paid)));
    add(basis_note(w));
    add(currency_note(w));
    add(code_note(w));
    if (auto const flagged = f.value("flagged_bars_250"); flagged && *flagged > 0)
        add(fmt::format("近 250 根 K 线中有 {} 根带异常标记。", w.format.count(*flagged)));
    for (auto const& note : f.input->data_notes_zh) add(note);
    auto const bars = f.value("bars");
    auto const first = f.date("first_session");
    if (bars && first)
        add(fmt::format("数据来源：{}；自 {} 起共 {} 个完整交易日。", f.sheet().source,
                        first->iso(), w.format.count(*bars)));
    else
        add(fmt::format("数据来源：{}。", f.sheet().source));
    BlockList blocks;
    return blocks.list(std::move(notes)).take();
}

std::vector<Block> write_audit(Document const& document) {
    auto const& audit = document.audit;
    BlockList blocks;
    if (audit.total() == 0) return blocks.paragraph("正文没有可核对的数字或关系。").take();
    blocks.paragraph(fmt::format(
        "核对数字与关系 {} 处：{} 处有依据，{} 处可推得，{} 处无依据，"
        "{} 处与事实不符。",
        audit.total(), audit.supported, audit.derived, audit.unsupported, audit.contradicted));
    std::vector<std::string> cells{"原文", "类别", "结论", "数据"};
    for (auto const& claim : document.claims) {
        if (claim.verdict == Verdict::supported || claim.verdict == Verdict::derived) continue;
        cells.push_back(claim.text);
        cells.emplace_back(claim_kind_word(claim.kind, lang));
        cells.emplace_back(verdict_word(claim.verdict, lang));
        cells.push_back(claim.expected.empty() ? "无此事实" : claim.expected);
    }
    if (cells.size() > 4) blocks.table(4, std::move(cells));
    auto const measured = checker_accuracy();
    if (measured.mutants > 0)
        blocks.paragraph(fmt::format(
            "核对程序自身的准确度：在此类报告中植入 {} 处错误，查出 {:.1f}%；{} 处原文误标 {} 处。",
            measured.mutants, 100.0 * measured.caught / measured.mutants, measured.originals,
            measured.false_marks));
    else
        blocks.paragraph("核对程序自身的准确度在此版本尚未测定。");
    return blocks.take();
}

std::vector<Block> write_method(Writing const& w, Provenance const& provenance) {
    bool const rules = provenance.analyst.starts_with("rules/");
    auto const& call = w.findings.input->call;
    std::vector<std::string> cells{"项目", "内容"};
    auto const row = [&](std::string name, std::string value) {
        cells.push_back(std::move(name));
        cells.push_back(std::move(value));
    };
    row(rules ? "规则" : "模型", provenance.analyst);
    row("提示词", provenance.prompt_version.empty() ? "无" : provenance.prompt_version);
    auto table = provenance.table_version;
    if (table.empty() && call) table = call->table_version;
    row("概率表", table.empty() ? "未使用" : table);
    row("事实表 SHA-256", provenance.fact_sheet_sha256);
    BlockList blocks;
    blocks.table(2, std::move(cells));
    bool const shows_call = w.findings.input->profile != "facts_only";
    if (call && call->windows == 0 && shows_call)
        blocks.paragraph("报告日之前没有完整的概率表，所列概率为无漂移先验。");
    blocks.note(origin_label(rules ? std::string_view() : provenance.analyst, lang));
    blocks.note(std::string(disclaimer(lang)));
    return blocks.take();
}

}  // namespace ec::narrative::zh
