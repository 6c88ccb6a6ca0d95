#include <ec/marketdata/bar_store.hpp>

#include <block_codec.hpp>
#include <ec/base/error.hpp>
#include <ec/base/math.hpp>
#include <ec/crypto/digest.hpp>
#include <ec/db/database.hpp>
#include <ec/market/corporate_actions.hpp>
#include <ec/market/factor_file.hpp>
#include <ec/market/quality.hpp>
#include <series_rows.hpp>

#include <algorithm>
#include <array>
#include <list>
#include <mutex>
#include <unordered_map>

#include <fmt/format.h>

namespace ec::marketdata {
namespace {

constexpr char const* blocks_sql =
    "SELECT payload, sha256 FROM bar_blocks WHERE series_id = $1 ORDER BY year";
// A split is on the new share basis before the dividend of the same day is.
constexpr char const* actions_sql =
    "SELECT ex_date, kind, a, b, amount FROM corporate_actions WHERE series_id = $1 "
    "ORDER BY ex_date, CASE kind WHEN 'split' THEN 0 WHEN 'rights' THEN 1 ELSE 2 END";
constexpr char const* kind_sql = "SELECT kind FROM instruments WHERE id = $1";

market::CorporateAction read_action(db::Row const& row) {
    Date const ex_date(static_cast<std::int32_t>(row.integer(0)));
    auto const amount = row.find_real(4);
    if (row.text(1) == "split") {
        auto action = market::split_action(ex_date, 1 / row.real(2));
        action.a = row.real(2);
        return action;
    }
    auto action = market::dividend_action(ex_date, row.real(2), amount.value_or(nan_value()));
    action.b = row.real(3);
    if (row.text(1) != "dividend") {
        bool const known = action.a < 1 && action.b > 0;
        action.note =
            known ? market::rights_action(ex_date, action.b / (1 - action.a), 1 / action.a - 1).note
                  : "rights issue";
        action.kind = market::ActionKind::rights;
    }
    return action;
}

void append(market::Bars& to, market::Bars const& from) {
    for (std::size_t i = 0; i < from.size(); ++i) to.push_back(from.at(i));
}

market::Bars read_blocks(db::Transaction& transaction, SeriesInfo const& info) {
    market::Bars bars;
    bars.reserve(static_cast<std::size_t>(info.bars));
    for (auto const row : transaction.query(blocks_sql, info.id)) {
        auto const& payload = row.blob(0);
        if (crypto::sha256_hex(payload) != row.text(1))
            throw Error(ErrorCode::internal, "marketdata.block_damaged",
                        "Stored prices are damaged. Restore the store from a backup or import "
                        "them again.")
                .with_log("checksum of a block of " + info.id);
        append(bars, decode_block(payload));
    }
    return bars;
}

SeriesInfo get_info(db::Transaction& transaction, std::string const& series_id) {
    auto const rows = transaction.query(std::string(select_series) + "WHERE s.id = $1", series_id);
    if (!rows.empty()) return read_info(rows[0]);
    throw Error(ErrorCode::not_found, "marketdata.unknown_series",
                "There is no such price series.");
}

std::shared_ptr<market::Series const> read_series(db::Transaction& transaction,
                                                  SeriesInfo const& info) {
    auto series = std::make_shared<market::Series>();
    series->id = info.id;
    series->symbol = info.symbol;
    series->source = info.source;
    series->basis = info.basis;
    series->base_date = info.base_date;
    series->currency = info.currency;
    series->sample = info.sample;
    series->revision = info.revision;
    series->bars = read_blocks(transaction, info);
    for (auto const row : transaction.query(actions_sql, info.id))
        series->actions.push_back(read_action(row));
    auto const kind = transaction.query(kind_sql, info.symbol.text());
    market::QualityContext quality;
    quality.symbol = info.symbol;
    quality.kind = market::parse_instrument_kind(kind.one().text(0))
                       .value_or(market::kind_by_code(info.symbol));
    quality.basis = info.basis;
    quality.actions = series->actions;
    (void)market::check_bars(series->bars, quality);
    return series;
}

struct Candidates {
    market::Market market;
    std::array<char const*, 2> symbols;
};
constexpr std::array benchmarks{Candidates{market::Market::us, {"SPY", "^GSPC"}},
                                Candidates{market::Market::hk, {"2800.HK", "^HSI"}},
                                Candidates{market::Market::cn, {"000300.SH", ""}}};

int days_covered(market::Bars const& bars, Date from, Date to) {
    auto const rows = bars.count_until(to);
    return rows == 0 ? 0 : bars.date[rows - 1] - std::max(bars.date[0], from) + 1;
}

SeriesInfo known_by(SeriesInfo info, market::Series const& series, Date day) {
    info.bars = static_cast<std::int64_t>(series.bars.count_until(day));
    info.has_actions = !series.actions.empty() && series.actions.front().ex_date <= day ? 1 : 0;
    return info;
}

}  // namespace

/// Series by id, the one used last in front.
struct BarStore::Cache {
    explicit Cache(std::size_t limit) : max_bars(limit) {}

    std::shared_ptr<market::Series const> find(SeriesInfo const& info) {
        std::lock_guard const lock(mutex);
        auto const found = by_id.find(info.id);
        if (found == by_id.end() || (*found->second)->revision != info.revision) return nullptr;
        used.splice(used.begin(), used, found->second);
        return used.front();
    }

