#pragma once

#include <ec/base/clock.hpp>
#include <ec/market/instrument.hpp>
#include <ec/market/price_csv.hpp>
#include <ec/market/series.hpp>
#include <ec/marketdata/provider.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ec::marketdata {

/// What was asked for. `basis` is what the request asked prices to be: Eastmoney and Twelve Data
/// do not say it in their answers. Without `received_at_us` a row without a time of its own is
/// never known to be of an unfinished session, which a note then says.
struct AnswerRequest {
    market::Symbol symbol = market::Symbol::parse("AAPL");
    market::InstrumentKind kind = market::InstrumentKind::stock;
    market::PriceBasis basis = market::PriceBasis::raw;
    std::optional<Micros> received_at_us;
};

/// What came back. Status 0: not known, as for a file.
struct RawAnswer {
    std::string_view bytes;
    int status = 0;
};

/// bars: finished days, the newest possibly not; quote: one row of the session so far.
enum class AnswerKind : std::uint8_t { bars, quote };
[[nodiscard]] std::string_view to_string(AnswerKind kind) noexcept;

/// A dividend (cash per share) or split (new shares for one old) as the source states it.
struct StatedAction {
    Date ex_date;
    market::ActionKind kind = market::ActionKind::dividend;
    double amount = 0;
};

struct AnswerNote {
    std::string key;  // stable: "currency.assumed", "volume.not_given"
    std::string text;
};

/// One answer in the project's own terms: volume in shares, amount in the quote currency, prices
/// as the source gives them on the stated basis. Rows are ascending, one a day. Nothing is
/// repaired: a row is taken with its flags or listed in `rejected`. Identity texts ("" when the
/// source gives none) are the source's, not checked against a list.
struct ProviderAnswer {
    Provider provider = Provider::yahoo;
    AnswerKind kind = AnswerKind::bars;
    market::Symbol symbol = market::Symbol::parse("AAPL");
    market::InstrumentKind instrument = market::InstrumentKind::stock;
    std::string source_symbol;
    std::string name;
    std::string exchange;
    std::string currency;
    market::PriceBasis basis = market::PriceBasis::raw;
    market::Bars bars;
    std::vector<std::size_t> rows;       // of the answer from 1, one for each bar
    std::vector<double> adjusted_close;  // empty when the source gives none
    std::vector<StatedAction> actions;   // ascending
    std::optional<Micros> as_of_us;      // the source's own time of its newest figure
    double volume_scale = 1;             // what the source's numbers were multiplied by
    double amount_scale = 1;
    std::vector<market::RejectedRow> rejected;  // `line` counts rows of the answer from 1
    std::size_t rows_read = 0;
    std::vector<AnswerNote> notes;
};

inline constexpr std::size_t max_answer_bytes = 8U << 20U;

/// Pure. Throws Error; none of its texts holds bytes of the answer, which may echo a key:
///  unavailable  "provider.empty" (no bytes, or no row), "provider.truncated",
///               "provider.not_json", "provider.html", "provider.shape" (not what the interface
///               gives, or larger than max_answer_bytes), "provider.bad_row" (no row was usable)
///  not_found    "provider.unknown_symbol"
///  rate_limited "provider.rate_limited"
///  forbidden    "provider.no_permission", "provider.bad_key"
///  invalid_input "provider.wrong_symbol" (an answer about another one),
///               "provider.symbol_unsupported" (the provider does not serve such a symbol)
[[nodiscard]] ProviderAnswer parse_answer(Provider provider, AnswerRequest const& request,
                                          RawAnswer const& raw);

/// The stated actions that prices on the answer's basis still need, as factors. Those dated on or
/// before the first bar change nothing in it and are left out.
[[nodiscard]] std::vector<market::CorporateAction> corporate_actions(ProviderAnswer const& answer);

}  // namespace ec::marketdata
