#pragma once

#include "cairo_canvas.hpp"

#include <ec/reports/chart.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace ec::reports {

/// A run of text of one look.
struct PdfRun {
    enum class Look : std::uint8_t { plain, strong, faint, unsupported, contradicted, note_mark };
    std::string text;
    Look look = Look::plain;
};
using PdfRuns = std::vector<PdfRun>;

struct PdfMeta {
    std::string title;
    std::string author;
    std::string subject;
    std::string keywords;
    std::string date;  // ISO 8601: the as-of day, so that equal reports are equal files
};

/// Flows text, tables and a chart over A4 pages; each page gets running head and foot. Pages are
/// counted in a first pass, because the foot names their total.
class PdfPages {
  public:
    struct Frame {
        std::string head_left;
        std::string head_right;
        std::string foot_left;
        std::string page_format;  // "Page {0} of {1}"
    };
    PdfPages(PdfMeta const& meta, Frame frame, int total_pages);

    void title(std::string_view text);
    void heading(std::string_view text);
    void paragraph(PdfRuns const& runs, double size);
    void item(PdfRuns const& runs);
    void note(std::string_view number, std::string_view text);
    /// Row-major; the first row is the header.
    void table(std::vector<PdfRuns> const& cells, std::size_t columns, double size);
    void chart(ChartData const& chart, PriceColours colours);

    [[nodiscard]] int pages() const noexcept { return page_; }
    [[nodiscard]] std::string finish();

  private:
    [[nodiscard]] LayoutHandle layout(PdfRuns const& runs, double size, double width) const;
    void draw_lines(PangoLayout* layout, double x, double spacing);
    void need(double height);
    void begin_page();
    void small_text(std::string_view text, double x, double y, Anchor anchor);
    void table_row(std::vector<LayoutHandle> const& cells, std::vector<double> const& widths,
                   bool header);

    std::string bytes_;
    CairoHandle<cairo_surface_t> surface_;
    CairoHandle<cairo_t> context_;
    Frame frame_;
    int total_pages_;
    int page_ = 0;
    double y_ = 0;
};

}  // namespace ec::reports
