// Alpha Vantage TIME_SERIES_DAILY(_ADJUSTED) and GLOBAL_QUOTE: numbered names, texts for
// numbers, as traded, shares. Every refusal comes with status 200 and one sentence.
#include <provider_parsing.hpp>

#include <algorithm>

namespace ec::marketdata {
namespace {

using Kind = JsonValue::Kind;

Error fault(AnswerFault what, std::string_view detail) {
    return answer_error(Provider::alpha_vantage, what, detail);
}

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

void check_sentences(JsonValue const& root) {
    auto const error = root.text_of("Error Message");
    if (contains(error, "apikey")) throw fault(AnswerFault::bad_key, "Error Message");
    if (contains(error, "premium")) throw fault(AnswerFault::no_permission, "Error Message");
    if (!error.empty()) throw fault(AnswerFault::unknown_symbol, "Error Message");
    for (std::string_view name : {"Note", "Information"}) {
        auto const words = root.text_of(name);
        if (words.empty()) continue;
        if (contains(words, "rate limit") || contains(words, "call frequency"))
            throw fault(AnswerFault::rate_limited, name);
        if (contains(words, "demo")) throw fault(AnswerFault::bad_key, name);
        if (contains(words, "premium")) throw fault(AnswerFault::no_permission, name);
        throw fault(AnswerFault::rate_limited, name);
    }
}

// The member whose name after its number is `name`: "4. close", "05. price".
JsonValue const* named(JsonValue const& object, std::string_view name) {
    for (std::size_t i = 0; i < object.keys.size(); ++i) {
        auto const point = object.keys[i].find(". ");
        if (point == std::string::npos) continue;
        if (std::string_view(object.keys[i]).substr(point + 2) == name) return &object.items[i];
    }
    return nullptr;
}

std::string_view text_named(JsonValue const& object, std::string_view name) {
    auto const* value = named(object, name);
    return value == nullptr ? std::string_view() : std::string_view(value->text);
}

std::string shown(std::string_view date, JsonValue const& row) {
    return std::string(date) + "," + row_text(row);
}

void take_actions(ProviderAnswer& answer, JsonValue const& row, Date date) {
    auto const dividend = read_cell(named(row, "dividend amount"), 0);
    auto const split = read_cell(named(row, "split coefficient"), 0);
    if (split.value > 0 && split.value != 1)
        answer.actions.push_back({date, market::ActionKind::split, split.value});
    if (dividend.value > 0)
        answer.actions.push_back({date, market::ActionKind::dividend, dividend.value});
}

void take_series(ProviderAnswer& answer, AnswerRequest const& request, JsonValue const& series) {
    AnswerRows rows(answer, request, RowOrder::as_first_two_rows);
    for (std::size_t i = 0; i < series.keys.size(); ++i) {
        auto const& row = series.items[i];
        RowCells cells;
        cells.date = read_date(series.keys[i]);
        cells.open = read_cell(named(row, "open"), 0);
        cells.high = read_cell(named(row, "high"), 0);
        cells.low = read_cell(named(row, "low"), 0);
        cells.close = read_cell(named(row, "close"), 0);
        cells.volume = read_cell(named(row, "volume"), 0);
        cells.adjusted_close = read_cell(named(row, "adjusted close"), 0);
        auto const before = answer.bars.size();
        rows.take(cells, shown(series.keys[i], row));
        if (answer.bars.size() > before) take_actions(answer, row, *cells.date);
    }
    rows.finish();
    std::ranges::stable_sort(answer.actions,
                             [](auto const& a, auto const& b) { return a.ex_date < b.ex_date; });
}

void take_quote(ProviderAnswer& answer, AnswerRequest const& request, JsonValue const& quote) {
    if (quote.items.empty()) throw fault(AnswerFault::unknown_symbol, "an empty quote");
    answer.kind = AnswerKind::quote;
    require_symbol(answer, text_named(quote, "symbol"));
    RowCells cells;
    cells.date = read_date(text_named(quote, "latest trading day"));
    cells.open = read_cell(named(quote, "open"), 0);
    cells.high = read_cell(named(quote, "high"), 0);
    cells.low = read_cell(named(quote, "low"), 0);
    cells.close = read_cell(named(quote, "price"), 0);
    cells.volume = read_cell(named(quote, "volume"), 0);
    cells.previous_close = read_cell(named(quote, "previous close"), 0);
    AnswerRows rows(answer, request, RowOrder::ascending);
    rows.take(cells, row_text(quote));
    rows.finish();
}

}  // namespace

ProviderAnswer parse_alpha_vantage(AnswerRequest const& request, RawAnswer const& raw) {
    auto answer = new_answer(Provider::alpha_vantage, request, AnswerKind::bars);
    answer.basis = market::PriceBasis::raw;
    auto const text = decode_answer(answer.provider, raw);
    auto const root = parse_json_answer(answer.provider, text);
    check_sentences(root);
    check_status(answer.provider, raw.status);
    if (root.is(Kind::object) && root.items.empty())
        throw fault(AnswerFault::empty, "an empty object");
    settle_currency(answer, "");
    if (auto const* quote = root.find("Global Quote")) {
        take_quote(answer, request, *quote);
        return answer;
    }
    auto const* meta = root.find("Meta Data");
    auto const* series = root.find("Time Series (Daily)");
    if (meta == nullptr || series == nullptr || !series->is(Kind::object))
        throw fault(AnswerFault::shape, "no meta data or daily series");
    require_symbol(answer, text_named(*meta, "Symbol"));
    take_series(answer, request, *series);
    return answer;
}

}  // namespace ec::marketdata
