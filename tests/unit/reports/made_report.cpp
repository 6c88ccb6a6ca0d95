#include "made_report.hpp"

#include <ec/base/math.hpp>

#include <algorithm>

namespace ec::test {
namespace {

using analysis::Fact;
using analysis::Unit;
using narrative::Block;
using narrative::BlockKind;
using narrative::Claim;
using narrative::ClaimKind;
using narrative::Language;
using narrative::Section;
using narrative::SectionId;
using narrative::Span;
using narrative::Verdict;

constexpr int bar_count = 240;

market::Series made_series() {
    market::Series series;
    series.symbol = market::Symbol::parse("AAPL");
    series.source = "made by hand";
    series.basis = market::PriceBasis::raw;
    series.currency = "USD";
    series.sample = 1;
    auto day = Date::from_ymd(2020, 4, 17);
    double close = 100;
    for (int i = 0; i < bar_count; ++i) {
        do {
            day = day + 1;
        } while (day.weekday() == 0 || day.weekday() == 6);
        double const open = close;
        // A slow wave with a fast one on it.
        close = 100 + ((i * 37) % 23) * 0.25 + (i < 160 ? i * 0.15 : 24 - (i - 160) * 0.12);
        market::Bar bar;
        bar.date = day;
        bar.open = open;
        bar.close = close;
        bar.high = std::max(open, close) + 0.9;
        bar.low = std::min(open, close) - 0.7;
        bar.volume = 80'000'000.0 + (i * 7919 % 31) * 1'500'000.0;
        bar.amount = nan_value();
        bar.previous_close = nan_value();
        bar.turnover_pct = nan_value();
        series.bars.push_back(bar);
    }
    series.actions.push_back(
        {series.bars.date[100], market::ActionKind::dividend, 1.0, -0.205, "cash dividend 0.205"});
    return series;
}

Fact made_fact(std::string id, Unit unit, double value, std::string formula, Date as_of) {
    Fact fact;
    fact.id = std::move(id);
    fact.unit = unit;
    fact.value = value;
    fact.formula = std::move(formula);
    fact.window_first = as_of - 28;
    fact.window_last = as_of;
    fact.bars = 20;
    return fact;
}

analysis::FactSheet made_sheet(Date as_of) {
    analysis::FactSheet sheet;
    sheet.name_en = "Apple Inc.";
    sheet.name_zh = "苹果";
    sheet.exchange_name = "NASDAQ";
    sheet.currency = "USD";
    sheet.source = "made by hand";
    sheet.sample = true;
    sheet.as_of = as_of;
    Fact absent;
    absent.id = "beta_250";
    absent.unit = Unit::ratio;
    absent.absent = "no_benchmark_overlap";
    absent.formula = "beta";
    sheet.facts = {absent,
                   made_fact("close", Unit::price, 122.15, "close", as_of),
                   made_fact("close_vs_sma_200", Unit::percent, 4.2, "close / sma_200 - 1", as_of),
                   made_fact("resistance_1_high", Unit::price, 122.3, "upper edge", as_of),
                   made_fact("resistance_1_low", Unit::price, 120.9, "lower edge", as_of),
                   made_fact("sma_200", Unit::price, 117.27, "sma(close, 200)", as_of),
                   made_fact("support_1_high", Unit::price, 113.4, "upper edge", as_of),
                   made_fact("support_1_low", Unit::price, 112.2, "lower edge", as_of)};
    return sheet;
}

analysis::Call made_call() {
    analysis::Call call;
    call.band = 0.0466;
    call.up_above = 127.97;
    call.down_below = 116.59;
    call.probability = {0.36, 0.40, 0.24};
    call.base_rate = {0.41, 0.36, 0.23};
    call.confidence = 0.40;
    call.lean_since = Date::from_ymd(2021, 2, 23);
    call.windows = 158;
    call.table_version = "us-2020 0123456789ab";
    call.reopen_above = 128.72;
    call.reopen_below = 116.21;
    return call;
}

Claim made_claim(std::int32_t id, std::string text, Verdict verdict) {
    Claim claim;
    claim.id = id;
    claim.text = std::move(text);
    claim.end = claim.text.size();
    claim.kind = ClaimKind::price;
    claim.verdict = verdict;
    return claim;
}

std::vector<Claim> made_claims(Language language) {
    bool const zh = language == Language::zh;
    auto supported = made_claim(0, "122.15", Verdict::supported);
    supported.value = 122.15;
    supported.facts = {"close"};
    auto derived = made_claim(1, "4.88", Verdict::derived);
    derived.facts = {"close", "sma_200"};
    derived.operation = "difference";
    auto unsupported = made_claim(2, zh ? "37%" : "37 %", Verdict::unsupported);
    unsupported.reason = "no_fact";
    auto contradicted = made_claim(3, "128.4", Verdict::contradicted);
    contradicted.facts = {"close"};
    contradicted.expected = "122.15";
    return {supported, derived, unsupported, contradicted};
}

Section section(SectionId id, std::string title, std::vector<Block> blocks) {
    return {id, std::move(title), std::move(blocks)};
}

Block lines(BlockKind kind, std::vector<narrative::Spans> content) {
    return {kind, 0, std::move(content)};
}

Block table(std::int32_t columns, std::vector<std::string> cells) {
    Block block{BlockKind::table, columns, {}};
    for (auto& cell : cells) block.lines.push_back({Span{std::move(cell)}});
    return block;
}

std::vector<Section> english_sections() {
    return {
        section(SectionId::status, "Status",
                {lines(BlockKind::paragraph,
                       {{Span{"Sample data · last session 2021-03-19 (regular, complete) · "
                              "rule-based analyst · 4 figures checked, 2 match"}}}),
                 lines(BlockKind::note, {{Span{"Written by rules, no AI model."}}})}),
        section(
            SectionId::bottom_line, "Bottom line",
            {lines(BlockKind::paragraph,
                   {{Span{"Apple closed at "}, Span{"122.15", 0, true}, Span{", "}, Span{"4.88", 1},
                     Span{" above its rising 200-day average. A figure without source: "},
                     Span{"37 %", 2}, Span{". A wrong one: "}, Span{"128.4", 3},
                     Span{". This sentence is only here to be wrapped by every renderer."}}})}),
        section(SectionId::call_card, "Call",
                {lines(BlockKind::paragraph,
                       {{Span{"Up (close above 127.97) 36 %, inside 40 %, down 24 %."}}})}),
        section(SectionId::chart, "Chart", {lines(BlockKind::chart, {})}),
        section(SectionId::levels, "Levels",
                {table(3, {"Zone", "Made of", "Distance", "120.9-122.3",
                           "swing highs of 9 Feb and 8 Mar", "1.4-2.1 ATR"})}),
        section(
            SectionId::for_against, "For and against",
            {lines(BlockKind::list, {{Span{"For: the 200-day average rose 3.6 % in 20 sessions."}},
                                     {Span{"Against: 13.3 points behind SPY in 60."}}})}),
        section(SectionId::method, "Method",
                {lines(BlockKind::note,
                       {{Span{"Produced automatically from the data named above."}}})}),
    };
}

std::vector<Section> chinese_sections() {
    return {
        section(
            SectionId::status, "状态",
            {lines(BlockKind::paragraph,
                   {{Span{"示例数据 · 最后交易日 2021-03-19（常规时段，完整）· 规则分析 · 核对 4 "
                          "处，2 处相符"}}}),
             lines(BlockKind::note, {{Span{"由规则程序生成，未使用 AI 模型。"}}})}),
        section(
            SectionId::bottom_line, "结论",
            {lines(
                BlockKind::paragraph,
                {{Span{"收盘 "}, Span{"122.15", 0, true}, Span{"，高于上行的 200 日均线 "},
                  Span{"4.88", 1}, Span{"。没有来源的数字："}, Span{"37%", 2},
                  Span{"。与数据不符："}, Span{"128.4", 3},
                  Span{"。这一句只为让各种格式都需要换行，因此写得稍长一些，没有别的意思。"}}})}),
        section(SectionId::call_card, "观点",
                {lines(BlockKind::paragraph,
                       {{Span{"上行（收于 127.97 之上）36%，区间内 40%，下行 24%。"}}})}),
        section(SectionId::chart, "图表", {lines(BlockKind::chart, {})}),
        section(SectionId::levels, "关键价位",
                {table(3, {"区域", "构成", "距离", "120.9–122.3", "2 月 9 日与 3 月 8 日高点",
                           "1.4–2.1 个 ATR"})}),
        section(SectionId::for_against, "正反两面",
                {lines(BlockKind::list, {{Span{"正面：200 日均线 20 日内上行 3.6%。"}},
                                         {Span{"反面：60 日落后 SPY 13.3 个百分点。"}}})}),
        section(SectionId::method, "方法",
                {lines(BlockKind::note, {{Span{"本报告由程序依据上列数据自动生成。"}}})}),
    };
}

}  // namespace

reports::Report made_report(Language language) {
    bool const zh = language == Language::zh;
    reports::Report report;
    report.inputs.symbol = made_series();
    report.inputs.as_of = report.inputs.symbol.bars.date.back();
    report.inputs.instrument.name_en = "Apple Inc.";
    report.inputs.instrument.name_zh = "苹果";
    report.sheet = made_sheet(report.inputs.as_of);
    report.call = made_call();
    report.authorship.analyst = "rules/1";
    report.authorship.table_version = report.call->table_version;
    report.data_notes_en = {"A cash dividend of 0.205 was applied."};
    report.document.language = language;
    report.document.title = zh ? "苹果（AAPL）· 2021-03-19" : "Apple Inc. (AAPL) · 2021-03-19";
    report.document.sections = zh ? chinese_sections() : english_sections();
    report.document.claims = made_claims(language);
    report.document.audit = {1, 1, 1, 1};
    return report;
}

reports::Report hostile_report(std::string const& text) {
    auto report = made_report(Language::en);
    report.document.title = text;
    for (auto& part : report.document.sections) {
        part.title = text;
        for (auto& block : part.blocks)
            for (auto& line : block.lines)
                for (auto& span : line) span.text = text;
    }
    for (auto& claim : report.document.claims) {
        claim.text = text;
        claim.expected = text;
        claim.operation = text;
    }
    for (auto& fact : report.sheet.facts) fact.formula = text;
    report.sheet.name_en = text;
    report.sheet.currency = text;
    report.authorship.model = text;
    report.answer = text;
    return report;
}

}  // namespace ec::test
