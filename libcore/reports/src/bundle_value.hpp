#pragma once

#include "bundle.hpp"
#include "json_node.hpp"

#include <charconv>
#include <cmath>
#include <limits>
#include <optional>

#include <fmt/format.h>

namespace ec::reports {

// A node with its pointer: every refusal names both.
class BundleValue {
  public:
    BundleValue(JsonNode const& node, std::string pointer)
        : node_(&node), pointer_(std::move(pointer)) {}

    [[noreturn]] void refuse(std::string_view problem) const {
        throw BundleError(pointer_, node_->begin, problem);
    }
    [[nodiscard]] bool is_null() const { return node_->kind == JsonKind::null; }
    [[nodiscard]] JsonNode const& node() const { return *node_; }

    [[nodiscard]] std::optional<BundleValue> find(std::string_view key) const {
        require(JsonKind::object, "is not an object");
        auto const* member = node_->find(key);
        if (member == nullptr) return std::nullopt;
        return BundleValue(*member, pointer_ + pointer_step(key));
    }
    [[nodiscard]] BundleValue at(std::string_view key) const {
        auto member = find(key);
        if (!member) refuse(fmt::format("has no member \"{}\"", key));
        return *std::move(member);
    }
    template <class Visit>
    void for_each(Visit visit) const {
        require(JsonKind::array, "is not an array");
        for (std::size_t i = 0; i < node_->items.size(); ++i)
            visit(BundleValue(node_->items[i], pointer_ + pointer_step(std::to_string(i))));
    }

    [[nodiscard]] std::string const& text() const {
        require(JsonKind::text, "is not a string");
        return node_->text;
    }
    [[nodiscard]] std::string optional_text(std::string_view key) const {
        auto const member = find(key);
        return member ? member->text() : std::string();
    }
    [[nodiscard]] bool boolean() const {
        require(JsonKind::boolean, "is not true or false");
        return node_->text == "true";
    }
    [[nodiscard]] std::int64_t integer(std::int64_t low, std::int64_t high) const {
        std::int64_t value = 0;
        if (node_->kind != JsonKind::number || !read(value) || value < low || value > high)
            refuse(fmt::format("is not a whole number from {} to {}", low, high));
        return value;
    }
    [[nodiscard]] std::int32_t int32() const {
        return static_cast<std::int32_t>(integer(std::numeric_limits<std::int32_t>::min(),
                                                 std::numeric_limits<std::int32_t>::max()));
    }
    [[nodiscard]] double number() const {
        double value = 0;
        if (node_->kind != JsonKind::number || !read(value) || !std::isfinite(value))
            refuse("is not a number");
        return value;
    }
    [[nodiscard]] Date date() const {
        auto const day = Date::try_parse(text());
        if (!day) refuse("is not a date YYYY-MM-DD");
        return *day;
    }
    /// The value of a closed list that has this text.
    template <class Parse>
    [[nodiscard]] auto word(Parse parse) const {
        auto const value = parse(text());
        if (!value) refuse("is not one of the known words");
        return *value;
    }

  private:
    void require(JsonKind kind, std::string_view problem) const {
        if (node_->kind != kind) refuse(problem);
    }
    template <class T>
    bool read(T& value) const {
        auto const* end = node_->text.data() + node_->text.size();
        auto const result = std::from_chars(node_->text.data(), end, value);
        return result.ec == std::errc() && result.ptr == end;
    }

    JsonNode const* node_;
    std::string pointer_;
};

// The enumerator in [first, last] whose name is `text`.
template <class E>
std::optional<E> named(std::string_view text, E first, E last) {
    for (int i = static_cast<int>(first); i <= static_cast<int>(last); ++i)
        if (to_string(static_cast<E>(i)) == text) return static_cast<E>(i);
    return std::nullopt;
}

template <class E>
auto between(E first, E last) {
    return [=](std::string_view text) { return named(text, first, last); };
}

[[nodiscard]] ReportInputs parse_inputs(BundleValue const& value);

}  // namespace ec::reports
