#include <ec/reports/render.hpp>

#include "marks.hpp"
#include "terminal_page.hpp"
#include "texts.hpp"
#include "utf8.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

namespace ec::reports {
namespace {

using narrative::Block;
using narrative::BlockKind;
using narrative::Document;
using narrative::SectionId;
using narrative::Spans;
using Pieces = std::vector<TerminalPage::Piece>;

Pieces pieces_of(Report const& report, Document const& document, Spans const& spans) {
    Pieces pieces;
    for (auto const& span : spans) {
        auto const plain = span.strong ? Ink::strong : Ink::plain;
        switch (mark_of(document, span)) {
            case Mark::none:
            case Mark::checked:
                pieces.push_back({span.text, plain});
                break;
            case Mark::unsupported:
                pieces.push_back({span.text + "(?)", Ink::unsupported});
                break;
            case Mark::contradicted:
                pieces.push_back({span.text + contradicting_fact(report, claim_of(document, span)),
                                  Ink::contradicted});
                break;
        }
    }
    return pieces;
}

void write_table(TerminalPage& page, Report const& report, Document const& document,
                 Block const& block) {
    std::vector<std::vector<Pieces>> rows;
    auto const columns = static_cast<std::size_t>(std::max(block.columns, 1));
    for (std::size_t i = 0; i < block.lines.size(); ++i) {
        if (i % columns == 0) rows.emplace_back();
        rows.back().push_back(pieces_of(report, document, block.lines[i]));
    }
    page.table(rows);
}

void write_block(TerminalPage& page, Report const& report, Document const& document,
                 Block const& block, Ink ink) {
    auto const inked = [&](Spans const& spans) {
        auto pieces = pieces_of(report, document, spans);
        for (auto& piece : pieces)
            if (piece.ink == Ink::plain) piece.ink = ink;
        return pieces;
    };
    switch (block.kind) {
        case BlockKind::paragraph:
            for (auto const& line : block.lines) page.paragraph(inked(line), 2, "  ");
            break;
        case BlockKind::note:
            for (auto const& line : block.lines) {
                auto pieces = inked(line);
                for (auto& piece : pieces)
                    if (piece.ink == Ink::plain) piece.ink = Ink::faint;
                page.paragraph(pieces, 2, "  ");
            }
            break;
        case BlockKind::list:
            for (auto const& line : block.lines) page.paragraph(inked(line), 4, "  • ");
            break;
        case BlockKind::table:
            write_table(page, report, document, block);
            break;
        case BlockKind::chart:
            draw_terminal_chart(page, make_chart(report));
            break;
    }
}

// Three bars, each with its base rate as a tick: "Up  ████▏  36 %  base rate 41 %".
void write_outlook(TerminalPage& page, Report const& report) {
    constexpr std::array<std::string_view, 8> eighths{"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    int const bar_width = std::clamp(page.columns() - 34, 10, 40);
    bool const roomy = page.columns() >= 60;
    auto const& texts = texts_of(report.document.language);
    auto const& p = report.call->probability;
    auto const& base = report.call->base_rate;
    struct Row {
        std::string_view name;
        double value;
        double base;
        Ink ink;
    };
    int const decimals = outlook_decimals(p);
    int label = 0;
    std::array<Row, 3> const rows{{{texts.up, p.up, base.up, Ink::rise},
                                   {texts.inside, p.inside, base.inside, Ink::plain},
                                   {texts.down, p.down, base.down, Ink::fall}}};
    for (auto const& row : rows) label = std::max(label, display_width(row.name));
    for (auto const& row : rows) {
        int const units =
            static_cast<int>(std::lround(std::clamp(row.value, 0.0, 1.0) * bar_width * 8));
        std::string bar;
        for (int i = 0; i < units / 8; ++i) bar += "█";
        bar += eighths[static_cast<std::size_t>(units % 8)];
        auto const pad = [](int n) {
            return std::string(static_cast<std::size_t>(std::max(n, 0)), ' ');
        };
        page.line({{"  " + std::string(row.name) + pad(label - display_width(row.name)) + "  ",
                    Ink::plain},
                   {bar, row.ink},
                   {pad(bar_width - display_width(bar)), Ink::plain},
                   {fmt::format("{:>{}.{}f} %", row.value * 100, decimals == 0 ? 3 : 4, decimals),
                    Ink::strong},
                   {roomy ? fmt::format("  {} {:.{}f} %", texts.base_rate, row.base * 100,
                                        outlook_decimals(base))
                          : "",
                    Ink::faint}});
    }
}

void write_head(TerminalPage& page, Report const& report, Document const& document,
                RenderOptions const& options) {
    auto const& texts = texts_of(report.document.language);
    page.paragraph({{report.document.title, Ink::strong}}, 2, "  ");
    Pieces label;
    if (report.sheet.sample) {
        label.push_back({fmt::format(" {} ", texts.sample_data), Ink::tag});
        label.push_back({"  ", Ink::plain});
    }
    label.push_back({head_label(report, document), Ink::faint});
    page.paragraph(label, 2, "  ");
    if (auto const licence = licence_line(report, options); !licence.empty())
        page.paragraph({{licence, Ink::faint}}, 2, "  ");
}

void write_problems(TerminalPage& page, Report const& report, Document const& document) {
    bool const any = document.audit.unsupported + document.audit.contradicted > 0;
    if (!any) return;
    page.blank();
    page.heading(texts_of(document.language).notes);
    for (auto const& claim : document.claims) {
        bool const contradicted = claim.verdict == narrative::Verdict::contradicted;
        if (!contradicted && claim.verdict != narrative::Verdict::unsupported) continue;
        page.paragraph({{describe_problem(report, claim), Ink::plain}}, 4,
                       contradicted ? "  ■ " : "  ? ");
    }
}

}  // namespace

std::string render_terminal(Report const& report, RenderOptions const& options,
                            TerminalOptions const& terminal) {
    check_options(options);
    auto const document = visible_document(report, options.profile);
    TerminalPage page(terminal, options.colours);
    write_head(page, report, document, options);
    for (auto const& section : document.sections) {
        page.blank();
        bool const untitled = section.id == SectionId::status || section.title.empty();
        if (!untitled) page.heading(section.title);
        if (section.id == SectionId::call_card && report.call) write_outlook(page, report);
        auto const ink = section.id == SectionId::status ? Ink::faint : Ink::plain;
        for (auto const& block : section.blocks) write_block(page, report, document, block, ink);
    }
    write_problems(page, report, document);
    page.blank();
    page.paragraph(
        {{fmt::format("{} {}", texts_of(document.language).bundle, compute_hashes(report).bundle),
          Ink::faint}},
        2, "  ");
    return page.take();
}

}  // namespace ec::reports
