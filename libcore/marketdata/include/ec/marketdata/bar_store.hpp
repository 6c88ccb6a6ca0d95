#pragma once

#include <ec/base/call_context.hpp>
#include <ec/market/series.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace ec::db {
class Database;
class Transaction;
}  // namespace ec::db

namespace ec::marketdata {

/// A stored series without its bars.
struct SeriesInfo {
    std::string id;
    market::Symbol symbol = market::Symbol::parse("AAPL");
    std::string source;
    market::PriceBasis basis = market::PriceBasis::raw;
    std::optional<Date> base_date;
    std::string currency;
    std::int8_t sample = 0;
    std::int8_t doubtful = 0;
    std::int8_t shown = 0;
    std::int8_t has_actions = 0;
    std::int64_t revision = 0;
    std::int64_t bars = 0;
    std::optional<Date> first_date;
    std::optional<Date> last_date;
};

/// The bars of one year as they are stored.
struct EncodedBlock {
    int year = 0;
    std::size_t bars = 0;
    Date first_date;
    Date last_date;
    std::vector<std::byte> payload;
    std::string sha256;
};
/// Ascending bars as blocks of a year. Pure; most of the work of storing a new series.
[[nodiscard]] std::vector<EncodedBlock> encode_blocks(market::Bars const& bars);

/// merge: by date with what is stored of that source and basis; whole: in its place.
enum class UpdateScope : std::uint8_t { merge, whole };

/// What one source gives for one symbol. `actions` replace the stored ones from the first to the
/// last bar when given, all of them when the scope is whole. `blocks` are those of `bars`, made
/// ahead on another thread, or empty.
struct SeriesUpdate {
    market::Symbol symbol = market::Symbol::parse("AAPL");
    std::string source;
    market::PriceBasis basis = market::PriceBasis::raw;
    std::optional<Date> base_date;
    std::string currency;
    std::int8_t sample = 0;
    std::int8_t doubtful = 0;
    std::string provenance;
    market::Bars bars;
    std::vector<EncodedBlock> blocks;
    std::optional<std::vector<market::CorporateAction>> actions;
    std::vector<double> action_amounts;  // one for each action, NaN: not stated; may be empty
    UpdateScope scope = UpdateScope::merge;
};

struct SeriesChange {
    std::string series_id;
    std::int64_t added = 0;
    std::int64_t changed = 0;
    std::int64_t unchanged = 0;
    std::int64_t actions_changed = 0;
    std::int64_t revision = 0;

    [[nodiscard]] bool any() const noexcept { return added + changed + actions_changed > 0; }
};

/// Bars in the database as compressed blocks of a year, decoded ones in a cache that all threads
/// share. Thread-safe. One series of a symbol is shown: with at least 260 bars before shorter ones,
/// live before sample, a live one that goes on before one that ended more than ten days earlier,
/// unadjusted with its actions (or an index) before adjusted, then the longest.
/// Errors: not_found "marketdata.no_bars", "marketdata.unknown_series"; internal
/// "marketdata.block_damaged"; those of the database.
class BarStore {
  public:
    /// `max_cached_bars`: beyond it the series used longest ago are dropped (a bar takes 76 bytes).
    BarStore(db::Database& database, std::size_t max_cached_bars);
    ~BarStore();
    BarStore(BarStore const&) = delete;
    BarStore& operator=(BarStore const&) = delete;

    /// All series of a symbol, the shown one first.
    [[nodiscard]] std::vector<SeriesInfo> list_series(CallContext const& context,
                                                      market::Symbol const& symbol) const;
    /// Every shown series, by symbol: what can be analysed.
    [[nodiscard]] std::vector<SeriesInfo> list_shown(CallContext const& context) const;
    [[nodiscard]] std::optional<SeriesInfo> find_shown(CallContext const& context,
                                                       market::Symbol const& symbol) const;

    /// The shown series with the flags of check_bars set.
    [[nodiscard]] std::shared_ptr<market::Series const> load_series(
        CallContext const& context, market::Symbol const& symbol) const;
    /// The series that was the shown one on the evening of `day`, by the bars and actions up to it:
    /// what another source brings later never changes what an earlier day rests on. The series is
    /// whole; the shown one when none has a bar by then.
    [[nodiscard]] std::shared_ptr<market::Series const> load_series_as_of(
        CallContext const& context, market::Symbol const& symbol, Date day) const;
    [[nodiscard]] std::shared_ptr<market::Series const> load_series_by_id(
        CallContext const& context, std::string const& series_id) const;
    /// The same past the cache, for a pass over the whole store that would drop what others use.
    [[nodiscard]] std::shared_ptr<market::Series const> read_series_by_id(
        CallContext const& context, std::string const& series_id) const;
    [[nodiscard]] SeriesInfo get_series(CallContext const& context,
                                        std::string const& series_id) const;

    /// The symbol that a stock's result is compared with: SPY or ^GSPC, 2800.HK or ^HSI, 000300.SH;
    /// of two the one with more days in the year up to `as_of`, by its bars up to that day. Nullopt
    /// when none has bars there, and for the benchmark itself.
    [[nodiscard]] std::optional<market::Symbol> find_benchmark(CallContext const& context,
                                                               market::Symbol const& symbol,
                                                               Date as_of) const;

    /// Merges within the caller's transaction; the instrument must exist. Raises the revision and
    /// chooses the shown series anew when anything changed, writes nothing otherwise. Throws
    /// conflict "marketdata.mixed_vintages" when adjusted prices differ from stored ones and do not
    /// replace all of them: one series would be on two bases.
    [[nodiscard]] static SeriesChange store(db::Transaction& transaction,
                                            SeriesUpdate const& update);
    /// Replaces the actions of a stored series; `amounts` as in SeriesUpdate.
    [[nodiscard]] static SeriesChange store_actions(
        db::Transaction& transaction, SeriesInfo const& series,
        std::vector<market::CorporateAction> const& actions, std::vector<double> const& amounts);

  private:
    struct Cache;

    [[nodiscard]] std::shared_ptr<market::Series const> load(db::Transaction& transaction,
                                                             SeriesInfo const& info) const;

    db::Database& database_;
    std::unique_ptr<Cache> cache_;
};

}  // namespace ec::marketdata
