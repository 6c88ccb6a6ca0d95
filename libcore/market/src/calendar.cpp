#include <ec/market/calendar.hpp>

#include <ec/base/error.hpp>
#include <ec/market/csv.hpp>

#include <algorithm>
#include <utility>

namespace ec::market {
namespace {

Error malformed(std::string_view problem, std::string const& value) {
    return invalid_field("calendar.malformed", "calendar", value, std::string(problem),
                         "Give one row for every weekday, ascending, with session times HH:MM.");
}

bool is_weekend(Date date) { return date.weekday() == 0 || date.weekday() == 6; }

std::optional<int> parse_clock(std::string const& text) {
    if (text.size() != 5 || text[2] != ':') return std::nullopt;
    for (std::size_t i : {0U, 1U, 3U, 4U})
        if (text[i] < '0' || text[i] > '9') return std::nullopt;
    int const hour = (text[0] - '0') * 10 + (text[1] - '0');
    int const minute = (text[3] - '0') * 10 + (text[4] - '0');
    return hour < 24 && minute < 60 ? std::optional(hour * 60 + minute) : std::nullopt;
}

std::optional<int> parse_optional_clock(std::string const& text) {
    if (text.empty()) return std::nullopt;
    auto const minute = parse_clock(text);
    if (!minute) throw malformed("a time is not HH:MM", text);
    return minute;
}

SessionTimes parse_times(std::vector<std::string> const& cells, std::size_t open) {
    SessionTimes times;
    auto const opens = parse_clock(cells[open]);
    auto const closes = parse_clock(cells[open + 1]);
    if (!opens || !closes || *opens >= *closes)
        throw malformed("a session has no valid hours", cells[0]);
    times.open = *opens;
    times.close = *closes;
    times.break_start = parse_optional_clock(cells[open + 2]);
    times.break_end = parse_optional_clock(cells[open + 3]);
    if (times.break_start.has_value() != times.break_end.has_value())
        throw malformed("a break has one end only", cells[0]);
    return times;
}

}  // namespace

TradingCalendar TradingCalendar::parse(std::string id, ExchangeZone zone, std::string_view csv) {
    auto const table = parse_csv_table(csv);
    auto const kind = table.column("kind");
    auto const open = table.column("open_local");
    auto const note = table.column("note");
    if (table.column("date") != 0 || table.column("break_end") != open + 3)
        throw malformed("the columns are in another order", "heading");
    std::vector<Row> rows;
    for (auto const& cells : table.rows) {
        auto const date = Date::try_parse(cells[0]);
        if (!date || is_weekend(*date)) throw malformed("a row is not a weekday", cells[0]);
        auto const expected =
            rows.empty() ? *date : rows.back().date + (rows.back().date.weekday() == 5 ? 3 : 1);
        if (*date != expected) throw malformed("a weekday is missing or out of order", cells[0]);
        bool const session = cells[kind] == "session";
        if (!session && cells[kind] != "holiday_weekday")
            throw malformed("a kind is neither session nor holiday_weekday", cells[kind]);
        Row row{*date, session, session ? parse_times(cells, open) : SessionTimes{}};
        row.times.note = cells[note];
        rows.push_back(std::move(row));
    }
    if (rows.empty()) throw malformed("there are no rows", id);
    return TradingCalendar(std::move(id), zone, std::move(rows));
}

bool SessionTimes::shortened() const noexcept {
    return note.find("early close") != std::string::npos ||
           note.find("cancelled") != std::string::npos;
}

TradingCalendar::TradingCalendar(std::string id, ExchangeZone zone, std::vector<Row> rows)
    : id_(std::move(id)),
      zone_(zone),
      first_(rows.front().date),
      last_(rows.back().date),
      rows_(std::move(rows)) {}

TradingCalendar::Row const* TradingCalendar::find_row(Date date) const noexcept {
    auto const found = std::ranges::lower_bound(rows_, date, {}, &Row::date);
    return found != rows_.end() && found->date == date ? &*found : nullptr;
}

TradingCalendar::Day TradingCalendar::day(Date date) const noexcept {
    if (!knows(date)) return Day::unknown;
    auto const* row = find_row(date);
    return row != nullptr && row->session ? Day::session : Day::closed;
}

std::string_view TradingCalendar::note(Date date) const noexcept {
    auto const* row = find_row(date);
    return row == nullptr ? std::string_view() : std::string_view(row->times.note);
}

std::optional<SessionTimes> TradingCalendar::find_session(Date date) const {
    auto const* row = find_row(date);
    return row != nullptr && row->session ? std::optional(row->times) : std::nullopt;
}

std::optional<Date> TradingCalendar::next_session(Date date) const noexcept {
    if (date < first_ - 1) return std::nullopt;
    for (auto row = std::ranges::upper_bound(rows_, date, {}, &Row::date); row != rows_.end();
         ++row)
        if (row->session) return row->date;
    return std::nullopt;
}

std::optional<Date> TradingCalendar::previous_session(Date date) const noexcept {
    if (date > last_ + 1) return std::nullopt;
    auto row = std::ranges::lower_bound(rows_, date, {}, &Row::date);
    while (row != rows_.begin())
        if ((--row)->session) return row->date;
    return std::nullopt;
}

std::optional<int> TradingCalendar::sessions_between(Date from, Date to) const noexcept {
    if (!knows(from) || !knows(to) || from > to) return std::nullopt;
    auto const begin = std::ranges::upper_bound(rows_, from, {}, &Row::date);
    auto const end = std::ranges::upper_bound(rows_, to, {}, &Row::date);
    return static_cast<int>(std::count_if(begin, end, [](Row const& row) { return row.session; }));
}

std::optional<Date> TradingCalendar::latest_complete_session(Micros at_us) const noexcept {
    auto const now = to_local(zone_, at_us);
    if (!knows(now.date)) return std::nullopt;
    auto const* today = find_row(now.date);
    if (today != nullptr && today->session && now.minute >= today->times.close) return now.date;
    return previous_session(now.date);
}

std::optional<Micros> TradingCalendar::next_close(Micros at_us) const noexcept {
    auto const now = to_local(zone_, at_us);
    if (!knows(now.date)) return std::nullopt;
    auto const* today = find_row(now.date);
    if (today != nullptr && today->session && now.minute < today->times.close)
        return to_utc(zone_, {now.date, today->times.close});
    auto const next = next_session(now.date);
    if (!next) return std::nullopt;
    return to_utc(zone_, {*next, find_row(*next)->times.close});
}

std::string_view calendar_id_of(Market market) noexcept {
    switch (market) {
        case Market::us:
            return "XNYS";
        case Market::hk:
            return "XHKG";
        case Market::cn:
            return "XSHG";
    }
    return "XNYS";
}

}  // namespace ec::market
