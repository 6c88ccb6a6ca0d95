#include <ec/marketdata/import.hpp>

#include <ec/base/error.hpp>
#include <ec/db/database.hpp>
#include <ec/market/factor_file.hpp>
#include <ec/marketdata/instruments.hpp>
#include <ec/marketdata/prepared_import.hpp>
#include <import_log.hpp>

namespace ec::marketdata {
namespace {

constexpr char const* kind_sql = "SELECT kind FROM instruments WHERE id = $1";
market::InstrumentKind kind_of(db::Database& database, CallContext const& context,
                               market::Symbol const& symbol) {
    auto transaction = database.begin_read(context);
    auto const rows = transaction.query(kind_sql, symbol.text());
    auto const by_code = market::kind_by_code(symbol);
    return rows.empty() ? by_code
                        : market::parse_instrument_kind(rows[0].text(0)).value_or(by_code);
}

}  // namespace

ImportReport import_csv(CallContext const& context, db::Database& database, BarStore const& store,
                        std::string_view bytes, ImportRequest const& request) {
    auto prepared = prepare_import(bytes, request, kind_of(database, context, request.symbol),
                                   context.now_us());
    check_identity_of(context, store, prepared);
    if (request.mode == ImportMode::store) {
        context.check();
        prepared.report.change =
            db::run_write(database, context, [&](db::Transaction& transaction) {
                return store_import(transaction, context, prepared);
            });
    }
    return std::move(prepared.report);
}

SeriesChange store_import(db::Transaction& transaction, CallContext const& context,
                          PreparedImport const& prepared) {
    Instruments::ensure(transaction, prepared.update.symbol, prepared.update.source);
    auto change = BarStore::store(transaction, prepared.update);
    if (change.any()) log_import(transaction, context, prepared, change);
    return change;
}

SeriesChange import_factors(CallContext const& context, db::Database& database,
                            BarStore const& store, std::string const& series_id,
                            std::string_view factor_file) {
    auto const series = store.load_series_by_id(context, series_id);
    if (series->basis != market::PriceBasis::raw)
        throw invalid_field("import.factors_need_raw", "series", series_id,
                            "its prices are adjusted already",
                            "Import unadjusted prices before their factors.");
    auto const info = store.get_series(context, series_id);
    auto const found =
        market::actions_from_factors(market::parse_factor_file(factor_file), series->bars.date);
    return db::run_write(database, context, [&](db::Transaction& transaction) {
        return BarStore::store_actions(transaction, info, found.actions, found.amounts);
    });
}

}  // namespace ec::marketdata
