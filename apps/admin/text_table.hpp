#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ec::admin {

enum class Align : std::uint8_t { left, right };

/// Columns of text with the widths of a terminal: a Han character takes two cells.
class TextTable {
  public:
    explicit TextTable(std::vector<std::string> header, std::vector<Align> align = {});

    void add(std::vector<std::string> cells);
    [[nodiscard]] bool empty() const noexcept { return rows_.empty(); }
    [[nodiscard]] std::string render_text() const;
    /// RFC 4180 with a header line.
    [[nodiscard]] std::string render_csv() const;

  private:
    std::vector<std::string> header_;
    std::vector<Align> align_;
    std::vector<std::vector<std::string>> rows_;
};

/// Cells that `text` takes on a terminal.
[[nodiscard]] std::size_t display_width(std::string_view text) noexcept;

}  // namespace ec::admin
