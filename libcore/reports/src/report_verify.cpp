#include <ec/reports/report_store.hpp>

#include "bundle_compare.hpp"
#include "report_row.hpp"

#include <ec/base/error.hpp>
#include <ec/crypto/installation_key.hpp>
#include <ec/db/database.hpp>

#include <algorithm>

#include <fmt/format.h>

namespace ec::reports {
namespace {

// Rows that an edited bundle may have come from.
constexpr std::int64_t max_candidates = 50;

std::size_t common_parts(StoredReport const& row, std::string_view json) {
    auto const members = find_members(json);
    return static_cast<std::size_t>(std::ranges::count_if(row.parts.parts, [&](auto const& part) {
        auto const span = members.find(part.part);
        return compute_report_sha256(json.substr(span.begin, span.end - span.begin)) == part.sha256;
    }));
}

std::optional<StoredReport> most_alike(db::Rows const& rows, std::string_view json) {
    std::optional<StoredReport> best;
    std::size_t most = 0;
    for (auto const& row : rows) {
        auto candidate = read_row(row);
        auto const common = common_parts(candidate, json);
        if (common <= most) continue;
        most = common;
        best = std::move(candidate);
    }
    return best;
}

}  // namespace

Verification ReportStore::verify(CallContext const& context, std::string_view json,
                                 std::optional<std::string> const& report_id) const {
    auto verification = verify_bundle(json);
    std::optional<StoredReport> row;
    if (report_id)
        row = find_row(context, {.user_id = {}, .scope = ReadScope::all}, *report_id);
    else
        row = find_row_of_bundle(context, verification.bundle_sha256);
    if (!row && !report_id) row = find_row_like(context, json);
    if (!row) return verification;
    verification.in_store = true;
    if (!key_.verify(signature_purpose, signed_text(*row), row->signature))
        verification.findings.push_back(
            {FindingKind::signature, "index", "", std::nullopt, "", "",
             fmt::format("The store's row {} is not as this installation signed it.", row->id)});
    std::optional<std::string> original;
    try {
        original = load_json(context, *row);
    } catch (Error const& error) {
        if (error.code() != ErrorCode::conflict && error.code() != ErrorCode::not_found) throw;
    }
    verify_against_row(verification, json, *row, original);
    return verification;
}

std::optional<StoredReport> ReportStore::find_row_like(CallContext const& context,
                                                       std::string_view json) const {
    // Any member that was left alone leads to the row: its hash stands in part_hashes.
    auto transaction = database_.begin_read(context);
    auto const members = find_members(json);
    for (auto const* part : {"inputs", "facts", "document"}) {
        auto const span = members.find(part);
        if (span.end == span.begin) continue;
        auto const hash = compute_report_sha256(json.substr(span.begin, span.end - span.begin));
        auto const rows = transaction.query(
            fmt::format("SELECT {} FROM reports r LEFT JOIN instruments i ON i.id = r.symbol_id"
                        " WHERE r.part_hashes LIKE $1 ORDER BY r.created_at_us DESC LIMIT {}",
                        row_columns(), max_candidates),
            fmt::format("%{} {}%", part, hash));
        if (auto row = most_alike(rows, json)) return row;
    }
    return std::nullopt;
}

}  // namespace ec::reports
