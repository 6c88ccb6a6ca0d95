#include "terminal_page.hpp"

#include "texts.hpp"

#include <ec/reports/chart.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include <fmt/format.h>

namespace ec::reports {
namespace {

constexpr int chart_rows = 14;
constexpr int axis_width = 10;

struct Scale {
    double low = 0;
    double high = 1;

    // Distance from the top in rows, fractional.
    [[nodiscard]] double row(double price) const {
        return (high - price) / (high - low) * chart_rows;
    }
    [[nodiscard]] double price_at(double row) const {
        return high - (high - low) * row / chart_rows;
    }
};

Scale scale_of(ChartData const& chart, std::size_t first) {
    Scale scale{std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};
    for (auto i = first; i < chart.bars.size(); ++i) {
        scale.low = std::min(scale.low, chart.bars.low[i]);
        scale.high = std::max(scale.high, chart.bars.high[i]);
    }
    if (!(scale.high > scale.low)) {
        scale.high += 1;
        scale.low -= 1;
    }
    return scale;
}

// A row is cut in two halves; each half is empty, wick or body.
std::string_view candle_cell(int upper, int lower, bool rising) {
    constexpr std::array<std::array<std::string_view, 3>, 3> glyphs{
        {{" ", "╷", "╻"}, {"╵", "│", "╽"}, {"╹", "╿", "┃"}}};
    auto const glyph = glyphs[static_cast<std::size_t>(upper)][static_cast<std::size_t>(lower)];
    return glyph == "┃" && !rising ? "┋" : glyph;
}

int half_state(market::Bar const& bar, Scale const& scale, double from, double to) {
    double const top = scale.row(std::max(bar.open, bar.close));
    double const bottom = scale.row(std::min(bar.open, bar.close));
    double const middle = (from + to) / 2;
    // A body thinner than half a row still shows where it is.
    if ((top <= middle && middle < bottom) || (top >= from && top < to && bottom < to)) return 2;
    double const high = scale.row(bar.high);
    double const low = scale.row(bar.low);
    return high <= middle && middle < low ? 1 : 0;
}

TerminalPage::Piece cell(ChartData const& chart, std::size_t i, Scale const& scale, int row) {
    auto const bar = chart.bars.at(i);
    bool const rising = bar.close >= bar.open;
    int const upper = half_state(bar, scale, row, row + 0.5);
    int const lower = half_state(bar, scale, row + 0.5, row + 1.0);
    if (upper != 0 || lower != 0)
        return {std::string(candle_cell(upper, lower, rising)), rising ? Ink::rise : Ink::fall};
    auto const on_row = [&](double value) {
        return !std::isnan(value) && std::floor(scale.row(value)) == row;
    };
    if (on_row(chart.sma_50[i])) return {"·", Ink::average_50};
    if (on_row(chart.sma_200[i])) return {"╌", Ink::average_200};
    return {" ", Ink::plain};
}

void append(std::vector<TerminalPage::Piece>& pieces, TerminalPage::Piece piece) {
    if (!pieces.empty() && pieces.back().ink == piece.ink)
        pieces.back().text += piece.text;
    else
        pieces.push_back(std::move(piece));
}

void draw_volume(TerminalPage& page, ChartData const& chart, std::size_t first) {
    constexpr std::array<std::string_view, 8> bars{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    double largest = 0;
    for (auto i = first; i < chart.bars.size(); ++i)
        if (!std::isnan(chart.bars.volume[i])) largest = std::max(largest, chart.bars.volume[i]);
    if (largest <= 0) return;
    std::vector<TerminalPage::Piece> pieces{{"  ", Ink::plain}};
    for (auto i = first; i < chart.bars.size(); ++i) {
        double const volume = chart.bars.volume[i];
        if (std::isnan(volume) || volume <= 0) {
            append(pieces, {" ", Ink::plain});
            continue;
        }
        auto const level = std::min<std::size_t>(7, static_cast<std::size_t>(volume / largest * 8));
        bool const rising = chart.bars.close[i] >= chart.bars.open[i];
        append(pieces, {std::string(bars[level]), rising ? Ink::rise : Ink::fall});
    }
    append(pieces, {fmt::format(" {}", texts_of(chart.language).volume), Ink::faint});
    page.line(pieces);
}

void draw_dates(TerminalPage& page, ChartData const& chart, std::size_t first) {
    std::string dates = "  ";
    auto const count = chart.bars.size() - first;
    for (std::size_t i = 0; i < count; ++i) {
        bool const new_month =
            i == 0 || chart.bars.date[first + i].month() != chart.bars.date[first + i - 1].month();
        if (!new_month || dates.size() > i + 2 || i + 7 > count) continue;
        dates.resize(i + 2, ' ');
        dates += chart.bars.date[first + i].iso().substr(0, 7) + ' ';
    }
    page.line({{dates, Ink::faint}});
}

}  // namespace

void draw_terminal_chart(TerminalPage& page, ChartData const& chart) {
    if (chart.bars.empty()) return;
    auto const room = static_cast<std::size_t>(page.columns() - axis_width - 2);
    auto const shown = std::min({chart.bars.size(), room, chart_sessions});
    auto const first = chart.bars.size() - shown;
    auto const scale = scale_of(chart, first);
    for (int row = 0; row < chart_rows; ++row) {
        std::vector<TerminalPage::Piece> pieces{{"  ", Ink::plain}};
        for (auto i = first; i < chart.bars.size(); ++i) append(pieces, cell(chart, i, scale, row));
        if (row % 3 == 0 || row == chart_rows - 1)
            append(pieces, {fmt::format(" ┤{:>8.2f}", scale.price_at(row + 0.5)), Ink::faint});
        else
            append(pieces, {" │", Ink::faint});
        page.line(pieces);
    }
    draw_dates(page, chart, first);
    draw_volume(page, chart, first);
    auto const& texts = texts_of(chart.language);
    page.paragraph({{"┃", Ink::rise},
                    {fmt::format(" {}  ", texts.up), Ink::faint},
                    {"┋", Ink::fall},
                    {fmt::format(" {}  ", texts.down), Ink::faint},
                    {"·", Ink::average_50},
                    {' ' + fmt::format(fmt::runtime(texts.average), 50) + "  ", Ink::faint},
                    {"╌", Ink::average_200},
                    {' ' + fmt::format(fmt::runtime(texts.average), 200), Ink::faint}},
                   2, "  ");
}

std::string render_chart_terminal(ChartData const& chart, ChartStyle const& style,
                                  TerminalOptions const& terminal) {
    TerminalPage page(terminal, style.colours);
    draw_terminal_chart(page, chart);
    return page.take();
}

}  // namespace ec::reports
