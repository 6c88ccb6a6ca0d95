#include <ec/base/dates.hpp>

#include <ec/base/error.hpp>

#include <array>

#include <fmt/format.h>

namespace ec {
namespace {

struct Ymd {
    int year = 1970;
    int month = 1;
    int day = 1;
};

// Days from civil and back: eras of 400 years starting on 1 March (a well-known closed form).
std::int32_t to_days(int y, int m, int d) noexcept {
    y -= m <= 2 ? 1 : 0;
    int const era = (y >= 0 ? y : y - 399) / 400;
    int const yoe = y - era * 400;
    int const doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    int const doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return era * 146097 + doe - 719468;
}

Ymd to_ymd(std::int32_t days) noexcept {
    int const z = days + 719468;
    int const era = (z >= 0 ? z : z - 146096) / 146097;
    int const doe = z - era * 146097;
    int const yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int const doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int const mp = (5 * doy + 2) / 153;
    int const day = doy - (153 * mp + 2) / 5 + 1;
    int const month = mp < 10 ? mp + 3 : mp - 9;
    return {yoe + era * 400 + (month <= 2 ? 1 : 0), month, day};
}

bool is_leap(int year) noexcept { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

bool all_digits(std::string_view text) noexcept {
    for (char c : text)
        if (c < '0' || c > '9') return false;
    return !text.empty();
}

int to_int(std::string_view digits) noexcept {
    int value = 0;
    for (char c : digits) value = value * 10 + (c - '0');
    return value;
}

}  // namespace

std::optional<Date> Date::try_from_ymd(int year, int month, int day) noexcept {
    static constexpr std::array<int, 12> lengths{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1) return std::nullopt;
    int const length = month == 2 && is_leap(year) ? 29 : lengths[static_cast<size_t>(month - 1)];
    if (day > length) return std::nullopt;
    return Date(to_days(year, month, day));
}

Date Date::from_ymd(int year, int month, int day) {
    if (auto date = try_from_ymd(year, month, day)) return *date;
    throw invalid_field("date.invalid", "date", fmt::format("{}-{}-{}", year, month, day),
                        "no such day", "Give a day of the calendar as YYYY-MM-DD.");
}

std::optional<Date> Date::try_parse(std::string_view text) noexcept {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    auto const y = text.substr(0, 4), m = text.substr(5, 2), d = text.substr(8, 2);
    if (!all_digits(y) || !all_digits(m) || !all_digits(d)) return std::nullopt;
    return try_from_ymd(to_int(y), to_int(m), to_int(d));
}

Date Date::parse(std::string_view text, std::string_view field) {
    if (auto date = try_parse(text)) return *date;
    throw invalid_field("date.invalid", std::string(field), std::string(text.substr(0, 40)),
                        "not a date", "Write it as YYYY-MM-DD, for example 2021-03-31.");
}

int Date::year() const noexcept { return to_ymd(days_).year; }
int Date::month() const noexcept { return to_ymd(days_).month; }
int Date::day() const noexcept { return to_ymd(days_).day; }
int Date::weekday() const noexcept { return ((days_ % 7) + 11) % 7; }

std::string Date::iso() const {
    auto const [y, m, d] = to_ymd(days_);
    return fmt::format("{:04}-{:02}-{:02}", y, m, d);
}

}  // namespace ec
