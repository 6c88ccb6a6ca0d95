#include <block_codec.hpp>
#include <ec/base/error.hpp>
#include <ec/base/math.hpp>
#include <ec/crypto/digest.hpp>
#include <ec/db/transaction.hpp>
#include <ec/marketdata/bar_store.hpp>
#include <series_rows.hpp>

#include <algorithm>
#include <bit>
#include <map>
#include <set>

namespace ec::marketdata {
namespace {

using market::Bar;
using market::Bars;

constexpr char const* insert_series_sql =
    "INSERT INTO series (id, symbol_id, source, basis, base_date, currency, sample, doubtful, "
    "shown, revision, provenance, created_at_us, updated_at_us) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0, $9, $10, $10) ON CONFLICT DO NOTHING";
// Also takes the row's lock on PostgreSQL, so that two imports of one series follow each other.
constexpr char const* lock_series_sql =
    "UPDATE series SET updated_at_us = updated_at_us WHERE id = $1";
constexpr char const* read_blocks_sql =
    "SELECT payload FROM bar_blocks WHERE series_id = $1 AND year BETWEEN $2 AND $3 ORDER BY year";
constexpr char const* write_block_sql =
    "INSERT INTO bar_blocks (series_id, year, bars, first_date, last_date, revision, payload, "
    "sha256) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) "
    "ON CONFLICT (series_id, year) DO UPDATE SET bars = excluded.bars, "
    "first_date = excluded.first_date, last_date = excluded.last_date, "
    "revision = excluded.revision, payload = excluded.payload, sha256 = excluded.sha256";
constexpr char const* update_series_sql =
    "UPDATE series SET revision = $2, updated_at_us = $3, base_date = $4, "
    "bars = (SELECT CAST(SUM(bars) AS BIGINT) FROM bar_blocks WHERE series_id = $1), "
    "first_date = (SELECT MIN(first_date) FROM bar_blocks WHERE series_id = $1), "
    "last_date = (SELECT MAX(last_date) FROM bar_blocks WHERE series_id = $1) WHERE id = $1";
constexpr char const* read_actions_sql =
    "SELECT ex_date, kind, a, b, amount FROM corporate_actions WHERE series_id = $1 AND ex_date "
    "BETWEEN $2 AND $3";
constexpr char const* delete_actions_sql =
    "DELETE FROM corporate_actions WHERE series_id = $1 AND ex_date BETWEEN $2 AND $3";
constexpr char const* insert_action_sql =
    "INSERT INTO corporate_actions (symbol_id, series_id, ex_date, kind, a, b, amount, currency, "
    "source) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

constexpr char const* delete_blocks_sql = "DELETE FROM bar_blocks WHERE series_id = $1";
constexpr char const* delete_all_actions_sql = "DELETE FROM corporate_actions WHERE series_id = $1";

bool same(double a, double b) {
    return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b) ||
           (is_nan(a) && is_nan(b));
}

bool same(Bar const& a, Bar const& b) {
    return same(a.open, b.open) && same(a.high, b.high) && same(a.low, b.low) &&
           same(a.close, b.close) && same(a.volume, b.volume) && same(a.amount, b.amount) &&
           same(a.previous_close, b.previous_close) && same(a.turnover_pct, b.turnover_pct) &&
           a.flags == b.flags;
}

// Bars by day of the years that the update touches.
std::map<Date, Bar> stored_bars(db::Transaction& transaction, std::string const& id,
                                Bars const& incoming) {
    std::map<Date, Bar> days;
    for (auto const row : transaction.query(read_blocks_sql, id, incoming.date.front().year(),
                                            incoming.date.back().year())) {
        auto const bars = decode_block(row.blob(0));
        for (std::size_t i = 0; i < bars.size(); ++i) days.emplace(bars.date[i], bars.at(i));
    }
    return days;
}

void write_block(db::Transaction& transaction, SeriesChange const& change,
                 EncodedBlock const& block) {
    transaction.execute(write_block_sql, change.series_id, block.year, block.bars,
                        block.first_date.days(), block.last_date.days(), change.revision,
                        block.payload, block.sha256);
}

EncodedBlock encode_year(int year, Bars const& bars) {
    EncodedBlock block{year, bars.size(), bars.date.front(), bars.date.back(), encode_block(bars),
                       {}};
    block.sha256 = crypto::sha256_hex(block.payload);
    return block;
}

Bars bars_of_year(int year, std::map<Date, Bar> const& days) {
    Bars bars;
    for (auto day = days.lower_bound(Date::from_ymd(year, 1, 1));
         day != days.end() && day->first.year() == year; ++day)
        bars.push_back(day->second);
    return bars;
}

struct ActionRow {
    std::int64_t ex_date = 0;
    std::string kind;
    double a = 1;
    double b = 0;
    std::optional<double> amount;
    auto operator<=>(ActionRow const&) const = default;
};

std::vector<ActionRow> action_rows(std::vector<market::CorporateAction> const& actions,
                                   std::vector<double> const& amounts) {
    std::vector<ActionRow> rows;
    for (std::size_t i = 0; i < actions.size(); ++i) {
        auto const amount = i < amounts.size() ? amounts[i] : nan_value();
        rows.push_back({actions[i].ex_date.days(), std::string(to_string(actions[i].kind)),
                        actions[i].a, actions[i].b,
                        is_nan(amount) ? std::nullopt : std::optional(amount)});
    }
    std::ranges::sort(rows);
    return rows;
}

struct Span {
    Date from;
    Date to;
};

std::int64_t replace_actions(db::Transaction& transaction, SeriesInfo const& series, Span span,
                             std::vector<ActionRow> const& after) {
    auto const from = span.from.days();
    auto const to = span.to.days();
    std::vector<ActionRow> before;
    for (auto const row : transaction.query(read_actions_sql, series.id, from, to))
        before.push_back({row.integer(0), row.text(1), row.real(2), row.real(3), row.find_real(4)});
    std::ranges::sort(before);
    if (before == after) return 0;
    transaction.execute(delete_actions_sql, series.id, from, to);
    for (auto const& row : after)
        transaction.execute(insert_action_sql, series.symbol.text(), series.id, row.ex_date,
                            row.kind, row.a, row.b, row.amount, series.currency, series.source);
    return static_cast<std::int64_t>(std::max(before.size(), after.size()));
}

std::optional<std::int64_t> days_of(std::optional<Date> date) {
    return date ? std::optional<std::int64_t>(date->days()) : std::nullopt;
}

SeriesInfo lock_series(db::Transaction& transaction, SeriesUpdate const& update,
                       std::string const& id) {
    transaction.execute(insert_series_sql, id, update.symbol.text(), update.source,
                        to_string(update.basis), days_of(update.base_date), update.currency,
                        int{update.sample}, int{update.doubtful}, update.provenance,
                        transaction.now_us());
    transaction.execute(lock_series_sql, id);
    return read_info(transaction.query(std::string(select_series) + "WHERE s.id = $1", id).one());
}

// Complete sessions that the stored bars and an update both know, by their closes.
struct CommonCloses {
    std::int64_t agreed = 0;
    std::int64_t changed = 0;
};

// Closes that both know and agree on prove that nothing was worked in between the two base dates:
// the earlier one stays, and with it every earlier view.
std::optional<Date> merged_base(SeriesInfo const& before, SeriesUpdate const& update,
                                CommonCloses const& closes) {
    if (update.basis == market::PriceBasis::raw) return std::nullopt;
    if (!before.base_date || !update.base_date) return update.base_date;
    bool const same_basis = closes.agreed > 0 && closes.changed == 0;
    return same_basis ? std::min(*before.base_date, *update.base_date)
                      : std::max(*before.base_date, *update.base_date);
}

void refuse_mixed_vintages(SeriesInfo const& before, SeriesUpdate const& update,
                           std::int64_t closes_changed) {
    bool const replaces_all = !before.first_date || *before.first_date >= update.bars.date.front();
    if (update.basis == market::PriceBasis::raw || closes_changed == 0 || replaces_all) return;
    throw Error(ErrorCode::conflict, "marketdata.mixed_vintages",
                "Adjusted prices of this source are stored on another basis, and the new ones do "
                "not reach back as far. Import the whole history, or name another source.");
}

void clear_series(db::Transaction& transaction, SeriesInfo& series) {
    transaction.execute(delete_blocks_sql, series.id);
    transaction.execute(delete_all_actions_sql, series.id);
    series.bars = 0;
    series.first_date.reset();
    series.last_date.reset();
    series.base_date.reset();
}

void add_all(db::Transaction& transaction, SeriesUpdate const& update, SeriesChange& change) {
    if (update.blocks.empty())
        for (auto const& block : encode_blocks(update.bars))
            write_block(transaction, change, block);
    for (auto const& block : update.blocks) write_block(transaction, change, block);
    change.added = static_cast<std::int64_t>(update.bars.size());
}

CommonCloses merge(db::Transaction& transaction, SeriesInfo const& before,
                   SeriesUpdate const& update, SeriesChange& change) {
    auto days = stored_bars(transaction, before.id, update.bars);
    std::set<int> touched;
    CommonCloses closes;
    for (std::size_t i = 0; i < update.bars.size(); ++i) {
        auto const bar = update.bars.at(i);
        auto const [place, added] = days.try_emplace(bar.date, bar);
        auto& stored = place->second;
        bool const was_partial = has(stored.flags, market::BarFlag::partial);
        if (!added && !was_partial)
            ++(same(stored.close, bar.close) ? closes.agreed : closes.changed);
        if (!added && same(stored, bar)) {
            ++change.unchanged;
            continue;
        }
        ++(added ? change.added : change.changed);
        stored = bar;
        touched.insert(bar.date.year());
    }
    refuse_mixed_vintages(before, update, closes.changed);
    for (int const year : touched)
        write_block(transaction, change, encode_year(year, bars_of_year(year, days)));
    return closes;
}

void finish(db::Transaction& transaction, SeriesInfo const& before, SeriesChange& change,
            std::optional<Date> base_date) {
    change.revision = before.revision;
    if (!change.any()) return;
    ++change.revision;
    transaction.execute(update_series_sql, before.id, change.revision, transaction.now_us(),
                        days_of(base_date));
    choose_shown(transaction, before.symbol);
}

}  // namespace

