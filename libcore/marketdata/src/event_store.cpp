#include <ec/marketdata/event_store.hpp>

#include <ec/db/database.hpp>
#include <ec/marketdata/instruments.hpp>

#include <map>
#include <utility>

namespace ec::marketdata {
namespace {

using market::InstrumentEvent;

constexpr char const* select_sql =
    "SELECT kind, effective_on, announced_on, from_value, to_value, source "
    "FROM instrument_events WHERE symbol_id = $1 ORDER BY effective_on, kind";
constexpr char const* symbols_sql =
    "SELECT DISTINCT symbol_id FROM instrument_events ORDER BY symbol_id";
constexpr char const* upsert_sql =
    "INSERT INTO instrument_events (symbol_id, kind, effective_on, announced_on, from_value, "
    "to_value, source, imported_at_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) "
    "ON CONFLICT (symbol_id, kind, effective_on) DO UPDATE SET "
    "announced_on = excluded.announced_on, from_value = excluded.from_value, "
    "to_value = excluded.to_value, source = excluded.source, "
    "imported_at_us = excluded.imported_at_us";

Date date_of(std::int64_t days) { return Date(static_cast<std::int32_t>(days)); }

std::vector<StoredEvent> read_events(db::Transaction& transaction, market::Symbol const& symbol) {
    std::vector<StoredEvent> events;
    for (auto const row : transaction.query(select_sql, symbol.text())) {
        auto const kind = market::parse_event_kind(row.text(0));
        if (!kind) continue;
        InstrumentEvent event;
        event.kind = *kind;
        event.effective_on = date_of(row.integer(1));
        if (auto const announced = row.find_integer(2)) event.announced_on = date_of(*announced);
        event.from_value = row.text(3);
        event.to_value = row.text(4);
        events.push_back({std::move(event), std::string(row.text(5))});
    }
    return events;
}

std::optional<std::int64_t> days_of(std::optional<Date> const& date) {
    return date ? std::optional<std::int64_t>(date->days()) : std::nullopt;
}

void ensure_new_code(db::Transaction& transaction, InstrumentEvent const& event,
                     std::string_view source) {
    if (event.kind != market::EventKind::code_change) return;
    if (auto const symbol = market::Symbol::try_parse(event.to_value))
        Instruments::ensure(transaction, *symbol, source);
}

}  // namespace

EventsChange EventStore::import(CallContext const& context, market::Symbol const& symbol,
                                std::span<InstrumentEvent const> events, std::string_view source) {
    return db::run_write(database_, context, [&](db::Transaction& transaction) {
        Instruments::ensure(transaction, symbol, source);
        std::map<std::pair<market::EventKind, Date>, InstrumentEvent> stored;
        for (auto& [event, from] : read_events(transaction, symbol))
            stored.emplace(std::pair(event.kind, event.effective_on), std::move(event));
        EventsChange change;
        for (auto const& event : events) {
            std::pair const key(event.kind, event.effective_on);
            auto const known = stored.find(key);
            if (known != stored.end() && known->second == event) {
                ++change.unchanged;
                continue;
            }
            ensure_new_code(transaction, event, source);
            transaction.execute(upsert_sql, symbol.text(), market::to_string(event.kind),
                                event.effective_on.days(), days_of(event.announced_on),
                                event.from_value, event.to_value, source, transaction.now_us());
            ++(known == stored.end() ? change.added : change.changed);
            stored.insert_or_assign(key, event);
        }
        return change;
    });
}

std::vector<StoredEvent> EventStore::list(CallContext const& context,
                                          market::Symbol const& symbol) const {
    auto transaction = database_.begin_read(context);
    return read_events(transaction, symbol);
}

std::vector<market::Symbol> EventStore::symbols(CallContext const& context) const {
    auto transaction = database_.begin_read(context);
    std::vector<market::Symbol> symbols;
    for (auto const row : transaction.query(symbols_sql))
        symbols.push_back(market::Symbol::parse(row.text(0)));
    return symbols;
}

std::vector<InstrumentEvent> EventStore::load(CallContext const& context,
                                              market::Symbol const& symbol, Date day) const {
    std::vector<InstrumentEvent> events;
    for (auto& stored : list(context, symbol)) events.push_back(std::move(stored.event));
    return market::events_known_by(events, day);
}

}  // namespace ec::marketdata
