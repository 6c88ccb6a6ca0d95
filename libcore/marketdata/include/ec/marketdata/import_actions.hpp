#pragma once

#include <ec/base/call_context.hpp>
#include <ec/market/actions_csv.hpp>
#include <ec/marketdata/import.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace ec::marketdata {

struct ActionsRequest {
    market::Symbol symbol = market::Symbol::parse("AAPL");
    std::string source;  // of the series they belong to; empty: the first unadjusted one
    ImportMode mode = ImportMode::store;
};

struct ActionsImport {
    std::string series_id;
    std::string source;
    std::size_t rows_read = 0;
    std::vector<market::CorporateAction> actions;  // ascending by ex-date
    std::vector<market::RejectedRow> rejected;     // by line
    SeriesChange change;                           // empty series_id in a dry run
};

/// A list of corporate actions (market/actions_csv.hpp) in place of those that an unadjusted series
/// has, in one transaction. Running it again changes nothing.
/// Throws the errors of parse_actions_csv; not_found "marketdata.no_bars" without any series of the
/// symbol; invalid_input "import.actions_need_raw" without an unadjusted one (of that source),
/// "actions.no_rows" when no row is usable: nothing is taken away then.
[[nodiscard]] ActionsImport import_actions(CallContext const& context, db::Database& database,
                                           BarStore const& store, std::string_view bytes,
                                           ActionsRequest const& request);

}  // namespace ec::marketdata
