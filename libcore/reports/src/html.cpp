#include <ec/reports/render.hpp>

#include "chart_svg.hpp"
#include "html_style.hpp"
#include "marks.hpp"
#include "texts.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

namespace ec::reports {
namespace {

using narrative::Block;
using narrative::BlockKind;
using narrative::Document;
using narrative::Section;
using narrative::SectionId;
using narrative::Spans;

constexpr std::size_t chart_table_rows = 20;

class Writer {
  public:
    Writer(Report const& report, Document const& document, RenderOptions const& options)
        : report_(report),
          document_(document),
          options_(options),
          texts_(texts_of(document.language)) {}

    std::string body() {
        // The switch stands before what it governs: sources are shown without any script.
        out_ = fmt::format(
            "<input class=\"switch\" type=\"checkbox\" id=\"sources\">\n<div class=\"doc\">\n");
        write_head();
        for (auto const& section : document_.sections) write_section(section);
        out_ += fmt::format("<footer>{}<br>{} {}<br>{}</footer>\n</div>\n",
                            escape_markup(label_text(report_)), texts_.bundle,
                            compute_hashes(report_).bundle,
                            escape_markup(licence_line(report_, options_)));
        return std::move(out_);
    }

  private:
    void write_head() {
        out_ += fmt::format("<header>\n<h1>{}</h1>\n<div class=\"bar\">",
                            escape_markup(document_.title));
        if (report_.sheet.sample)
            out_ += fmt::format("<span class=\"tag\">{}</span>", texts_.sample_data);
        if (auto const label = head_label(report_, document_); !label.empty())
            out_ += fmt::format("<span>{}</span>", escape_markup(label));
        if (auto const licence = licence_line(report_, options_); !licence.empty())
            out_ += fmt::format("<span>{}</span>", escape_markup(licence));
        out_ += fmt::format("<label class=\"switch-label\" for=\"sources\">{}</label></div>\n",
                            texts_.show_sources);
        if (document_.audit.unsupported + document_.audit.contradicted > 0)
            out_ += fmt::format("<p class=\"note\">{}</p>\n", escape_markup(texts_.marks_key));
        out_ += "</header>\n";
    }

    void write_section(Section const& section) {
        out_ += fmt::format("<section class=\"s-{}\">\n", narrative::to_string(section.id));
        if (section.id != SectionId::status && !section.title.empty())
            out_ += fmt::format("<h2>{}</h2>\n", escape_markup(section.title));
        if (section.id == SectionId::call_card && report_.call) write_odds();
        for (auto const& block : section.blocks) write_block(block);
        out_ += "</section>\n";
    }

    void write_spans(Spans const& line) {
        for (auto const& span : line) {
            if (span.strong) out_ += "<strong>";
            write_span(span);
            if (span.strong) out_ += "</strong>";
        }
    }

    void write_span(narrative::Span const& span) {
        auto const text = escape_markup(span.text);
        auto const mark = mark_of(document_, span);
        if (mark == Mark::none) {
            out_ += text;
            return;
        }
        auto const& claim = claim_of(document_, span);
        if (mark == Mark::checked) {
            auto const source = describe_source(report_, claim);
            out_ += fmt::format("<span class=\"c\" tabindex=\"0\"{}>{}</span>",
                                source.empty()
                                    ? std::string()
                                    : fmt::format(" data-source=\"{}\"", escape_markup(source)),
                                text);
            return;
        }
        auto const problem = escape_markup(describe_problem(report_, claim));
        if (mark == Mark::unsupported)
            out_ += fmt::format(
                "<span class=\"x\" tabindex=\"0\" title=\"{0}\">{1}<sup aria-label=\"{0}\">?</sup>"
                "</span>",
                problem, text);
        else
            out_ += fmt::format("<span class=\"k\" tabindex=\"0\" title=\"{}\">{}<i>{}</i></span>",
                                problem, text, escape_markup(contradicting_fact(report_, claim)));
    }

    void write_block(Block const& block) {
        switch (block.kind) {
            case BlockKind::paragraph:
                write_lines(block, "<p>", "</p>\n");
                break;
            case BlockKind::note:
                write_lines(block, "<p class=\"note\">", "</p>\n");
                break;
            case BlockKind::list:
                out_ += "<ul>\n";
                write_lines(block, "<li>", "</li>\n");
                out_ += "</ul>\n";
                break;
            case BlockKind::table:
                write_table(block);
                break;
            case BlockKind::chart:
                write_chart();
                break;
        }
    }

