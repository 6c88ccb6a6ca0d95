#include <ec/reports/render.hpp>

#include "marks.hpp"
#include "texts.hpp"
#include "utf8.hpp"

#include <ec/reports/chart.hpp>

#include <algorithm>

#include <fmt/format.h>

namespace ec::reports {
namespace {

using narrative::Block;
using narrative::BlockKind;
using narrative::Document;
using narrative::Spans;

// Every character that can start markup anywhere in a line; what counts at its start only is
// escaped by escape_line_start.
std::string escape(std::string_view raw) {
    constexpr std::string_view special = "\\`*_[]<>|~$@{}";
    auto const text = printable(raw);
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char const c = text[i];
        if (c == '&') {
            out += "&amp;";
        } else if (c == '<') {
            out += "&lt;";
        } else if (c == '>') {
            out += "&gt;";
        } else if (c == ':' && text.substr(i).starts_with("://")) {
            out += "\\:";  // no automatic link
        } else if (c == '.' && i >= 3 &&
                   (text.substr(i - 3, 3) == "www" || text.substr(i - 3, 3) == "WWW")) {
            out += "\\.";
        } else {
            if (special.find(c) != std::string_view::npos) out += '\\';
            out += c;
        }
    }
    return out;
}

std::string escape_line_start(std::string line) {
    auto const start = line.find_first_not_of(' ');
    if (start == std::string::npos) return line;
    line.erase(0, start);
    if (std::string_view("#+-=!:").find(line[0]) != std::string_view::npos) return '\\' + line;
    auto const digits = line.find_first_not_of("0123456789");
    if (digits != std::string::npos && digits > 0 && (line[digits] == '.' || line[digits] == ')'))
        line.insert(digits, "\\");
    return line;
}

class Writer {
  public:
    Writer(Report const& report, Document const& document) : report_(report), document_(document) {}

    void write_sections() {
        for (auto const& section : document_.sections) {
            if (section.id != narrative::SectionId::status && !section.title.empty())
                out_ += fmt::format("## {}\n\n", escape(section.title));
            for (auto const& block : section.blocks) write_block(block);
        }
    }
    void write_footnotes() {
        for (std::size_t i = 0; i < notes_.size(); ++i)
            out_ += fmt::format("[^{}]: {}\n", i + 1, notes_[i]);
        if (!notes_.empty()) out_ += '\n';
    }
    void paragraph(std::string const& text) { out_ += escape_line_start(text) + "\n\n"; }
    [[nodiscard]] std::string take() { return std::move(out_); }

  private:
    std::string spans(Spans const& line) {
        std::string text;
        for (auto const& span : line) {
            auto body = escape(span.text);
            // Emphasis needs text without blanks at its ends.
            bool const strong =
                span.strong && !body.empty() && body.front() != ' ' && body.back() != ' ';
            text += strong ? fmt::format("**{}**", body) : body;
            auto const mark = mark_of(document_, span);
            if (mark != Mark::unsupported && mark != Mark::contradicted) continue;
            auto const& claim = claim_of(document_, span);
            text += escape(contradicting_fact_of(mark, claim));
            notes_.push_back(escape(describe_problem(report_, claim)));
            text += fmt::format("[^{}]", notes_.size());
        }
        return text;
    }
    std::string contradicting_fact_of(Mark mark, narrative::Claim const& claim) const {
        return mark == Mark::contradicted ? contradicting_fact(report_, claim) : std::string();
    }
    void write_block(Block const& block) {
        switch (block.kind) {
            case BlockKind::paragraph:
                for (auto const& line : block.lines) paragraph(spans(line));
                break;
            case BlockKind::note:
                for (auto const& line : block.lines)
                    out_ += fmt::format("> {}\n\n", escape_line_start(spans(line)));
                break;
            case BlockKind::list:
                for (auto const& line : block.lines)
                    out_ += fmt::format("- {}\n", escape_line_start(spans(line)));
                out_ += '\n';
                break;
            case BlockKind::table:
                write_table(block);
                break;
            case BlockKind::chart:
                write_chart_table();
                break;
        }
    }
    void write_table(Block const& block) {
        auto const columns = static_cast<std::size_t>(std::max(block.columns, 1));
        for (std::size_t i = 0; i < block.lines.size(); ++i) {
            out_ += fmt::format("| {} ", spans(block.lines[i]));
            if ((i + 1) % columns != 0) continue;
            out_ += "|\n";
            if (i + 1 == columns) rule(columns);
        }
        out_ += '\n';
    }
    void rule(std::size_t columns) {
        for (std::size_t i = 0; i < columns; ++i) out_ += "| --- ";
        out_ += "|\n";
    }
    void write_chart_table() {
        auto const rows = chart_table(make_chart(report_), 10);
        for (std::size_t r = 0; r < rows.size(); ++r) {
            for (auto const& cell : rows[r]) out_ += fmt::format("| {} ", escape(cell));
            out_ += "|\n";
            if (r == 0) rule(rows[0].size());
        }
        out_ += '\n';
    }

    Report const& report_;
    Document const& document_;
    std::vector<std::string> notes_;
    std::string out_;
};

}  // namespace

std::string render_markdown(Report const& report, RenderOptions const& options) {
    check_options(options);
    auto const document = visible_document(report, options.profile);
    auto const& texts = texts_of(document.language);
    Writer writer(report, document);
    std::string head = fmt::format("# {}\n\n", escape(document.title));
    auto const label = head_label(report, document);
    if (report.sheet.sample) head += fmt::format("**{}**", texts.sample_data);
    if (report.sheet.sample && !label.empty()) head += " · ";
    if (!label.empty()) head += fmt::format("*{}*", escape(label));
    if (report.sheet.sample || !label.empty()) head += "\n\n";
    if (auto const licence = licence_line(report, options); !licence.empty())
        head += escape_line_start(escape(licence)) + "\n\n";
    writer.write_sections();
    writer.write_footnotes();
    writer.paragraph(fmt::format("{} `{}`", texts.bundle, compute_hashes(report).bundle));
    return head + writer.take();
}

}  // namespace ec::reports
