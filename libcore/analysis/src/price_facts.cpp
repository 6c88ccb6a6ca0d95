#include "measures.hpp"

#include <ec/base/math.hpp>
#include <ec/indicators/averages.hpp>

#include <string>
#include <vector>

namespace ec::analysis {
namespace {

constexpr std::size_t change_lag = 20;

double percent_change(double now, double before) noexcept { return 100 * (now / before - 1); }

void add_return(FactWriter& out, Measures const& m, std::size_t lag) {
    auto const id = "return_" + std::to_string(lag);
    if (m.last < lag)
        out.absent(id, absence::too_few_bars);
    else
        out.number(id, percent_change(m.close(), m.bars.close[m.last - lag]), lag + 1);
}

/// close_vs_sma, its 20-session change and the crossing, for one average.
void add_relations(FactWriter& out, Measures const& m, std::vector<double> const& average,
                   std::size_t length) {
    auto const name = "sma_" + std::to_string(length);
    out.number("close_vs_" + name, percent_change(m.close(), average[m.last]), length);
    if (m.last >= length + change_lag - 1)
        out.number(name + "_change_20", percent_change(average[m.last], average[m.last - 20]),
                   length + change_lag);
    else
        out.absent(name + "_change_20", absence::too_few_bars);
    if (m.last < length) {
        out.absent(name + "_crossed", absence::too_few_bars);
        return;
    }
    auto const before = m.bars.close[m.last - 1] - average[m.last - 1];
    auto const now = m.close() - average[m.last];
    std::string_view crossed = "none";
    if (now > 0 && before <= 0) crossed = "above";
    if (now < 0 && before >= 0) crossed = "below";
    out.word(name + "_crossed", crossed, length + 1);
}

}  // namespace

void add_session_facts(FactWriter& out, Measures const& m) {
    auto const& bars = m.bars;
    out.date("session", bars.date[m.last], 1);
    out.number("open", bars.open[m.last], 1);
    out.number("high", bars.high[m.last], 1);
    out.number("low", bars.low[m.last], 1);
    out.number("close", m.close(), 1);
    if (m.last == 0) {
        out.absent("previous_close", absence::too_few_bars);
        out.absent("change", absence::too_few_bars);
    } else {
        auto const previous = bars.close[m.last - 1];
        out.number("previous_close", previous, 2);
        out.number("change", m.close() - previous, 2);
    }
    for (std::size_t const lag : {1U, 5U, 20U, 60U, 250U}) add_return(out, m, lag);
}

void add_average_facts(FactWriter& out, Measures const& m) {
    auto const& close = m.bars.close;
    std::vector<double> column(close.size(), nan_value());
    for (int const length : {5, 10, 20, 50, 60, 120, 200, 250}) {
        indicators::sma(close, length, column);
        out.number("sma_" + std::to_string(length), column[m.last],
                   static_cast<std::size_t>(length));
    }
    for (int const length : {5, 12, 26, 50, 120, 250}) {
        auto const id = "ema_" + std::to_string(length);
        if (close.size() < static_cast<std::size_t>(length)) {
            out.absent(id, absence::too_few_bars);
            continue;
        }
        indicators::ema(close, {.period = length}, column);
        out.number(id, column[m.last], close.size());
    }
    add_relations(out, m, m.sma_20, 20);
    add_relations(out, m, m.sma_50, 50);
    add_relations(out, m, m.sma_200, 200);
}

}  // namespace ec::analysis
