#pragma once

#include <ec/reports/chart.hpp>

#include <string>
#include <string_view>

namespace ec::reports {

/// The <svg> element for a page that holds chart_css(); classes "ch-...".
[[nodiscard]] std::string render_chart_element(ChartData const& chart, ChartStyle const& style);
/// Colours of both schemes as custom properties and the classes that use them.
[[nodiscard]] std::string chart_css(PriceColours colours);

/// `text` for element content and quoted attributes, controls removed.
[[nodiscard]] std::string escape_markup(std::string_view text);

}  // namespace ec::reports
