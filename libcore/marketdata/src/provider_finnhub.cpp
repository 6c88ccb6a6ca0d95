// Finnhub quote: single letters, no symbol and no volume; zeros for an unknown symbol.
#include <provider_parsing.hpp>

#include <fmt/format.h>

namespace ec::marketdata {
namespace {

Error fault(AnswerFault what, std::string_view detail) {
    return answer_error(Provider::finnhub_quote, what, detail);
}

void check_error(JsonValue const& root) {
    auto const words = root.text_of("error");
    if (words.empty()) return;
    auto const says = [&](std::string_view part) {
        return words.find(part) != std::string_view::npos;
    };
    if (says("limit")) throw fault(AnswerFault::rate_limited, "error");
    if (says("API key")) throw fault(AnswerFault::bad_key, "error");
    if (says("access")) throw fault(AnswerFault::no_permission, "error");
    throw fault(AnswerFault::shape, "error of another kind");
}

std::optional<Micros> moment(JsonValue const& root) {
    auto const seconds = whole_number(root.find("t"));
    constexpr std::int64_t limit = 100'000'000'000;
    if (!seconds || *seconds < 0 || *seconds > limit) return std::nullopt;
    return *seconds * micros_per_second;
}

}  // namespace

ProviderAnswer parse_finnhub(AnswerRequest const& request, RawAnswer const& raw) {
    auto answer = new_answer(Provider::finnhub_quote, request, AnswerKind::quote);
    answer.basis = market::PriceBasis::raw;
    auto const text = decode_answer(answer.provider, raw);
    auto const root = parse_json_answer(answer.provider, text);
    check_error(root);
    check_status(answer.provider, raw.status);
    auto const at_us = moment(root);
    auto const close = read_cell(root.find("c"), 0);
    if (root.find("c") == nullptr || !at_us) throw fault(AnswerFault::shape, "no c or t");
    if (close.value == 0 && *at_us == 0) throw fault(AnswerFault::unknown_symbol, "all zeros");
    RowCells cells;
    cells.date = market::to_local(market::zone_of(answer.symbol.market()), *at_us).date;
    cells.open = read_cell(root.find("o"), 0);
    cells.high = read_cell(root.find("h"), 0);
    cells.low = read_cell(root.find("l"), 0);
    cells.close = close;
    cells.previous_close = read_cell(root.find("pc"), 0);
    answer.as_of_us = at_us;
    settle_currency(answer, "");
    note(answer, "identity.not_stated", "the answer names no symbol");
    AnswerRows rows(answer, request, RowOrder::ascending);
    rows.take(cells, row_text(root));
    rows.finish();
    return answer;
}

}  // namespace ec::marketdata
