#include "sections_zh.hpp"
#include "texts.hpp"

#include <fmt/format.h>

#include <cmath>

namespace ec::narrative::zh {
namespace {

constexpr auto lang = Language::zh;

std::string volume_sentence(Writing const& w) {
    auto const& f = w.findings;
    auto const volume = f.value("volume");
    auto const ratio = f.value("volume_ratio_20");
    if (!volume) return {};
    auto const head = "成交 " + w.format.shares(*volume);
    if (!ratio) return head + "。";
    auto const times = fmt::format("为 20 日均量的 {} 倍", w.format.times(*ratio));
    if (f.volume_band == VolumeBand::ordinary || !f.volume_band)
        return fmt::format("{}，{}。", head, times);
    auto const move = f.value("return_1").value_or(0);
    std::string kind = f.volume_band == VolumeBand::heavy ? "放量" : "缩量";
    if (std::abs(move) >= 0.5) kind += move > 0 ? "上涨" : "下跌";
    return fmt::format("{}，{}，属{}。", head, times, kind);
}

std::string turnover_sentence(Writing const& w) {
    auto const& f = w.findings;
    std::vector<std::string> parts;
    if (auto const amount = f.value("amount")) parts.push_back("成交额 " + w.format.money(*amount));
    if (auto const rate = f.value("turnover_pct"))
        parts.push_back(fmt::format("换手率 {:.2f}%", *rate));
    if (auto const ratio = f.value("volume_ratio_5");
        ratio && f.sheet().symbol.market() == market::Market::cn)
        parts.push_back("量比 " + w.format.times(*ratio));
    if (parts.empty()) return {};
    std::string text = parts[0];
    for (std::size_t i = 1; i < parts.size(); ++i) text += "，" + parts[i];
    return text + "。";
}

std::string limit_sentence(Writing const& w) {
    auto const& f = w.findings;
    if (f.sheet().symbol.market() != market::Market::cn || f.is_index) return {};
    auto const state = f.text("limit_state");
    if (state.empty()) return "复权价无从判断当日是否触及涨跌停。";
    return fmt::format("当日{}。", limit_word(state, lang));
}

std::string returns_sentence(Writing const& w) {
    auto const& f = w.findings;
    auto const own = f.value("return_60");
    auto const market = f.value("benchmark_return_60");
    if (!own) return {};
    auto const head = "近 60 日收益 " + w.format.signed_percent(*own);
    if (!market) return head + "。";
    return fmt::format("{}，{}为 {}。", head, before_han(f.benchmark_zh),
                       w.format.signed_percent(*market));
}

std::string month_gap_sentence(Writing const& w) {
    auto const& f = w.findings;
    auto const month = f.value("excess_return_20");
    if (!month || std::abs(*month) < 1) return {};
    return fmt::format("近 20 日{}{}{} 个百分点。", *month > 0 ? "领先" : "落后",
                       before_number(after_han(f.benchmark_zh)), w.format.points(*month));
}

std::string benchmark_gap(Writing const& w) {
    auto const& f = w.findings;
    if (f.value("benchmark_return_60") || f.value("beta_250")) return {};
    auto reason = absent_words(f.absent("excess_return_60"));
    if (reason.empty()) reason = "这些日期没有基准行情";
    return fmt::format("贝塔与超额收益不可得：{}。", reason);
}

std::string volatility_sentence(Writing const& w) {
    auto const& f = w.findings;
    auto const volatility = f.value("volatility_60");
    auto const loss = f.value("var_95_250");
    std::string text;
    if (volatility) text = "60 日年化波动率 " + w.format.whole_percent(*volatility);
    if (loss)
        text += fmt::format("{}近 250 日中约每 20 日有 1 日跌幅超过 {}", text.empty() ? "" : "；",
                            w.format.magnitude(*loss));
    if (auto const tail = f.value("cvar_95_250"); loss && tail)
        text += "，尾部平均损失 " + w.format.magnitude(*tail);
    return text.empty() ? text : text + "。";
}

std::string drawdown_sentence(Writing const& w) {
    auto const& f = w.findings;
    auto const drawdown = f.value("max_drawdown_250");
    auto const peak = f.date("max_drawdown_250_peak");
    auto const trough = f.date("max_drawdown_250_trough");
    if (!drawdown || !peak || !trough || *drawdown == 0) return {};
    return fmt::format("近 250 日最大回撤 {}，自{}至 {}。", w.format.magnitude(*drawdown),
                       around_han(w.format.day(*peak)), w.format.day(*trough));
}

std::string beta_sentence(Writing const& w) {
    auto const& f = w.findings;
    auto const beta = f.value("beta_250");
    auto const correlation = f.value("correlation_250");
    if (!beta || !correlation) return {};
    return fmt::format("相对{}的贝塔为 {}，相关系数 {}。", around_han(f.benchmark_zh),
                       w.format.times(*beta), w.format.times(*correlation));
}

std::string no_filing(Writing const& w) {
    return fmt::format("截至 {}，库内没有已披露的财报，故不列增长与估值；导入财报即可补上。",
                       w.findings.session().iso());
}

std::string growth_sentence(Writing const& w) {
    auto const& f = w.findings;
    std::vector<std::string> parts;
    if (auto const revenue = f.value("revenue_ttm"))
        parts.push_back("近十二个月营业收入 " + w.format.money(*revenue));
    if (auto const growth = f.value("revenue_growth"))
        parts.push_back("收入增速 " + w.format.signed_percent(*growth));
    if (auto const income = f.value("net_income_ttm"))
        parts.push_back("净利润 " + w.format.money(*income));
    if (auto const margin = f.value("operating_margin"))
        parts.push_back("营业利润率 " + w.format.percent(*margin));
    if (parts.empty()) return {};
    std::string text = parts[0];
    for (std::size_t i = 1; i < parts.size(); ++i) text += "，" + parts[i];
    return text + "。";
}

std::string valuation_sentence(Writing const& w) {
    auto const& f = w.findings;
    std::vector<std::string> parts;
    if (auto const pe = f.value("pe_ttm"))
        parts.push_back("市盈率 " + w.format.reading(*pe) + " 倍");
    if (auto const pb = f.value("pb")) parts.push_back("市净率 " + w.format.reading(*pb) + " 倍");
    if (parts.empty()) return {};
    return "按收盘价计，" + join_list(parts, "，") + "。";
}

std::string filing_sentence(Writing const& w, Date filed) {
    auto const& f = w.findings;
    auto const named = [](Date day, std::string_view form) {
        return form.empty() ? fmt::format("{} 披露的财报", day.iso())
                            : fmt::format("{} 披露的 {}", day.iso(), form);
    };
    auto text = "数据取自 " + named(filed, f.text("filing_date"));
    if (auto const before = f.date("filing_before_date"))
        text += "，前一份财报为 " + named(*before, f.text("filing_before_date"));
    return text + "。";
}

}  // namespace

std::vector<Block> write_volume(Writing const& w) {
    BlockList blocks;
    if (!w.findings.value("volume"))
        return blocks
            .paragraph("当日来源没有成交量，导入带成交量的文件即可补上。" + limit_sentence(w))
            .take();
    return blocks
        .paragraph(join_sentences({volume_sentence(w), turnover_sentence(w), limit_sentence(w)}))
        .take();
}

std::vector<Block> write_risk(Writing const& w) {
    BlockList blocks;
    return blocks
        .paragraph(join_sentences(
            {returns_sentence(w), month_gap_sentence(w), beta_sentence(w), benchmark_gap(w)}))
        .paragraph(join_sentences({volatility_sentence(w), drawdown_sentence(w)}))
        .take();
}

std::vector<Block> write_fundamentals(Writing const& w) {
    auto const& f = w.findings;
    BlockList blocks;
    if (f.is_index) return blocks.paragraph("指数没有财报，增长与估值不适用。").take();
    auto const filed = f.date("filing_date");
    if (!filed) return blocks.paragraph(no_filing(w)).take();
    return blocks
        .paragraph(
            join_sentences({growth_sentence(w), valuation_sentence(w), filing_sentence(w, *filed)}))
        .take();
}

}  // namespace ec::narrative::zh
