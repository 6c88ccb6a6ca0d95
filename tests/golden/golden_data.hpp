#pragma once

#include <ec/indicators/registry.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ec::golden {

/// A table of numbers; an empty cell or text is NaN. Dates are kept as text.
struct Csv {
    std::vector<std::string> names;
    std::vector<std::vector<double>> columns;
    std::vector<std::vector<std::string>> texts;

    [[nodiscard]] bool has(std::string_view name) const;
    /// Throws std::runtime_error when the table has no such column.
    [[nodiscard]] std::vector<double> const& col(std::string_view name) const;
    [[nodiscard]] std::vector<std::string> const& text(std::string_view name) const;
    [[nodiscard]] std::size_t rows() const { return columns.empty() ? 0 : columns[0].size(); }
    /// The bar columns that the table has.
    [[nodiscard]] indicators::Columns bars() const;
};

/// Reads a file below tests/golden.
[[nodiscard]] Csv read_csv(std::string const& file);
[[nodiscard]] std::string read_text(std::string const& file);
/// Every file below indicators/ and risk/, sorted.
[[nodiscard]] std::vector<std::string> list_files();

/// JSON as plain data, so that one source alone knows the parser.
struct Node {
    enum class Kind { null, boolean, number, text, list, object };
    Kind kind = Kind::null;
    double number = 0;
    std::string text;
    std::vector<Node> items;
    std::vector<std::pair<std::string, Node>> members;

    [[nodiscard]] Node const* find(std::string_view name) const;
    [[nodiscard]] Node const& at(std::string_view name) const;
    /// A number, null as NaN, "inf" as infinity.
    [[nodiscard]] double value() const;
    [[nodiscard]] std::vector<double> values() const;
};

[[nodiscard]] Node read_json(std::string const& file);

}  // namespace ec::golden