std::vector<EncodedBlock> encode_blocks(Bars const& bars) {
    std::vector<EncodedBlock> blocks;
    for (std::size_t from = 0; from < bars.size();) {
        int const year = bars.date[from].year();
        auto const to = bars.count_until(Date::from_ymd(year, 12, 31));
        blocks.push_back(encode_year(year, bars.slice(from, to)));
        from = to;
    }
    return blocks;
}

SeriesChange BarStore::store(db::Transaction& transaction, SeriesUpdate const& update) {
    EC_CHECK(!update.bars.empty());
    EC_CHECK(std::ranges::adjacent_find(update.bars.date, std::greater_equal<>()) ==
             update.bars.date.end());
    auto before = lock_series(transaction, update, series_id_of(update));
    SeriesChange change;
    change.series_id = before.id;
    change.revision = before.revision + 1;
    if (update.scope == UpdateScope::whole) clear_series(transaction, before);
    CommonCloses closes;
    if (before.bars == 0)
        add_all(transaction, update, change);
    else
        closes = merge(transaction, before, update, change);
    if (update.actions)
        change.actions_changed = replace_actions(
            transaction, before, {update.bars.date.front(), update.bars.date.back()},
            action_rows(*update.actions, update.action_amounts));
    finish(transaction, before, change, merged_base(before, update, closes));
    return change;
}

SeriesChange BarStore::store_actions(db::Transaction& transaction, SeriesInfo const& series,
                                     std::vector<market::CorporateAction> const& actions,
                                     std::vector<double> const& amounts) {
    transaction.execute(lock_series_sql, series.id);
    auto const before = read_info(
        transaction.query(std::string(select_series) + "WHERE s.id = $1", series.id).one());
    EC_CHECK(before.first_date && before.last_date);
    SeriesChange change;
    change.series_id = before.id;
    change.unchanged = before.bars;
    change.actions_changed =
        replace_actions(transaction, before, {*before.first_date, *before.last_date},
                        action_rows(actions, amounts));
    finish(transaction, before, change, before.base_date);
    return change;
}

}  // namespace ec::marketdata
