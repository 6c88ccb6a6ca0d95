#include <price_dates.hpp>

#include <ec/base/error.hpp>

#include <array>
#include <charconv>

namespace ec::market {
namespace {

constexpr std::size_t form_count = 5;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

// The digit groups of a text and what stands behind the third.
struct Groups {
    std::array<int, 3> value{};
    std::array<std::size_t, 3> width{};
    std::string_view rest;
};

std::optional<Groups> read_groups(std::string_view text) {
    Groups out;
    for (std::size_t g = 0; g < 3; ++g) {
        std::size_t n = 0;
        while (n < text.size() && is_digit(text[n])) ++n;
        if (n == 0 || n > 8) return std::nullopt;
        std::from_chars(text.data(), text.data() + n, out.value[g]);
        out.width[g] = n;
        text.remove_prefix(n);
        if (g == 2) break;
        bool found = false;
        for (std::string_view between : {"-", "/", ".", "年", "月"})
            if (!found && text.starts_with(between)) {
                text.remove_prefix(between.size());
                found = true;
            }
        if (!found) return std::nullopt;
    }
    if (text.starts_with("日")) text.remove_prefix(std::string_view("日").size());
    out.rest = text;
    return out;
}

// A time of day may follow: " 00:00:00+08:00", "T13:30:00Z". Only one in UTC can move the day.
std::optional<Date> with_time(Date date, std::string_view rest, ExchangeZone zone) {
    if (rest.empty()) return date;
    if (rest[0] != ' ' && rest[0] != 'T') return std::nullopt;
    rest.remove_prefix(1);
    if (rest.size() < 5 || rest[2] != ':') return std::nullopt;
    int hour = 0;
    int minute = 0;
    if (std::from_chars(rest.data(), rest.data() + 2, hour).ptr != rest.data() + 2 ||
        std::from_chars(rest.data() + 3, rest.data() + 5, minute).ptr != rest.data() + 5 ||
        hour > 23 || minute > 59)
        return std::nullopt;
    if (!rest.ends_with('Z') || (hour == 0 && minute == 0)) return date;
    auto const utc = (std::int64_t{date.days()} * 1440 + std::int64_t{hour} * 60 + minute) * 60;
    return to_local(zone, utc * micros_per_second).date;
}

std::optional<std::int64_t> all_digits(std::string_view cell) {
    std::int64_t value = 0;
    auto const [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
    bool const whole = error == std::errc{} && end == cell.data() + cell.size() && value > 0;
    return whole ? std::optional(value) : std::nullopt;
}

// "2020-01-02", the form of most files, without the general reading.
bool is_iso(std::string_view cell) {
    if (cell.size() != 10 || cell[4] != '-' || cell[7] != '-') return false;
    for (std::size_t const i : {0, 1, 2, 3, 5, 6, 8, 9})
        if (!is_digit(cell[i])) return false;
    return true;
}

std::optional<Date> read_iso(std::string_view cell) {
    auto const digit = [&](std::size_t i) { return cell[i] - '0'; };
    return Date::try_from_ymd(digit(0) * 1000 + digit(1) * 100 + digit(2) * 10 + digit(3),
                              digit(5) * 10 + digit(6), digit(8) * 10 + digit(9));
}

std::optional<DateForm> form_of(std::string_view cell) {
    if (is_iso(cell)) return DateForm::year_first;
    if (auto const number = all_digits(cell)) {
        if (cell.size() == 8) return DateForm::compact;
        if (cell.size() == 9 || cell.size() == 10) return DateForm::unix_seconds;
        if (cell.size() == 12 || cell.size() == 13) return DateForm::unix_millis;
        return std::nullopt;
    }
    auto const groups = read_groups(cell);
    if (!groups) return std::nullopt;
    if (groups->width[0] == 4) return DateForm::year_first;
    if (groups->width[2] == 4 && groups->width[0] <= 2) return DateForm::slashes;
    return std::nullopt;
}

DateOrder find_order(std::span<std::string_view const> cells, std::optional<DateOrder> given) {
    std::size_t first_above_12 = 0;
    std::size_t second_above_12 = 0;
    for (auto const& cell : cells) {
        auto const groups = read_groups(trimmed(cell));
        if (!groups || groups->width[2] != 4) continue;
        bool const both = groups->value[0] > 12 && groups->value[1] > 12;
        if (both) continue;
        first_above_12 += groups->value[0] > 12 ? 1 : 0;
        second_above_12 += groups->value[1] > 12 ? 1 : 0;
    }
    if (given) return *given;
    // A damaged cell must not turn the proof of all others round.
    if (second_above_12 > 0 && second_above_12 >= 20 * first_above_12)
        return DateOrder::month_first;
    if (first_above_12 > 0 && first_above_12 >= 20 * second_above_12) return DateOrder::day_first;
    throw invalid_field("import.date_order_unknown", "date",
                        cells.empty() ? std::string() : std::string(cells.front()),
                        "no date has a day above 12 that would tell day and month apart",
                        "Say --date-order mdy or --date-order dmy, or write dates as YYYY-MM-DD.");
}

}  // namespace

std::optional<Date> DateReader::read(std::string_view cell) const {
    cell = trimmed(cell);
    if (form == DateForm::year_first && is_iso(cell)) return read_iso(cell);
    if (form_of(cell) != form) return std::nullopt;
    switch (form) {
        case DateForm::compact: {
            auto const n = static_cast<int>(*all_digits(cell));
            return Date::try_from_ymd(n / 10'000, n / 100 % 100, n % 100);
        }
        case DateForm::unix_seconds:
            return to_local(zone, *all_digits(cell) * micros_per_second).date;
        case DateForm::unix_millis:
            return to_local(zone, *all_digits(cell) * 1000).date;
        case DateForm::year_first:
        case DateForm::slashes:
            break;
    }
    auto const groups = *read_groups(cell);
    auto const& v = groups.value;
    auto const date = form == DateForm::year_first      ? Date::try_from_ymd(v[0], v[1], v[2])
                      : order == DateOrder::month_first ? Date::try_from_ymd(v[2], v[0], v[1])
                                                        : Date::try_from_ymd(v[2], v[1], v[0]);
    return date ? with_time(*date, groups.rest, zone) : std::nullopt;
}

std::string DateReader::format_name() const {
    switch (form) {
        case DateForm::year_first:
            return "YYYY-MM-DD";
        case DateForm::compact:
            return "YYYYMMDD";
        case DateForm::slashes:
            return order == DateOrder::month_first ? "MM/DD/YYYY" : "DD/MM/YYYY";
        case DateForm::unix_seconds:
            return "unix seconds";
        case DateForm::unix_millis:
            return "unix milliseconds";
    }
    return "YYYY-MM-DD";
}

DateReader find_date_form(std::span<std::string_view const> cells, ExchangeZone zone,
                          std::optional<DateOrder> given) {
    std::array<std::size_t, form_count> votes{};
    for (auto const& cell : cells)
        if (auto const form = form_of(trimmed(cell))) ++votes[static_cast<std::size_t>(*form)];
    std::size_t best = 0;
    for (std::size_t i = 1; i < form_count; ++i)
        if (votes[i] > votes[best]) best = i;
    DateReader reader{static_cast<DateForm>(best), DateOrder::month_first, zone};
    if (reader.form == DateForm::slashes) reader.order = find_order(cells, given);
    return reader;
}

}  // namespace ec::market