    void keep(std::shared_ptr<market::Series const> const& series) {
        std::lock_guard const lock(mutex);
        if (auto const old = by_id.find(series->id); old != by_id.end()) drop(old->second);
        bars += series->bars.size();
        used.push_front(series);
        by_id[series->id] = used.begin();
        while (bars > max_bars && used.size() > 1) drop(std::prev(used.end()));
    }

  private:
    using Place = std::list<std::shared_ptr<market::Series const>>::iterator;

    void drop(Place place) {
        bars -= (*place)->bars.size();
        by_id.erase((*place)->id);
        used.erase(place);
    }

    std::mutex mutex;
    std::size_t max_bars;
    std::size_t bars = 0;
    std::list<std::shared_ptr<market::Series const>> used;
    std::unordered_map<std::string, Place> by_id;
};

BarStore::BarStore(db::Database& database, std::size_t max_cached_bars)
    : database_(database), cache_(std::make_unique<Cache>(max_cached_bars)) {}

BarStore::~BarStore() = default;

std::vector<SeriesInfo> BarStore::list_series(CallContext const& context,
                                              market::Symbol const& symbol) const {
    auto transaction = database_.begin_read(context);
    return read_infos(
        transaction.query(std::string(select_series) +
                              "WHERE s.symbol_id = $1 ORDER BY s.shown DESC, s.bars DESC, s.id",
                          symbol.text()));
}

std::vector<SeriesInfo> BarStore::list_shown(CallContext const& context) const {
    auto transaction = database_.begin_read(context);
    auto all = read_infos(
        transaction.query(std::string(select_series) + "WHERE s.shown = 1 ORDER BY s.symbol_id"));
    std::ranges::sort(all, {}, &SeriesInfo::symbol);
    return all;
}

std::optional<SeriesInfo> BarStore::find_shown(CallContext const& context,
                                               market::Symbol const& symbol) const {
    auto transaction = database_.begin_read(context);
    auto const rows = transaction.query(
        std::string(select_series) + "WHERE s.symbol_id = $1 AND s.shown = 1", symbol.text());
    return rows.empty() ? std::nullopt : std::optional(read_info(rows[0]));
}

std::shared_ptr<market::Series const> BarStore::load_series(CallContext const& context,
                                                            market::Symbol const& symbol) const {
    auto transaction = database_.begin_read(context);
    auto const rows = transaction.query(
        std::string(select_series) + "WHERE s.symbol_id = $1 AND s.shown = 1", symbol.text());
    if (rows.empty())
        throw Error(ErrorCode::not_found, "marketdata.no_bars",
                    fmt::format("There are no prices of {}. Import some: equitycompass import {} "
                                "FILE.csv.",
                                symbol.text(), symbol.text()));
    return load(transaction, read_info(rows[0]));
}

std::shared_ptr<market::Series const> BarStore::load_series_as_of(CallContext const& context,
                                                                  market::Symbol const& symbol,
                                                                  Date day) const {
    auto stored = list_series(context, symbol);
    if (stored.size() < 2) return load_series(context, symbol);
    std::ranges::sort(stored, {}, &SeriesInfo::id);
    std::vector<SeriesInfo> known;
    for (auto const& info : stored)
        if (info.first_date && *info.first_date <= day)
            known.push_back(known_by(info, *load_series_by_id(context, info.id), day));
    return known.empty() ? load_series(context, symbol)
                         : load_series_by_id(context, best_of(known).id);
}

SeriesInfo BarStore::get_series(CallContext const& context, std::string const& series_id) const {
    auto transaction = database_.begin_read(context);
    return get_info(transaction, series_id);
}

std::shared_ptr<market::Series const> BarStore::load_series_by_id(
    CallContext const& context, std::string const& series_id) const {
    auto transaction = database_.begin_read(context);
    return load(transaction, get_info(transaction, series_id));
}

std::shared_ptr<market::Series const> BarStore::read_series_by_id(
    CallContext const& context, std::string const& series_id) const {
    auto transaction = database_.begin_read(context);
    return read_series(transaction, get_info(transaction, series_id));
}

std::shared_ptr<market::Series const> BarStore::load(db::Transaction& transaction,
                                                     SeriesInfo const& info) const {
    if (auto cached = cache_->find(info)) return cached;
    auto series = read_series(transaction, info);
    cache_->keep(series);
    return series;
}

std::optional<market::Symbol> BarStore::find_benchmark(CallContext const& context,
                                                       market::Symbol const& symbol,
                                                       Date as_of) const {
    constexpr int window_days = 400;
    std::optional<market::Symbol> best;
    int best_overlap = 0;
    for (auto const& [where, symbols] : benchmarks) {
        if (where != symbol.market()) continue;
        for (std::string_view const text : symbols) {
            if (text == symbol.text()) return std::nullopt;
            auto const candidate = market::Symbol::try_parse(text);
            bool const stored = candidate && find_shown(context, *candidate);
            int const overlap =
                stored ? days_covered(load_series_as_of(context, *candidate, as_of)->bars,
                                      as_of - window_days, as_of)
                       : 0;
            if (overlap > best_overlap) {
                best = candidate;
                best_overlap = overlap;
            }
        }
    }
    return best;
}

}  // namespace ec::marketdata
