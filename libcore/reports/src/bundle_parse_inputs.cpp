#include "bundle_value.hpp"

#include <ec/base/math.hpp>

namespace ec::reports {
namespace {

// Columns are read without a Value for each of their numbers.
std::vector<double> parse_column(BundleValue const& value, std::size_t rows) {
    if (value.is_null() && rows > 0) return std::vector<double>(rows, nan_value());
    std::vector<double> column;
    column.reserve(rows);
    value.for_each([](BundleValue const&) {});
    for (auto const& node : value.node().items)
        column.push_back(node.kind == JsonKind::null ? nan_value()
                                                     : BundleValue(node, "").number());
    if (column.size() != rows) value.refuse("has not as many rows as dates");
    return column;
}

market::Bars parse_bars(BundleValue const& value) {
    market::Bars bars;
    value.at("date").for_each([&](BundleValue const& day) {
        bars.date.push_back(day.date());
        if (bars.size() > 1 && bars.date.end()[-2] >= bars.date.back())
            day.refuse("is not later than the row before");
    });
    auto const column = [&](std::string_view name) {
        return parse_column(value.at(name), bars.size());
    };
    bars.open = column("open");
    bars.high = column("high");
    bars.low = column("low");
    bars.close = column("close");
    bars.volume = column("volume");
    bars.amount = column("amount");
    bars.previous_close = column("previous_close");
    bars.turnover_pct = column("turnover_pct");
    auto const flags = value.at("flags");
    flags.for_each([&](BundleValue const& v) {
        bars.flags.push_back(static_cast<market::BarFlags>(v.integer(0, 0xFFFF)));
    });
    if (bars.flags.size() != bars.size()) flags.refuse("has not as many rows as dates");
    return bars;
}

market::Series parse_series(BundleValue const& value) {
    using market::ActionKind;
    market::Series series;
    series.symbol = value.at("symbol").word(market::Symbol::try_parse);
    series.source = value.at("source").text();
    series.basis = value.at("basis").word(market::parse_price_basis);
    if (auto const date = value.find("base_date")) series.base_date = date->date();
    series.currency = value.at("currency").text();
    series.sample = value.at("sample").boolean() ? 1 : 0;
    value.at("actions").for_each([&](BundleValue const& item) {
        market::CorporateAction action;
        action.ex_date = item.at("ex_date").date();
        action.kind = item.at("kind").word(between(ActionKind::dividend, ActionKind::rights));
        action.a = item.at("a").number();
        action.b = item.at("b").number();
        action.note = item.at("note").text();
        series.actions.push_back(std::move(action));
    });
    series.bars = parse_bars(value.at("bars"));
    return series;
}

std::optional<analysis::SessionKind> parse_session_kind(std::string_view text) {
    for (auto const kind : {analysis::SessionKind::regular, analysis::SessionKind::half_day})
        if (session_kind_name(kind) == text) return kind;
    return std::nullopt;
}

market::InstrumentEvent parse_event(BundleValue const& value) {
    market::InstrumentEvent event;
    event.kind = value.at("kind").word(market::parse_event_kind);
    event.effective_on = value.at("effective_on").date();
    if (auto const day = value.find("announced_on")) event.announced_on = day->date();
    event.from_value = value.optional_text("from_value");
    event.to_value = value.optional_text("to_value");
    if (auto const problem = market::check_event(event); !problem.empty())
        value.refuse("is no event (" + std::string(problem) + ")");
    return event;
}

analysis::InstrumentInfo parse_instrument(BundleValue const& value) {
    analysis::InstrumentInfo instrument;
    instrument.name_en = value.optional_text("name_en");
    instrument.name_zh = value.optional_text("name_zh");
    instrument.industry_en = value.optional_text("industry_en");
    instrument.industry_zh = value.optional_text("industry_zh");
    instrument.exchange_name = value.optional_text("exchange_name");
    instrument.kind = value.at("kind").word(market::parse_instrument_kind);
    if (auto const lot = value.find("board_lot")) instrument.board_lot = lot->int32();
    instrument.other_counter = value.optional_text("other_counter");
    if (auto const kind = value.find("session_kind"))
        instrument.session_kind = kind->word(parse_session_kind);
    instrument.delisting_period = value.at("delisting_period").boolean();
    value.at("events").for_each(
        [&](BundleValue const& item) { instrument.events.push_back(parse_event(item)); });
    return instrument;
}

market::FiledFact parse_filing(BundleValue const& value) {
    market::FiledFact fact;
    fact.tag = value.at("tag").text();
    fact.unit = value.at("unit").text();
    if (auto const start = value.find("start")) fact.start = start->date();
    fact.end = value.at("end").date();
    fact.accession = value.at("accession").text();
    fact.form = value.at("form").text();
    fact.filed = value.at("filed").date();
    fact.value = value.at("value").number();
    return fact;
}

}  // namespace

ReportInputs parse_inputs(BundleValue const& value) {
    ReportInputs inputs;
    inputs.as_of = value.at("as_of").date();
    inputs.instrument = parse_instrument(value.at("instrument"));
    value.at("filings").for_each(
        [&](BundleValue const& item) { inputs.filings.push_back(parse_filing(item)); });
    inputs.symbol = parse_series(value.at("symbol"));
    if (auto const benchmark = value.at("benchmark"); !benchmark.is_null())
        inputs.benchmark = parse_series(benchmark);
    return inputs;
}

}  // namespace ec::reports
