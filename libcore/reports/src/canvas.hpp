#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ec::reports {

/// What a stroke or area means; each canvas has its own colour for it.
enum class Paint : std::uint8_t {
    ground,
    grid,
    text,
    faint_text,
    rise,
    fall,
    average_20,
    average_50,
    average_200,
    support,
    resistance,
    volume,
    as_of,
};

enum class Anchor : std::uint8_t { start, middle, end };

struct Point {
    double x = 0;
    double y = 0;
};

/// A surface in pixels, origin top left. Implemented for SVG text and for Cairo (PNG, PDF).
class Canvas {
  public:
    virtual ~Canvas() = default;
    /// Filled.
    virtual void rectangle(double x, double y, double width, double height, Paint paint) = 0;
    virtual void line(Point from, Point to, double width, Paint paint) = 0;
    virtual void dashed_line(Point from, Point to, double width, Paint paint) = 0;
    virtual void polyline(std::vector<Point> const& points, double width, Paint paint) = 0;
    /// `y` is the middle of the text's height. `size` in pixels.
    virtual void text(Point at, std::string_view text, double size, Anchor anchor, Paint paint) = 0;
};

struct ChartData;
struct ChartStyle;

/// The one drawing of a chart, for every canvas.
void draw_chart(Canvas& canvas, ChartData const& chart, ChartStyle const& style);

}  // namespace ec::reports
