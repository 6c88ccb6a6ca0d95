#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace ec::db {

using Blob = std::vector<std::byte>;

/// One bound argument of a statement: a view, valid as long as what it was made from. Text may not
/// hold NUL (invalid_input, "db.nul_in_text"): one of the engines would cut it there.
class Param {
  public:
    using Value = std::variant<std::monostate, std::int64_t, double, std::string_view,
                               std::span<std::byte const>>;

    Param(std::nullptr_t) noexcept {}
    template <std::integral T>
    Param(T value) noexcept : value_(static_cast<std::int64_t>(value)) {}
    Param(double value) noexcept : value_(value) {}
    Param(std::string_view text) noexcept : value_(text) {}
    Param(std::string const& text) noexcept : value_(std::string_view(text)) {}
    Param(char const* text) noexcept : value_(std::string_view(text)) {}
    Param(std::span<std::byte const> bytes) noexcept : value_(bytes) {}
    Param(Blob const& bytes) noexcept : value_(std::span<std::byte const>(bytes)) {}
    template <class T>
    Param(std::optional<T> const& value) noexcept {
        if (value) value_ = Param(*value).value_;
    }

    [[nodiscard]] Value const& value() const noexcept { return value_; }

  private:
    Value value_;
};

}  // namespace ec::db
