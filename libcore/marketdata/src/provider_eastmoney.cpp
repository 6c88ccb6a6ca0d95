// Eastmoney kline: one string a day, close before high and low; mainland volume in lots of 100.
#include <assigned_text.hpp>
#include <provider_parsing.hpp>

#include <fmt/format.h>

namespace ec::marketdata {
namespace {

using Kind = JsonValue::Kind;

constexpr std::size_t columns = 11;

Error fault(AnswerFault what, std::string_view detail) {
    return answer_error(Provider::eastmoney_kline, what, detail);
}

void take_line(AnswerRows& rows, std::string_view line, int volume_shift) {
    auto const cells = split_fields(line, ',');
    if (cells.size() < 7 || cells.size() > columns) return rows.reject("row.columns", line);
    RowCells row;
    row.date = read_date(cells[0]);
    row.open = read_cell(cells[1], 0);
    row.close = read_cell(cells[2], 0);
    row.high = read_cell(cells[3], 0);
    row.low = read_cell(cells[4], 0);
    row.volume = read_cell(cells[5], volume_shift);
    row.amount = read_cell(cells[6], 0);
    if (cells.size() == columns) row.turnover_pct = read_cell(cells[10], 0);
    rows.take(row, line);
}

}  // namespace

ProviderAnswer parse_eastmoney(AnswerRequest const& request, RawAnswer const& raw) {
    auto answer = new_answer(Provider::eastmoney_kline, request, AnswerKind::bars);
    auto const text = decode_answer(answer.provider, raw);
    auto const root = parse_json_answer(answer.provider, text);
    check_status(answer.provider, raw.status);
    auto const* data = root.find("data");
    if (data == nullptr) throw fault(AnswerFault::shape, "no data");
    if (data->is(Kind::null)) throw fault(AnswerFault::unknown_symbol, "data is null");
    auto const* market_code = data->find("market");
    auto const* klines = data->find("klines");
    if (market_code == nullptr || klines == nullptr || !klines->is(Kind::array))
        throw fault(AnswerFault::shape, "no market or klines");
    require_symbol(answer, fmt::format("{}.{}", market_code->text, data->text_of("code")));
    answer.name = data->text_of("name");
    answer.exchange = market_code->text;
    settle_currency(answer, "");
    int const volume_shift = lot_shift(answer.symbol);
    set_scales(answer, volume_shift, 0);
    AnswerRows rows(answer, request, RowOrder::ascending);
    for (auto const& line : klines->items)
        line.is(Kind::string) ? take_line(rows, line.text, volume_shift)
                              : rows.reject("row.columns", line.text);
    rows.finish();
    return answer;
}

}  // namespace ec::marketdata
