#include <ec/marketdata/live_series.hpp>

#include <ec/base/error.hpp>
#include <ec/db/database.hpp>
#include <ec/marketdata/instruments.hpp>
#include <ec/marketdata/provider_catalog.hpp>
#include <import_checks.hpp>

#include <algorithm>
#include <cmath>

namespace ec::marketdata {
namespace {

using market::BarFlag;

// Sources print prices from binary floats of single precision.
constexpr double same_price = 1e-5;
constexpr int placing_tries = 3;
constexpr char const* revision_sql = "SELECT revision FROM series WHERE id = $1";
constexpr char const* note_sql =
    "INSERT INTO series_answers (series_id, revision, answer_id, placement, placed_at_us) "
    "VALUES ($1, $2, $3, $4, $5)";
constexpr char const* origins_sql =
    "SELECT revision, answer_id, placement, placed_at_us FROM series_answers WHERE series_id = $1 "
    "AND placed_at_us <= $2 AND revision >= (SELECT COALESCE(MAX(revision), 0) FROM series_answers "
    "WHERE series_id = $1 AND placed_at_us <= $2 AND placement <> 'merged') ORDER BY revision";

bool is_partial(market::Bars const& bars, std::size_t i) {
    return has(bars.flags[i], BarFlag::partial);
}

std::size_t complete_bars(market::Bars const& bars) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < bars.size(); ++i) count += is_partial(bars, i) ? 0 : 1;
    return count;
}

std::optional<Date> last_complete(market::Bars const& bars) {
    for (std::size_t i = bars.size(); i-- > 0;)
        if (!is_partial(bars, i)) return bars.date[i];
    return std::nullopt;
}

bool alike(double a, double b) {
    return std::abs(a - b) <= same_price * std::max(std::abs(a), std::abs(b));
}

// How an answer lies beside the stored bars of its series.
struct Overlap {
    std::size_t common = 0;
    std::size_t moved = 0;           // common sessions with another close
    std::vector<std::size_t> fresh;  // rows not stored, or stored while the session ran
};

Overlap compare(market::Bars const& stored, market::Bars const& incoming) {
    Overlap out;
    for (std::size_t i = 0, j = 0; j < incoming.size(); ++j) {
        while (i < stored.size() && stored.date[i] < incoming.date[j]) ++i;
        bool const known = i < stored.size() && stored.date[i] == incoming.date[j];
        if (!known || is_partial(stored, i)) {
            out.fresh.push_back(j);
            continue;
        }
        ++out.common;
        if (!is_partial(incoming, j) && !alike(stored.close[i], incoming.close[j])) ++out.moved;
    }
    return out;
}

SeriesUpdate update_of(ProviderAnswer const& answer) {
    SeriesUpdate update;
    update.symbol = answer.symbol;
    update.source = info_of(answer.provider).source;
    update.basis = answer.basis;
    update.currency = answer.currency.empty()
                          ? std::string(market::currency_of(answer.symbol.market()))
                          : answer.currency;
    update.bars = answer.bars;
    if (answer.basis != market::PriceBasis::raw) update.base_date = last_complete(answer.bars);
    if (auto actions = corporate_actions(answer); !actions.empty())
        update.actions = std::move(actions);
    return update;
}

// Adjusted prices that agree need not be written again; a source's correction of a raw price must.
void keep_rows(SeriesUpdate& update, std::vector<std::size_t> const& rows) {
    market::Bars kept;
    for (auto const row : rows) kept.push_back(update.bars.at(row));
    update.bars = std::move(kept);
    if (!update.actions || update.bars.empty()) return;
    auto const first = update.bars.date.front();
    std::erase_if(*update.actions, [&](auto const& action) { return action.ex_date < first; });
    if (update.actions->empty()) update.actions.reset();
}

struct Plan {
    Placement placement = Placement::merged;
    SeriesUpdate update;
};

