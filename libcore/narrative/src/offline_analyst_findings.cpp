#include "offline_analyst_findings.hpp"

#include <ec/analysis/call_rules.hpp>
#include <ec/market/instrument.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace ec::narrative {
namespace {

// In the order of ConditionKind.
constexpr std::array<std::string_view, 6> condition_ids{
    "condition_close_sma_200", "condition_sma_50_change", "condition_sma_50_200",
    "condition_macd_hist",     "condition_return_60",     "condition_di"};
constexpr double slope_pct = 1.0;
constexpr double near_atr = 0.5;
constexpr double heavy_ratio = 1.5;
constexpr double light_ratio = 0.7;
constexpr double sharp_sd = 2.0;

// "Apple Inc." is "Apple" in running text.
std::string short_name(std::string name) {
    constexpr std::array<std::string_view, 14> tails{
        ", Inc.", " Inc.",    " Inc",     " Corporation", " Corp.", " Corp", " Co., Ltd.",
        " Co.",   " Company", " Limited", ", Ltd.",       " Ltd.",  " Ltd",  " plc"};
    for (auto const tail : tails)
        if (name.size() > tail.size() && name.ends_with(tail)) {
            name.resize(name.size() - tail.size());
            break;
        }
    while (!name.empty() && (name.back() == ',' || name.back() == ' ')) name.pop_back();
    return name;
}

// Sheets name a benchmark by symbol; these have a name that readers know better.
struct KnownBenchmark {
    std::string_view symbol;
    std::string_view en;
    std::string_view zh;
};
constexpr std::array known_benchmarks{
    KnownBenchmark{"^GSPC", "the S&P 500", "标普 500"},
    KnownBenchmark{"^HSI", "the Hang Seng Index", "恒生指数"},
    KnownBenchmark{"000300.SH", "the CSI 300", "沪深 300"},
    KnownBenchmark{"000001.SH", "the SSE Composite", "上证指数"},
};

std::string benchmark_name(std::string_view symbol, std::string_view KnownBenchmark::*name) {
    auto const known = std::ranges::find(known_benchmarks, symbol, &KnownBenchmark::symbol);
    return std::string(known == known_benchmarks.end() ? symbol : (*known).*name);
}

std::string first_non_empty(std::initializer_list<std::string> names) {
    for (auto const& name : names)
        if (!name.empty()) return name;
    return {};
}

std::optional<AverageFinding> find_average(Findings const& f, std::int32_t days) {
    auto const id = fmt::format("sma_{}", days);
    auto const value = f.value(id);
    auto const distance = f.value("close_vs_" + id);
    auto const close = f.value("close");
    if (!value || !distance || !close) return std::nullopt;
    AverageFinding average;
    average.days = days;
    average.value = *value;
    average.distance_pct = *distance;
    average.change_pct = f.value(id + "_change_20");
    if (!average.change_pct)
        average.slope = Slope::unknown;
    else if (*average.change_pct > slope_pct)
        average.slope = Slope::rising;
    else if (*average.change_pct < -slope_pct)
        average.slope = Slope::falling;
    average.side = *distance < 0 ? Side::below : Side::above;
    auto const atr = f.value("atr_14");
    average.near = atr && std::abs(*close - *value) <= near_atr * *atr;
    return average;
}

std::int32_t days_of_average(std::string_view id) {
    if (id == "sma_20") return 20;
    if (id == "sma_50") return 50;
    return id == "sma_200" ? 200 : 0;
}

std::vector<ZoneFinding> find_zones(Findings const& f, std::string_view side) {
    std::vector<ZoneFinding> zones;
    for (int n = 1; n <= 2; ++n) {
        auto const id = [&](std::string_view part) {
            return fmt::format("{}_{}_{}", side, n, part);
        };
        auto const low = f.value(id("low"));
        auto const high = f.value(id("high"));
        if (!low || !high) continue;
        ZoneFinding zone;
        zone.low = *low;
        zone.high = *high;
        zone.near_atr = f.value(id("near_atr")).value_or(0);
        zone.far_atr = f.value(id("far_atr")).value_or(0);
        for (auto const swing : {"swing_1", "swing_2", "swing_3"})
            if (auto const day = f.date(id(swing))) zone.swings.push_back(*day);
        zone.average_days = days_of_average(f.text(id("average")));
        zone.near = f.value(id("near_atr")) && std::abs(zone.near_atr) <= near_atr;
        zones.push_back(std::move(zone));
    }
    return zones;
}

std::optional<VolumeBand> find_volume_band(Findings const& f) {
    auto const ratio = f.value("volume_ratio_20");
    if (!ratio) return std::nullopt;
    if (*ratio >= heavy_ratio) return VolumeBand::heavy;
    return *ratio <= light_ratio ? VolumeBand::light : VolumeBand::ordinary;
}

std::optional<Conditions> find_conditions(Findings const& f) {
    auto const up = f.value("conditions_up");
    auto const down = f.value("conditions_down");
    if (!up || !down) return std::nullopt;
    Conditions conditions;
    conditions.up = static_cast<std::int32_t>(*up);
    conditions.down = static_cast<std::int32_t>(*down);
    conditions.neither = std::max(0, 6 - conditions.up - conditions.down);
    for (std::size_t i = 0; i < condition_ids.size(); ++i) {
        auto const sign = f.value(condition_ids[i]);
        if (!sign) continue;
        auto& kinds = *sign > 0   ? conditions.up_kinds
                      : *sign < 0 ? conditions.down_kinds
                                  : conditions.neither_kinds;
        kinds.push_back(static_cast<ConditionKind>(i));
    }
    return conditions;
}

analysis::Direction likeliest(analysis::Outlook const& outlook) {
    if (outlook.up > outlook.inside && outlook.up > outlook.down) return analysis::Direction::up;
    if (outlook.down > outlook.inside && outlook.down > outlook.up)
        return analysis::Direction::down;
    return analysis::Direction::neutral;
}

void compare_with_likeliest(Findings& f) {
    if (!f.input->call || f.input->call->against_lean) return;
    auto const& call = *f.input->call;
    auto const most = likeliest(call.probability);
    constexpr double clear_lead = 0.01;
    if (analysis::share_of(most, call.probability) <
        analysis::share_of(call.direction, call.probability) + clear_lead)
        return;
    f.likelier = most;
    f.likelier_in_base = likeliest(call.base_rate) == most;
}

}  // namespace

