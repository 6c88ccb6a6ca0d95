#include <ec/reports/chart.hpp>

#include "texts.hpp"

#include <ec/base/error.hpp>
#include <ec/base/math.hpp>
#include <ec/market/adjustment.hpp>

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace ec::reports {
namespace {

// Mean of the `length` closes up to each of the rows [first, size); NaN while there are too few.
std::vector<double> averages(std::vector<double> const& close, std::size_t first, int length) {
    std::vector<double> means;
    auto const n = static_cast<std::size_t>(length);
    for (std::size_t row = first; row < close.size(); ++row) {
        if (row + 1 < n) {
            means.push_back(nan_value());
            continue;
        }
        double sum = 0;
        for (std::size_t i = row + 1 - n; i <= row; ++i) sum += close[i];
        means.push_back(sum / length);
    }
    return means;
}

market::Bars traded_only(market::Bars const& bars) {
    market::Bars kept;
    kept.reserve(bars.size());
    for (std::size_t i = 0; i < bars.size(); ++i) {
        auto const bar = bars.at(i);
        if (market::has(bar.flags, market::BarFlag::suspended)) continue;
        if (std::isnan(bar.open + bar.high + bar.low + bar.close)) continue;
        kept.push_back(bar);
    }
    return kept;
}

std::vector<ChartZone> zones_of(analysis::FactSheet const& sheet) {
    std::vector<ChartZone> zones;
    for (auto const* side : {"support", "resistance"})
        for (int n = 1; n <= 2; ++n) {
            auto const low = sheet.value(fmt::format("{}_{}_low", side, n));
            auto const high = sheet.value(fmt::format("{}_{}_high", side, n));
            if (low && high) zones.push_back({*low, *high, std::string_view(side) == "support"});
        }
    return zones;
}

std::string price_text(double price) { return fmt::format("{:.{}f}", price, price < 10 ? 3 : 2); }

}  // namespace

ChartData make_chart(market::Bars const& bars, analysis::FactSheet const& sheet,
                     narrative::Language language, std::size_t sessions) {
    EC_CHECK(sessions >= 1 && sessions <= 1000);
    auto const traded = traded_only(bars);
    auto const first = traded.size() - std::min(sessions, traded.size());
    ChartData chart;
    chart.symbol = sheet.symbol.text();
    chart.currency = sheet.currency;
    chart.language = language;
    chart.bars = traded.slice(first, traded.size());
    chart.sma_20 = averages(traded.close, first, 20);
    chart.sma_50 = averages(traded.close, first, 50);
    chart.sma_200 = averages(traded.close, first, 200);
    chart.zones = zones_of(sheet);
    chart.as_of = sheet.as_of;
    chart.sample = sheet.sample;
    return chart;
}

ChartData make_chart(Report const& report) {
    auto const view = market::view_as_of(report.inputs.symbol, report.sheet.as_of);
    return make_chart(view.bars, report.sheet, report.document.language, chart_sessions);
}

std::vector<std::vector<std::string>> chart_table(ChartData const& chart, std::size_t rows) {
    auto const& texts = texts_of(chart.language);
    std::vector<std::vector<std::string>> table{
        {std::string(texts.date), std::string(texts.open), std::string(texts.high),
         std::string(texts.low), std::string(texts.close), std::string(texts.volume),
         fmt::format(fmt::runtime(texts.average), 20), fmt::format(fmt::runtime(texts.average), 50),
         fmt::format(fmt::runtime(texts.average), 200)}};
    auto const average = [](double v) { return std::isnan(v) ? std::string("-") : price_text(v); };
    auto const& bars = chart.bars;
    for (auto i = bars.size() - std::min(rows, bars.size()); i < bars.size(); ++i)
        table.push_back({bars.date[i].iso(), price_text(bars.open[i]), price_text(bars.high[i]),
                         price_text(bars.low[i]), price_text(bars.close[i]),
                         std::isnan(bars.volume[i]) ? "-" : fmt::format("{:.0f}", bars.volume[i]),
                         average(chart.sma_20[i]), average(chart.sma_50[i]),
                         average(chart.sma_200[i])});
    return table;
}

}  // namespace ec::reports
