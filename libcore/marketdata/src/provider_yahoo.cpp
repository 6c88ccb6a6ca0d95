// Yahoo chart v8: columns beside a list of timestamps; prices split-adjusted, volume in shares.
#include <provider_parsing.hpp>

#include <algorithm>

#include <fmt/format.h>

namespace ec::marketdata {
namespace {

using Kind = JsonValue::Kind;

Error fault(AnswerFault what, std::string_view detail) {
    return answer_error(Provider::yahoo, what, detail);
}

[[noreturn]] void throw_stated(JsonValue const& error) {
    auto const code = error.text_of("code");
    if (code == "Not Found") throw fault(AnswerFault::unknown_symbol, "chart.error Not Found");
    if (code == "Unauthorized") throw fault(AnswerFault::no_permission, "chart.error");
    if (code == "Too Many Requests") throw fault(AnswerFault::rate_limited, "chart.error");
    if (code == "Bad Request") throw fault(AnswerFault::empty, "chart.error Bad Request");
    throw fault(AnswerFault::shape, "chart.error of another kind");
}

JsonValue const& first_result(JsonValue const& root, int status) {
    auto const* outer = root.find("chart");
    // A refusal before the chart service answers under the name of the gateway.
    if (outer == nullptr) outer = root.find("finance");
    if (outer == nullptr || !outer->is(Kind::object)) {
        check_status(Provider::yahoo, status);
        throw fault(AnswerFault::shape, "no chart");
    }
    if (auto const* error = outer->find("error"); error != nullptr && error->is(Kind::object))
        throw_stated(*error);
    check_status(Provider::yahoo, status);
    auto const* result = outer->find("result");
    if (result == nullptr || !result->is(Kind::array) || result->items.empty())
        throw fault(AnswerFault::shape, "no chart.result");
    return result->items.front();
}

struct Columns {
    JsonValue const* timestamp = nullptr;
    JsonValue const* open = nullptr;
    JsonValue const* high = nullptr;
    JsonValue const* low = nullptr;
    JsonValue const* close = nullptr;
    JsonValue const* volume = nullptr;
    JsonValue const* adjusted = nullptr;  // null pointer when there is none
};

JsonValue const* only_item(JsonValue const* indicators, std::string_view name) {
    auto const* list = indicators == nullptr ? nullptr : indicators->find(name);
    if (list == nullptr || !list->is(Kind::array) || list->items.size() != 1) return nullptr;
    return list->items.front().is(Kind::object) ? &list->items.front() : nullptr;
}

Columns columns_of(JsonValue const& result) {
    Columns columns;
    columns.timestamp = result.find("timestamp");
    auto const* indicators = result.find("indicators");
    auto const* quote = only_item(indicators, "quote");
    if (columns.timestamp == nullptr) {
        bool const figures = quote != nullptr && !quote->items.empty();
        if (figures) throw fault(AnswerFault::shape, "figures without timestamps");
        throw fault(AnswerFault::empty, "no timestamp");
    }
    if (quote == nullptr) throw fault(AnswerFault::shape, "no quote");
    columns.open = quote->find("open");
    columns.high = quote->find("high");
    columns.low = quote->find("low");
    columns.close = quote->find("close");
    columns.volume = quote->find("volume");
    auto const rows = columns.timestamp->items.size();
    for (auto const* column : {columns.timestamp, columns.open, columns.high, columns.low,
                               columns.close, columns.volume})
        if (column == nullptr || !column->is(Kind::array) || column->items.size() != rows)
            throw fault(AnswerFault::shape, "columns of different length");
    if (auto const* adjusted = only_item(indicators, "adjclose")) {
        columns.adjusted = adjusted->find("adjclose");
        if (columns.adjusted != nullptr && columns.adjusted->items.size() != rows)
            throw fault(AnswerFault::shape, "adjclose of another length");
    }
    return columns;
}

// Seconds since 1970 of a year that a date can have.
std::optional<Micros> moment(JsonValue const* value) {
    auto const seconds = whole_number(value);
    constexpr std::int64_t limit = 100'000'000'000;
    if (!seconds || *seconds < -limit || *seconds > limit) return std::nullopt;
    return *seconds * micros_per_second;
}

std::optional<Date> local_date(market::Symbol const& symbol, JsonValue const* value) {
    auto const at_us = moment(value);
    if (!at_us) return std::nullopt;
    return market::to_local(market::zone_of(symbol.market()), *at_us).date;
}

void take_rows(ProviderAnswer& answer, AnswerRequest const& request, Columns const& columns) {
    AnswerRows rows(answer, request, RowOrder::ascending);
    auto const item = [](JsonValue const* column, std::size_t i) { return &column->items[i]; };
    auto const shown = [](JsonValue const* value) {
        return value->is(Kind::null) ? std::string_view("null") : std::string_view(value->text);
    };
    for (std::size_t i = 0; i < columns.timestamp->items.size(); ++i) {
        RowCells cells;
        cells.date = local_date(answer.symbol, item(columns.timestamp, i));
        cells.open = read_cell(item(columns.open, i), 0);
        cells.high = read_cell(item(columns.high, i), 0);
        cells.low = read_cell(item(columns.low, i), 0);
        cells.close = read_cell(item(columns.close, i), 0);
        cells.volume = read_cell(item(columns.volume, i), 0);
        if (columns.adjusted != nullptr)
            cells.adjusted_close = read_cell(item(columns.adjusted, i), 0);
        rows.take(cells, fmt::format("{},{},{},{},{},{}", shown(item(columns.timestamp, i)),
                                     shown(item(columns.open, i)), shown(item(columns.high, i)),
                                     shown(item(columns.low, i)), shown(item(columns.close, i)),
                                     shown(item(columns.volume, i))));
    }
    rows.finish();
}

void take_dividends(ProviderAnswer& answer, JsonValue const& events) {
    auto const* dividends = events.find("dividends");
    if (dividends == nullptr) return;
    for (auto const& event : dividends->items) {
        auto const date = local_date(answer.symbol, event.find("date"));
        auto const amount = read_cell(event.find("amount"), 0);
        if (date && amount.value > 0)
            answer.actions.push_back({*date, market::ActionKind::dividend, amount.value});
        else
            note(answer, "event.not_read", "a dividend without date or amount");
    }
}

void take_splits(ProviderAnswer& answer, JsonValue const& events) {
    auto const* splits = events.find("splits");
    if (splits == nullptr) return;
    for (auto const& event : splits->items) {
        auto const date = local_date(answer.symbol, event.find("date"));
        double const ratio = read_cell(event.find("numerator"), 0).value /
                             read_cell(event.find("denominator"), 0).value;
        if (date && ratio > 0 && ratio < 1e6)
            answer.actions.push_back({*date, market::ActionKind::split, ratio});
        else
            note(answer, "event.not_read", "a split without date or ratio");
    }
}

// Its newest row is live until the regular session that the answer describes is over.
void mark_live_row(ProviderAnswer& answer, JsonValue const& meta) {
    auto const* period = meta.find("currentTradingPeriod");
    auto const* regular = period == nullptr ? nullptr : period->find("regular");
    if (regular == nullptr || !answer.as_of_us) return;
    auto const start = moment(regular->find("start"));
    auto const end = moment(regular->find("end"));
    if (!start || !end) return;
    auto const zone = market::zone_of(answer.symbol.market());
    bool const its_session = market::to_local(zone, *start).date == answer.bars.date.back() &&
                             *answer.as_of_us >= *start;
    auto const bit = static_cast<market::BarFlags>(market::BarFlag::partial);
    if (!its_session) return;
    // Known better than by the usual hours: half days end early.
    auto& flags = answer.bars.flags.back();
    flags = static_cast<market::BarFlags>(*answer.as_of_us < *end ? flags | bit : flags & ~bit);
}

}  // namespace

ProviderAnswer parse_yahoo(AnswerRequest const& request, RawAnswer const& raw) {
    auto answer = new_answer(Provider::yahoo, request, AnswerKind::bars);
    answer.basis = market::PriceBasis::split_adjusted;
    auto const text = decode_answer(Provider::yahoo, raw);
    auto const root = parse_json_answer(Provider::yahoo, text);
    auto const& result = first_result(root, raw.status);
    auto const* meta = result.find("meta");
    if (meta == nullptr) throw fault(AnswerFault::shape, "no meta");
    require_symbol(answer, meta->text_of("symbol"));
    auto const granularity = meta->text_of("dataGranularity");
    if (!granularity.empty() && granularity != "1d" && result.find("timestamp") != nullptr)
        throw fault(AnswerFault::shape, "not daily");
    answer.name = meta->text_of("longName");
    if (answer.name.empty()) answer.name = meta->text_of("shortName");
    answer.exchange = meta->text_of("exchangeName");
    settle_currency(answer, meta->text_of("currency"));
    auto const zone = market::to_string(market::zone_of(answer.symbol.market()));
    if (auto const stated = meta->text_of("exchangeTimezoneName");
        !stated.empty() && stated != zone)
        note(answer, "zone.differs", "not the one of the market");
    answer.as_of_us = moment(meta->find("regularMarketTime"));
    take_rows(answer, request, columns_of(result));
    mark_live_row(answer, *meta);
    if (auto const* events = result.find("events")) {
        take_dividends(answer, *events);
        take_splits(answer, *events);
        std::ranges::stable_sort(
            answer.actions, [](auto const& a, auto const& b) { return a.ex_date < b.ex_date; });
    }
    return answer;
}

}  // namespace ec::marketdata
