#pragma once

#include "canvas.hpp"

#include <ec/reports/render.hpp>

#include <memory>
#include <string>

#include <pango/pangocairo.h>

namespace ec::reports {

struct CairoDeleter {
    void operator()(cairo_surface_t* p) const noexcept { cairo_surface_destroy(p); }
    void operator()(cairo_t* p) const noexcept { cairo_destroy(p); }
    void operator()(PangoFontDescription* p) const noexcept { pango_font_description_free(p); }
    void operator()(PangoAttrList* p) const noexcept { pango_attr_list_unref(p); }
};
template <class T>
using CairoHandle = std::unique_ptr<T, CairoDeleter>;

struct GObjectDeleter {
    void operator()(void* p) const noexcept { g_object_unref(p); }
};
using LayoutHandle = std::unique_ptr<PangoLayout, GObjectDeleter>;

struct Colour {
    double red = 0;
    double green = 0;
    double blue = 0;
};

/// Throws Error(internal, "render.cairo") unless the status is success.
void check_cairo(cairo_status_t status);
/// The report's font at `size` (in the units of the context): WenQuanYi Micro Hei, which has both
/// scripts, else whatever covers the text.
[[nodiscard]] CairoHandle<PangoFontDescription> report_font(double size);
/// cairo_write_func_t that appends to the std::string `closure`.
cairo_status_t append_to_string(void* closure, unsigned char const* data, unsigned int size);

/// Draws on a context somebody else owns.
class CairoCanvas final : public Canvas {
  public:
    CairoCanvas(cairo_t* context, PriceColours colours);

    void rectangle(double x, double y, double width, double height, Paint paint) override;
    void line(Point from, Point to, double width, Paint paint) override;
    void dashed_line(Point from, Point to, double width, Paint paint) override;
    void polyline(std::vector<Point> const& points, double width, Paint paint) override;
    void text(Point at, std::string_view text, double size, Anchor anchor, Paint paint) override;

  private:
    void set_paint(Paint paint);

    cairo_t* context_;
    PriceColours colours_;
};

}  // namespace ec::reports
