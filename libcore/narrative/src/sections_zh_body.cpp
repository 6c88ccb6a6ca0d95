#include "sections_zh.hpp"
#include "texts.hpp"

#include <fmt/format.h>

#include <cmath>

namespace ec::narrative::zh {
namespace {

constexpr auto lang = Language::zh;

std::string_view turn(double change) { return change < 0 ? "下行" : "上行"; }

std::string averages_sentence(Writing const& w) {
    auto const& f = w.findings;
    if (!f.short_average || !f.short_average->change_pct) return {};
    auto const& near = *f.short_average;
    auto const first = fmt::format("20 日均线 20 日内{} {}", turn(*near.change_pct),
                                   w.format.magnitude(*near.change_pct));
    if (!f.long_average || !f.long_average->change_pct) return first + "。";
    auto const& far = *f.long_average;
    auto const both = fmt::format("{}，200 日均线{} {}", first, turn(*far.change_pct),
                                  w.format.magnitude(*far.change_pct));
    if (far.slope == Slope::flat)
        return both + (near.slope == Slope::flat ? "，长短线都几无斜率。" : "，长线几无斜率。");
    if (near.slope == Slope::flat) return both + "，短线停滞。";
    bool const same = (*near.change_pct < 0) == (*far.change_pct < 0);
    return both + (same ? "，短线与长线同向。" : "，短线与长线相背。");
}

std::string order_sentence(Writing const& w) {
    auto const& f = w.findings;
    if (!f.middle_average || !f.long_average) return {};
    bool const above = f.middle_average->value > f.long_average->value;
    return fmt::format("50 日均线（{}）{} 200 日均线（{}），中长线排列{}。",
                       w.format.price(f.middle_average->value), above ? "高于" : "低于",
                       w.format.price(f.long_average->value), above ? "偏多" : "偏空");
}

std::string adx_sentence(Writing const& w, std::string_view& drift) {
    auto const& f = w.findings;
    auto const adx = f.value("adx_14");
    auto const plus = f.value("plus_di_14");
    auto const minus = f.value("minus_di_14");
    if (!adx || !plus || !minus) return {};
    auto const value = w.format.reading(*adx);
    if (*adx < 20) return fmt::format("ADX(14) 仅 {}，+DI 与 -DI 的高低不足为凭。", value);
    drift = *plus > *minus ? "上" : "下";
    auto const order = *plus > *minus ? "+DI 高于 -DI" : "-DI 高于 +DI";
    if (*adx >= 25) return fmt::format("ADX(14) 为 {}，且 {}，近期方向向{}。", value, order, drift);
    return fmt::format("ADX(14) 为 {}，{}，向{}的力度不大。", value, order, drift);
}

std::string macd_sentence(Writing const& w, std::string_view drift) {
    auto const& f = w.findings;
    auto const histogram = f.value("macd_hist");
    auto const kept = f.value("macd_hist_sessions");
    if (!histogram || !kept) return {};
    bool const positive = *histogram > 0;
    auto const value = w.format.signed_small(*histogram);
    if (*kept <= 1) return fmt::format("MACD 柱（{}）当日转{}。", value, positive ? "正" : "负");
    auto const head = fmt::format("MACD 柱（{}）已连续 {} 日为{}", value, w.format.count(*kept),
                                  positive ? "正" : "负");
    if (drift.empty()) return head + "。";
    bool const with = (drift == "上") == positive;
    return head + (with ? "，与之同向。" : fmt::format("，{}行力度减弱。", drift));
}

std::string oscillator_sentence(Writing const& w) {
    auto const& f = w.findings;
    std::string text;
    if (auto const rsi = f.value("rsi_14")) {
        auto const value = w.format.reading(*rsi);
        if (*rsi >= 70) text = fmt::format("RSI(14) 为 {}，已超买。", value);
        if (*rsi <= 30) text = fmt::format("RSI(14) 为 {}，已超卖。", value);
        if (*rsi >= 60 && *rsi < 70) text = fmt::format("RSI(14) 为 {}，读数偏强。", value);
        if (*rsi > 30 && *rsi <= 40) text = fmt::format("RSI(14) 为 {}，读数偏弱。", value);
    }
    if (auto const j = f.value("kdj_j"); j && (*j > 100 || *j < 0))
        text += fmt::format("KDJ 的 J 值为 {}，越出常规区间{}沿。", w.format.reading(*j),
                            *j > 100 ? "上" : "下");
    return text;
}

std::string band_sentence(Writing const& w) {
    auto const& f = w.findings;
    auto const close = f.value("close");
    auto const upper = f.value("boll_upper");
    auto const lower = f.value("boll_lower");
    if (!close || !upper || !lower) return {};
    if (*close > *upper) return fmt::format("收盘高于布林上轨（{}）。", w.format.price(*upper));
    if (*close < *lower) return fmt::format("收盘低于布林下轨（{}）。", w.format.price(*lower));
    return {};
}

std::string extremes_sentence(Writing const& w) {
    auto const& f = w.findings;
    auto const high_run = f.value("new_high_sessions");
    auto const low_run = f.value("new_low_sessions");
    if (high_run && *high_run >= 20)
        return fmt::format("当日收盘创 {} 日新高。", w.format.count(*high_run));
    if (low_run && *low_run >= 20)
        return fmt::format("当日收盘创 {} 日新低。", w.format.count(*low_run));
    auto const from_high = f.value("close_vs_high_250");
    auto const high_day = f.date("high_250_date");
    auto const from_low = f.value("close_vs_low_250");
    auto const low_day = f.date("low_250_date");
    if (!from_high || !high_day || !from_low || !low_day) return {};
    return fmt::format("收盘低于{}的 250 日最高价 {}，高于{}的 250 日最低价 {}。",
                       around_han(w.format.day(*high_day)), w.format.magnitude(*from_high),
                       around_han(w.format.day(*low_day)), w.format.magnitude(*from_low));
}

std::string shape_sentence(Writing const& w) {
    auto const& f = w.findings;
    std::string text;
    if (f.text("divergence") == "bullish") text = "最近两个拐点上，价格与 RSI 底背离。";
    if (f.text("divergence") == "bearish") text = "最近两个拐点上，价格与 RSI 顶背离。";
    auto const pattern = pattern_word(f.text("pattern"), lang);
    if (!pattern.empty()) text += fmt::format("当日 K 线形态为{}。", pattern);
    return text;
}

std::string_view condition_name(ConditionKind kind) {
    switch (kind) {
        case ConditionKind::close_long_average:
            return "收盘对 200 日均线";
        case ConditionKind::middle_average_slope:
            return "50 日均线对其 20 日前";
        case ConditionKind::average_order:
            return "50 日均线对 200 日均线";
        case ConditionKind::histogram:
            return "MACD 柱";
        case ConditionKind::quarter_return:
            return "收盘对 60 日前";
        case ConditionKind::directional:
            return "+DI 对 -DI";
    }
    return {};
}

std::string conditions_sentence(Writing const& w) {
    auto const& conditions = w.findings.conditions;
    if (!conditions || conditions->up == 6 || conditions->down == 6) return {};
    std::string text;
    auto const add = [&](std::vector<ConditionKind> const& kinds, std::string_view where) {
        std::vector<std::string> names;
        for (auto const kind : kinds) names.emplace_back(condition_name(kind));
        if (!names.empty())
            text += fmt::format("{}证据为{}：{}", text.empty() ? "" : "；", where,
                                join_list(names, "、"));
    };
    add(conditions->up_kinds, "正");
    add(conditions->down_kinds, "反");
    add(conditions->neither_kinds, "平");
    return text.empty() ? text : text + "。";
}

std::string zone_line(Writing const& w, ZoneFinding const& zone, Side side) {
    std::vector<std::string> days;
    for (auto const day : zone.swings) days.push_back(w.format.day(day));
    std::string made_of;
    if (!days.empty()) {
        made_of = before_han(join_list(days, "、"));
        if (days.size() > 1) made_of += counted(static_cast<std::int32_t>(days.size())) + "个";
        if (days.size() == 1) made_of += "的";
        made_of += side == Side::above ? "高点" : "低点";
    }
    if (zone.average_days > 0)
        made_of += made_of.empty() ? fmt::format("{} 日均线所在", zone.average_days)
                                   : fmt::format("与 {} 日均线重合", zone.average_days);
    auto text = w.format.zone(zone.low, zone.high) + "：";
    if (!made_of.empty()) text += made_of + "，";
    text += fmt::format("{}收盘 {} 个 ATR", side == Side::above ? "高于" : "低于",
                        w.format.atr_range(zone.near_atr, zone.far_atr));
    return text + (zone.near ? "，接近收盘价。" : "。");
}

std::string missing_side(Side side) {
    return side == Side::above ? "收盘上方没有由已确认的高点构成的价位区。"
                               : "收盘下方没有由已确认的低点构成的价位区。";
}

}  // namespace

std::vector<Block> write_trend(Writing const& w) {
    BlockList blocks;
    std::string_view drift;
    auto const directional = adx_sentence(w, drift);
    auto const averages =
        join_sentences({order_sentence(w), averages_sentence(w), extremes_sentence(w)});
    auto const momentum =
        join_sentences({directional, macd_sentence(w, drift), oscillator_sentence(w),
                        band_sentence(w), shape_sentence(w)});
    if (averages.empty() && momentum.empty())
        return blocks.paragraph("入库交易日不足，不列趋势与动量；导入更长的历史行情即可补上。")
            .take();
    return blocks.paragraph(momentum).paragraph(averages).paragraph(conditions_sentence(w)).take();
}

std::vector<Block> write_levels(Writing const& w) {
    auto const& f = w.findings;
    BlockList blocks;
    if (f.supports.empty() && f.resistances.empty())
        return blocks
            .paragraph("入库行情中未找到可用的高低点或均线，不列价位；导入更长的历史行情即可补上。")
            .take();
    std::vector<std::string> items;
    for (auto zone = f.resistances.rbegin(); zone != f.resistances.rend(); ++zone)
        items.push_back(zone_line(w, *zone, Side::above));
    if (f.resistances.empty()) items.push_back(missing_side(Side::above));
    for (auto const& zone : f.supports) items.push_back(zone_line(w, zone, Side::below));
    if (f.supports.empty()) items.push_back(missing_side(Side::below));
    return blocks.list(std::move(items)).take();
}

}  // namespace ec::narrative::zh
