#include <ec/analysis/facts.hpp>

#include "measures.hpp"
#include "returns.hpp"

#include <ec/analysis/call_rules.hpp>
#include <ec/base/error.hpp>
#include <ec/base/math.hpp>
#include <ec/indicators/averages.hpp>
#include <ec/indicators/momentum.hpp>
#include <ec/indicators/trend.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

namespace ec::analysis {
namespace {

constexpr std::size_t turnover_rows = 20;

/// nullopt with fewer rows or where a row states neither amount nor volume.
std::optional<double> median_turnover(market::Bars const& bars) {
    if (bars.size() < turnover_rows) return std::nullopt;
    std::array<double, turnover_rows> turnover{};
    for (std::size_t k = 0; k < turnover_rows; ++k) {
        auto const i = bars.size() - turnover_rows + k;
        turnover[k] = is_nan(bars.amount[i]) ? bars.close[i] * bars.volume[i] : bars.amount[i];
        if (is_nan(turnover[k])) return std::nullopt;
    }
    std::ranges::sort(turnover);
    return (turnover[turnover_rows / 2 - 1] + turnover[turnover_rows / 2]) / 2;
}

FactSheet sheet_head(Measures const& m) {
    auto const& series = *m.input.series;
    auto const& info = m.input.instrument;
    FactSheet sheet;
    sheet.symbol = series.symbol;
    sheet.name_en = info.name_en;
    sheet.name_zh = info.name_zh;
    sheet.industry_en = info.industry_en;
    sheet.industry_zh = info.industry_zh;
    sheet.exchange_name = info.exchange_name;
    sheet.currency = series.currency;
    if (m.input.benchmark != nullptr) sheet.benchmark = m.input.benchmark->symbol.text();
    sheet.source = series.source;
    sheet.basis = series.basis;
    sheet.base_date = series.base_date;
    sheet.sample = series.sample != 0;
    sheet.vintage_adjusted = m.view.vintage_adjusted;
    sheet.as_of = m.view.as_of;
    sheet.horizon = m.input.horizon;
    sheet.facts.reserve(256);
    return sheet;
}

std::vector<AbstainReason> reasons_to_abstain(Measures const& m) {
    bool const is_index = m.input.instrument.kind == market::InstrumentKind::index;
    return check_abstain({.view = m.view,
                          .market = m.input.series->symbol.market(),
                          .median_turnover = is_index ? std::nullopt : m.median_turnover,
                          .delisting_period = m.input.instrument.delisting_period ||
                                              m.state.delisting_since.has_value(),
                          .suspended = m.state.suspended_since.has_value(),
                          .delisted = m.state.delisted_on.has_value()});
}

/// nullopt before there is a band, and for prices that never moved.
std::optional<Call> rule_call(Measures const& m) {
    auto const band = band_half_width(m.log, m.last, m.input.horizon);
    if (!(band > 0) || m.lean.empty()) return std::nullopt;
    CallBasis const basis{.market = m.input.series->symbol.market(),
                          .as_of = m.bars.date[m.last],
                          .horizon = m.input.horizon,
                          .close = m.close(),
                          .band = band,
                          .lean_sum = m.lean.sum[m.last],
                          .lean = m.lean.lean[m.last],
                          .lean_since = m.bars.date[m.lean.since()]};
    return make_call(basis, m.input.table);
}

Levels levels_of(Measures const& m, std::optional<Call> const& call) {
    LevelInputs inputs;
    inputs.atr = m.atr[m.last];
    inputs.averages = {
        {"sma_20", m.sma_20[m.last]}, {"sma_50", m.sma_50[m.last]}, {"sma_200", m.sma_200[m.last]}};
    inputs.band_above = call ? call->up_above : nan_value();
    inputs.band_below = call ? call->down_below : nan_value();
    return find_levels(m.bars, inputs);
}

void write_facts(Assessment& out, Measures const& m, Levels const& levels) {
    FactWriter writer(out.sheet, m.bars.date);
    add_session_facts(writer, m);
    add_average_facts(writer, m);
    add_momentum_facts(writer, m);
    add_range_facts(writer, m);
    add_volume_facts(writer, m);
    add_risk_facts(writer, m);
    add_benchmark_facts(writer, m);
    add_lean_facts(writer, m);
    add_call_facts(writer, m, out.call);
    add_level_facts(writer, m, levels, out.call);
    add_pattern_facts(writer, m);
    add_data_facts(writer, m);
    add_market_rule_facts(writer, m);
    add_event_facts(writer, m);
    add_filing_facts(writer, m);
    writer.finish();
}

}  // namespace

Measures measure(FactInput const& input) {
    EC_CHECK(input.series != nullptr);
    Measures m(input);
    m.view = market::view_as_of(*input.series, input.as_of);
    m.bars = traded_bars(m.view.bars);
    m.state =
        market::state_as_of(input.instrument.events, input.series->symbol.text(), input.as_of);
    if (m.bars.empty())
        throw Error(ErrorCode::not_found, "facts.no_bars",
                    "There is no session of " + input.series->symbol.text() + " on or before " +
                        input.as_of.iso() + ". Import its bars or choose a later date.");
    auto const& bars = m.bars;
    m.last = bars.size() - 1;
    m.simple = simple_returns(bars.close);
    m.log = log_returns(bars.close);
    for (auto* column : {&m.sma_20, &m.sma_50, &m.sma_200, &m.atr, &m.rsi})
        column->assign(bars.size(), nan_value());
    indicators::sma(bars.close, 20, m.sma_20);
    indicators::sma(bars.close, 50, m.sma_50);
    indicators::sma(bars.close, 200, m.sma_200);
    indicators::atr(bars.high, bars.low, bars.close, {}, m.atr);
    indicators::rsi(bars.close, {}, m.rsi);
    m.lean = compute_lean(bars);
    m.median_turnover = median_turnover(bars);
    return m;
}

Assessment assess(FactInput const& input) {
    if (std::ranges::find(call_horizons, input.horizon) == call_horizons.end())
        throw invalid_field("call.horizon", "horizon", std::to_string(input.horizon),
                            "is not a horizon that calls are measured for", "use 5, 20 or 60");
    auto const m = measure(input);
    Assessment out;
    out.sheet = sheet_head(m);
    out.abstained = reasons_to_abstain(m);
    auto call = rule_call(m);
    auto const levels = levels_of(m, call);
    // Enough sessions and yet no band: not one change of price in 60 of them.
    if (out.abstained.empty() && !call) out.abstained.push_back(AbstainReason::suspended);
    if (call && out.abstained.empty()) {
        call->reopen_above = levels.reopen_above;
        call->reopen_below = levels.reopen_below;
        out.call = std::move(call);
    }
    write_facts(out, m, levels);
    return out;
}

FactSheet compute_facts(FactInput const& input) { return assess(input).sheet; }

}  // namespace ec::analysis
