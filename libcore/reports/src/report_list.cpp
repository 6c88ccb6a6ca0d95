#include <ec/reports/report_store.hpp>

#include "report_row.hpp"

#include <ec/base/error.hpp>
#include <ec/db/database.hpp>

#include <algorithm>

#include <fmt/format.h>

namespace ec::reports {
namespace {

constexpr std::int32_t max_limit = 100;

// The cursor's key and id come as $6 and $7, the limit as $8; `sort` is the column of the key.
std::string list_statement(std::string_view sort) {
    return fmt::format(
        "SELECT {0} FROM reports r LEFT JOIN instruments i ON i.id = r.symbol_id"
        " WHERE (CAST($1 AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM report_grants g"
        " WHERE g.report_id = r.id AND g.owner_id = $1))"
        " AND (CAST($2 AS TEXT) IS NULL OR r.symbol_id = $2)"
        " AND (CAST($3 AS BIGINT) IS NULL OR r.as_of >= $3)"
        " AND (CAST($4 AS BIGINT) IS NULL OR r.as_of <= $4)"
        " AND (CAST($5 AS TEXT) IS NULL OR r.language = $5)"
        " AND (CAST($6 AS BIGINT) IS NULL OR r.{1} < $6 OR (r.{1} = $6 AND r.id < $7))"
        " ORDER BY r.{1} DESC, r.id DESC LIMIT $8",
        row_columns(), sort);
}

std::optional<std::int64_t> days_of(std::optional<Date> date) {
    return date ? std::optional<std::int64_t>(date->days()) : std::nullopt;
}

enum class Order : std::uint8_t { created, session };

ReportPage fetch_page(db::Database& database, CallContext const& context, Reader const& reader,
                      ReportQuery const& query, Order order) {
    if (query.limit < 1 || query.limit > max_limit)
        throw invalid_field("report.limit", "limit", std::to_string(query.limit),
                            "not from 1 to 100", "Ask for at most 100 rows a page.");
    bool const by_session = order == Order::session;
    std::optional<std::int64_t> sort_key;
    std::string last_id;
    if (!query.cursor.empty()) {
        auto cursor = parse_cursor(query.cursor);
        sort_key = cursor.sort_key;
        last_id = std::move(cursor.id);
    }
    auto const owner =
        reader.scope == ReadScope::all ? std::nullopt : std::optional(reader.user_id);
    auto const language = query.language
                              ? std::optional(std::string(narrative::to_string(*query.language)))
                              : std::nullopt;
    auto transaction = database.begin_read(context);
    auto const rows =
        transaction.query(list_statement(by_session ? "as_of" : "created_at_us"), owner,
                          query.symbol_id, days_of(query.as_of_from), days_of(query.as_of_to),
                          language, sort_key, last_id, query.limit + 1);
    ReportPage page;
    auto const wanted = static_cast<std::size_t>(query.limit);
    for (std::size_t i = 0; i < std::min(rows.size(), wanted); ++i)
        page.rows.push_back(read_row(rows[i]));
    if (rows.size() > wanted) {
        auto const& last = page.rows.back();
        page.next_cursor =
            render_cursor({by_session ? last.as_of.days() : last.created_at_us, last.id});
    }
    return page;
}

}  // namespace

ReportPage ReportStore::list(CallContext const& context, Reader const& reader,
                             ReportQuery const& query) const {
    return fetch_page(database_, context, reader, query, Order::created);
}

ReportPage ReportStore::history(CallContext const& context, Reader const& reader,
                                std::string const& symbol_id, std::int32_t limit,
                                std::string const& cursor) const {
    ReportQuery query;
    query.symbol_id = symbol_id;
    query.limit = limit;
    query.cursor = cursor;
    return fetch_page(database_, context, reader, query, Order::session);
}

}  // namespace ec::reports
