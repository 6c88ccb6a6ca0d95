#include "cairo_canvas.hpp"

#include "utf8.hpp"

#include <ec/base/error.hpp>
#include <ec/reports/chart.hpp>

#include <cmath>

namespace ec::reports {
namespace {

constexpr char const* font_families =
    "WenQuanYi Micro Hei, Noto Sans CJK SC, Noto Sans SC, DejaVu Sans, sans-serif";

struct Tone {
    Colour colour;
    double alpha = 1;
};

Colour rgb(unsigned value) {
    return {(value >> 16U & 0xFFU) / 255.0, (value >> 8U & 0xFFU) / 255.0, (value & 0xFFU) / 255.0};
}

Tone tone_of(Paint paint, PriceColours colours) {
    constexpr unsigned green = 0x0b8a5a;
    constexpr unsigned red = 0xd12f3c;
    bool const red_up = colours == PriceColours::red_up;
    switch (paint) {
        case Paint::ground:
            return {rgb(0xffffff)};
        case Paint::grid:
            return {rgb(0xe7eaee)};
        case Paint::text:
        case Paint::as_of:
            return {rgb(0x1b2430)};
        case Paint::faint_text:
            return {rgb(0x5b6673)};
        case Paint::rise:
            return {rgb(red_up ? red : green)};
        case Paint::fall:
            return {rgb(red_up ? green : red)};
        case Paint::average_20:
            return {rgb(0xd98e04)};
        case Paint::average_50:
            return {rgb(0x3b82f6)};
        case Paint::average_200:
            return {rgb(0xa855f7)};
        case Paint::support:
            return {rgb(0x0891b2), 0.16};
        case Paint::resistance:
            return {rgb(0xc2410c), 0.16};
        case Paint::volume:
            return {rgb(0xc3cbd5)};
    }
    return {};
}

}  // namespace

void check_cairo(cairo_status_t status) {
    if (status != CAIRO_STATUS_SUCCESS)
        throw Error(ErrorCode::internal, "render.cairo", "The report could not be drawn.")
            .with_log(cairo_status_to_string(status));
}

CairoHandle<PangoFontDescription> report_font(double size) {
    CairoHandle<PangoFontDescription> font(pango_font_description_new());
    pango_font_description_set_family_static(font.get(), font_families);
    pango_font_description_set_absolute_size(font.get(), size * PANGO_SCALE);
    return font;
}

cairo_status_t append_to_string(void* closure, unsigned char const* data, unsigned int size) {
    static_cast<std::string*>(closure)->append(reinterpret_cast<char const*>(data), size);
    return CAIRO_STATUS_SUCCESS;
}

CairoCanvas::CairoCanvas(cairo_t* context, PriceColours colours)
    : context_(context), colours_(colours) {}

void CairoCanvas::set_paint(Paint paint) {
    auto const [colour, alpha] = tone_of(paint, colours_);
    cairo_set_source_rgba(context_, colour.red, colour.green, colour.blue, alpha);
}

void CairoCanvas::rectangle(double x, double y, double width, double height, Paint paint) {
    set_paint(paint);
    cairo_rectangle(context_, x, y, width, height);
    cairo_fill(context_);
}

void CairoCanvas::line(Point from, Point to, double width, Paint paint) {
    polyline({from, to}, width, paint);
}

void CairoCanvas::dashed_line(Point from, Point to, double width, Paint paint) {
    double const dashes[] = {3, 3};
    cairo_set_dash(context_, dashes, 2, 0);
    polyline({from, to}, width, paint);
    cairo_set_dash(context_, nullptr, 0, 0);
}

void CairoCanvas::polyline(std::vector<Point> const& points, double width, Paint paint) {
    set_paint(paint);
    cairo_set_line_width(context_, width);
    cairo_set_line_join(context_, CAIRO_LINE_JOIN_ROUND);
    cairo_new_path(context_);
    for (auto const& point : points) cairo_line_to(context_, point.x, point.y);
    cairo_stroke(context_);
}

void CairoCanvas::text(Point at, std::string_view text, double size, Anchor anchor, Paint paint) {
    LayoutHandle const layout(pango_cairo_create_layout(context_));
    auto const font = report_font(size);
    auto const shown = printable(text);
    pango_layout_set_font_description(layout.get(), font.get());
    pango_layout_set_text(layout.get(), shown.data(), static_cast<int>(shown.size()));
    PangoRectangle extents{};
    pango_layout_get_extents(layout.get(), nullptr, &extents);
    double const width = static_cast<double>(extents.width) / PANGO_SCALE;
    double const height = static_cast<double>(extents.height) / PANGO_SCALE;
    double const shift = anchor == Anchor::start ? 0 : anchor == Anchor::middle ? width / 2 : width;
    set_paint(paint);
    cairo_move_to(context_, at.x - shift, at.y - height / 2);
    pango_cairo_show_layout(context_, layout.get());
}

std::string render_chart_png(ChartData const& chart, ChartStyle const& style) {
    CairoHandle<cairo_surface_t> const surface(
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, static_cast<int>(std::lround(style.width)),
                                   static_cast<int>(std::lround(style.height))));
    check_cairo(cairo_surface_status(surface.get()));
    CairoHandle<cairo_t> const context(cairo_create(surface.get()));
    CairoCanvas canvas(context.get(), style.colours);
    draw_chart(canvas, chart, style);
    check_cairo(cairo_status(context.get()));
    std::string png;
    check_cairo(cairo_surface_write_to_png_stream(surface.get(), append_to_string, &png));
    return png;
}

}  // namespace ec::reports
