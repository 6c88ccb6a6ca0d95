#include <ec/db/rows.hpp>

#include <ec/base/error.hpp>

#include <fmt/format.h>

namespace ec::db {
namespace {

[[noreturn]] void wrong_cell(std::size_t column, char const* wanted) {
    throw Error(ErrorCode::internal, "db.result", "A stored value has an unexpected form.")
        .with_log(fmt::format("column {} is not {}", column, wanted));
}

}  // namespace

Cell const& Row::at(std::size_t column) const {
    if (column >= cells_.size()) wrong_cell(column, "there");
    return cells_[column];
}

bool Row::is_null(std::size_t column) const {
    return std::holds_alternative<std::monostate>(at(column));
}

std::int64_t Row::integer(std::size_t column) const {
    auto const* value = std::get_if<std::int64_t>(&at(column));
    if (value == nullptr) wrong_cell(column, "an integer");
    return *value;
}

double Row::real(std::size_t column) const {
    if (auto const* value = std::get_if<double>(&at(column))) return *value;
    if (auto const* value = std::get_if<std::int64_t>(&at(column)))
        return static_cast<double>(*value);
    wrong_cell(column, "a number");
}

std::string const& Row::text(std::size_t column) const {
    auto const* value = std::get_if<std::string>(&at(column));
    if (value == nullptr) wrong_cell(column, "a text");
    return *value;
}

Blob const& Row::blob(std::size_t column) const {
    auto const* value = std::get_if<Blob>(&at(column));
    if (value == nullptr) wrong_cell(column, "bytes");
    return *value;
}

bool Row::flag(std::size_t column) const {
    auto const value = integer(column);
    if (value != 0 && value != 1) wrong_cell(column, "0 or 1");
    return value == 1;
}

std::optional<std::int64_t> Row::find_integer(std::size_t column) const {
    if (is_null(column)) return std::nullopt;
    return integer(column);
}

std::optional<double> Row::find_real(std::size_t column) const {
    if (is_null(column)) return std::nullopt;
    return real(column);
}

std::optional<std::string> Row::find_text(std::size_t column) const {
    if (is_null(column)) return std::nullopt;
    return text(column);
}

Row Rows::operator[](std::size_t row) const {
    if (row >= size()) wrong_cell(row, "within the result");
    return Row(std::span(cells_).subspan(row * columns_, columns_));
}

Row Rows::one() const {
    if (size() != 1) wrong_cell(size(), "exactly one row");
    return (*this)[0];
}

}  // namespace ec::db
