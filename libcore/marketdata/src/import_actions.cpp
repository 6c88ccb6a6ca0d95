#include <ec/marketdata/import_actions.hpp>

#include <ec/base/error.hpp>
#include <ec/db/database.hpp>
#include <text_encoding.hpp>

#include <algorithm>

namespace ec::marketdata {
namespace {

SeriesInfo raw_series(CallContext const& context, BarStore const& store,
                      ActionsRequest const& request) {
    auto const all = store.list_series(context, request.symbol);
    if (all.empty())
        throw Error(ErrorCode::not_found, "marketdata.no_bars",
                    "There are no prices of " + request.symbol.text() +
                        ". Import its prices before its corporate actions.");
    auto const found = std::ranges::find_if(all, [&](SeriesInfo const& info) {
        return info.basis == market::PriceBasis::raw &&
               (request.source.empty() || info.source == request.source);
    });
    if (found != all.end()) return *found;
    throw invalid_field("import.actions_need_raw", request.source.empty() ? "symbol" : "source",
                        request.source.empty() ? request.symbol.text() : request.source,
                        "it has no unadjusted prices",
                        "Import unadjusted prices before their corporate actions.");
}

}  // namespace

ActionsImport import_actions(CallContext const& context, db::Database& database,
                             BarStore const& store, std::string_view bytes,
                             ActionsRequest const& request) {
    auto const info = raw_series(context, store, request);
    auto const series = store.load_series_by_id(context, info.id);
    auto parsed = market::parse_actions_csv(decode_text(bytes).text, info.currency);
    auto settled = market::settle_actions(parsed.actions, request.symbol.market(), series->bars);
    ActionsImport out;
    out.series_id = info.id;
    out.source = info.source;
    out.rows_read = parsed.rows_read;
    out.actions = settled.found.actions;
    out.rejected = std::move(parsed.rejected);
    out.rejected.insert(out.rejected.end(), settled.rejected.begin(), settled.rejected.end());
    std::ranges::sort(out.rejected, {}, &market::RejectedRow::line);
    if (out.actions.empty())
        throw invalid_field("actions.no_rows", "file",
                            out.rejected.empty() ? "" : out.rejected.front().reason,
                            "no row of it is a corporate action within the prices stored",
                            "Check its kinds and dates: the columns are "
                            "ex_date,kind,cash,new_per_old,price,currency.");
    if (request.mode == ImportMode::dry_run) return out;
    context.check();
    out.change = db::run_write(database, context, [&](db::Transaction& transaction) {
        return BarStore::store_actions(transaction, info, settled.found.actions,
                                       settled.found.amounts);
    });
    return out;
}

}  // namespace ec::marketdata
