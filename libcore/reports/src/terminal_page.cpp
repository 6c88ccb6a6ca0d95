#include "terminal_page.hpp"

#include "utf8.hpp"

#include <algorithm>

namespace ec::reports {
namespace {

constexpr std::string_view reset = "\x1b[0m";

std::string_view ansi_code(Ink ink, PriceColours colours) {
    bool const red_up = colours == PriceColours::red_up;
    switch (ink) {
        case Ink::plain:
            return "";
        case Ink::strong:
            return "\x1b[1m";
        case Ink::faint:
            return "\x1b[2m";
        case Ink::title:
            return "\x1b[1;36m";
        case Ink::rise:
            return red_up ? "\x1b[31m" : "\x1b[32m";
        case Ink::fall:
            return red_up ? "\x1b[32m" : "\x1b[31m";
        case Ink::unsupported:
            return "\x1b[4;33m";
        case Ink::contradicted:
            return "\x1b[1;35m";
        case Ink::average_50:
            return "\x1b[34m";
        case Ink::average_200:
            return "\x1b[33m";
        case Ink::tag:
            return "\x1b[7m";
    }
    return "";
}

// The smallest unit that is not broken: a word, one wide character, or a blank.
struct Word {
    std::string text;
    Ink ink = Ink::plain;
    int width = 0;
    bool glued = false;  // no break before it
};

// Closing punctuation that may not begin a line.
bool stays_with_previous(char32_t c) {
    constexpr std::u32string_view closing = U"，。；：、！？）」』】》％%,.;:!?)]";
    return closing.find(c) != std::u32string_view::npos;
}

void split_words(TerminalPage::Piece const& piece, int limit, std::vector<Word>& words,
                 bool& open) {
    auto const text = printable(piece.text);
    for (std::size_t i = 0; i < text.size();) {
        auto const begin = i;
        auto const c = next_code_point(text, i);
        auto const bytes = text.substr(begin, i - begin);
        int const width = display_width(c);
        bool const alone = c == U' ' || width == 2;
        // "36 %" is one figure: the blank before the sign does not end a line.
        bool const before_percent = c == U' ' && i < text.size() && text[i] == '%';
        bool const glued = stays_with_previous(c) || width == 0 || before_percent;
        bool const too_long = open && words.back().width + width > limit;
        if (!alone && open && !too_long && words.back().ink == piece.ink) {
            words.back().text += bytes;
            words.back().width += width;
        } else {
            words.push_back({bytes, piece.ink, width, !too_long && (glued || (!alone && open))});
        }
        open = !alone;
    }
}

}  // namespace

TerminalPage::TerminalPage(TerminalOptions const& options, PriceColours colours)
    : columns_(std::clamp(options.columns, 40, 200)), colour_(options.colour), colours_(colours) {}

void TerminalPage::append(std::string_view text, Ink ink) {
    auto const code = colour_ == TerminalColour::ansi ? ansi_code(ink, colours_) : "";
    out_ += code;
    out_ += printable(text);
    if (!code.empty()) out_ += reset;
}

void TerminalPage::line(std::vector<Piece> const& pieces) {
    auto const begin = out_.size();
    for (auto const& piece : pieces) append(piece.text, piece.ink);
    while (out_.size() > begin && out_.back() == ' ') out_.pop_back();
    out_ += '\n';
}

void TerminalPage::blank() { out_ += '\n'; }

void TerminalPage::paragraph(std::vector<Piece> const& pieces, int indent, std::string_view lead) {
    std::vector<Word> words;
    bool open = false;
    for (auto const& piece : pieces) split_words(piece, columns_ - indent, words, open);
    std::vector<Piece> current{{std::string(lead), Ink::plain}};
    int used = display_width(lead);
    bool fresh = true;  // nothing but the indent stands on the line
    for (std::size_t i = 0; i < words.size();) {
        auto end = i + 1;
        int width = words[i].width;
        for (; end < words.size() && words[end].glued && width < columns_ - indent; ++end)
            width += words[end].width;
        bool const is_blank = words[i].text == " ";
        if (!is_blank && !fresh && used + width > columns_) {
            line(current);
            current = {{std::string(static_cast<std::size_t>(indent), ' '), Ink::plain}};
            used = indent;
            fresh = true;
        }
        if (is_blank && (fresh || used >= columns_)) {
            ++i;
            continue;
        }
        for (; i < end; ++i) current.push_back({words[i].text, words[i].ink});
        used += width;
        fresh = false;
    }
    line(current);
}

void TerminalPage::heading(std::string_view text) {
    int const left = columns_ - display_width(printable(text)) - 4;
    if (left < 0) {
        paragraph({{std::string(text), Ink::title}}, 0, "");
        return;
    }
    std::string rule;
    for (int i = 0; i < left; ++i) rule += "─";
    line({{"── ", Ink::faint}, {std::string(text), Ink::title}, {" " + rule, Ink::faint}});
}

void TerminalPage::table(std::vector<std::vector<std::vector<Piece>>> const& rows) {
    std::vector<int> widths;
    auto const width_of = [](std::vector<Piece> const& cell) {
        int width = 0;
        for (auto const& piece : cell) width += display_width(printable(piece.text));
        return width;
    };
    int const count = rows.empty() ? 0 : static_cast<int>(rows[0].size());
    widths.assign(static_cast<std::size_t>(count), 0);
    for (auto const& row : rows)
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], width_of(row[i]));
    int total = 2;
    for (int const width : widths) total += width + 2;
    bool head = true;
    for (auto const& row : rows) {
        // Too wide for columns: one line a row, cells separated by a point.
        std::vector<Piece> pieces{{"  ", Ink::plain}};
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (i != 0) pieces.push_back({total > columns_ ? " · " : "  ", Ink::faint});
            for (auto piece : row[i]) {
                if (head && piece.ink == Ink::plain) piece.ink = Ink::faint;
                pieces.push_back(std::move(piece));
            }
            int const padding = widths[i] - width_of(row[i]);
            if (total <= columns_)
                pieces.push_back({std::string(static_cast<std::size_t>(padding), ' '), Ink::plain});
        }
        if (total > columns_)
            paragraph(pieces, 4, "");
        else
            line(pieces);
        head = false;
    }
}

}  // namespace ec::reports
