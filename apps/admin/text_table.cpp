#include "text_table.hpp"

#include <ec/base/utf8.hpp>

#include <algorithm>

namespace ec::admin {
namespace {

char32_t decode(std::string_view text, std::size_t i, std::size_t length) {
    auto const byte = [&](std::size_t k) {
        return static_cast<char32_t>(static_cast<unsigned char>(text[i + k]));
    };
    switch (length) {
        case 2:
            return (byte(0) & 0x1FU) << 6U | (byte(1) & 0x3FU);
        case 3:
            return (byte(0) & 0x0FU) << 12U | (byte(1) & 0x3FU) << 6U | (byte(2) & 0x3FU);
        case 4:
            return (byte(0) & 0x07U) << 18U | (byte(1) & 0x3FU) << 12U | (byte(2) & 0x3FU) << 6U |
                   (byte(3) & 0x3FU);
        default:
            return byte(0);
    }
}

// East Asian Wide and Fullwidth blocks that names and notes use.
bool is_wide(char32_t c) {
    return (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) ||
           (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) ||
           (c >= 0xFFE0 && c <= 0xFFE6) || (c >= 0x20000 && c <= 0x3FFFD);
}

std::string csv_cell(std::string const& cell) {
    if (cell.find_first_of(",\"\r\n") == std::string::npos) return cell;
    std::string out = "\"";
    for (char c : cell) {
        if (c == '"') out += '"';
        out += c;
    }
    return out + '"';
}

}  // namespace

std::size_t display_width(std::string_view text) noexcept {
    std::size_t width = 0;
    for (std::size_t i = 0; i < text.size();) {
        std::size_t const length = std::max<std::size_t>(1, utf8_sequence_length(text, i));
        width += is_wide(decode(text, i, length)) ? 2 : 1;
        i += length;
    }
    return width;
}

TextTable::TextTable(std::vector<std::string> header, std::vector<Align> align)
    : header_(std::move(header)), align_(std::move(align)) {
    align_.resize(header_.size(), Align::left);
}

void TextTable::add(std::vector<std::string> cells) {
    cells.resize(header_.size());
    rows_.push_back(std::move(cells));
}

std::string TextTable::render_text() const {
    std::vector<std::size_t> widths;
    for (std::size_t c = 0; c < header_.size(); ++c) {
        std::size_t width = display_width(header_[c]);
        for (auto const& row : rows_) width = std::max(width, display_width(row[c]));
        widths.push_back(width);
    }
    std::string out;
    auto const line = [&](std::vector<std::string> const& cells) {
        std::string text;
        for (std::size_t c = 0; c < cells.size(); ++c) {
            std::string const pad(widths[c] - display_width(cells[c]), ' ');
            text += align_[c] == Align::right ? pad + cells[c] : cells[c] + pad;
            text += "  ";
        }
        text.erase(text.find_last_not_of(' ') + 1);
        out += text + '\n';
    };
    line(header_);
    std::string rule;
    for (std::size_t const width : widths) rule += std::string(width, '-') + "  ";
    rule.erase(rule.find_last_not_of(' ') + 1);
    out += rule + '\n';
    for (auto const& row : rows_) line(row);
    return out;
}

std::string TextTable::render_csv() const {
    std::string out;
    auto const line = [&](std::vector<std::string> const& cells) {
        for (std::size_t c = 0; c < cells.size(); ++c)
            out += (c == 0 ? "" : ",") + csv_cell(cells[c]);
        out += "\n";
    };
    line(header_);
    for (auto const& row : rows_) line(row);
    return out;
}

}  // namespace ec::admin
