#include "pdf_pages.hpp"

#include "utf8.hpp"

#include <ec/base/error.hpp>

#include <algorithm>

#include <cairo-pdf.h>
#include <fmt/format.h>

namespace ec::reports {
namespace {

constexpr double page_width = 595.28;
constexpr double page_height = 841.89;
constexpr double side = 54;
constexpr double content_width = page_width - 2 * side;
constexpr double content_top = 66;
constexpr double content_bottom = page_height - 60;
constexpr double body_size = 10;
constexpr double small_size = 8;
constexpr double line_gap = 2.2;

double pixels(int pango_units) { return static_cast<double>(pango_units) / PANGO_SCALE; }

void add(PangoAttrList* list, PangoAttribute* attribute, std::size_t begin, std::size_t end) {
    attribute->start_index = static_cast<guint>(begin);
    attribute->end_index = static_cast<guint>(end);
    pango_attr_list_insert(list, attribute);
}

PangoAttribute* foreground(unsigned rgb) {
    auto const channel = [&](unsigned shift) {
        return static_cast<guint16>((rgb >> shift & 0xFFU) * 257U);
    };
    return pango_attr_foreground_new(channel(16), channel(8), channel(0));
}

void apply_look(PangoAttrList* list, PdfRun::Look look, std::size_t begin, std::size_t end) {
    switch (look) {
        case PdfRun::Look::plain:
            break;
        case PdfRun::Look::strong:
            add(list, pango_attr_weight_new(PANGO_WEIGHT_BOLD), begin, end);
            break;
        case PdfRun::Look::faint:
            add(list, foreground(0x5b6673), begin, end);
            break;
        case PdfRun::Look::unsupported:
            add(list, foreground(0xb45309), begin, end);
            add(list, pango_attr_underline_new(PANGO_UNDERLINE_LOW), begin, end);
            break;
        case PdfRun::Look::contradicted:
            add(list, foreground(0x7c3aed), begin, end);
            add(list, pango_attr_background_new(0xf3f3, 0xeded, 0xfefe), begin, end);
            break;
        case PdfRun::Look::note_mark:
            add(list, pango_attr_rise_new(3 * PANGO_SCALE), begin, end);
            add(list, pango_attr_scale_new(0.7), begin, end);
            break;
    }
}

void set_metadata(cairo_surface_t* surface, PdfMeta const& meta) {
    auto const set = [&](cairo_pdf_metadata_t field, std::string const& text) {
        cairo_pdf_surface_set_metadata(surface, field, printable(text).c_str());
    };
    set(CAIRO_PDF_METADATA_TITLE, meta.title);
    set(CAIRO_PDF_METADATA_AUTHOR, meta.author);
    set(CAIRO_PDF_METADATA_SUBJECT, meta.subject);
    set(CAIRO_PDF_METADATA_KEYWORDS, meta.keywords);
    set(CAIRO_PDF_METADATA_CREATOR, "EquityCompass");
    set(CAIRO_PDF_METADATA_CREATE_DATE, meta.date);
    set(CAIRO_PDF_METADATA_MOD_DATE, meta.date);
}

}  // namespace

PdfPages::PdfPages(PdfMeta const& meta, Frame frame, int total_pages)
    : surface_(
          cairo_pdf_surface_create_for_stream(append_to_string, &bytes_, page_width, page_height)),
      frame_(std::move(frame)),
      total_pages_(total_pages) {
    check_cairo(cairo_surface_status(surface_.get()));
    cairo_pdf_surface_restrict_to_version(surface_.get(), CAIRO_PDF_VERSION_1_5);
    set_metadata(surface_.get(), meta);
    context_.reset(cairo_create(surface_.get()));
    begin_page();
}

void PdfPages::small_text(std::string_view text, double x, double y, Anchor anchor) {
    CairoCanvas(context_.get(), PriceColours::green_up)
        .text({x, y}, text, small_size, anchor, Paint::faint_text);
}

void PdfPages::begin_page() {
    if (page_ > 0) cairo_show_page(context_.get());
    ++page_;
    y_ = content_top;
    small_text(frame_.head_left, side, 40, Anchor::start);
    small_text(frame_.head_right, page_width - side, 40, Anchor::end);
    small_text(frame_.foot_left, side, page_height - 36, Anchor::start);
    small_text(fmt::format(fmt::runtime(frame_.page_format), page_, total_pages_),
               page_width - side, page_height - 36, Anchor::end);
    CairoCanvas canvas(context_.get(), PriceColours::green_up);
    canvas.line({side, 50}, {page_width - side, 50}, 0.5, Paint::volume);
    canvas.line({side, page_height - 48}, {page_width - side, page_height - 48}, 0.5,
                Paint::volume);
}

void PdfPages::need(double height) {
    if (y_ + height > content_bottom && y_ > content_top) begin_page();
}

LayoutHandle PdfPages::layout(PdfRuns const& runs, double size, double width) const {
    LayoutHandle made(pango_cairo_create_layout(context_.get()));
    auto const font = report_font(size);
    pango_layout_set_font_description(made.get(), font.get());
    std::string text;
    CairoHandle<PangoAttrList> const looks(pango_attr_list_new());
    for (auto const& run : runs) {
        auto const begin = text.size();
        text += printable(run.text);
        apply_look(looks.get(), run.look, begin, text.size());
    }
    pango_layout_set_text(made.get(), text.data(), static_cast<int>(text.size()));
    pango_layout_set_attributes(made.get(), looks.get());
    pango_layout_set_wrap(made.get(), PANGO_WRAP_WORD_CHAR);
    if (width > 0) pango_layout_set_width(made.get(), static_cast<int>(width * PANGO_SCALE));
    return made;
}

void PdfPages::draw_lines(PangoLayout* shown, double x, double spacing) {
    for (int i = 0; i < pango_layout_get_line_count(shown); ++i) {
        auto* line = pango_layout_get_line_readonly(shown, i);
        PangoRectangle extents{};
        pango_layout_line_get_extents(line, nullptr, &extents);
        need(pixels(extents.height));
        cairo_set_source_rgb(context_.get(), 0.106, 0.141, 0.188);
        cairo_move_to(context_.get(), x, y_ - pixels(extents.y));
        pango_cairo_show_layout_line(context_.get(), line);
        y_ += pixels(extents.height) + spacing;
    }
}

void PdfPages::title(std::string_view text) {
    auto const made = layout({{std::string(text), PdfRun::Look::strong}}, 18, content_width);
    draw_lines(made.get(), side, 2);
    y_ += 4;
}

void PdfPages::heading(std::string_view text) {
    y_ += 9;
    need(46);  // never alone at the foot of a page
    auto const made = layout({{std::string(text), PdfRun::Look::strong}}, 11.5, content_width);
    draw_lines(made.get(), side, 0);
    CairoCanvas(context_.get(), PriceColours::green_up)
        .line({side, y_ + 2}, {page_width - side, y_ + 2}, 0.5, Paint::volume);
    y_ += 7;
}

void PdfPages::paragraph(PdfRuns const& runs, double size) {
    auto const made = layout(runs, size, content_width);
    draw_lines(made.get(), side, line_gap);
    y_ += 4;
}

void PdfPages::item(PdfRuns const& runs) {
    auto const made = layout(runs, body_size, content_width - 14);
    need(body_size + 6);
    auto const bullet = layout({{"•", PdfRun::Look::faint}}, body_size, -1);
    cairo_set_source_rgb(context_.get(), 0.36, 0.4, 0.45);
    cairo_move_to(context_.get(), side + 2, y_);
    pango_cairo_show_layout(context_.get(), bullet.get());
    draw_lines(made.get(), side + 14, line_gap);
    y_ += 2;
}

void PdfPages::note(std::string_view number, std::string_view text) {
    auto const made = layout({{std::string(number) + " ", PdfRun::Look::faint},
                              {std::string(text), PdfRun::Look::plain}},
                             8.5, content_width);
    draw_lines(made.get(), side, 1.5);
    y_ += 2;
}

void PdfPages::table_row(std::vector<LayoutHandle> const& cells, std::vector<double> const& widths,
                         bool header) {
    double height = 0;
    for (auto const& cell : cells) {
        PangoRectangle extents{};
        pango_layout_get_extents(cell.get(), nullptr, &extents);
        height = std::max(height, pixels(extents.height));
    }
    need(height + 6);
    double x = side;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        cairo_set_source_rgb(context_.get(), 0.106, 0.141, 0.188);
        cairo_move_to(context_.get(), x, y_);
        pango_cairo_show_layout(context_.get(), cells[i].get());
        x += widths[i];
    }
    y_ += height + 2.5;
    CairoCanvas(context_.get(), PriceColours::green_up)
        .line({side, y_}, {page_width - side, y_}, header ? 0.8 : 0.3, Paint::volume);
    y_ += 2.5;
}

