#include "worked_example.hpp"

#include <ec/analysis/fact_catalog.hpp>

#include <algorithm>
#include <string>

namespace ec::test {
namespace {

analysis::Fact& place(analysis::FactSheet& sheet, std::string_view id) {
    auto at = std::ranges::lower_bound(
        sheet.facts, id, {}, [](analysis::Fact const& fact) { return std::string_view(fact.id); });
    if (at == sheet.facts.end() || at->id != id) at = sheet.facts.insert(at, analysis::Fact{});
    *at = analysis::Fact{};
    at->id = std::string(id);
    if (auto const* entry = analysis::find_fact_entry(id)) {
        at->unit = entry->unit;
        at->formula = std::string(entry->formula);
    }
    return *at;
}

struct Figure {
    std::string_view id;
    double value;
};

struct Word {
    std::string_view id;
    std::string_view text;
};

constexpr Figure figures[]{{"close", 122.15},
                           {"open", 121.65},
                           {"high", 123.52},
                           {"low", 121.15},
                           {"previous_close", 119.90},
                           {"change", 2.25},
                           {"return_1", 1.876563803},
                           {"return_20", 0.0737},
                           {"return_60", -5.5},
                           {"return_250", 93.4},
                           {"sma_20", 121.402},
                           {"sma_50", 128.04},
                           {"sma_200", 117.226},
                           {"close_vs_sma_20", 0.616},
                           {"close_vs_sma_50", -4.6},
                           {"close_vs_sma_200", 4.2},
                           {"sma_20_change_20", -7.3},
                           {"sma_50_change_20", -3.1},
                           {"sma_200_change_20", 3.6},
                           {"macd", -1.72},
                           {"macd_signal", -2.03},
                           {"macd_hist", 0.31},
                           {"macd_hist_sessions", 13},
                           {"rsi_14", 49.6},
                           {"kdj_k", 55.2},
                           {"kdj_d", 47.9},
                           {"kdj_j", 69.8},
                           {"adx_14", 25.9},
                           {"plus_di_14", 20.4},
                           {"minus_di_14", 23.9},
                           {"boll_upper", 125.6},
                           {"boll_middle", 121.402},
                           {"boll_lower", 117.2},
                           {"atr_14", 3.31},
                           {"atr_14_pct", 2.71},
                           {"high_250", 146.25},
                           {"low_250", 59.2},
                           {"close_vs_high_250", -16.5},
                           {"close_vs_low_250", 106.3},
                           {"volume", 109038000},
                           {"volume_avg_20", 109100000},
                           {"volume_ratio_20", 1.0},
                           {"volume_ratio_5", 1.09},
                           {"volatility_20", 29.8},
                           {"volatility_60", 33.1},
                           {"volatility_250", 36.2},
                           {"daily_sd_60", 2.085},
                           {"max_drawdown_250", 19.0},
                           {"var_95_250", 3.4},
                           {"cvar_95_250", 4.6},
                           {"beta_250", 1.24},
                           {"correlation_250", 0.74},
                           {"benchmark_return_20", 4.1},
                           {"benchmark_return_60", 7.8},
                           {"excess_return_20", -4.0263},
                           {"excess_return_60", -13.3},
                           {"condition_close_sma_200", 1},
                           {"condition_sma_50_change", -1},
                           {"condition_sma_50_200", 1},
                           {"condition_macd_hist", 1},
                           {"condition_return_60", -1},
                           {"condition_di", -1},
                           {"conditions_up", 3},
                           {"conditions_down", 3},
                           {"lean_sum", 0},
                           {"lean_sessions", 19},
                           {"call_horizon", 20},
                           {"call_band", 4.66},
                           {"call_up_above", 127.97},
                           {"call_down_below", 116.59},
                           {"call_p_up", 36},
                           {"call_p_inside", 40},
                           {"call_p_down", 24},
                           {"call_base_up", 41},
                           {"call_base_inside", 36},
                           {"call_base_down", 23},
                           {"call_windows", 158},
                           {"call_confidence", 40},
                           {"call_reopen_above", 128.72},
                           {"call_reopen_below", 116.21},
                           {"support_1_low", 116.21},
                           {"support_1_high", 118.4},
                           {"support_1_near_atr", 1.1},
                           {"support_1_far_atr", 1.8},
                           {"resistance_1_low", 127.1},
                           {"resistance_1_high", 128.72},
                           {"resistance_1_near_atr", 1.5},
                           {"resistance_1_far_atr", 2.0},
                           {"next_above", 137.9},
                           {"next_below", 112.4},
                           {"new_high_sessions", 3},
                           {"new_low_sessions", 1},
                           {"bars", 5849},
                           {"flagged_bars_250", 0},
                           {"split_ratio", 4},
                           {"dividends_250", 4}};

constexpr Word dates[]{{"session", "2021-03-31"},
                       {"high_250_date", "2021-01-25"},
                       {"low_250_date", "2020-04-03"},
                       {"max_drawdown_250_peak", "2021-01-26"},
                       {"max_drawdown_250_trough", "2021-03-08"},
                       {"lean_since", "2021-03-05"},
                       {"support_1_swing_1", "2021-02-23"},
                       {"support_1_swing_2", "2021-03-08"},
                       {"resistance_1_swing_1", "2021-03-02"},
                       {"next_above_date", "2021-02-09"},
                       {"next_below_date", "2020-11-24"},
                       {"first_session", "1998-01-02"},
                       {"split_date", "2020-08-31"}};

constexpr Word words[]{{"sma_20_crossed", "above"},
                       {"sma_50_crossed", "none"},
                       {"sma_200_crossed", "none"},
                       {"lean", "mixed"},
                       {"call_direction", "neutral"},
                       {"call_edge", "no"},
                       {"support_1_average", "sma_200"},
                       {"divergence", "none"},
                       {"pattern", "none"},
                       {"session_kind", "regular"}};

}  // namespace

void put(analysis::FactSheet& sheet, std::string_view id, double value) {
    place(sheet, id).value = value;
}

void put_date(analysis::FactSheet& sheet, std::string_view id, std::string_view iso) {
    place(sheet, id).date = Date::parse(iso, id);
}

void put_text(analysis::FactSheet& sheet, std::string_view id, std::string_view text) {
    place(sheet, id).text = std::string(text);
}

void put_absent(analysis::FactSheet& sheet, std::string_view id, std::string_view reason) {
    place(sheet, id).absent = std::string(reason);
}

analysis::FactSheet make_aapl_sheet() {
    analysis::FactSheet sheet;
    sheet.symbol = market::Symbol::parse("AAPL");
    sheet.name_en = "Apple Inc.";
    sheet.name_zh = "苹果";
    sheet.industry_en = "Technology Hardware";
    sheet.industry_zh = "科技硬件";
    sheet.exchange_name = "NASDAQ";
    sheet.currency = "USD";
    sheet.benchmark = "SPY";
    sheet.source = "QuantConnect/Lean sample";
    sheet.sample = true;
    sheet.as_of = Date::from_ymd(2021, 3, 31);
    sheet.horizon = 20;
    for (auto const& figure : figures) put(sheet, figure.id, figure.value);
    for (auto const& date : dates) put_date(sheet, date.id, date.text);
    for (auto const& word : words) put_text(sheet, word.id, word.text);
    for (auto const id :
         {"filing_date", "revenue_ttm", "revenue_growth", "net_income_ttm", "pe_ttm", "pb"})
        put_absent(sheet, id, "no_filing_by_as_of");
    for (auto const& entry : analysis::fact_catalog())
        if (sheet.find(entry.id) == nullptr) put_absent(sheet, entry.id, "not_given");
    return sheet;
}

analysis::Call make_aapl_call() {
    analysis::Call call;
    call.horizon = 20;
    call.band = 0.0466;
    call.up_above = 127.97;
    call.down_below = 116.59;
    call.probability = {0.36, 0.40, 0.24};
    call.base_rate = {0.41, 0.36, 0.23};
    call.direction = analysis::Direction::neutral;
    call.confidence = 0.40;
    call.lean = analysis::Lean::mixed;
    call.lean_since = Date::from_ymd(2021, 3, 5);
    call.windows = 158;
    call.table_version = "us-20-2020";
    call.reopen_above = 128.72;
    call.reopen_below = 116.21;
    return call;
}

narrative::ReportInput make_aapl_input() {
    narrative::ReportInput input;
    input.sheet = make_aapl_sheet();
    input.call = make_aapl_call();
    input.previous = make_aapl_sheet();
    input.previous->as_of = Date::from_ymd(2021, 3, 30);
    put_text(*input.previous, "sma_20_crossed", "none");
    return input;
}

}  // namespace ec::test
