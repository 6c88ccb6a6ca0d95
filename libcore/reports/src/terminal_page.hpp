#pragma once

#include <ec/reports/chart.hpp>
#include <ec/reports/render.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ec::reports {

enum class Ink : std::uint8_t {
    plain,
    strong,
    faint,
    title,
    rise,
    fall,
    unsupported,
    contradicted,
    average_50,
    average_200,
    tag,
};

/// Lines of terminal text of bounded width. Text is made printable; colour codes are added only
/// when the page has colour, so that nothing in a report can steer the terminal.
class TerminalPage {
  public:
    TerminalPage(TerminalOptions const& options, PriceColours colours);

    [[nodiscard]] int columns() const noexcept { return columns_; }

    /// A run of text in one ink, part of the line being written.
    struct Piece {
        std::string text;
        Ink ink = Ink::plain;
    };
    /// One line as given: for what was laid out already.
    void line(std::vector<Piece> const& pieces);
    void blank();
    /// Wraps at blanks and between wide characters; later lines stand at `indent`, the first begins
    /// with `lead`.
    void paragraph(std::vector<Piece> const& pieces, int indent, std::string_view lead);
    /// A heading with a rule up to the right edge.
    void heading(std::string_view text);
    void table(std::vector<std::vector<std::vector<Piece>>> const& rows);

    [[nodiscard]] std::string take() { return std::move(out_); }

  private:
    void append(std::string_view text, Ink ink);

    int columns_;
    TerminalColour colour_;
    PriceColours colours_;
    std::string out_;
};

/// Candles, averages and volume of the last sessions that fit, with axes.
void draw_terminal_chart(TerminalPage& page, ChartData const& chart);

}  // namespace ec::reports