void PdfPages::table(std::vector<PdfRuns> const& cells, std::size_t columns, double size) {
    constexpr double gap = 8;
    EC_CHECK(columns > 0);
    std::vector<double> widths(columns, 0);
    for (std::size_t i = 0; i < cells.size(); ++i) {
        auto const made = layout(cells[i], size, -1);
        PangoRectangle extents{};
        pango_layout_get_extents(made.get(), nullptr, &extents);
        widths[i % columns] = std::max(widths[i % columns], pixels(extents.width) + gap);
    }
    // What does not fit is taken from the wide columns only.
    double const fair = content_width / static_cast<double>(columns);
    double narrow = 0;
    double wide = 0;
    for (double const width : widths) (width <= fair ? narrow : wide) += width;
    if (wide > 0 && narrow + wide > content_width)
        for (double& width : widths)
            if (width > fair) width *= (content_width - narrow) / wide;
    std::vector<LayoutHandle> row;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        auto runs = cells[i];
        if (i < columns)
            for (auto& run : runs) run.look = PdfRun::Look::faint;
        row.push_back(layout(runs, size, widths[i % columns] - gap));
        if ((i + 1) % columns != 0) continue;
        table_row(row, widths, i < columns);
        row.clear();
    }
    y_ += 4;
}

void PdfPages::chart(ChartData const& data, PriceColours colours) {
    ChartStyle style;
    style.width = 800;
    style.height = 400;
    style.colours = colours;
    double const scale = content_width / style.width;
    need(style.height * scale + 6);
    cairo_save(context_.get());
    cairo_translate(context_.get(), side, y_);
    cairo_scale(context_.get(), scale, scale);
    CairoCanvas canvas(context_.get(), colours);
    draw_chart(canvas, data, style);
    cairo_restore(context_.get());
    y_ += style.height * scale + 6;
}

std::string PdfPages::finish() {
    cairo_show_page(context_.get());
    check_cairo(cairo_status(context_.get()));
    cairo_surface_finish(surface_.get());
    check_cairo(cairo_surface_status(surface_.get()));
    return std::move(bytes_);
}

}  // namespace ec::reports