    void write_lines(Block const& block, std::string_view before, std::string_view after) {
        for (auto const& line : block.lines) {
            out_ += before;
            write_spans(line);
            out_ += after;
        }
    }

    void write_table(Block const& block) {
        auto const columns = static_cast<std::size_t>(std::max(block.columns, 1));
        out_ += "<div class=\"scroll\"><table>\n";
        for (std::size_t i = 0; i < block.lines.size(); ++i) {
            std::string_view const cell = i < columns ? "th" : "td";
            if (i % columns == 0) out_ += "<tr>";
            out_ += fmt::format("<{}{}>", cell, i < columns ? " scope=\"col\"" : "");
            write_spans(block.lines[i]);
            out_ += fmt::format("</{}>", cell);
            if ((i + 1) % columns == 0) out_ += "</tr>\n";
        }
        out_ += "</table></div>\n";
    }

    void write_chart() {
        auto const chart = make_chart(report_);
        if (chart.bars.empty()) return;
        // The page shows the one that suits its width.
        ChartStyle style;
        style.colours = options_.colours;
        out_ += "<figure>\n<div class=\"wide\">\n" + render_chart_element(chart, style);
        style.width = 420;
        style.height = 340;
        out_ +=
            "</div>\n<div class=\"narrow\">\n" + render_chart_element(chart, style) + "</div>\n";
        auto const rows = chart_table(chart, chart_table_rows);
        out_ += fmt::format("<details><summary>{}</summary><div class=\"scroll\"><table>\n",
                            fmt::format(fmt::runtime(texts_.chart_table), rows.size() - 1));
        for (std::size_t r = 0; r < rows.size(); ++r) {
            out_ += "<tr>";
            for (std::size_t i = 0; i < rows[r].size(); ++i)
                out_ += fmt::format("<{0} class=\"{1}\">{2}</{0}>", r == 0 ? "th" : "td",
                                    i == 0 ? "" : "n", escape_markup(rows[r][i]));
            out_ += "</tr>\n";
        }
        out_ += "</table></div></details>\n</figure>\n";
    }

    void write_odds() {
        struct Row {
            std::string_view name;
            std::string_view css;
            double value;
            double base;
        };
        auto const& p = report_.call->probability;
        auto const& base = report_.call->base_rate;
        std::array<Row, 3> const rows{{{texts_.up, "o-up", p.up, base.up},
                                       {texts_.inside, "o-in", p.inside, base.inside},
                                       {texts_.down, "o-down", p.down, base.down}}};
        out_ += "<div class=\"odds\">\n";
        for (auto const& row : rows)
            out_ += fmt::format(
                "<span>{0}</span><svg viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" "
                "aria-hidden=\"true\"><rect class=\"o-track\" width=\"100\" height=\"10\"/>"
                "<rect class=\"{1}\" width=\"{2:.1f}\" height=\"10\"/>"
                "<rect class=\"o-base\" x=\"{3:.1f}\" width=\".6\" height=\"10\"/></svg>"
                "<b>{2:.{5}f} %</b><small>{4} {3:.{6}f} %</small>\n",
                row.name, row.css, row.value * 100, row.base * 100, texts_.base_rate,
                outlook_decimals(p), outlook_decimals(base));
        out_ += "</div>\n";
    }

    Report const& report_;
    Document const& document_;
    RenderOptions const& options_;
    Texts const& texts_;
    std::string out_;
};

}  // namespace

std::string render_html_fragment(Report const& report, RenderOptions const& options) {
    check_options(options);
    auto const document = visible_document(report, options.profile);
    return Writer(report, document, options).body();
}

std::string render_html(Report const& report, RenderOptions const& options) {
    auto const body = render_html_fragment(report, options);
    auto const zh = report.document.language == narrative::Language::zh;
    return fmt::format(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
        "style-src 'unsafe-inline'\">\n"
        "<meta name=\"generator\" content=\"EquityCompass\">\n"
        "<meta name=\"description\" content=\"{}\">\n<meta name=\"author\" content=\"{}\">\n"
        "<meta name=\"report-outcome\" content=\"{}\">\n<title>{}</title>\n"
        "<style>{}{}</style>\n</head>\n<body>\n<main>\n{}</main>\n</body>\n</html>\n",
        zh ? "zh-CN" : "en", escape_markup(label_text(report)),
        escape_markup(report.authorship.model.empty() ? report.authorship.analyst
                                                      : report.authorship.model),
        analysis::to_string(report.outcome), escape_markup(report.document.title),
        chart_css(options.colours), html_css(), body);
}

}  // namespace ec::reports
