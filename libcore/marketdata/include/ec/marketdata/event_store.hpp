#pragma once

#include <ec/base/call_context.hpp>
#include <ec/market/instrument_events.hpp>
#include <ec/market/symbol.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ec::db {
class Database;
}

namespace ec::marketdata {

struct EventsChange {
    std::int64_t added = 0;
    std::int64_t changed = 0;
    std::int64_t unchanged = 0;
};

/// An event as it is stored, with who said so.
struct StoredEvent {
    market::InstrumentEvent event;
    std::string source;
};

/// Suspensions, delistings and changes of code, name and currency in the database. Thread-safe.
/// Errors: those of the database.
class EventStore {
  public:
    explicit EventStore(db::Database& database) : database_(database) {}

    /// All events or, when it fails, none; a second run changes nothing. An event of the same kind
    /// and day is corrected. Adds the symbol when no list has it, and the new one of a code change.
    EventsChange import(CallContext const& context, market::Symbol const& symbol,
                        std::span<market::InstrumentEvent const> events, std::string_view source);

    /// All events of a symbol, ascending; also those that take effect later.
    [[nodiscard]] std::vector<StoredEvent> list(CallContext const& context,
                                                market::Symbol const& symbol) const;
    /// Every symbol that has events, sorted.
    [[nodiscard]] std::vector<market::Symbol> symbols(CallContext const& context) const;
    /// Those that can be known on `day`, ascending.
    [[nodiscard]] std::vector<market::InstrumentEvent> load(CallContext const& context,
                                                            market::Symbol const& symbol,
                                                            Date day) const;

  private:
    db::Database& database_;
};

}  // namespace ec::marketdata
