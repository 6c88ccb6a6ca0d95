#include "sections_zh.hpp"
#include "texts.hpp"

#include <ec/analysis/call_rules.hpp>

#include <fmt/format.h>

#include <cmath>

namespace ec::narrative::zh {
namespace {

constexpr auto lang = Language::zh;

std::string price_basis(Writing const& w) {
    auto const& sheet = w.findings.sheet();
    if (w.findings.is_index) return "指数点位";
    if (sheet.vintage_adjusted && sheet.base_date)
        return "前复权至 " + sheet.base_date->iso() + "（晚于当日）";
    if (sheet.basis == market::PriceBasis::split_adjusted) return "仅按拆股复权";
    return "前复权至当日";
}

// A full-width bracket brings its own space.
void append_part(std::string& line, std::string_view part) {
    line += line.ends_with("）") ? "· " : " · ";
    line += part;
}

std::string currency_name(std::string_view code) {
    if (code == "CNY") return "人民币";
    if (code == "HKD") return "港元";
    if (code == "USD") return "美元";
    return std::string(code);
}

std::string_view exchange_name(std::string_view name) {
    if (name == "NASDAQ") return "纳斯达克";
    if (name == "NYSE") return "纽交所";
    if (name == "HKEX") return "港交所";
    if (name == "SSE") return "上交所";
    if (name == "SZSE") return "深交所";
    if (name == "BSE") return "北交所";
    return name;
}

std::string market_line(Writing const& w) {
    auto const& f = w.findings;
    std::vector<std::string> parts;
    if (auto const board = board_word(f.text("board"), lang); !board.empty())
        parts.emplace_back(board);
    if (auto const limit = f.value("price_limit_pct"))
        parts.push_back("涨跌幅限制 ±" + w.format.whole_percent(*limit));
    if (auto const turnover = f.value("turnover_pct"))
        parts.push_back(fmt::format("换手率 {:.2f}%", *turnover));
    if (auto const lot = f.value("board_lot"))
        parts.push_back("每手 " + w.format.count(*lot) + " 股");
    if (auto const other = f.text("other_counter"); !other.empty())
        parts.push_back("另一柜台 " + std::string(other));
    if (parts.empty()) return {};
    std::string line = parts[0];
    for (std::size_t i = 1; i < parts.size(); ++i) line += "，" + parts[i];
    return line + "。";
}

std::string flags_line(Writing const& w) {
    auto const& f = w.findings;
    std::vector<std::string> flags;
    if (f.text("special_treatment") == "yes") flags.emplace_back("实施风险警示（ST）");
    if (f.text("suspended") == "yes")
        flags.emplace_back("当日停牌");
    else if (auto const since = f.date("suspended_since"))
        flags.push_back("自 " + since->iso() + " 起停牌");
    if (f.text("delisting_state") == "period") flags.emplace_back("处于退市整理期");
    if (auto const day = f.date("delisted_on"))
        flags.push_back("已于 " + day->iso() + " 退市，本报告描述其最后一个交易日");
    auto const state = f.text("limit_state");
    if (!state.empty() && state != "none") flags.emplace_back(limit_word(state, lang));
    auto const action = f.text("ex_date");
    if (action == "dividend") flags.emplace_back("当日除息");
    if (action == "split" || action == "rights") flags.emplace_back("当日除权");
    if (f.text("session_kind") == "half_day") flags.emplace_back("半日市");
    if (flags.empty()) return {};
    return join_list(flags, "，") + "。";
}

std::string average_clause(Writing const& w, AverageFinding const& average) {
    auto const distance = w.format.magnitude(average.distance_pct);
    auto const slope = std::string(slope_word(average.slope));
    auto const line =
        fmt::format("{} {} 日均线", slope.empty() ? slope : slope + "的", average.days);
    if (average.near)
        return fmt::format("接近{}（{} {}）", line, side_word(average.side), distance);
    return fmt::format("{}{} {}", side_word(average.side), line, distance);
}

std::string state_sentence(Writing const& w) {
    auto const& f = w.findings;
    std::vector<std::string> clauses;
    for (auto const& average : {f.long_average, f.middle_average})
        if (average) clauses.push_back(average_clause(w, *average));
    if (!clauses.empty()) return "收盘" + join_list(clauses, "，") + "。";
    auto const close = f.value("close");
    if (!close) return "库内没有完整交易日。";
    auto const move = f.value("return_1");
    if (!move) return fmt::format("收于 {}。", w.format.price(*close));
    return fmt::format("收于 {}，当日 {}。", w.format.price(*close),
                       w.format.signed_percent(*move));
}

std::string conditions_sentence(Writing const& w) {
    auto const& f = w.findings;
    if (!f.conditions) return {};
    auto const& c = *f.conditions;
    std::string text = "六项证据";
    if (c.up == 6 || c.down == 6) {
        text += c.up == 6 ? "全部为正" : "全部为反";
    } else {
        if (c.up > 0) text += counted(c.up) + "正";
        if (c.down > 0) text += counted(c.down) + "反";
        if (c.neither > 0) text += counted(c.neither) + "平";
    }
    auto const word = lean_word(f.lean, lang);
    auto const since = f.date("lean_since");
    if (f.lean_new)
        text += fmt::format("，倾向当日转为{}", word);
    else if (!word.empty() && f.lean != "mixed" && since)
        text += fmt::format("，倾向自{}起为{}", around_han(w.format.day(*since)), word);
    return text + "。";
}

std::string whole(double fraction) { return fmt::format("{:.0f}", fraction * 100); }

std::string call_sentences(analysis::Call const& call, Format const& format) {
    std::string text =
        fmt::format("未来 {} 个交易日观点为{}，概率 {}%（基准 {}%，{}）。", call.horizon,
                    direction_word(call.direction, lang), whole(call.confidence),
                    whole(analysis::share_of(call.direction, call.base_rate)),
                    call.measured_edge ? "有可测优势" : "未见可测优势");
    if (call.against_lean)
        text += call.lean == analysis::Lean::down
                    ? "趋势证据向下，但历史上类似读数之后，价格升破区间的次数多于跌破。"
                    : "趋势证据向上，但历史上类似读数之后，价格跌破区间的次数多于升破。";
    auto const above = format.price(call.reopen_above);
    auto const below = format.price(call.reopen_below);
    if (call.direction == analysis::Direction::up)
        return text + fmt::format("收盘低于 {}，需重新评估。", below);
    if (call.direction == analysis::Direction::down)
        return text + fmt::format("收盘高于 {}，需重新评估。", above);
    return text + fmt::format("收盘高于 {} 或低于 {}，需重新评估。", above, below);
}

std::string abstain_reason(Writing const& w, analysis::AbstainReason reason) {
    auto const bars = w.findings.value("bars");
    if (reason == analysis::AbstainReason::too_few_sessions && bars)
        return fmt::format("完整交易日数为 {}，不足以判断", w.format.count(*bars));
    return std::string(abstain_words(reason, lang));
}

std::string no_call_sentence(Writing const& w) {
    auto const& input = *w.findings.input;
    if (!input.abstained.empty()) {
        std::string text = "不给观点：";
        for (std::size_t i = 0; i < input.abstained.size(); ++i)
            text += (i > 0 ? "；" : "") + abstain_reason(w, input.abstained[i]);
        return text + "。";
    }
    if (!input.void_reason.empty())
        return fmt::format("观点已撤下：{}。", void_words(input.void_reason, lang));
    return "本交易日没有观点。";
}

std::string change_sentence(Writing const& w, Change const& change) {
    auto const& f = w.findings;
    auto const value = [&](std::string_view id) { return f.value(id).value_or(0); };
    switch (change.kind) {
        case ChangeKind::crossed_average:
            return fmt::format("收盘{} {} 日均线（{}）{}",
                               change.side == Side::above ? "回到" : "跌破", change.days,
                               w.format.price(value(fmt::format("sma_{}", change.days))),
                               change.side == Side::above ? "上方" : "");
        case ChangeKind::lean_turned:
            return fmt::format("倾向由{}转为{}", lean_word(change.from, lang),
                               lean_word(change.to, lang));
        case ChangeKind::call_turned: {
            auto const word = [](std::string_view text) {
                if (text == "neutral") return std::string_view("中性");
                return lean_word(text, lang);
            };
            return fmt::format("观点由{}改为{}", word(change.from), word(change.to));
        }
        case ChangeKind::histogram_turned:
            return fmt::format("MACD 柱（{}）当日{}", w.format.signed_small(value("macd_hist")),
                               change.side == Side::above ? "转正" : "转负");
        case ChangeKind::stretch_began:
            return fmt::format("RSI(14) 进入{}区（{}）",
                               change.side == Side::above ? "超买" : "超卖",
                               w.format.reading(value("rsi_14")));
        case ChangeKind::stretch_ended:
            return fmt::format("RSI(14) 回到常态区间（{}）", w.format.reading(value("rsi_14")));
        case ChangeKind::volume_heavy:
            return fmt::format("放量至 20 日均量的 {} 倍",
                               w.format.times(value("volume_ratio_20")));
        case ChangeKind::sharp_move:
            return fmt::format("当日涨跌幅 {}，属剧烈波动",
                               w.format.signed_percent(value("return_1")));
    }
    return {};
}

}  // namespace

std::string write_status(Writing const& w, AuditSummary const& audit, std::string_view model) {
    auto const& sheet = w.findings.sheet();
    auto const kind = w.findings.text("session_kind");
    auto const suspended = w.findings.text("suspended") == "yes";
    std::string line = sheet.sample ? "示例数据" : sheet.source;
    line += fmt::format(" · 最后交易日 {}（{}）", sheet.as_of.iso(),
                        suspended            ? "停牌"
                        : kind == "half_day" ? "半日市，完整"
                        : kind == "regular"  ? "常规时段，完整"
                                             : "完整，日历未载时段");
    append_part(line, price_basis(w));
    append_part(line, model.empty() ? "规则分析" : fmt::format("由 {} 分析", model));
    if (audit.total() == 0) return line;
    auto const matching = audit.supported + audit.derived;
    append_part(line, matching == audit.total()
                          ? fmt::format("核对 {} 处，全部相符", audit.total())
                          : fmt::format("核对 {} 处，{} 处相符", audit.total(), matching));
    return line;
}

std::vector<Block> write_header(Writing const& w) {
    auto const& f = w.findings;
    auto const& sheet = f.sheet();
    std::string line = sheet.name_zh.empty() ? sheet.name_en : sheet.name_zh;
    if (!sheet.name_zh.empty() && !sheet.name_en.empty()) line += "（" + sheet.name_en + "）";
    if (line.empty()) line = "名称未知";
    append_part(line, sheet.symbol.text());
    if (!sheet.exchange_name.empty()) append_part(line, exchange_name(sheet.exchange_name));
    append_part(line, f.is_index ? std::string("点") : currency_name(sheet.currency));
    if (!sheet.industry_zh.empty()) append_part(line, sheet.industry_zh);

    std::string quote;
    auto const close = f.value("close");
    auto const previous = f.value("previous_close");
    auto const change = f.value("change");
    auto const move = f.value("return_1");
    if (close) quote = "收盘 " + w.format.price(*close);
    if (close && previous && change && move)
        quote += fmt::format("，较{}前收盘 {} 变动 {}（{}）", f.is_index ? "" : "复权",
                             w.format.price(*previous), w.format.signed_price(*change),
                             w.format.signed_percent(*move));
    if (close) quote += "。";
    BlockList blocks;
    blocks.paragraph(line).paragraph(quote).paragraph(market_line(w)).paragraph(flags_line(w));
    return blocks.take();
}

std::vector<Block> write_bottom_line(Writing const& w) {
    auto const& input = *w.findings.input;
    BlockList blocks;
    if (input.profile == "facts_only" && input.abstained.empty())
        return blocks.paragraph(state_sentence(w)).take();
    std::vector<std::string> sentences{state_sentence(w)};
    if (input.abstained.empty()) sentences.push_back(conditions_sentence(w));
    sentences.push_back(input.call ? call_sentences(*input.call, w.format) : no_call_sentence(w));
    return blocks.paragraph(join_sentences(sentences)).take();
}

std::vector<Block> write_call_card(Writing const& w) {
    auto const& input = *w.findings.input;
    BlockList blocks;
    if (!input.call) return blocks.paragraph(no_call_sentence(w)).take();
    auto const& call = *input.call;
    auto const windows = call.windows > 0 ? fmt::format("可比样本 {} 段", call.windows)
                                          : std::string("没有可比样本，只用无漂移先验");
    auto const share = share_digits(call.probability);
    auto const base = share_digits(call.base_rate);
    blocks.paragraph(
        fmt::format("上行（收于 {} 之上）{}%，区间内 {}%，下行（{} 之下）{}%；基准 {}/{}/{}；{}。",
                    w.format.price(call.up_above), share[0], share[1],
                    w.format.price(call.down_below), share[2], base[0], base[1], base[2], windows));
    if (auto const& likelier = w.findings.likelier)
        blocks.paragraph(fmt::format(
            "方向取自倾向；三者之中{}占比居首{}。",
            *likelier == analysis::Direction::neutral ? "区间内" : direction_word(*likelier, lang),
            w.findings.likelier_in_base ? "，基准亦然" : ""));
    std::string lean = fmt::format("倾向：{}", lean_word(analysis::to_string(call.lean), lang));
    if (call.lean_since) lean += "，自" + around_han(w.format.day(*call.lean_since)) + "起";
    if (auto const kept = w.findings.value("lean_sessions"))
        lean += fmt::format("，已 {} 个交易日", w.format.count(*kept));
    blocks.paragraph(lean + "。");
    if (!call.thesis.empty()) blocks.paragraph(call.thesis);
    return blocks.take();
}

std::vector<Block> write_changes(Writing const& w) {
    auto const& f = w.findings;
    std::vector<std::string> clauses;
    bool const shows_call = f.input->profile != "facts_only";
    bool call_turned = false;
    for (auto const& change : f.changes) {
        if (change.kind == ChangeKind::call_turned && !shows_call) continue;
        call_turned = call_turned || change.kind == ChangeKind::call_turned;
        clauses.push_back(change_sentence(w, change));
    }
    auto const& previous = f.input->previous;
    bool const had_call = previous && previous->find("call_direction") != nullptr &&
                          previous->find("call_direction")->present();
    BlockList blocks;
    if (clauses.empty())
        return blocks.paragraph(previous ? "无实质变化。" : "库内没有上一交易日可比。").take();
    std::string text = clauses[0];
    for (std::size_t i = 1; i < clauses.size(); ++i) text += "。" + clauses[i];
    if (had_call && f.input->call && !call_turned && shows_call)
        text += clauses.size() > 1 ? "。观点未变" : "，观点未变";
    return blocks.paragraph(text + "。").take();
}

std::vector<Block> write_chart(Writing const& w) {
    auto const& f = w.findings;
    BlockList blocks;
    blocks.chart();
    std::vector<std::string> days;
    for (auto const& average : {f.short_average, f.middle_average, f.long_average})
        if (average) days.push_back(std::to_string(average->days) + " 日");
    std::string line = fmt::format("日 K 线截至 {}", f.session().iso());
    if (!days.empty()) line += fmt::format("，叠加 {}均线", join_list(days, "、"));
    bool const zones = !f.supports.empty() || !f.resistances.empty();
    blocks.paragraph(line + (zones ? "，阴影为下文价位区。" : "。"));
    std::vector<std::string> cells{"图中项目", "数值"};
    auto const row = [&](std::string name, std::string value) {
        cells.push_back(std::move(name));
        cells.push_back(std::move(value));
    };
    if (auto const close = f.value("close")) row("收盘", w.format.price(*close));
    for (auto const& average : {f.short_average, f.middle_average, f.long_average})
        if (average) row(fmt::format("{} 日均线", average->days), w.format.price(average->value));
    if (auto const volume = f.value("volume")) row("成交量", w.format.shares(*volume));
    if (cells.size() > 2) blocks.table(2, std::move(cells));
    return blocks.take();
}

}  // namespace ec::narrative::zh
