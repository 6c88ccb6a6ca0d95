// Twelve Data time_series: texts for numbers, newest row first; whether prices are adjusted is
// decided by the request. Refusals carry a code like that of HTTP.
#include <provider_parsing.hpp>

#include <array>
#include <utility>

#include <fmt/format.h>

namespace ec::marketdata {
namespace {

using Kind = JsonValue::Kind;

Error fault(AnswerFault what, std::string_view detail) {
    return answer_error(Provider::twelve_data, what, detail);
}

void check_error(JsonValue const& root) {
    if (root.text_of("status") != "error") return;
    auto const code = whole_number(root.find("code")).value_or(0);
    auto const detail = fmt::format("code {}", code);
    if (code == 429) throw fault(AnswerFault::rate_limited, detail);
    bool const no_days = code == 400 && root.text_of("message").starts_with("No data is available");
    if (no_days) throw fault(AnswerFault::empty, detail);
    if (code >= 400 && code < 600) check_status(Provider::twelve_data, static_cast<int>(code));
    throw fault(AnswerFault::shape, detail);
}

// A code that two markets share is told apart by the exchange.
void check_exchange(ProviderAnswer const& answer, std::string_view mic) {
    using Named = std::pair<market::Exchange, std::string_view>;
    constexpr std::array known{Named{market::Exchange::hk, "XHKG"},
                               Named{market::Exchange::sh, "XSHG"},
                               Named{market::Exchange::sz, "XSHE"}};
    for (auto const& [exchange, code] : known) {
        bool const asked = answer.symbol.exchange() == exchange;
        if (asked != (mic == code)) throw fault(AnswerFault::wrong_symbol, "of another exchange");
    }
}

void take_row(AnswerRows& rows, JsonValue const& row) {
    RowCells cells;
    cells.date = read_date(row.text_of("datetime"));
    cells.open = read_cell(row.find("open"), 0);
    cells.high = read_cell(row.find("high"), 0);
    cells.low = read_cell(row.find("low"), 0);
    cells.close = read_cell(row.find("close"), 0);
    cells.volume = read_cell(row.find("volume"), 0);
    rows.take(cells, row_text(row));
}

}  // namespace

ProviderAnswer parse_twelve_data(AnswerRequest const& request, RawAnswer const& raw) {
    auto answer = new_answer(Provider::twelve_data, request, AnswerKind::bars);
    auto const text = decode_answer(answer.provider, raw);
    auto const root = parse_json_answer(answer.provider, text);
    check_error(root);
    check_status(answer.provider, raw.status);
    auto const* meta = root.find("meta");
    auto const* values = root.find("values");
    if (meta == nullptr || values == nullptr || !values->is(Kind::array))
        throw fault(AnswerFault::shape, "no meta or values");
    if (auto const interval = meta->text_of("interval"); interval != "1day")
        throw fault(AnswerFault::shape, "not daily");
    require_symbol(answer, meta->text_of("symbol"));
    answer.exchange = meta->text_of("exchange");
    if (auto const mic = meta->text_of("mic_code"); !mic.empty())
        check_exchange(answer, mic);
    else
        note(answer, "exchange.not_stated", "the answer names no exchange code");
    settle_currency(answer, meta->text_of("currency"));
    AnswerRows rows(answer, request, RowOrder::as_first_two_rows);
    for (auto const& row : values->items) take_row(rows, row);
    rows.finish();
    return answer;
}

}  // namespace ec::marketdata
