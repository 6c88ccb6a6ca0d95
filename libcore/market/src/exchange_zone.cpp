#include <ec/market/exchange_zone.hpp>

namespace ec::market {
namespace {

constexpr std::int64_t micros_per_minute = 60 * micros_per_second;
constexpr std::int64_t minutes_per_day = 1440;

// Date::weekday() counts from Sunday.
Date first_sunday_from(Date day) { return day + (7 - day.weekday()) % 7; }

struct DaylightTime {
    Date from;  // 02:00 standard time
    Date to;    // 02:00 daylight time
};

DaylightTime new_york_daylight(int year) {
    if (year >= 2007)
        return {first_sunday_from(Date::from_ymd(year, 3, 8)),
                first_sunday_from(Date::from_ymd(year, 11, 1))};
    return {first_sunday_from(Date::from_ymd(year, 4, 1)),
            first_sunday_from(Date::from_ymd(year, 10, 25))};
}

std::int64_t minutes_of(LocalTime local) {
    return std::int64_t{local.date.days()} * minutes_per_day + local.minute;
}

LocalTime from_minutes(std::int64_t minutes) {
    auto day = minutes / minutes_per_day;
    auto minute = minutes % minutes_per_day;
    if (minute < 0) {
        minute += minutes_per_day;
        --day;
    }
    return {Date(static_cast<std::int32_t>(day)), static_cast<int>(minute)};
}

// Minutes east of UTC at a moment given in standard local time.
std::int64_t offset_minutes(ExchangeZone zone, LocalTime standard) {
    switch (zone) {
        case ExchangeZone::hong_kong:
        case ExchangeZone::shanghai:
            return 480;
        case ExchangeZone::new_york:
            break;
    }
    auto const daylight = new_york_daylight(standard.date.year());
    bool const summer =
        standard >= LocalTime{daylight.from, 120} && standard < LocalTime{daylight.to, 60};
    return summer ? -240 : -300;
}

std::int64_t standard_minutes(ExchangeZone zone) {
    return zone == ExchangeZone::new_york ? -300 : 480;
}

}  // namespace

std::string_view to_string(ExchangeZone zone) noexcept {
    switch (zone) {
        case ExchangeZone::new_york:
            return "America/New_York";
        case ExchangeZone::hong_kong:
            return "Asia/Hong_Kong";
        case ExchangeZone::shanghai:
            return "Asia/Shanghai";
    }
    return "America/New_York";
}

ExchangeZone zone_of(Market market) noexcept {
    switch (market) {
        case Market::us:
            return ExchangeZone::new_york;
        case Market::hk:
            return ExchangeZone::hong_kong;
        case Market::cn:
            return ExchangeZone::shanghai;
    }
    return ExchangeZone::new_york;
}

LocalTime to_local(ExchangeZone zone, Micros at_us) noexcept {
    auto const utc = at_us >= 0 ? at_us / micros_per_minute
                                : -((-at_us + micros_per_minute - 1) / micros_per_minute);
    auto const standard = from_minutes(utc + standard_minutes(zone));
    return from_minutes(utc + offset_minutes(zone, standard));
}

Micros to_utc(ExchangeZone zone, LocalTime local) noexcept {
    // A clock that shows daylight time runs an hour ahead of standard time.
    auto const as_summer = from_minutes(minutes_of(local) - 60);
    bool const summer = offset_minutes(zone, as_summer) != standard_minutes(zone);
    auto const offset = standard_minutes(zone) + (summer ? 60 : 0);
    return (minutes_of(local) - offset) * micros_per_minute;
}

}  // namespace ec::market
