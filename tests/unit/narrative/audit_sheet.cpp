#include "audit_sheet.hpp"

#include <ec/analysis/fact_catalog.hpp>

#include <algorithm>
#include <string>
#include <utility>

namespace ec::test {
namespace {

using analysis::Fact;

constexpr std::pair<char const*, double> values[] = {
    {"open", 121.65},
    {"high", 123.54},
    {"low", 121.15},
    {"close", 122.15},
    {"previous_close", 119.9},
    {"change", 2.25},
    {"return_1", 1.876563803},
    {"return_5", 1.71538013},
    {"return_20", 0.07373422907},
    {"return_60", -5.469026837},
    {"return_250", 101.0319047},
    {"sma_5", 121.048},
    {"sma_10", 121.178},
    {"sma_20", 121.40325},
    {"sma_50", 128.0967914},
    {"sma_60", 128.2673349},
    {"sma_120", 124.4489792},
    {"sma_200", 117.2093864},
    {"sma_250", 108.779934},
    {"close_vs_sma_20", 0.6150988544},
    {"close_vs_sma_50", -4.642420269},
    {"close_vs_sma_200", 4.215203014},
    {"sma_20_change_20", -6.77549499},
    {"sma_50_change_20", -2.707625927},
    {"sma_200_change_20", 3.554679078},
    {"macd", -1.26},
    {"macd_signal", -1.57},
    {"macd_hist", 0.3084},
    {"macd_hist_sessions", 13},
    {"rsi_14", 48.63},
    {"kdj_k", 57.31},
    {"kdj_d", 49.84},
    {"kdj_j", 72.25},
    {"adx_14", 25.87},
    {"plus_di_14", 19.43},
    {"minus_di_14", 24.16},
    {"boll_upper", 125.6214},
    {"boll_middle", 121.40325},
    {"boll_lower", 117.1851},
    {"atr_14", 3.2915},
    {"atr_14_pct", 2.694637741},
    {"high_250", 146.0317804},
    {"low_250", 59.28296069},
    {"close_vs_high_250", -16.35382},
    {"close_vs_low_250", 106.04571},
    {"volume", 109019052},
    {"volume_avg_20", 108709345.2},
    {"volume_ratio_20", 1.002848944},
    {"amount_median_20", 13094120000},
    {"volatility_20", 32.47442813},
    {"volatility_60", 33.04879698},
    {"volatility_250", 36.65372756},
    {"daily_sd_60", 2.081878522},
    {"sharpe_250", 2.1043},
    {"sortino_250", 3.0871},
    {"max_drawdown_250", -20.37561485},
    {"var_95_250", 3.366155256},
    {"cvar_95_250", 4.627598464},
    {"beta_250", 1.2148},
    {"correlation_250", 0.7163},
    {"benchmark_return_20", 4.249346476},
    {"benchmark_return_60", 7.819587659},
    {"excess_return_20", -4.175612246},
    {"excess_return_60", -13.2886145},
    {"condition_close_sma_200", 1},
    {"condition_sma_50_change", -1},
    {"condition_sma_50_200", 1},
    {"condition_macd_hist", 1},
    {"condition_return_60", -1},
    {"condition_di", -1},
    {"conditions_up", 3},
    {"conditions_down", 3},
    {"lean_sum", 0},
    {"lean_sessions", 21},
    {"call_horizon", 20},
    {"call_band", 4.655221897},
    {"call_up_above", 127.9707876},
    {"call_down_below", 116.5939725},
    {"call_p_up", 36.3},
    {"call_p_inside", 39.7},
    {"call_p_down", 24},
    {"call_base_up", 41.2},
    {"call_base_inside", 36.1},
    {"call_base_down", 22.7},
    {"call_windows", 158},
    {"call_confidence", 39.7},
    {"call_reopen_above", 128.72},
    {"call_reopen_below", 116.21},
    {"support_1_low", 116.21},
    {"support_1_high", 118.39},
    {"support_1_near_atr", 1.1423},
    {"support_1_far_atr", 1.8046},
    {"resistance_1_low", 125.71},
    {"resistance_1_high", 128.72},
    {"resistance_1_near_atr", 1.0816},
    {"resistance_1_far_atr", 1.996},
    {"next_above", 137.88},
    {"next_below", 112.38},
    {"new_high_sessions", 7},
    {"new_low_sessions", 1},
    {"bars", 5849},
    {"split_ratio", 4},
};

constexpr std::pair<char const*, char const*> dates[] = {
    {"session", "2021-03-31"},
    {"high_250_date", "2021-01-25"},
    {"low_250_date", "2020-04-03"},
    {"max_drawdown_250_peak", "2020-09-01"},
    {"max_drawdown_250_trough", "2020-09-18"},
    {"lean_since", "2021-03-03"},
    {"support_1_swing_1", "2021-02-23"},
    {"support_1_swing_2", "2021-03-08"},
    {"resistance_1_swing_1", "2021-03-01"},
    {"next_above_date", "2021-02-09"},
    {"next_below_date", "2020-11-24"},
    {"split_date", "2020-08-31"},
};

constexpr std::pair<char const*, char const*> words[] = {
    {"sma_20_crossed", "above"},      {"sma_50_crossed", "none"},
    {"sma_200_crossed", "none"},      {"lean", "mixed"},
    {"call_direction", "neutral"},    {"call_edge", "no"},
    {"support_1_average", "sma_200"}, {"divergence", "none"},
};

Fact fact_of(char const* id) {
    Fact fact;
    fact.id = id;
    if (auto const* entry = analysis::find_fact_entry(id)) fact.unit = entry->unit;
    return fact;
}

}  // namespace

analysis::FactSheet aapl_sheet() {
    analysis::FactSheet sheet;
    sheet.symbol = market::Symbol::parse("AAPL");
    sheet.name_en = "Apple Inc.";
    sheet.name_zh = "苹果";
    sheet.currency = "USD";
    sheet.benchmark = "SPY";
    sheet.as_of = Date::from_ymd(2021, 3, 31);
    for (auto const& [id, value] : values) {
        auto fact = fact_of(id);
        fact.value = value;
        sheet.facts.push_back(fact);
    }
    for (auto const& [id, date] : dates) {
        auto fact = fact_of(id);
        fact.date = Date::try_parse(date);
        sheet.facts.push_back(fact);
    }
    for (auto const& [id, text] : words) {
        auto fact = fact_of(id);
        fact.text = text;
        sheet.facts.push_back(fact);
    }
    for (char const* id : {"revenue_ttm", "pe_ttm", "filing_date"}) {
        auto fact = fact_of(id);
        fact.absent = "no_filing_by_as_of";
        sheet.facts.push_back(fact);
    }
    std::ranges::sort(sheet.facts, {}, &Fact::id);
    return sheet;
}

}  // namespace ec::test
