#include <import_log.hpp>

#include <ec/base/ids.hpp>
#include <ec/base/json_writer.hpp>
#include <ec/db/transaction.hpp>

#include <algorithm>

namespace ec::marketdata {
namespace {

constexpr char const* insert_import_sql =
    "INSERT INTO imports (id, owner_id, series_id, file_name, file_sha256, asked, mapping, "
    "rows_read, rows_accepted, rows_changed, rejects, created_at_us) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
// Of a long list the log keeps the head; the caller has been given all of it.
constexpr std::size_t max_logged_rejects = 1000;

std::string mapping_json(market::PriceCsvMapping const& mapping, std::string const& encoding) {
    JsonWriter json;
    json.begin_object()
        .member("layout", mapping.layout)
        .member("encoding", encoding)
        .member("separator", std::string_view(&mapping.separator, 1))
        .member("date_format", mapping.date_format)
        .member("basis", to_string(mapping.basis))
        .member("basis_evidence", mapping.basis_evidence)
        .member("volume_scale", mapping.volume_scale)
        .member("amount_scale", mapping.amount_scale)
        .member("unit_evidence", mapping.unit_evidence)
        .key("columns")
        .begin_array();
    for (auto const& column : mapping.columns)
        json.begin_object()
            .member("heading", column.heading)
            .member("role", column.role)
            .end_object();
    return json.end_array().end_object().take();
}

std::string rejects_json(std::vector<market::RejectedRow> const& rejected) {
    JsonWriter json;
    json.begin_array();
    for (std::size_t i = 0; i < std::min(rejected.size(), max_logged_rejects); ++i)
        json.begin_object()
            .member("line", static_cast<std::int64_t>(rejected[i].line))
            .member("reason", rejected[i].reason)
            .member("text", rejected[i].text)
            .end_object();
    return json.end_array().take();
}

}  // namespace

std::string file_name_of(ImportRequest const& request) {
    auto name = request.file_name;
    if (auto const slash = name.find_last_of("/\\"); slash != std::string::npos)
        name.erase(0, slash + 1);
    std::erase_if(name, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
    return name.substr(0, 120);
}

std::string source_of(ImportRequest const& request) {
    return request.source.value_or("csv:" + file_name_of(request));
}

void log_import(db::Transaction& transaction, CallContext const& context,
                PreparedImport const& prepared, SeriesChange const& change) {
    auto const now = transaction.now_us();
    auto const& report = prepared.report;
    transaction.execute(insert_import_sql, make_id("imp", now), context.actor.user_id,
                        change.series_id, file_name_of(prepared.request), prepared.file.sha256,
                        prepared.file.asked, mapping_json(report.mapping, report.encoding),
                        report.rows_read, report.accepted, change.added + change.changed,
                        rejects_json(report.rejected), now);
}

}  // namespace ec::marketdata
