#include "chart_svg.hpp"

#include "canvas.hpp"
#include "texts.hpp"
#include "utf8.hpp"

#include <fmt/format.h>

namespace ec::reports {
namespace {

std::string_view class_of(Paint paint) {
    switch (paint) {
        case Paint::ground:
            return "g";
        case Paint::grid:
            return "i";
        case Paint::text:
            return "t";
        case Paint::faint_text:
            return "m";
        case Paint::rise:
            return "u";
        case Paint::fall:
            return "d";
        case Paint::average_20:
            return "a";
        case Paint::average_50:
            return "b";
        case Paint::average_200:
            return "c";
        case Paint::support:
            return "s";
        case Paint::resistance:
            return "r";
        case Paint::volume:
            return "v";
        case Paint::as_of:
            return "o";
    }
    return "t";
}

// Two decimals are a hundredth of a pixel.
std::string number(double value) {
    auto text = fmt::format("{:.2f}", value);
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
    return text == "-0" ? "0" : text;
}

class SvgCanvas final : public Canvas {
  public:
    void rectangle(double x, double y, double width, double height, Paint paint) override {
        out += fmt::format("<rect class=\"ch-{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>\n",
                           class_of(paint), number(x), number(y), number(width), number(height));
    }
    void line(Point from, Point to, double width, Paint paint) override {
        segment(from, to, width, paint, "");
    }
    void dashed_line(Point from, Point to, double width, Paint paint) override {
        segment(from, to, width, paint, " stroke-dasharray=\"3 3\"");
    }
    void polyline(std::vector<Point> const& points, double width, Paint paint) override {
        out += fmt::format("<polyline class=\"ch-{} ch-l\" stroke-width=\"{}\" points=\"",
                           class_of(paint), number(width));
        for (auto const& point : points)
            out += fmt::format("{},{} ", number(point.x), number(point.y));
        out.back() = '"';
        out += "/>\n";
    }
    void text(Point at, std::string_view text, double size, Anchor anchor, Paint paint) override {
        constexpr std::string_view names[] = {"start", "middle", "end"};
        out += fmt::format(
            "<text class=\"ch-{}\" x=\"{}\" y=\"{}\" dy=\".35em\" font-size=\"{}\" "
            "text-anchor=\"{}\">{}</text>\n",
            class_of(paint), number(at.x), number(at.y), number(size),
            names[static_cast<std::size_t>(anchor)], escape_markup(text));
    }

    std::string out;

  private:
    void segment(Point from, Point to, double width, Paint paint, std::string_view extra) {
        out += fmt::format(
            "<line class=\"ch-{} ch-l\" stroke-width=\"{}\" x1=\"{}\" y1=\"{}\" x2=\"{}\" "
            "y2=\"{}\"{}/>\n",
            class_of(paint), number(width), number(from.x), number(from.y), number(to.x),
            number(to.y), extra);
    }
};

std::string element(ChartData const& chart, ChartStyle const& style, std::string_view css) {
    auto const& texts = texts_of(chart.language);
    SvgCanvas canvas;
    draw_chart(canvas, chart, style);
    auto const title = fmt::format(fmt::runtime(texts.chart_title), chart.symbol, chart.bars.size(),
                                   chart.as_of.iso());
    std::string svg = fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"ch\" viewBox=\"0 0 {0} {1}\" "
        "width=\"{0}\" height=\"{1}\" role=\"img\" aria-label=\"{2}\">\n<title>{2}</title>\n",
        number(style.width), number(style.height), escape_markup(title));
    if (!css.empty()) svg += fmt::format("<style>{}</style>\n", css);
    return svg + canvas.out + "</svg>\n";
}

constexpr std::string_view shared_css = R"(
.ch{max-width:100%;height:auto;font-family:system-ui,"Noto Sans","Noto Sans CJK SC",sans-serif}
.ch-l{fill:none}
.ch-g{fill:var(--ch-ground)}.ch-i{stroke:var(--ch-grid)}.ch-t{fill:var(--ch-text)}
.ch-m{fill:var(--ch-faint)}.ch-v{fill:var(--ch-volume)}
.ch-s{fill:var(--ch-zone);opacity:.16}.ch-r{fill:var(--ch-zone2);opacity:.16}
.ch-u{fill:var(--ch-rise)}.ch-d{fill:var(--ch-fall)}
line.ch-u{stroke:var(--ch-rise)}line.ch-d{stroke:var(--ch-fall)}
.ch-a.ch-l{stroke:#d98e04}.ch-b.ch-l{stroke:#3b82f6}.ch-c.ch-l{stroke:#a855f7}
.ch-o{fill:var(--ch-text)}line.ch-o{stroke:var(--ch-text)}
)";

}  // namespace

std::string escape_markup(std::string_view raw) {
    std::string out;
    for (char const c : printable(raw)) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            case '\'':
                out += "&#39;";
                break;
            default:
                out += c;
        }
    }
    return out;
}

std::string chart_css(PriceColours colours) {
    bool const red_up = colours == PriceColours::red_up;
    auto const scheme = [&](std::string_view ground, std::string_view grid, std::string_view text,
                            std::string_view faint, std::string_view volume, std::string_view green,
                            std::string_view red) {
        return fmt::format(
            ":root{{--ch-ground:{};--ch-grid:{};--ch-text:{};--ch-faint:{};--ch-volume:{};"
            "--ch-zone:#0891b2;--ch-zone2:#c2410c;--ch-rise:{};--ch-fall:{}}}",
            ground, grid, text, faint, volume, red_up ? red : green, red_up ? green : red);
    };
    return scheme("#ffffff", "#e7eaee", "#1b2430", "#5b6673", "#c3cbd5", "#0b8a5a", "#d12f3c") +
           "\n@media (prefers-color-scheme:dark){" +
           scheme("#14181f", "#262d38", "#e6eaf0", "#97a3b3", "#3d4756", "#2fbf8a", "#f2616b") +
           "}" + std::string(shared_css);
}

std::string render_chart_element(ChartData const& chart, ChartStyle const& style) {
    return element(chart, style, "");
}

std::string render_chart_svg(ChartData const& chart, ChartStyle const& style) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" +
           element(chart, style, chart_css(style.colours));
}

}  // namespace ec::reports
