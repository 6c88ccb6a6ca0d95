#pragma once

#include <ec/base/error.hpp>
#include <ec/base/math.hpp>
#include <ec/market/exchange_zone.hpp>
#include <ec/marketdata/provider_answers.hpp>
#include <json_document.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What the parsers of the providers share: errors, numbers, rows.
namespace ec::marketdata {

enum class AnswerFault : std::uint8_t {
    empty,
    truncated,
    not_json,
    html,
    unknown_symbol,
    rate_limited,
    no_permission,
    bad_key,
    shape,
    bad_row,
    wrong_symbol,
    symbol_unsupported,
};

/// `detail` goes to the log: a fixed text or figures, never bytes of the answer.
[[nodiscard]] Error answer_error(Provider provider, AnswerFault fault, std::string_view detail);

/// The bytes as UTF-8, after the checks that hold for every provider: size, empty, HTML, status.
[[nodiscard]] std::string decode_answer(Provider provider, RawAnswer const& raw);
/// JSON, also inside a callback or assignment ("name(…);", "name=…").
[[nodiscard]] JsonValue parse_json_answer(Provider provider, std::string_view text);
/// What the interfaces with a key and error objects of their own say by their status alone.
void check_status(Provider provider, int status);

/// A figure of a row: not given, given but no finite number, or a number.
struct Cell {
    enum class State : std::uint8_t { absent, malformed, number };
    State state = State::absent;
    double value = nan_value();
};
/// The number times 10^shift, correctly rounded from its text; "" and "-" are absent.
[[nodiscard]] Cell read_cell(std::string_view text, int shift);
[[nodiscard]] Cell read_cell(JsonValue const* value, int shift);
[[nodiscard]] Cell cell_at(JsonValue const& array, std::size_t index, int shift);
[[nodiscard]] std::optional<std::int64_t> whole_number(JsonValue const* value);

/// "2020-01-02", "20200102", "2020/01/02".
[[nodiscard]] std::optional<Date> read_date(std::string_view text);
/// "15:05:32" or "150532" as a minute of the day.
[[nodiscard]] std::optional<int> read_minute(std::string_view text);
[[nodiscard]] Micros utc_of(market::Symbol const& symbol, Date date, int minute);

struct RowCells {
    std::optional<Date> date;
    Cell open, high, low, close;
    Cell volume, amount, previous_close, turnover_pct, adjusted_close;
};

enum class RowOrder : std::uint8_t { ascending, as_first_two_rows };

/// Takes the rows of an answer one after another in the order they stand in it.
class AnswerRows {
  public:
    AnswerRows(ProviderAnswer& answer, AnswerRequest const& request, RowOrder order)
        : answer_(answer), request_(request), order_(order) {}

    /// `text` is what a rejection shows of the row.
    void take(RowCells const& cells, std::string_view text);
    void reject(std::string_view reason, std::string_view text);
    /// Sorts, flags and notes. Throws empty when there was no row, bad_row when none was usable.
    void finish();

  private:
    [[nodiscard]] std::string_view fault_of(RowCells const& cells) const;
    [[nodiscard]] std::optional<std::size_t> find(Date date) const;
    [[nodiscard]] bool follows(Date date);
    void add_note(std::string_view key, std::string_view text);

    ProviderAnswer& answer_;
    AnswerRequest const& request_;
    RowOrder order_;
    bool descending_ = false;
    std::vector<double> adjusted_;
    bool any_adjusted_ = false;
};

/// Whether a session's figures may still change at that moment.
[[nodiscard]] bool is_unfinished(market::Symbol const& symbol, Date session, Micros at_us);
/// Marks the newest bar partial when its session is not over at the source's or the receiver's
/// time; without any time a note says that it is not known.
void mark_unfinished(ProviderAnswer& answer, AnswerRequest const& request);

void note(ProviderAnswer& answer, std::string_view key, std::string_view text);
/// Takes the stated currency, or the market's with a note. Throws for what is no currency code.
void settle_currency(ProviderAnswer& answer, std::string_view stated);
/// The answer's own spelling of the symbol must be one of those asked for; throws wrong_symbol.
void require_symbol(ProviderAnswer& answer, std::string_view stated);
[[nodiscard]] bool is_spelling(ProviderAnswer const& answer, std::string_view stated);
[[nodiscard]] ProviderAnswer new_answer(Provider provider, AnswerRequest const& request,
                                        AnswerKind kind);
/// Mainland lots of 100 as a power of ten, for the interfaces whose rule is the same:
/// every mainland volume in lots, every other in shares.
[[nodiscard]] int lot_shift(market::Symbol const& symbol) noexcept;
void set_scales(ProviderAnswer& answer, int volume_shift, int amount_shift);
/// The items of an array as one line, for a rejected row.
[[nodiscard]] std::string row_text(JsonValue const& row);

[[nodiscard]] ProviderAnswer parse_yahoo(AnswerRequest const& request, RawAnswer const& raw);
[[nodiscard]] ProviderAnswer parse_eastmoney(AnswerRequest const& request, RawAnswer const& raw);
[[nodiscard]] ProviderAnswer parse_tencent_quote(AnswerRequest const& request,
                                                 RawAnswer const& raw);
[[nodiscard]] ProviderAnswer parse_tencent_kline(AnswerRequest const& request,
                                                 RawAnswer const& raw);
[[nodiscard]] ProviderAnswer parse_sina(AnswerRequest const& request, RawAnswer const& raw);
[[nodiscard]] ProviderAnswer parse_tushare(AnswerRequest const& request, RawAnswer const& raw);
[[nodiscard]] ProviderAnswer parse_alpha_vantage(AnswerRequest const& request,
                                                 RawAnswer const& raw);
[[nodiscard]] ProviderAnswer parse_finnhub(AnswerRequest const& request, RawAnswer const& raw);
[[nodiscard]] ProviderAnswer parse_twelve_data(AnswerRequest const& request, RawAnswer const& raw);

}  // namespace ec::marketdata
