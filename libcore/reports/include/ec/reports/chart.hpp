#pragma once

#include <ec/analysis/fact_sheet.hpp>
#include <ec/market/series.hpp>
#include <ec/narrative/language.hpp>
#include <ec/reports/render.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace ec::reports {

/// One horizontal band of the chart.
struct ChartZone {
    double low = 0;
    double high = 0;
    bool support = false;  // else resistance
};

/// What the price chart shows: the last sessions of a view with three averages (NaN where there
/// are too few bars), the zones of the levels section and the as-of line.
struct ChartData {
    std::string symbol;
    std::string currency;
    narrative::Language language = narrative::Language::en;
    market::Bars bars;
    std::vector<double> sma_20;
    std::vector<double> sma_50;
    std::vector<double> sma_200;
    std::vector<ChartZone> zones;
    Date as_of;
    bool sample = false;
};

inline constexpr std::size_t chart_sessions = 120;

[[nodiscard]] ChartData make_chart(Report const& report);
/// For a chart without a report. Averages are computed over the whole of `bars`, the last
/// `sessions` (1..1000) are shown.
[[nodiscard]] ChartData make_chart(market::Bars const& bars, analysis::FactSheet const& sheet,
                                   narrative::Language language, std::size_t sessions);

struct ChartStyle {
    double width = 960;  // pixels, 320..4096
    double height = 480;
    PriceColours colours = PriceColours::green_up;
};

/// A standalone SVG with a title and description; colours follow prefers-color-scheme.
[[nodiscard]] std::string render_chart_svg(ChartData const& chart, ChartStyle const& style);
[[nodiscard]] std::string render_chart_png(ChartData const& chart, ChartStyle const& style);
/// Candles, averages and volume as lines of text; as many sessions as the width holds.
[[nodiscard]] std::string render_chart_terminal(ChartData const& chart, ChartStyle const& style,
                                                TerminalOptions const& terminal);
/// The figures of the chart as rows of text, first row the header: for screen readers and text.
[[nodiscard]] std::vector<std::vector<std::string>> chart_table(ChartData const& chart,
                                                                std::size_t rows);

}  // namespace ec::reports
