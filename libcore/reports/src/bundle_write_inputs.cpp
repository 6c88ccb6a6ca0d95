#include "bundle.hpp"

#include <ec/base/json_writer.hpp>

#include <algorithm>
#include <cmath>

namespace ec::reports {
namespace {

void write_column(JsonWriter& json, std::string_view name, std::vector<double> const& column) {
    json.key(name);
    bool const given = std::ranges::any_of(column, [](double v) { return !std::isnan(v); });
    if (!given && !column.empty()) {
        json.null();
        return;
    }
    json.begin_array();
    for (double const value : column) json.value(value);
    json.end_array();
}

void write_bars(JsonWriter& json, market::Bars const& bars) {
    json.begin_object();
    json.key("date");
    json.begin_array();
    for (auto const day : bars.date) json.value(day.iso());
    json.end_array();
    write_column(json, "open", bars.open);
    write_column(json, "high", bars.high);
    write_column(json, "low", bars.low);
    write_column(json, "close", bars.close);
    write_column(json, "volume", bars.volume);
    write_column(json, "amount", bars.amount);
    write_column(json, "previous_close", bars.previous_close);
    write_column(json, "turnover_pct", bars.turnover_pct);
    json.key("flags");
    json.begin_array();
    for (auto const flags : bars.flags) json.value(flags);
    json.end_array();
    json.end_object();
}

void write_actions(JsonWriter& json, std::vector<market::CorporateAction> const& actions) {
    json.begin_array();
    for (auto const& action : actions) {
        json.begin_object();
        json.member("ex_date", action.ex_date.iso());
        json.member("kind", market::to_string(action.kind));
        json.member("a", action.a);
        json.member("b", action.b);
        json.member("note", action.note);
        json.end_object();
    }
    json.end_array();
}

void write_series(JsonWriter& json, market::Series const& series) {
    json.begin_object();
    json.member("symbol", series.symbol.text());
    json.member("source", series.source);
    json.member("basis", market::to_string(series.basis));
    if (series.base_date) json.member("base_date", series.base_date->iso());
    json.member("currency", series.currency);
    json.member("sample", series.sample != 0);
    json.key("actions");
    write_actions(json, series.actions);
    json.key("bars");
    write_bars(json, series.bars);
    json.end_object();
}

void write_events(JsonWriter& json, std::vector<market::InstrumentEvent> const& events) {
    json.begin_array();
    for (auto const& event : events) {
        json.begin_object();
        json.member("kind", market::to_string(event.kind));
        json.member("effective_on", event.effective_on.iso());
        if (event.announced_on) json.member("announced_on", event.announced_on->iso());
        json.text_member("from_value", event.from_value);
        json.text_member("to_value", event.to_value);
        json.end_object();
    }
    json.end_array();
}

void write_instrument(JsonWriter& json, analysis::InstrumentInfo const& instrument) {
    json.begin_object();
    json.text_member("name_en", instrument.name_en);
    json.text_member("name_zh", instrument.name_zh);
    json.text_member("industry_en", instrument.industry_en);
    json.text_member("industry_zh", instrument.industry_zh);
    json.text_member("exchange_name", instrument.exchange_name);
    json.member("kind", market::to_string(instrument.kind));
    if (instrument.board_lot) json.member("board_lot", *instrument.board_lot);
    json.text_member("other_counter", instrument.other_counter);
    if (instrument.session_kind)
        json.member("session_kind", session_kind_name(*instrument.session_kind));
    json.member("delisting_period", instrument.delisting_period);
    json.key("events");
    write_events(json, instrument.events);
    json.end_object();
}

void write_filings(JsonWriter& json, std::vector<market::FiledFact> const& filings) {
    json.begin_array();
    for (auto const& fact : filings) {
        json.begin_object();
        json.text_member("tag", fact.tag);
        json.text_member("unit", fact.unit);
        if (fact.start) json.member("start", fact.start->iso());
        json.member("end", fact.end.iso());
        json.text_member("accession", fact.accession);
        json.text_member("form", fact.form);
        json.member("filed", fact.filed.iso());
        json.member("value", fact.value);
        json.end_object();
    }
    json.end_array();
}

}  // namespace

std::string_view session_kind_name(analysis::SessionKind kind) noexcept {
    return kind == analysis::SessionKind::half_day ? "half_day" : "regular";
}

std::string render_inputs(ReportInputs const& inputs) {
    JsonWriter json;
    json.begin_object();
    json.member("as_of", inputs.as_of.iso());
    json.key("instrument");
    write_instrument(json, inputs.instrument);
    json.key("filings");
    write_filings(json, inputs.filings);
    json.key("symbol");
    write_series(json, inputs.symbol);
    json.key("benchmark");
    if (inputs.benchmark)
        write_series(json, *inputs.benchmark);
    else
        json.null();
    json.end_object();
    return json.take();
}

}  // namespace ec::reports
