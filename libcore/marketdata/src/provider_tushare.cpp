// Tushare Pro daily, index_daily and fund_daily: a table with named columns, newest row first;
// volume in lots of 100, amount in thousand yuan, prices unadjusted.
#include <provider_parsing.hpp>

#include <fmt/format.h>

namespace ec::marketdata {
namespace {

using Kind = JsonValue::Kind;

constexpr int volume_shift = 2;
constexpr int amount_shift = 3;

Error fault(AnswerFault what, std::string_view detail) {
    return answer_error(Provider::tushare, what, detail);
}

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

// Older servers answer every refusal with 2002, so that the words decide first.
void check_code(JsonValue const& root) {
    auto const code = whole_number(root.find("code"));
    if (!code) throw fault(AnswerFault::shape, "no code");
    if (*code == 0) return;
    auto const words = root.text_of("msg");
    auto const detail = fmt::format("code {}", *code);
    if (*code == 40203 || contains(words, "最多访问") || contains(words, "每分钟"))
        throw fault(AnswerFault::rate_limited, detail);
    if (*code == 40101 || contains(words, "token")) throw fault(AnswerFault::bad_key, detail);
    if (*code == 2002) throw fault(AnswerFault::no_permission, detail);
    throw fault(AnswerFault::shape, detail);
}

class Table {
  public:
    explicit Table(JsonValue const& fields) : fields_(fields) {}

    [[nodiscard]] std::optional<std::size_t> column(std::string_view name) const {
        for (std::size_t i = 0; i < fields_.items.size(); ++i)
            if (fields_.items[i].text == name) return i;
        return std::nullopt;
    }
    [[nodiscard]] JsonValue const* at(JsonValue const& row, std::string_view name) const {
        auto const index = column(name);
        return index && *index < row.items.size() ? &row.items[*index] : nullptr;
    }

  private:
    JsonValue const& fields_;
};

void take_row(ProviderAnswer& answer, AnswerRows& rows, Table const& table, JsonValue const& row) {
    auto const* code = table.at(row, "ts_code");
    auto const* date = table.at(row, "trade_date");
    if (!row.is(Kind::array) || code == nullptr || date == nullptr)
        return rows.reject("row.columns", row_text(row));
    require_symbol(answer, code->text);
    RowCells cells;
    cells.date = read_date(date->text);
    cells.open = read_cell(table.at(row, "open"), 0);
    cells.high = read_cell(table.at(row, "high"), 0);
    cells.low = read_cell(table.at(row, "low"), 0);
    cells.close = read_cell(table.at(row, "close"), 0);
    cells.volume = read_cell(table.at(row, "vol"), volume_shift);
    cells.amount = read_cell(table.at(row, "amount"), amount_shift);
    cells.previous_close = read_cell(table.at(row, "pre_close"), 0);
    rows.take(cells, row_text(row));
}

}  // namespace

ProviderAnswer parse_tushare(AnswerRequest const& request, RawAnswer const& raw) {
    auto answer = new_answer(Provider::tushare, request, AnswerKind::bars);
    answer.basis = market::PriceBasis::raw;
    auto const text = decode_answer(answer.provider, raw);
    auto const root = parse_json_answer(answer.provider, text);
    check_status(answer.provider, raw.status);
    check_code(root);
    auto const* data = root.find("data");
    auto const* fields = data == nullptr ? nullptr : data->find("fields");
    auto const* items = data == nullptr ? nullptr : data->find("items");
    if (fields == nullptr || items == nullptr || !items->is(Kind::array))
        throw fault(AnswerFault::shape, "no fields or items");
    Table const table(*fields);
    for (std::string_view name : {"ts_code", "trade_date", "open", "high", "low", "close"})
        if (!table.column(name)) throw fault(AnswerFault::shape, "a column is missing");
    settle_currency(answer, "");
    set_scales(answer, volume_shift, amount_shift);
    AnswerRows rows(answer, request, RowOrder::as_first_two_rows);
    for (auto const& row : items->items) take_row(answer, rows, table, row);
    rows.finish();
    auto const* more = data->find("has_more");
    if (more != nullptr && more->text == "true")
        note(answer, "rows.more", "the source holds back older rows of this request");
    return answer;
}

}  // namespace ec::marketdata
