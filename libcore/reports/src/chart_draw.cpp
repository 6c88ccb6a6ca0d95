#include "canvas.hpp"
#include "texts.hpp"
#include "utf8.hpp"

#include <ec/reports/chart.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

namespace ec::reports {
namespace {

constexpr double right_margin = 64;
constexpr double left_margin = 10;
constexpr double top_margin = 34;
constexpr double bottom_margin = 22;
constexpr double text_size = 12;
constexpr double volume_share = 0.18;

// 1, 2, 2.5 or 5 times a power of ten, for about `steps` steps in the range.
double nice_step(double range, double steps) {
    double const raw = range / steps;
    double const power = std::pow(10.0, std::floor(std::log10(raw)));
    for (double const m : {1.0, 2.0, 2.5, 5.0})
        if (m * power >= raw) return m * power;
    return 10 * power;
}

std::string axis_price(double price, double step) {
    int const decimals = step >= 1 ? 0 : step >= 0.1 ? 1 : step >= 0.01 ? 2 : 3;
    return fmt::format("{:.{}f}", price, decimals);
}

class Drawing {
  public:
    Drawing(Canvas& canvas, ChartData const& chart, ChartStyle const& style)
        : canvas_(canvas), chart_(chart), style_(style), texts_(texts_of(chart.language)) {
        double const height = style.height - top_margin - bottom_margin;
        volume_top_ = top_margin + height * (1 - volume_share);
        price_bottom_ = volume_top_ - 8;
        plot_right_ = style.width - right_margin;
        slot_ = (plot_right_ - left_margin) / static_cast<double>(rows() + 1);
        find_range();
    }

    void draw() {
        canvas_.rectangle(0, 0, style_.width, style_.height, Paint::ground);
        if (rows() == 0) return;
        draw_zones();
        draw_grid();
        draw_volume();
        draw_average(chart_.sma_200, Paint::average_200);
        draw_average(chart_.sma_50, Paint::average_50);
        draw_average(chart_.sma_20, Paint::average_20);
        for (std::size_t i = 0; i < rows(); ++i) draw_candle(i);
        label_zones();
        draw_as_of();
        draw_legend();
    }

  private:
    [[nodiscard]] std::size_t rows() const { return chart_.bars.size(); }
    [[nodiscard]] double x_of(std::size_t i) const {
        return left_margin + slot_ * (static_cast<double>(i) + 0.5);
    }
    [[nodiscard]] double y_of(double price) const {
        return top_margin + (high_ - price) / (high_ - low_) * (price_bottom_ - top_margin);
    }

    void find_range() {
        low_ = std::numeric_limits<double>::infinity();
        high_ = -low_;
        auto const include = [&](double value) {
            if (std::isnan(value)) return;
            low_ = std::min(low_, value);
            high_ = std::max(high_, value);
        };
        for (std::size_t i = 0; i < rows(); ++i) {
            include(chart_.bars.low[i]);
            include(chart_.bars.high[i]);
        }
        // An average far away would flatten the candles: it counts near their range only.
        double const candle_low = low_;
        double const candle_high = high_;
        double const slack = (candle_high - candle_low) / 5;
        for (auto const* average : {&chart_.sma_20, &chart_.sma_50, &chart_.sma_200})
            for (double const value : *average)
                if (value > candle_low - slack && value < candle_high + slack) include(value);
        double const pad = high_ > low_ ? (high_ - low_) * 0.03 : std::max(1.0, high_ * 0.01);
        low_ -= pad;
        high_ += pad;
    }

    void draw_grid() {
        double const step = nice_step(high_ - low_, 6);
        auto const first = static_cast<int>(std::ceil(low_ / step));
        auto const last = static_cast<int>(std::floor(high_ / step));
        for (int line = first; line <= last; ++line) {
            double const price = line * step;
            double const y = y_of(price);
            canvas_.line({left_margin, y}, {plot_right_, y}, 1, Paint::grid);
            canvas_.text({plot_right_ + 6, y}, axis_price(price, step), text_size, Anchor::start,
                         Paint::faint_text);
        }
        double last_label = -100;
        for (std::size_t i = 1; i < rows(); ++i) {
            auto const day = chart_.bars.date[i];
            if (day.month() == chart_.bars.date[i - 1].month()) continue;
            double const x = x_of(i) - slot_ / 2;
            canvas_.line({x, top_margin}, {x, style_.height - bottom_margin}, 1, Paint::grid);
            if (x - last_label < 62 || x > plot_right_ - 30) continue;
            canvas_.text({x + 2, style_.height - bottom_margin / 2}, day.iso().substr(0, 7),
                         text_size, Anchor::start, Paint::faint_text);
            last_label = x;
        }
    }

    void draw_zones() {
        for (auto const& zone : chart_.zones) {
            double const top = std::clamp(y_of(zone.high), top_margin, price_bottom_);
            double const bottom = std::clamp(y_of(zone.low), top_margin, price_bottom_);
            if (y_of(zone.low) < top_margin || y_of(zone.high) > price_bottom_) continue;
            canvas_.rectangle(left_margin, top, plot_right_ - left_margin,
                              std::max(bottom - top, 1.5),
                              zone.support ? Paint::support : Paint::resistance);
        }
    }

