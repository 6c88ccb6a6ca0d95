#include "wire_events.hpp"

namespace ec::wire {
namespace {

void date_member(JsonWriter& w, std::string_view name, std::optional<Date> const& date) {
    if (date) w.member(name, date->iso());
}

}  // namespace

void write_listing_state(JsonWriter& w, market::InstrumentState const& state) {
    w.key("listing").begin_object();
    date_member(w, "suspended_since", state.suspended_since);
    date_member(w, "delisting_since", state.delisting_since);
    date_member(w, "delisted_on", state.delisted_on);
    if (state.special_treatment) w.member("special_treatment", *state.special_treatment);
    w.text_member("former_code", state.former_code).text_member("next_code", state.next_code);
    date_member(w, "code_since", state.code_since);
    w.text_member("former_name", state.former_name);
    w.text_member("currency_before", state.currency_before);
    date_member(w, "currency_since", state.currency_since);
    w.end_object();
}

void write_events(JsonWriter& w, std::vector<marketdata::StoredEvent> const& events) {
    w.key("events").begin_array();
    for (auto const& [event, source] : events) {
        w.begin_object().member("kind", market::to_string(event.kind));
        w.member("effective_on", event.effective_on.iso());
        date_member(w, "announced_on", event.announced_on);
        w.text_member("from_value", event.from_value).text_member("to_value", event.to_value);
        w.text_member("source", source).end_object();
    }
    w.end_array();
}

std::string render_events(std::vector<workflows::ListingEvents> const& listings) {
    JsonWriter w;
    w.begin_object().key("items").begin_array();
    for (auto const& item : listings) {
        w.begin_object().member("symbol", item.symbol.text());
        write_listing_state(w, item.state);
        write_events(w, item.events);
        w.end_object();
    }
    w.end_array().end_object();
    return w.take();
}

std::string render_events_import(workflows::EventsImport const& report) {
    JsonWriter w;
    w.begin_object().member("symbol", report.symbol.text());
    w.member("rows_read", static_cast<std::int64_t>(report.rows_read));
    w.member("added", report.change.added).member("changed", report.change.changed);
    w.member("unchanged", report.change.unchanged).key("rejected").begin_array();
    for (auto const& row : report.rejected) {
        w.begin_object().member("line", static_cast<std::int64_t>(row.line));
        w.member("reason", row.reason).member("text", row.text).end_object();
    }
    return w.end_array().end_object().take();
}

}  // namespace ec::wire
