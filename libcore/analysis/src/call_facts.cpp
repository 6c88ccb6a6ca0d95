#include "measures.hpp"

#include "returns.hpp"

#include <ec/analysis/fact_catalog.hpp>
#include <ec/base/error.hpp>

#include <algorithm>
#include <array>

namespace ec::analysis {
namespace {

constexpr std::array<std::string_view, 6> condition_ids{
    "condition_close_sma_200", "condition_sma_50_change", "condition_sma_50_200",
    "condition_macd_hist",     "condition_return_60",     "condition_di"};
constexpr std::array<std::string_view, 15> call_ids{
    "call_band",      "call_up_above",     "call_down_below",  "call_p_up",
    "call_p_inside",  "call_p_down",       "call_base_up",     "call_base_inside",
    "call_base_down", "call_windows",      "call_direction",   "call_confidence",
    "call_edge",      "call_reopen_above", "call_reopen_below"};

void write_call(FactWriter& out, Call const& call, std::size_t band_rows) {
    out.number("call_band", 100 * call.band, band_rows);
    out.number("call_up_above", call.up_above, band_rows);
    out.number("call_down_below", call.down_below, band_rows);
    out.plain("call_p_up", 100 * call.probability.up);
    out.plain("call_p_inside", 100 * call.probability.inside);
    out.plain("call_p_down", 100 * call.probability.down);
    out.plain("call_base_up", 100 * call.base_rate.up);
    out.plain("call_base_inside", 100 * call.base_rate.inside);
    out.plain("call_base_down", 100 * call.base_rate.down);
    out.plain("call_windows", call.windows);
    out.plain_word("call_direction", to_string(call.direction));
    out.plain("call_confidence", 100 * call.confidence);
    out.plain_word("call_edge", call.measured_edge ? "yes" : "no");
    out.plain("call_reopen_above", call.reopen_above);
    out.plain("call_reopen_below", call.reopen_below);
}

}  // namespace

void add_lean_facts(FactWriter& out, Measures const& m) {
    if (m.lean.empty()) {
        for (auto const id : condition_ids) out.absent(id, absence::too_few_bars);
        for (auto const* id : {"conditions_up", "conditions_down", "lean_sum", "lean", "lean_since",
                               "lean_sessions"})
            out.absent(id, absence::too_few_bars);
        return;
    }
    auto const rows = m.bars.size();
    auto const& conditions = m.lean.conditions[m.last];
    for (std::size_t i = 0; i < condition_ids.size(); ++i)
        out.number(condition_ids[i], conditions[i], rows);
    auto const count = [&](std::int8_t sign) {
        return static_cast<double>(std::ranges::count(conditions, sign));
    };
    auto const since = m.lean.since();
    out.number("conditions_up", count(1), rows);
    out.number("conditions_down", count(-1), rows);
    out.number("lean_sum", m.lean.sum[m.last], rows);
    out.word("lean", to_string(m.lean.lean[m.last]), rows);
    out.date("lean_since", m.bars.date[since], rows);
    out.number("lean_sessions", static_cast<double>(m.last - since + 1), rows);
}

void add_call_facts(FactWriter& out, Measures const& m, std::optional<Call> const& call) {
    out.plain("call_horizon", m.input.horizon);
    if (call) {
        write_call(out, *call, band_returns + 1);
        return;
    }
    for (auto const id : call_ids) out.absent(id, absence::abstained);
}

void set_call_facts(FactSheet& sheet, Call const& call) {
    auto const* session = sheet.find("session");
    EC_CHECK(session != nullptr && session->date);
    std::erase_if(sheet.facts, [](Fact const& fact) {
        return fact.id != "call_horizon" && fact.id.starts_with("call_");
    });
    std::array<Date, 1> const dates{*session->date};
    FactWriter out(sheet, dates);
    write_call(out, call, 1);
    out.finish();
}

}  // namespace ec::analysis
