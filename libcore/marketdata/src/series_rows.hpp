#pragma once

#include <ec/marketdata/bar_store.hpp>

#include <ec/db/transaction.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace ec::marketdata {

/// The text of a SELECT for read_info, with the condition to follow.
inline constexpr std::string_view select_series =
    "SELECT s.id, i.symbol, s.source, s.basis, s.base_date, s.currency, s.sample, s.doubtful, "
    "s.shown, s.revision, s.bars, s.first_date, s.last_date, "
    "(SELECT COUNT(*) FROM corporate_actions a WHERE a.series_id = s.id) "
    "FROM series s JOIN instruments i ON i.id = s.symbol_id ";

[[nodiscard]] SeriesInfo read_info(db::Row const& row);
[[nodiscard]] std::vector<SeriesInfo> read_infos(db::Rows const& rows);

/// The same on every installation, so that what names a series can be compared.
[[nodiscard]] std::string series_id_of(SeriesUpdate const& update);

/// The one that stands for its symbol; of equal ones the first. At least one must be given.
[[nodiscard]] SeriesInfo const& best_of(std::vector<SeriesInfo> const& all);

/// Chooses which series of a symbol is shown and stores it.
void choose_shown(db::Transaction& transaction, market::Symbol const& symbol);

}  // namespace ec::marketdata
