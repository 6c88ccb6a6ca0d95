#pragma once

#include <ec/base/json_writer.hpp>
#include <ec/workflows/instrument_events.hpp>

#include <string>
#include <vector>

namespace ec::wire {

/// Members "listing" and "events" of an open object.
void write_listing_state(JsonWriter& w, market::InstrumentState const& state);
void write_events(JsonWriter& w, std::vector<marketdata::StoredEvent> const& events);

[[nodiscard]] std::string render_events(std::vector<workflows::ListingEvents> const& listings);
[[nodiscard]] std::string render_events_import(workflows::EventsImport const& report);

}  // namespace ec::wire