Plan plan_of(ProviderAnswer const& answer, market::Series const* stored) {
    Plan plan{Placement::merged, update_of(answer)};
    bool const long_enough = complete_bars(answer.bars) >= bars_to_seed;
    if (stored == nullptr || stored->bars.empty()) {
        plan.placement = long_enough ? Placement::seeded : Placement::needs_history;
        return plan;
    }
    auto const overlap = compare(stored->bars, answer.bars);
    bool const another_basis = answer.basis != market::PriceBasis::raw && overlap.moved > 0;
    if (overlap.common == 0 || another_basis) {
        plan.placement = long_enough ? Placement::replaced : Placement::needs_history;
        plan.update.scope = UpdateScope::whole;
        return plan;
    }
    if (answer.basis == market::PriceBasis::raw) return plan;
    // No ex-date came between: the prices still stand on the day they were first adjusted to.
    plan.update.base_date = stored->base_date;
    keep_rows(plan.update, overlap.fresh);
    return plan;
}

std::shared_ptr<market::Series const> load_own(CallContext const& context, BarStore const& store,
                                               ProviderAnswer const& answer) {
    for (auto const& info : store.list_series(context, answer.symbol))
        if (info.sample == 0 && info.source == info_of(answer.provider).source &&
            info.basis == answer.basis)
            return store.load_series_by_id(context, info.id);
    return nullptr;
}

void check_first(CallContext const& context, BarStore const& store, ProviderAnswer const& answer) {
    if (store.find_shown(context, answer.symbol))
        check_identity(answer.bars, *store.load_series(context, answer.symbol));
}

bool revision_is(db::Transaction& transaction, market::Series const* stored) {
    if (stored == nullptr) return true;
    auto const rows = transaction.query(revision_sql, stored->id);
    return !rows.empty() && rows[0].integer(0) == stored->revision;
}

void note_origin(db::Transaction& transaction, PlacedAnswer const& placed,
                 std::string_view vault_id) {
    if (vault_id.empty() || !placed.change.any()) return;
    transaction.execute(note_sql, placed.change.series_id, placed.change.revision,
                        std::string(vault_id), to_string(placed.placement), transaction.now_us());
}

Placement parse_placement(std::string_view text) {
    for (auto const one : {Placement::seeded, Placement::replaced})
        if (to_string(one) == text) return one;
    return Placement::merged;
}

}  // namespace

std::string_view to_string(Placement placement) noexcept {
    switch (placement) {
        case Placement::merged:
            return "merged";
        case Placement::seeded:
            return "seeded";
        case Placement::replaced:
            return "replaced";
        case Placement::needs_history:
            return "needs_history";
    }
    return "merged";
}

PlacedAnswer place_answer(CallContext const& context, db::Database& database, BarStore const& store,
                          ProviderAnswer const& answer, std::string_view vault_id) {
    for (int tries = 0; tries < placing_tries; ++tries) {
        auto const stored = load_own(context, store, answer);
        auto const plan = plan_of(answer, stored.get());
        PlacedAnswer placed{plan.placement, {}, std::nullopt};
        if (stored) placed.last_session = last_complete(stored->bars);
        if (plan.placement == Placement::needs_history || plan.update.bars.empty()) return placed;
        if (plan.placement != Placement::merged) check_first(context, store, answer);
        bool const unchanged = db::run_write(database, context, [&](db::Transaction& transaction) {
            if (!revision_is(transaction, stored.get())) return false;
            Instruments::ensure(transaction, answer.symbol, plan.update.source);
            placed.change = BarStore::store(transaction, plan.update);
            note_origin(transaction, placed, vault_id);
            return true;
        });
        if (!unchanged) continue;  // another process stored meanwhile: look again
        if (auto const last = last_complete(plan.update.bars))
            placed.last_session = std::max(placed.last_session.value_or(*last), *last);
        return placed;
    }
    throw Error(ErrorCode::conflict, "marketdata.series_busy",
                "Another process keeps changing this series. Try again.");
}

std::vector<SeriesOrigin> origins_of(CallContext const& context, db::Database& database,
                                     std::string const& series_id, Micros not_after_us) {
    auto transaction = database.begin_read(context);
    std::vector<SeriesOrigin> origins;
    for (auto const row : transaction.query(origins_sql, series_id, not_after_us))
        origins.push_back(
            {row.integer(0), row.text(1), parse_placement(row.text(2)), row.integer(3)});
    return origins;
}

}  // namespace ec::marketdata