    // Above the candles, on a ground of their own.
    void label_zones() {
        for (auto const& zone : chart_.zones) {
            if (y_of(zone.low) < top_margin || y_of(zone.high) > price_bottom_) continue;
            auto const name = zone.support ? texts_.support : texts_.resistance;
            auto text = fmt::format("{} {:.2f}", name, zone.low);
            if (zone.high > zone.low) text += fmt::format("–{:.2f}", zone.high);
            double const y = std::clamp((y_of(zone.high) + y_of(zone.low)) / 2, top_margin + 8,
                                        price_bottom_ - 8);
            double const size = text_size - 1;
            double const width = display_width(text) * size * 0.56 + 8;
            canvas_.rectangle(left_margin, y - size * 0.75, width, size * 1.5, Paint::ground);
            canvas_.text({left_margin + 4, y}, text, size, Anchor::start, Paint::faint_text);
        }
    }

    void draw_volume() {
        double largest = 0;
        for (double const volume : chart_.bars.volume)
            if (!std::isnan(volume)) largest = std::max(largest, volume);
        if (largest <= 0) return;
        double const floor = style_.height - bottom_margin;
        double const width = std::max(slot_ * 0.64, 0.8);
        for (std::size_t i = 0; i < rows(); ++i) {
            double const volume = chart_.bars.volume[i];
            if (std::isnan(volume) || volume <= 0) continue;
            double const height = volume / largest * (floor - volume_top_);
            canvas_.rectangle(x_of(i) - width / 2, floor - height, width, height, Paint::volume);
        }
        canvas_.text({plot_right_ + 6, volume_top_ + 8}, texts_.volume, text_size - 1,
                     Anchor::start, Paint::faint_text);
    }

    void draw_average(std::vector<double> const& average, Paint paint) {
        std::vector<Point> points;
        for (std::size_t i = 0; i < rows(); ++i) {
            double const value = average[i];
            if (!std::isnan(value) && value >= low_ && value <= high_) {
                points.push_back({x_of(i), y_of(value)});
                continue;
            }
            if (points.size() > 1) canvas_.polyline(points, 1.5, paint);
            points.clear();
        }
        if (points.size() > 1) canvas_.polyline(points, 1.5, paint);
    }

    void draw_candle(std::size_t i) {
        auto const bar = chart_.bars.at(i);
        auto const paint = bar.close >= bar.open ? Paint::rise : Paint::fall;
        double const x = x_of(i);
        double const width = std::max(slot_ * 0.64, 0.8);
        double const top = y_of(std::max(bar.open, bar.close));
        double const bottom = y_of(std::min(bar.open, bar.close));
        canvas_.line({x, y_of(bar.high)}, {x, y_of(bar.low)}, 1, paint);
        canvas_.rectangle(x - width / 2, top, width, std::max(bottom - top, 1.0), paint);
    }

    void draw_as_of() {
        double const x = x_of(rows() - 1) + slot_;
        double const close = chart_.bars.close.back();
        canvas_.dashed_line({x, top_margin}, {x, style_.height - bottom_margin}, 1, Paint::as_of);
        canvas_.line({x - 3, y_of(close)}, {plot_right_ + 4, y_of(close)}, 1.5, Paint::as_of);
        canvas_.rectangle(plot_right_ + 2, y_of(close) - 8, right_margin - 4, 16, Paint::ground);
        canvas_.text({plot_right_ + 6, y_of(close)}, fmt::format("{:.2f}", close), text_size,
                     Anchor::start, Paint::text);
    }

    void draw_legend() {
        auto title = fmt::format("{} · {}", chart_.symbol, chart_.currency);
        if (chart_.sample) title += fmt::format(" · {}", texts_.sample_data);
        bool const wide = style_.width >= 640;
        double const title_y = wide ? 15 : 10;
        canvas_.text({left_margin, title_y}, title, text_size + 1, Anchor::start, Paint::text);
        canvas_.text({plot_right_, title_y}, fmt::format("{} {}", texts_.as_of, chart_.as_of.iso()),
                     text_size, Anchor::end, Paint::as_of);
        // A narrow chart has its legend in a second line.
        double x = left_margin + (wide ? 220 : 0);
        double const y = wide ? 15 : 26;
        struct Entry {
            int days;
            Paint paint;
        };
        for (auto const& entry : {Entry{20, Paint::average_20}, Entry{50, Paint::average_50},
                                  Entry{200, Paint::average_200}}) {
            canvas_.line({x, y}, {x + 14, y}, 2, entry.paint);
            canvas_.text({x + 18, y}, fmt::format(fmt::runtime(texts_.average), entry.days),
                         text_size, Anchor::start, Paint::faint_text);
            x += 118;
        }
    }

    Canvas& canvas_;
    ChartData const& chart_;
    ChartStyle const& style_;
    Texts const& texts_;
    double volume_top_ = 0;
    double price_bottom_ = 0;
    double plot_right_ = 0;
    double slot_ = 1;
    double low_ = 0;
    double high_ = 1;
};

}  // namespace

void draw_chart(Canvas& canvas, ChartData const& chart, ChartStyle const& style) {
    Drawing(canvas, chart, style).draw();
}

}  // namespace ec::reports
