// Tencent kline: rows of date, open, CLOSE, high, low, volume; the key says what was adjusted.
#include <provider_parsing.hpp>

#include <array>
#include <utility>

#include <fmt/format.h>

namespace ec::marketdata {
namespace {

using Kind = JsonValue::Kind;

Error fault(AnswerFault what, std::string_view detail) {
    return answer_error(Provider::tencent_kline, what, detail);
}

int volume_shift(market::Symbol const& symbol) {
    auto const code = symbol.code();
    bool const star = code.starts_with("688") || code.starts_with("689");
    return symbol.exchange() == market::Exchange::sh && star ? 0 : lot_shift(symbol);
}

JsonValue const& block_of(ProviderAnswer& answer, JsonValue const& root) {
    auto const* code = root.find("code");
    if (code != nullptr && code->text != "0") throw fault(AnswerFault::shape, "code is not 0");
    auto const* data = root.find("data");
    if (data == nullptr || (!data->is(Kind::object) && !data->is(Kind::array)))
        throw fault(AnswerFault::shape, "no data");
    if (data->items.empty()) throw fault(AnswerFault::unknown_symbol, "data is empty");
    for (std::size_t i = 0; i < data->keys.size(); ++i)
        if (is_spelling(answer, data->keys[i])) {
            answer.source_symbol = data->keys[i];
            return data->items[i];
        }
    throw fault(AnswerFault::wrong_symbol, fmt::format("asked for {}", answer.symbol.text()));
}

std::string_view text_at(JsonValue const* list, std::size_t index) {
    if (list == nullptr || index >= list->items.size()) return "";
    auto const& item = list->items[index];
    return item.is(Kind::string) ? std::string_view(item.text) : std::string_view();
}

// Cash per ten shares beside the words that say so and nothing else ("10派2.49元"): a bonus or
// rights issue of the same day would change the price too.
void take_event(ProviderAnswer& answer, JsonValue const& event, std::optional<Date> row_date) {
    auto const content = event.text_of("FHcontent");
    if (event.items.empty() || content.empty()) return;
    auto const cash = event.text_of("fh_sh");
    auto const ex_date = read_date(event.text_of("cqr"));
    auto const per_share = read_cell(cash, -1);
    bool const only_cash = content == fmt::format("10派{}元", cash);
    if (!only_cash || !ex_date || ex_date != row_date || !(per_share.value > 0))
        return note(answer, "event.not_read", "a distribution that is not cash alone");
    answer.actions.push_back({*ex_date, market::ActionKind::dividend, per_share.value});
}

void take_row(ProviderAnswer& answer, AnswerRows& rows, JsonValue const& row, int shift) {
    auto const text = row_text(row);
    if (!row.is(Kind::array) || row.items.size() < 6) return rows.reject("row.columns", text);
    RowCells cells;
    cells.date = read_date(text_at(&row, 0));
    cells.open = cell_at(row, 1, 0);
    cells.close = cell_at(row, 2, 0);
    cells.high = cell_at(row, 3, 0);
    cells.low = cell_at(row, 4, 0);
    cells.volume = cell_at(row, 5, shift);
    bool const extended = row.items.size() > 8 && row.items[6].is(Kind::object);
    if (extended) {
        cells.turnover_pct = cell_at(row, 7, 0);
        cells.amount = cell_at(row, 8, 4);
    }
    auto const before = answer.bars.size();
    rows.take(cells, text);
    bool const taken = answer.bars.size() > before;
    if (taken && row.items.size() > 6 && row.items[6].is(Kind::object))
        take_event(answer, row.items[6], cells.date);
}

// The quote beside the rows tells name and time.
void take_quote(ProviderAnswer& answer, JsonValue const& block) {
    auto const* quotes = block.find("qt");
    auto const* quote = quotes == nullptr ? nullptr : quotes->find(answer.source_symbol);
    answer.name = text_at(quote, 1);
    auto const time = text_at(quote, 30);
    auto const compact = time.size() == 14;
    if (!compact && time.size() != 19) return;
    auto const date = read_date(time.substr(0, compact ? 8 : 10));
    auto const minute = read_minute(time.substr(compact ? 8 : 11));
    if (date && minute) answer.as_of_us = utc_of(answer.symbol, *date, *minute);
}

}  // namespace

ProviderAnswer parse_tencent_kline(AnswerRequest const& request, RawAnswer const& raw) {
    auto answer = new_answer(Provider::tencent_kline, request, AnswerKind::bars);
    auto const text = decode_answer(answer.provider, raw);
    auto const root = parse_json_answer(answer.provider, text);
    check_status(answer.provider, raw.status);
    auto const& block = block_of(answer, root);
    using Named = std::pair<std::string_view, market::PriceBasis>;
    constexpr std::array keys{Named{"qfqday", market::PriceBasis::adjusted},
                              Named{"hfqday", market::PriceBasis::adjusted},
                              Named{"day", market::PriceBasis::raw}};
    JsonValue const* found = nullptr;
    for (auto const& [key, basis] : keys) {
        found = block.find(key);
        if (found == nullptr) continue;
        answer.basis = basis;
        break;
    }
    if (found == nullptr || !found->is(Kind::array)) throw fault(AnswerFault::shape, "no rows");
    settle_currency(answer, "");
    take_quote(answer, block);
    int const shift = volume_shift(answer.symbol);
    set_scales(answer, shift, 4);
    AnswerRows rows(answer, request, RowOrder::ascending);
    for (auto const& row : found->items) take_row(answer, rows, row, shift);
    rows.finish();
    if (answer.basis == market::PriceBasis::raw && request.basis != market::PriceBasis::raw)
        note(answer, "basis.raw", "nothing was adjusted, although adjusted prices were asked for");
    return answer;
}

}  // namespace ec::marketdata
