#include "wire.hpp"
#include "wire_events.hpp"

#include <ec/base/json_writer.hpp>

namespace ec::wire {
namespace {

void optional_date(JsonWriter& w, std::string_view name, std::optional<Date> const& date) {
    w.key(name);
    if (date)
        w.value(date->iso());
    else
        w.null();
}

void series_members(JsonWriter& w, marketdata::SeriesInfo const& info) {
    w.member("series_id", info.id).member("symbol", info.symbol.text());
    w.member("source", info.source).member("basis", market::to_string(info.basis));
    optional_date(w, "base_date", info.base_date);
    w.member("sample", info.sample == 1).member("shown", info.shown == 1);
    w.member("bars", info.bars).member("revision", info.revision);
    optional_date(w, "first_date", info.first_date);
    optional_date(w, "last_date", info.last_date);
}

void comparison(JsonWriter& w, workflows::SourceComparison const& item) {
    w.begin_object().member("symbol", item.symbol).member("first", item.first);
    w.member("second", item.second);
    optional_date(w, "from", item.result.from);
    optional_date(w, "to", item.result.to);
    w.member("sessions", static_cast<std::int64_t>(item.result.sessions));
    w.member("only_first", static_cast<std::int64_t>(item.result.only_first));
    w.member("only_second", static_cast<std::int64_t>(item.result.only_second));
    w.member("volume_ratio", item.result.volume_ratio);
    w.key("disagreements").begin_array();
    for (auto const& row : item.result.disagreements) {
        w.begin_object().member("date", row.date.iso());
        w.member("field", market::to_string(row.field)).member("first", row.first);
        w.member("second", row.second).end_object();
    }
    w.end_array().end_object();
}

}  // namespace

std::string render_data_status(std::vector<workflows::SeriesStatus> const& series) {
    JsonWriter w;
    w.begin_object().key("items").begin_array();
    for (auto const& item : series) {
        w.begin_object();
        series_members(w, item.info);
        optional_date(w, "last_complete_session", item.last_complete_session);
        w.key("sessions_behind");
        if (item.sessions_behind)
            w.value(*item.sessions_behind);
        else
            w.null();
        write_listing_state(w, item.state);
        w.end_object();
    }
    w.end_array().end_object();
    return w.take();
}

std::string render_data_check(workflows::DataCheck const& check) {
    JsonWriter w;
    w.begin_object().member("problem", check.has_problem()).key("series").begin_array();
    for (auto const& item : check.series) {
        w.begin_object();
        series_members(w, item.info);
        w.key("units").begin_object().member("verdict", market::to_string(item.units.verdict));
        w.member("tested", static_cast<std::int64_t>(item.units.tested));
        w.member("inside", static_cast<std::int64_t>(item.units.inside)).end_object();
        w.key("findings").begin_array();
        for (auto const& finding : item.findings) {
            w.begin_object().member("what", finding.what);
            w.member("problem", finding.severity == workflows::Severity::problem);
            w.member("count", static_cast<std::int64_t>(finding.count));
            w.key("dates").begin_array();
            for (auto const day : finding.dates) w.value(day.iso());
            w.end_array().member("remedy", finding.remedy).end_object();
        }
        w.end_array().end_object();
    }
    w.end_array().key("comparisons").begin_array();
    for (auto const& item : check.comparisons) comparison(w, item);
    w.end_array().end_object();
    return w.take();
}

}  // namespace ec::wire