std::optional<double> Findings::value(std::string_view id) const noexcept {
    return sheet().value(id);
}

std::string_view Findings::text(std::string_view id) const noexcept {
    auto const* fact = sheet().find(id);
    return fact != nullptr && fact->present() ? std::string_view(fact->text) : std::string_view();
}

std::optional<Date> Findings::date(std::string_view id) const noexcept {
    auto const* fact = sheet().find(id);
    return fact != nullptr && fact->present() ? fact->date : std::nullopt;
}

Date Findings::session() const noexcept { return date("session").value_or(sheet().as_of); }

std::string_view Findings::absent(std::string_view id) const noexcept {
    auto const* fact = sheet().find(id);
    if (fact == nullptr) return "not_measured";
    return fact->absent;
}

Findings compute_findings(ReportInput const& input) {
    Findings f;
    f.input = &input;
    auto const& sheet = input.sheet;
    f.is_index = market::kind_by_code(sheet.symbol) == market::InstrumentKind::index;
    f.name_en = first_non_empty({short_name(sheet.name_en), sheet.symbol.text()});
    if (f.is_index && !sheet.name_en.empty()) f.name_en.insert(0, "the ");
    f.benchmark_en = benchmark_name(sheet.benchmark, &KnownBenchmark::en);
    f.benchmark_zh = benchmark_name(sheet.benchmark, &KnownBenchmark::zh);
    f.name_zh = first_non_empty({sheet.name_zh, short_name(sheet.name_en), sheet.symbol.text()});
    f.short_average = find_average(f, 20);
    f.middle_average = find_average(f, 50);
    f.long_average = find_average(f, 200);
    f.conditions = find_conditions(f);
    f.lean = std::string(f.text("lean"));
    f.lean_new = f.date("lean_since") == sheet.as_of;
    f.supports = find_zones(f, "support");
    f.resistances = find_zones(f, "resistance");
    f.volume_band = find_volume_band(f);
    auto const move = f.value("return_1");
    auto const daily_sd = f.value("daily_sd_60");
    f.sharp_move = move && daily_sd && *daily_sd > 0 && std::abs(*move) >= sharp_sd * *daily_sd;
    f.changes = compute_changes(f);
    rank_points(f);
    f.scenario = compute_scenario(f);
    compare_with_likeliest(f);
    return f;
}

}  // namespace ec::narrative
