#pragma once

#include <ec/market/exchange_zone.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ec::market {

/// Regular trading of one day, in minutes of the exchange's day. No break: both break ends empty.
struct SessionTimes {
    int open = 0;
    int close = 0;
    std::optional<int> break_start;
    std::optional<int> break_end;
    std::string note;  // "early close", why a part was lost, "projected"

    /// A planned half day, or a day that lost a part.
    [[nodiscard]] bool shortened() const noexcept;
};

/// Days on which one exchange trades. Immutable, so free to share between threads. A day outside
/// the rows it was built from is unknown, never guessed.
class TradingCalendar {
  public:
    enum class Day : std::uint8_t { session, closed, unknown };

    /// Columns date, kind (session or holiday_weekday), open_local, close_local, break_start,
    /// break_end, note: one row for every weekday. Throws invalid_input "calendar.malformed".
    [[nodiscard]] static TradingCalendar parse(std::string id, ExchangeZone zone,
                                               std::string_view csv);

    [[nodiscard]] std::string const& id() const noexcept { return id_; }
    [[nodiscard]] ExchangeZone zone() const noexcept { return zone_; }
    [[nodiscard]] Date first() const noexcept { return first_; }
    [[nodiscard]] Date last() const noexcept { return last_; }

    [[nodiscard]] Day day(Date date) const noexcept;
    /// The reason a known weekday is closed ("Thanksgiving"), the note of a session; often empty.
    [[nodiscard]] std::string_view note(Date date) const noexcept;
    /// Nullopt on a day without session, also when it is unknown.
    [[nodiscard]] std::optional<SessionTimes> find_session(Date date) const;
    /// Nearest session strictly after or before; nullopt when the rows end first.
    [[nodiscard]] std::optional<Date> next_session(Date date) const noexcept;
    [[nodiscard]] std::optional<Date> previous_session(Date date) const noexcept;
    /// Sessions in (from, to]; nullopt when either day is unknown.
    [[nodiscard]] std::optional<int> sessions_between(Date from, Date to) const noexcept;
    /// The latest session that had closed at that moment; nullopt when the calendar does not reach
    /// the moment's local day.
    [[nodiscard]] std::optional<Date> latest_complete_session(Micros at_us) const noexcept;
    /// The first close after that moment; nullopt when the rows do not reach it.
    [[nodiscard]] std::optional<Micros> next_close(Micros at_us) const noexcept;

  private:
    struct Row {
        Date date;
        bool session = false;
        SessionTimes times;
    };

    TradingCalendar(std::string id, ExchangeZone zone, std::vector<Row> rows);
    [[nodiscard]] Row const* find_row(Date date) const noexcept;
    [[nodiscard]] bool knows(Date date) const noexcept { return date >= first_ && date <= last_; }

    std::string id_;
    ExchangeZone zone_;
    Date first_;
    Date last_;
    std::vector<Row> rows_;
};

/// "XNYS", "XHKG" or "XSHG": the calendar a market's instruments follow.
[[nodiscard]] std::string_view calendar_id_of(Market market) noexcept;

}  // namespace ec::market
