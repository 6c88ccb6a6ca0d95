#include <ec/reports/render.hpp>

#include "marks.hpp"
#include "pdf_pages.hpp"
#include "texts.hpp"

#include <ec/reports/chart.hpp>

#include <algorithm>

#include <fmt/format.h>

namespace ec::reports {
namespace {

using narrative::Block;
using narrative::BlockKind;
using narrative::Document;
using narrative::SectionId;
using narrative::Spans;
using Look = PdfRun::Look;

constexpr double body_size = 10;
constexpr double note_size = 8.5;
constexpr std::size_t chart_table_rows = 10;

class Writer {
  public:
    Writer(PdfPages& pages, Report const& report, Document const& document,
           RenderOptions const& options)
        : pages_(pages), report_(report), document_(document), options_(options) {}

    void write() {
        auto const& texts = texts_of(document_.language);
        pages_.title(document_.title);
        PdfRuns head;
        auto const label = head_label(report_, document_);
        if (report_.sheet.sample) head.push_back({std::string(texts.sample_data), Look::strong});
        if (!head.empty() && !label.empty()) head.push_back({" · ", Look::faint});
        if (!label.empty()) head.push_back({label, Look::faint});
        if (!head.empty()) pages_.paragraph(head, note_size);
        for (auto const& section : document_.sections) {
            if (section.id != SectionId::status && !section.title.empty())
                pages_.heading(section.title);
            for (auto const& block : section.blocks)
                write_block(block, section.id == SectionId::bottom_line ? 11 : body_size);
        }
        if (!notes_.empty()) pages_.heading(texts.notes);
        for (std::size_t i = 0; i < notes_.size(); ++i)
            pages_.note(fmt::format("[{}]", i + 1), notes_[i]);
    }

  private:
    PdfRuns runs(Spans const& spans, Look plain) {
        PdfRuns made;
        for (auto const& span : spans) {
            auto const mark = mark_of(document_, span);
            if (mark != Mark::unsupported && mark != Mark::contradicted) {
                made.push_back({span.text, span.strong ? Look::strong : plain});
                continue;
            }
            auto const& claim = claim_of(document_, span);
            bool const contradicted = mark == Mark::contradicted;
            made.push_back({span.text, contradicted ? Look::contradicted : Look::unsupported});
            if (contradicted)
                made.push_back({contradicting_fact(report_, claim), Look::contradicted});
            notes_.push_back(describe_problem(report_, claim));
            made.push_back({fmt::format("[{}]", notes_.size()), Look::note_mark});
        }
        return made;
    }

    void write_block(Block const& block, double size) {
        switch (block.kind) {
            case BlockKind::paragraph:
                for (auto const& line : block.lines)
                    pages_.paragraph(runs(line, Look::plain), size);
                break;
            case BlockKind::note:
                for (auto const& line : block.lines)
                    pages_.paragraph(runs(line, Look::faint), note_size);
                break;
            case BlockKind::list:
                for (auto const& line : block.lines) pages_.item(runs(line, Look::plain));
                break;
            case BlockKind::table:
                write_table(block);
                break;
            case BlockKind::chart:
                write_chart();
                break;
        }
    }

    void write_table(Block const& block) {
        std::vector<PdfRuns> cells;
        cells.reserve(block.lines.size());
        for (auto const& line : block.lines) cells.push_back(runs(line, Look::plain));
        pages_.table(cells, static_cast<std::size_t>(std::max(block.columns, 1)), 9);
    }

    void write_chart() {
        auto const chart = make_chart(report_);
        if (chart.bars.empty()) return;
        pages_.chart(chart, options_.colours);
        std::vector<PdfRuns> cells;
        auto const rows = chart_table(chart, chart_table_rows);
        for (auto const& row : rows)
            for (auto const& cell : row) cells.push_back({{cell, Look::plain}});
        pages_.table(cells, rows[0].size(), 7);
    }

    PdfPages& pages_;
    Report const& report_;
    Document const& document_;
    RenderOptions const& options_;
    std::vector<std::string> notes_;
};

}  // namespace

std::string render_pdf(Report const& report, RenderOptions const& options) {
    check_options(options);
    auto const document = visible_document(report, options.profile);
    auto const& texts = texts_of(document.language);
    auto const& sheet = report.sheet;
    auto const hashes = compute_hashes(report);
    PdfMeta meta;
    meta.title = document.title;
    meta.author =
        report.authorship.model.empty() ? report.authorship.analyst : report.authorship.model;
    meta.subject = label_text(report);
    meta.keywords = fmt::format("{}, {}, {}, {}", sheet.symbol.text(), sheet.as_of.iso(),
                                label_text(report), hashes.bundle);
    if (sheet.sample) meta.keywords += fmt::format(", {}", texts.sample_data);
    meta.date = sheet.as_of.iso() + "T00:00:00Z";
    PdfPages::Frame frame;
    frame.head_left = fmt::format("{} · {}", sheet.symbol.text(), sheet.as_of.iso());
    if (sheet.sample) frame.head_left += fmt::format(" · {}", texts.sample_data);
    frame.head_right = label_text(report);
    auto const licence = licence_line(report, options);
    frame.foot_left =
        licence.empty() ? fmt::format("{} {}", texts.bundle, hashes.bundle.substr(0, 16)) : licence;
    frame.page_format = texts.page;
    auto const draw = [&](int total) {
        PdfPages pages(meta, frame, total);
        Writer(pages, report, document, options).write();
        return std::pair(pages.pages(), pages.finish());
    };
    return draw(draw(0).first).second;
}

}  // namespace ec::reports
