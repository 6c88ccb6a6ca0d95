#include <ec/workflows/replay_day.hpp>

#include <ec/accounts/accounts.hpp>
#include <ec/base/error.hpp>
#include <ec/db/database.hpp>
#include <ec/db/migrations.hpp>
#include <ec/market/exchange_zone.hpp>
#include <ec/marketdata/live_series.hpp>
#include <ec/marketdata/market_data.hpp>
#include <ec/marketdata/price_router.hpp>
#include <ec/marketdata/vault.hpp>
#include <ec/reports/report.hpp>
#include <ec/reports/report_store.hpp>

#include "compose.hpp"
#include "fact_source.hpp"

#include <cstdlib>
#include <filesystem>

#include <fmt/format.h>

namespace ec::workflows {
namespace fs = std::filesystem;
namespace {

constexpr char const* stored_run_sql =
    "SELECT r.id FROM runs r JOIN reports p ON p.run_id = r.id WHERE r.sharing_key = $1 "
    "ORDER BY p.created_at_us DESC LIMIT 1";
constexpr std::size_t uncached = 0;

// A store of its own for one replay, gone with it.
class ScratchStore {
  public:
    explicit ScratchStore(CallContext const& context) {
        std::string name = (fs::temp_directory_path() / "ec-replay-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr)
            throw Error(ErrorCode::unavailable, "replay.no_room",
                        "The folder for temporary files cannot be written. Check TMPDIR.");
        folder_ = name;
        db::Settings settings;
        settings.url = "sqlite:///" + (folder_ / "replay.db").string();
        settings.sqlite_readers = 1;
        database_ = db::open_database(settings);
        (void)db::migrate(*database_, context);
    }
    ~ScratchStore() {
        database_.reset();
        std::error_code ignored;
        fs::remove_all(folder_, ignored);
    }
    ScratchStore(ScratchStore const&) = delete;
    ScratchStore& operator=(ScratchStore const&) = delete;

    [[nodiscard]] db::Database& database() noexcept { return *database_; }

  private:
    fs::path folder_;
    std::unique_ptr<db::Database> database_;
};

std::optional<reports::StoredReport> find_stored(Services const& services,
                                                 CallContext const& context,
                                                 reports::RunKey const& key) {
    std::string run_id;
    {
        auto transaction = services.database.begin_read(context);
        auto const rows = transaction.query(stored_run_sql, key.sharing_key());
        if (rows.empty()) return std::nullopt;
        run_id = rows[0].text(0);
    }
    return services.reports.find_row_of_run(context, run_id);
}

// The series made again from its kept answers; nullptr when it did not come from any.
std::shared_ptr<market::Series const> remake(Services const& services, CallContext const& context,
                                             marketdata::SeriesInfo const& info,
                                             Micros not_after_us, ReplayedDay& day) {
    auto const origins = marketdata::origins_of(context, services.database, info.id, not_after_us);
    if (origins.empty()) return nullptr;
    ScratchStore scratch(context);
    marketdata::BarStore const bars(scratch.database(), uncached);
    for (auto const& origin : origins) {
        auto const kept = services.sources->vault.get(context, origin.vault_id);
        (void)marketdata::place_answer(context, scratch.database(), bars,
                                       marketdata::parse_kept(kept.request, kept.answer), "");
        ++day.answers;
    }
    return bars.load_series_by_id(context, info.id);
}

// The series that the session's report rests on, by what the store holds now.
marketdata::SeriesInfo get_shown(Services const& services, CallContext const& context,
                                 market::Symbol const& symbol, Date session) {
    auto const& bars = services.market_data.bars();
    if (!bars.find_shown(context, symbol))
        throw Error(ErrorCode::not_found, "facts.no_bars",
                    fmt::format("There are no bars of {} in the store.", symbol.text()));
    return bars.get_series(context, bars.load_series_as_of(context, symbol, session)->id);
}

Micros end_of_day(market::Symbol const& symbol, Date day) {
    return market::to_utc(market::zone_of(symbol.market()), {day + 1, 0}) - 1;
}

}  // namespace

ReplayedDay replay_day(Services const& services, CallContext const& context,
                       AnalysisOrder const& order, Progress const& progress) {
    accounts::Accounts::require(services.accounts.get_user(context, context.actor.user_id),
                                accounts::Permission::run_analysis);
    EC_CHECK(services.sources != nullptr && order.as_of.has_value());
    check_order(services, order);
    if (order.analyst != rules_analyst)
        throw invalid_field("analysis.analyst", "analyst", order.analyst,
                            "answers of models are not kept in the vault",
                            "Replay with the analyst rules.");
    progress(Step::data, 5);
    ReplayedDay day;
    auto const symbol = services.market_data.instruments().get_symbol(context, order.symbol);
    auto const info = get_shown(services, context, symbol, *order.as_of);
    day.source = info.source;
    day.stored = find_stored(services, context, run_key_of(order, symbol, *order.as_of));
    auto const known_at = day.stored ? day.stored->created_at_us : end_of_day(symbol, *order.as_of);
    auto series = remake(services, context, info, known_at, day);
    if (!series)
        throw Error(ErrorCode::not_found, "replay.no_answers",
                    fmt::format("The vault has no answer that the bars of {} ({}) came from by {}.",
                                symbol.text(), info.source, order.as_of->iso()));
    AnalysisPlan plan;
    plan.order = order;
    plan.symbol = symbol;
    plan.source = make_fact_source(
        services, context, std::move(series), order.as_of,
        [&](market::Symbol const& benchmark, Date session) {
            auto const shown = get_shown(services, context, benchmark, session);
            auto remade = remake(services, context, shown, known_at, day);
            return remade ? std::move(remade)
                          : services.market_data.bars().load_series_by_id(context, shown.id);
        });
    plan.as_of = plan.source.inputs.as_of;
    auto composed = compose(services, context, plan, progress);
    day.outcome = composed.outcome;
    day.detail = composed.detail;
    if (composed.report)
        day.sha256 = reports::compute_report_sha256(reports::render_report_json(*composed.report));
    day.report = std::move(composed.report);
    progress(Step::done, 100);
    return day;
}

}  // namespace ec::workflows
