#pragma once

#include <ec/base/call_context.hpp>
#include <ec/market/instrument_events.hpp>
#include <ec/market/reconciliation.hpp>
#include <ec/market/unit_proof.hpp>
#include <ec/marketdata/bar_store.hpp>
#include <ec/workflows/services.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace ec::workflows {

/// What stands in the store for one series, and how far its calendar has gone on since.
struct SeriesStatus {
    marketdata::SeriesInfo info;
    std::optional<Date>
        last_complete_session;  // of its exchange; nullopt: the calendar ends before
    std::optional<std::int32_t> sessions_behind;  // nullopt also of a delisted symbol
    market::InstrumentState state;                // of the listing, today
};

/// Every series of the named symbols, of all symbols with bars when none is named; by symbol, the
/// shown series first. Errors: those of symbol resolution; not_found "marketdata.no_bars".
[[nodiscard]] std::vector<SeriesStatus> data_status(Services const& services,
                                                    CallContext const& context,
                                                    std::vector<std::string> const& symbols);

enum class Severity : std::uint8_t { note, problem };

/// One thing that is wrong with a series, or that nobody can prove; with what it would take.
struct DataFinding {
    Severity severity = Severity::note;
    std::string what;  // stable key: a flag's name, "missing_session", "closed_day", "units"
    std::size_t count = 0;
    std::vector<Date> dates;  // the newest few, ascending
    std::string remedy;
};

struct SeriesCheck {
    marketdata::SeriesInfo info;
    market::UnitProof units;
    std::vector<DataFinding> findings;
    [[nodiscard]] bool has_problem() const noexcept;
};

/// Two sources of one symbol, compared where they overlap.
struct SourceComparison {
    std::string symbol;
    std::string first;
    std::string second;
    market::Reconciliation result;
};

struct DataCheck {
    std::vector<SeriesCheck> series;
    std::vector<SourceComparison> comparisons;
    [[nodiscard]] bool has_problem() const noexcept;
};

/// What was found for one symbol, and how far the check has come.
struct SymbolCheck {
    DataCheck found;
    std::size_t done = 0;  // symbols, with this one
    std::size_t symbols = 0;
};

/// Flags, units, calendar and cross-source differences of the named symbols (none: all), given out
/// symbol by symbol: memory is bounded by the longest symbol, not by the store. Reads only;
/// nothing is repaired. A stop request ends it between series. Errors as data_status.
void check_each(Services const& services, CallContext const& context,
                std::vector<std::string> const& symbols,
                market::ReconcileThresholds const& thresholds,
                std::function<void(SymbolCheck&&)> const& give);

/// The same, gathered.
[[nodiscard]] DataCheck check_data(Services const& services, CallContext const& context,
                                   std::vector<std::string> const& symbols,
                                   market::ReconcileThresholds const& thresholds);

}  // namespace ec::workflows
