#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ec {

/// An exchange-local calendar day, stored as days since 1970-01-01 (proleptic Gregorian).
/// Never a time: it has no zone. Range 0001-01-01 .. 9999-12-31.
class Date {
  public:
    constexpr Date() noexcept = default;
    explicit constexpr Date(std::int32_t days) noexcept : days_(days) {}

    /// Throws invalid_input when the day does not exist.
    [[nodiscard]] static Date from_ymd(int year, int month, int day);
    [[nodiscard]] static std::optional<Date> try_from_ymd(int year, int month, int day) noexcept;
    /// "2021-03-31" only; nullopt for anything else.
    [[nodiscard]] static std::optional<Date> try_parse(std::string_view text) noexcept;
    /// Throws invalid_input naming `field` when the text is not YYYY-MM-DD.
    [[nodiscard]] static Date parse(std::string_view text, std::string_view field);

    [[nodiscard]] constexpr std::int32_t days() const noexcept { return days_; }
    [[nodiscard]] int year() const noexcept;
    [[nodiscard]] int month() const noexcept;
    [[nodiscard]] int day() const noexcept;
    /// 0 Sunday .. 6 Saturday.
    [[nodiscard]] int weekday() const noexcept;
    [[nodiscard]] std::string iso() const;

    [[nodiscard]] constexpr Date operator+(std::int32_t n) const noexcept {
        return Date(days_ + n);
    }
    [[nodiscard]] constexpr Date operator-(std::int32_t n) const noexcept {
        return Date(days_ - n);
    }
    [[nodiscard]] constexpr std::int32_t operator-(Date other) const noexcept {
        return days_ - other.days_;
    }
    constexpr auto operator<=>(Date const&) const noexcept = default;

  private:
    std::int32_t days_ = 0;
};

}  // namespace ec
