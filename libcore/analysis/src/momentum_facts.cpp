#include "measures.hpp"

#include <ec/base/math.hpp>
#include <ec/indicators/bands.hpp>
#include <ec/indicators/momentum.hpp>
#include <ec/indicators/stochastics.hpp>
#include <ec/indicators/trend.hpp>

#include <algorithm>
#include <initializer_list>
#include <string_view>
#include <vector>

namespace ec::analysis {
namespace {

constexpr std::size_t year_sessions = 250;

/// A recursive indicator: every bar stands behind its value.
void add_recursive(FactWriter& out, Measures const& m, std::string_view id,
                   std::vector<double> const& column, std::size_t warm_up) {
    if (m.last < warm_up)
        out.absent(id, absence::too_few_bars);
    else
        out.number(id, column[m.last], m.bars.size());
}

std::size_t sessions_of_sign(std::vector<double> const& column, std::size_t last) {
    auto const sign = [](double x) { return x > 0 ? 1 : x < 0 ? -1 : 0; };
    std::size_t row = last;
    while (row > 0 && !is_nan(column[row - 1]) && sign(column[row - 1]) == sign(column[last]))
        --row;
    return last - row + 1;
}

void add_macd(FactWriter& out, Measures const& m) {
    auto const n = m.bars.size();
    std::vector<double> line(n, nan_value());
    auto signal = line;
    auto histogram = line;
    indicators::macd(m.bars.close, {}, {line, signal, histogram});
    add_recursive(out, m, "macd", line, 25);
    add_recursive(out, m, "macd_signal", signal, 33);
    add_recursive(out, m, "macd_hist", histogram, 33);
    if (m.last < 33)
        out.absent("macd_hist_sessions", absence::too_few_bars);
    else
        out.number("macd_hist_sessions", static_cast<double>(sessions_of_sign(histogram, m.last)),
                   n);
}

void add_kdj(FactWriter& out, Measures const& m) {
    std::vector<double> k(m.bars.size(), nan_value());
    auto d = k;
    auto j = k;
    indicators::kdj(m.bars.high, m.bars.low, m.bars.close, {}, {k, d, j});
    add_recursive(out, m, "kdj_k", k, 8);
    add_recursive(out, m, "kdj_d", d, 8);
    add_recursive(out, m, "kdj_j", j, 8);
}

void add_directional(FactWriter& out, Measures const& m) {
    std::vector<double> plus(m.bars.size(), nan_value());
    auto minus = plus;
    auto adx = plus;
    indicators::adx(m.bars.high, m.bars.low, m.bars.close, {},
                    {.plus_di = plus, .minus_di = minus, .adx = adx});
    add_recursive(out, m, "adx_14", adx, 27);
    add_recursive(out, m, "plus_di_14", plus, 14);
    add_recursive(out, m, "minus_di_14", minus, 14);
}

struct Extreme {
    std::size_t row = 0;
    double price = 0;
};

/// The latest of equal extremes in the last 250 rows (fewer when there are fewer).
Extreme extreme(std::vector<double> const& column, std::size_t last, double direction) {
    Extreme found{last, column[last]};
    auto const first = last + 1 > year_sessions ? last + 1 - year_sessions : 0;
    for (std::size_t i = last; i-- > first;)
        if (direction * column[i] > direction * found.price) found = {i, column[i]};
    return found;
}

void add_extremes(FactWriter& out, Measures const& m) {
    if (m.bars.size() < year_sessions) {
        for (auto const* id : {"high_250", "high_250_date", "low_250", "low_250_date",
                               "close_vs_high_250", "close_vs_low_250"})
            out.absent(id, absence::too_few_bars);
        return;
    }
    auto const high = extreme(m.bars.high, m.last, 1);
    auto const low = extreme(m.bars.low, m.last, -1);
    out.number("high_250", high.price, year_sessions);
    out.date("high_250_date", m.bars.date[high.row], year_sessions);
    out.number("low_250", low.price, year_sessions);
    out.date("low_250_date", m.bars.date[low.row], year_sessions);
    out.number("close_vs_high_250", 100 * (m.close() / high.price - 1), year_sessions);
    out.number("close_vs_low_250", 100 * (m.close() / low.price - 1), year_sessions);
}

}  // namespace

void add_momentum_facts(FactWriter& out, Measures const& m) {
    add_macd(out, m);
    add_recursive(out, m, "rsi_14", m.rsi, 14);
    add_kdj(out, m);
    add_directional(out, m);
    std::vector<double> column(m.bars.size(), nan_value());
    indicators::cci(m.bars.high, m.bars.low, m.bars.close, 20, column);
    out.number("cci_20", column[m.last], 20);
    indicators::williams_r(m.bars.high, m.bars.low, m.bars.close, 14, column);
    out.number("willr_14", column[m.last], 14);
}

void add_range_facts(FactWriter& out, Measures const& m) {
    std::vector<double> upper(m.bars.size(), nan_value());
    auto middle = upper;
    auto lower = upper;
    indicators::bollinger(m.bars.close, {}, {upper, middle, lower});
    out.number("boll_upper", upper[m.last], 20);
    out.number("boll_middle", middle[m.last], 20);
    out.number("boll_lower", lower[m.last], 20);
    add_recursive(out, m, "atr_14", m.atr, 14);
    if (m.last < 14)
        out.absent("atr_14_pct", absence::too_few_bars);
    else
        out.number("atr_14_pct", 100 * m.atr[m.last] / m.close(), m.bars.size());
    add_extremes(out, m);
}

}  // namespace ec::analysis
