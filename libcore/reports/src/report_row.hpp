#pragma once

#include <ec/db/rows.hpp>
#include <ec/reports/report_store.hpp>

#include <string>
#include <string_view>

namespace ec::reports {

/// The columns that read_row expects, from `reports r LEFT JOIN instruments i`.
[[nodiscard]] std::string_view row_columns() noexcept;
[[nodiscard]] StoredReport read_row(db::Row const& row);

/// The text that is signed: one "name value" line for every signed column.
[[nodiscard]] std::string signed_text(StoredReport const& row);
inline constexpr std::string_view signature_purpose = "report.index";

/// What a report's row says of it, without ids and times.
[[nodiscard]] StoredReport describe(Report const& report, std::string_view json);

/// A page's last sort key and id, opaque to callers. Throws invalid_input "report.cursor".
struct Cursor {
    std::int64_t sort_key = 0;
    std::string id;
};
[[nodiscard]] std::string render_cursor(Cursor const& cursor);
[[nodiscard]] Cursor parse_cursor(std::string_view text);

}  // namespace ec::reports
