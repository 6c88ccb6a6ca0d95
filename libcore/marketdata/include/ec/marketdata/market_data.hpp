#pragma once

#include <ec/market/calendar.hpp>
#include <ec/marketdata/bar_store.hpp>
#include <ec/marketdata/event_store.hpp>
#include <ec/marketdata/fundamentals_store.hpp>
#include <ec/marketdata/import.hpp>
#include <ec/marketdata/instruments.hpp>
#include <ec/marketdata/seed.hpp>

#include <cstddef>
#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace ec::marketdata {

/// The service as a whole: bars, instruments, calendars, import and the shipped seed. Borrows the
/// database. Thread-safe. Errors are those of its parts.
class MarketData {
  public:
    struct Settings {
        std::filesystem::path seed_folder;        // empty: find_seed_folder decides
        std::size_t max_cached_bars = 2'000'000;  // about 150 MiB
    };

    MarketData(db::Database& database, Settings const& settings);

    [[nodiscard]] BarStore const& bars() const noexcept { return bars_; }
    [[nodiscard]] Instruments const& instruments() const noexcept { return instruments_; }
    [[nodiscard]] FundamentalsStore& fundamentals() noexcept { return fundamentals_; }
    [[nodiscard]] EventStore& events() noexcept { return events_; }
    /// The calendar that a market's instruments follow; read on first use.
    [[nodiscard]] market::TradingCalendar const& calendar(market::Market market) const;

    [[nodiscard]] ImportReport import(CallContext const& context, std::string_view bytes,
                                      ImportRequest const& request);
    [[nodiscard]] SeriesChange import_factors(CallContext const& context,
                                              std::string const& series_id,
                                              std::string_view factor_file);
    SeedReport load_seed(CallContext const& context);

  private:
    db::Database& database_;
    std::filesystem::path seed_folder_;
    BarStore bars_;
    Instruments instruments_;
    FundamentalsStore fundamentals_;
    EventStore events_;
    mutable std::once_flag calendars_read_;
    mutable std::map<std::string, market::TradingCalendar> calendars_;
};

}  // namespace ec::marketdata
