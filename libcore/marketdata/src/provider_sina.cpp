// Sina quote: fields between commas, GB18030, volume in shares. The recorded quotes of Shanghai
// indices are in lots of 100 (2022-04-07: 402,626,660 against 40,262,666,000 shares traded),
// those of Shenzhen indices in shares.
#include <assigned_text.hpp>
#include <provider_parsing.hpp>

#include <fmt/format.h>

namespace ec::marketdata {
namespace {

using Fields = std::vector<std::string_view>;

constexpr std::string_view variable = "hq_str_";

Error fault(AnswerFault what, std::string_view detail) {
    return answer_error(Provider::sina_quote, what, detail);
}

// "sh600519"; Hong Kong with and without the mark of the real-time feed.
bool names_symbol(ProviderAnswer const& answer, std::string_view name) {
    if (!name.starts_with(variable)) return false;
    name.remove_prefix(variable.size());
    return is_spelling(answer, name) || is_spelling(answer, fmt::format("rt_{}", name));
}

AssignedText find_quote(ProviderAnswer const& answer, std::string_view text) {
    auto const all = split_assignments(text);
    if (all.empty() || all.front().value.data() == nullptr)
        throw fault(text.starts_with("var") ? AnswerFault::truncated : AnswerFault::shape,
                    "no quote");
    for (auto const& one : all) {
        if (!names_symbol(answer, one.name)) continue;
        if (!one.closed) throw fault(AnswerFault::truncated, "the quote is not closed");
        return one;
    }
    if (!all.back().closed) throw fault(AnswerFault::truncated, "ends before the symbol");
    throw fault(AnswerFault::wrong_symbol, fmt::format("asked for {}", answer.symbol.text()));
}

// Where each figure stands.
struct Layout {
    std::size_t fields, name, open, previous, last, high, low, volume, amount, date, time;
};
constexpr Layout mainland{32, 0, 1, 2, 3, 4, 5, 8, 9, 30, 31};
constexpr Layout hong_kong{19, 1, 2, 3, 6, 4, 5, 12, 11, 17, 18};

int volume_shift(ProviderAnswer const& answer) {
    bool const index = answer.instrument == market::InstrumentKind::index;
    return index && answer.symbol.exchange() == market::Exchange::sh ? 2 : 0;
}

RowCells cells_of(Fields const& fields, Layout const& layout, int shift) {
    RowCells cells;
    cells.date = read_date(fields[layout.date]);
    cells.open = read_cell(fields[layout.open], 0);
    cells.high = read_cell(fields[layout.high], 0);
    cells.low = read_cell(fields[layout.low], 0);
    cells.close = read_cell(fields[layout.last], 0);
    cells.volume = read_cell(fields[layout.volume], shift);
    cells.amount = read_cell(fields[layout.amount], 0);
    cells.previous_close = read_cell(fields[layout.previous], 0);
    return cells;
}

}  // namespace

ProviderAnswer parse_sina(AnswerRequest const& request, RawAnswer const& raw) {
    auto answer = new_answer(Provider::sina_quote, request, AnswerKind::quote);
    answer.basis = market::PriceBasis::raw;
    auto const text = decode_answer(answer.provider, raw);
    if (text == "Forbidden") throw fault(AnswerFault::no_permission, "said so in plain text");
    check_status(answer.provider, raw.status);
    auto const quote = find_quote(answer, text);
    if (quote.value.empty() || quote.value == "FAILED")
        throw fault(AnswerFault::unknown_symbol, "an empty quote");
    auto const fields = split_fields(quote.value, ',');
    bool const is_mainland = answer.symbol.market() == market::Market::cn;
    auto const& layout = is_mainland ? mainland : hong_kong;
    if (fields.size() < layout.fields)
        throw fault(AnswerFault::shape, fmt::format("{} fields", fields.size()));
    answer.source_symbol = quote.name.substr(variable.size());
    answer.name = fields[layout.name];
    settle_currency(answer, "");
    int const shift = volume_shift(answer);
    set_scales(answer, shift, 0);
    auto const cells = cells_of(fields, layout, shift);
    if (cells.open.value == 0 && cells.high.value == 0 && cells.low.value == 0)
        throw fault(AnswerFault::bad_row, "no trade in this session");
    if (auto const minute = read_minute(fields[layout.time]); minute && cells.date)
        answer.as_of_us = utc_of(answer.symbol, *cells.date, *minute);
    AnswerRows rows(answer, request, RowOrder::ascending);
    rows.take(cells, quote.value);
    rows.finish();
    return answer;
}

}  // namespace ec::marketdata
