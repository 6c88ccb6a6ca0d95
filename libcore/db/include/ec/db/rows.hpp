#pragma once

#include <ec/db/param.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace ec::db {

/// A cell as the engine gave it. PostgreSQL sends text: it becomes a number by its column's type.
using Cell = std::variant<std::monostate, std::int64_t, double, std::string, Blob>;

/// One row of a result, by column position from 0. A view into its Rows. A getter throws
/// Error(internal) when the cell is null or of another type; integers are given as reals on
/// request.
class Row {
  public:
    explicit Row(std::span<Cell const> cells) noexcept : cells_(cells) {}

    [[nodiscard]] std::size_t columns() const noexcept { return cells_.size(); }
    [[nodiscard]] bool is_null(std::size_t column) const;
    [[nodiscard]] std::int64_t integer(std::size_t column) const;
    [[nodiscard]] double real(std::size_t column) const;
    [[nodiscard]] std::string const& text(std::size_t column) const;
    [[nodiscard]] Blob const& blob(std::size_t column) const;
    /// A SMALLINT 0/1.
    [[nodiscard]] bool flag(std::size_t column) const;
    [[nodiscard]] std::optional<std::int64_t> find_integer(std::size_t column) const;
    [[nodiscard]] std::optional<double> find_real(std::size_t column) const;
    [[nodiscard]] std::optional<std::string> find_text(std::size_t column) const;

  private:
    [[nodiscard]] Cell const& at(std::size_t column) const;
    std::span<Cell const> cells_;
};

/// A whole result, held in memory. Rows taken from it must not outlive it.
class Rows {
  public:
    Rows() = default;
    Rows(std::size_t columns, std::vector<Cell> cells) noexcept
        : columns_(columns), cells_(std::move(cells)) {}

    [[nodiscard]] std::size_t size() const noexcept {
        return columns_ == 0 ? 0 : cells_.size() / columns_;
    }
    [[nodiscard]] bool empty() const noexcept { return size() == 0; }
    /// Error(internal) past the end.
    [[nodiscard]] Row operator[](std::size_t row) const;
    /// The only row. Error(internal) when there is not exactly one.
    [[nodiscard]] Row one() const;

    class Iterator {
      public:
        Iterator(Rows const* rows, std::size_t row) noexcept : rows_(rows), row_(row) {}
        Row operator*() const { return (*rows_)[row_]; }
        Iterator& operator++() noexcept {
            ++row_;
            return *this;
        }
        bool operator==(Iterator const&) const = default;

      private:
        Rows const* rows_;
        std::size_t row_;
    };
    [[nodiscard]] Iterator begin() const noexcept { return {this, 0}; }
    [[nodiscard]] Iterator end() const noexcept { return {this, size()}; }

  private:
    std::size_t columns_ = 0;
    std::vector<Cell> cells_;
};

}  // namespace ec::db
