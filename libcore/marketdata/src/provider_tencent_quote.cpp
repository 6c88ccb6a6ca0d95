// Tencent quote: fields between "~", GBK. Mainland volume in lots of 100, except shares of the
// STAR board, which are counted one by one, as Hong Kong and US shares are. The recorded index
// quote is in lots as well: its amount over 100 times its volume is the price of a usual share.
#include <assigned_text.hpp>
#include <provider_parsing.hpp>

#include <fmt/format.h>

namespace ec::marketdata {
namespace {

using Fields = std::vector<std::string_view>;

constexpr std::size_t fewest_fields = 38;

Error fault(AnswerFault what, std::string_view detail) {
    return answer_error(Provider::tencent_quote, what, detail);
}

// "v_sh600519", and for Hong Kong also the older "v_r_hk00700".
bool names_symbol(ProviderAnswer const& answer, std::string_view name) {
    for (std::string_view head : {"v_r_", "v_"})
        if (name.starts_with(head)) return is_spelling(answer, name.substr(head.size()));
    return false;
}

AssignedText find_quote(ProviderAnswer const& answer, std::string_view text) {
    auto const all = split_assignments(text);
    if (all.empty() || all.front().value.data() == nullptr)
        throw fault(text.starts_with("v_") ? AnswerFault::truncated : AnswerFault::shape,
                    "no quote");
    for (auto const& one : all) {
        if (!names_symbol(answer, one.name)) continue;
        if (!one.closed) throw fault(AnswerFault::truncated, "the quote is not closed");
        return one;
    }
    if (all.front().name == "v_pv_none_match")
        throw fault(AnswerFault::unknown_symbol, "none match");
    if (!all.back().closed) throw fault(AnswerFault::truncated, "ends before the symbol");
    throw fault(AnswerFault::wrong_symbol, fmt::format("asked for {}", answer.symbol.text()));
}

// "600519", "00700", "HSI", "AAPL.OQ".
void check_code(ProviderAnswer const& answer, std::string_view code) {
    auto const names = provider_symbols(answer.provider, answer.symbol, answer.instrument);
    auto wanted = std::string_view(names.front()).substr(2);
    bool const listed = answer.symbol.market() == market::Market::us && code.starts_with(wanted) &&
                        code.substr(wanted.size()).starts_with('.');
    if (code != wanted && !listed)
        throw fault(AnswerFault::wrong_symbol, "the code field is of another symbol");
}

struct When {
    std::optional<Date> date;
    std::optional<int> minute;
};

// "20260924161430", "2018/03/29 16:08:11", "2026-04-17 12:36:00".
When read_time(std::string_view text) {
    if (text.size() == 14) return {read_date(text.substr(0, 8)), read_minute(text.substr(8))};
    if (text.size() == 19) return {read_date(text.substr(0, 10)), read_minute(text.substr(11))};
    return {read_date(text), std::nullopt};
}

int volume_shift(market::Symbol const& symbol) {
    auto const code = symbol.code();
    bool const star = code.starts_with("688") || code.starts_with("689");
    return symbol.exchange() == market::Exchange::sh && star ? 0 : lot_shift(symbol);
}

// Price, volume and amount once more, the amount exact; field 37 has it in units of 10,000.
Cell mainland_amount(Fields const& fields) {
    auto const exact = split_fields(fields[35], '/');
    return exact.size() == 3 ? read_cell(exact[2], 0) : read_cell(fields[37], 4);
}

std::string_view stated_currency(Fields const& fields) {
    if (fields[35] == "USD" || fields[35] == "HKD") return fields[35];
    return fields.size() > 82 && (fields[82] == "CNY" || fields[82] == "USD") ? fields[82] : "";
}

void check_no_trade(Fields const& fields) {
    auto const zero = [&](std::size_t i) { return read_cell(fields[i], 0).value == 0; };
    if (zero(5) && zero(33) && zero(34))
        throw fault(AnswerFault::bad_row, "no trade in this session");
}

}  // namespace

ProviderAnswer parse_tencent_quote(AnswerRequest const& request, RawAnswer const& raw) {
    auto answer = new_answer(Provider::tencent_quote, request, AnswerKind::quote);
    answer.basis = market::PriceBasis::raw;
    auto const text = decode_answer(answer.provider, raw);
    check_status(answer.provider, raw.status);
    auto const quote = find_quote(answer, text);
    if (quote.value.empty()) throw fault(AnswerFault::unknown_symbol, "an empty quote");
    auto const fields = split_fields(quote.value, '~');
    if (fields.size() < fewest_fields)
        throw fault(AnswerFault::shape, fmt::format("{} fields", fields.size()));
    check_code(answer, fields[2]);
    answer.source_symbol = quote.name.substr(2);
    answer.name = fields[1];
    settle_currency(answer, stated_currency(fields));
    check_no_trade(fields);
    int const shift = volume_shift(answer.symbol);
    bool const mainland = answer.symbol.market() == market::Market::cn;
    set_scales(answer, shift, 0);
    RowCells cells;
    auto const when = read_time(fields[30]);
    cells.date = when.date;
    cells.close = read_cell(fields[3], 0);
    cells.previous_close = read_cell(fields[4], 0);
    cells.open = read_cell(fields[5], 0);
    cells.volume = read_cell(fields[mainland ? 6 : 36], shift);
    cells.high = read_cell(fields[33], 0);
    cells.low = read_cell(fields[34], 0);
    cells.amount = mainland ? mainland_amount(fields) : read_cell(fields[37], 0);
    if (mainland && fields.size() > 38) cells.turnover_pct = read_cell(fields[38], 0);
    if (when.date && when.minute) answer.as_of_us = utc_of(answer.symbol, *when.date, *when.minute);
    AnswerRows rows(answer, request, RowOrder::ascending);
    rows.take(cells, quote.value);
    rows.finish();
    return answer;
}

}  // namespace ec::marketdata
