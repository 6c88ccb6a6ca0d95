#include <ec/reports/report_store.hpp>

#include "bundle.hpp"
#include "report_row.hpp"

#include <ec/base/ids.hpp>
#include <ec/base/log.hpp>
#include <ec/blobs/blob_store.hpp>
#include <ec/crypto/installation_key.hpp>
#include <ec/db/database.hpp>

#include <algorithm>
#include <vector>

#include <fmt/format.h>

namespace ec::reports {
namespace {

constexpr std::string_view folder = "reports";
constexpr std::int64_t sweep_page = 200;

constexpr std::string_view insert_report =
    "INSERT INTO reports (id, run_id, symbol_id, symbol, as_of, horizon, language, outcome, origin,"
    " sample, analyst, prompt_version, lean, direction, headline, sha256, part_hashes, size_bytes,"
    " claims_supported, claims_derived, claims_unsupported, claims_contradicted, created_at_us,"
    " signature, key_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15,"
    " $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)";

constexpr std::string_view insert_grant =
    "INSERT INTO report_grants (report_id, owner_id, reason, granted_at_us)"
    " VALUES ($1, $2, $3, $4) ON CONFLICT (report_id, owner_id) DO NOTHING";

// $2 is the reader, null for one who may see all.
constexpr std::string_view readable =
    " (CAST($2 AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM report_grants g"
    " WHERE g.report_id = r.id AND g.owner_id = $2))";

std::string select(std::string_view where) {
    return fmt::format(
        "SELECT {} FROM reports r LEFT JOIN instruments i ON i.id = r.symbol_id WHERE {}",
        row_columns(), where);
}

blobs::BlobKey key_of(StoredReport const& row) {
    return blobs::BlobKey::parse(fmt::format("{}/{}/{}.json", folder, row.as_of.iso(), row.sha256));
}

std::optional<std::string> owner_of(Reader const& reader) {
    return reader.scope == ReadScope::all ? std::nullopt : std::optional(reader.user_id);
}

std::optional<StoredReport> first_row(db::Rows const& rows) {
    return rows.empty() ? std::nullopt : std::optional(read_row(rows[0]));
}

bool is_stored(analysis::Outcome outcome) {
    return outcome == analysis::Outcome::ok || outcome == analysis::Outcome::abstain ||
           outcome == analysis::Outcome::void_call;
}

}  // namespace

ReportStore::ReportStore(db::Database& database, blobs::BlobStore& blobs,
                         crypto::InstallationKey const& key)
    : database_(database), blobs_(blobs), key_(key) {}

WrittenReport ReportStore::write(CallContext const& context, Report const& report) {
    if (!is_stored(report.outcome))
        throw Error(ErrorCode::invalid_input, "report.outcome",
                    fmt::format("An analysis that ended as {} stores no report.",
                                analysis::to_string(report.outcome)));
    auto const json = render_report_json(report);
    WrittenReport written{describe(report, json)};
    auto const key = key_of(written.row);
    try {
        blobs_.put(context, key, json);
    } catch (Error const& error) {
        if (error.reason() != "blob.exists") throw;
        // The name is the hash of the bytes: what stands there is damaged.
        log::write(log::Level::warn, "a stored report was damaged and has been written again",
                   context.trace_id, {{"file.name", key.text()}});
        blobs_.replace(context, key, json);
    }
    return written;
}

std::string ReportStore::save(db::Transaction& transaction, CallContext const& context,
                              WrittenReport const& written, Entry const& entry) {
    context.check();
    auto row = written.row;
    row.run_id = entry.run_id;
    row.symbol_id = entry.symbol_id;
    row.origin = entry.origin;
    row.created_at_us = transaction.now_us();
    row.id = make_id("rep", row.created_at_us);
    row.signature = key_.sign(signature_purpose, signed_text(row));
    row.key_id = key_.id();
    transaction.execute(insert_report, row.id, row.run_id, row.symbol_id, row.symbol,
                        row.as_of.days(), row.horizon, narrative::to_string(row.language),
                        analysis::to_string(row.outcome), row.origin, row.sample ? 1 : 0,
                        row.analyst, row.prompt_version, row.lean, row.direction, row.headline,
                        row.sha256, render_hash_lines(row.parts), row.size_bytes,
                        row.audit.supported, row.audit.derived, row.audit.unsupported,
                        row.audit.contradicted, row.created_at_us, row.signature, row.key_id);
    grant(transaction, row.id, entry.owner_id, entry.reason);
    return row.id;
}

bool ReportStore::grant(db::Transaction& transaction, std::string const& report_id,
                        std::string const& owner_id, std::string const& reason) {
    return transaction.execute(insert_grant, report_id, owner_id, reason, transaction.now_us()) ==
           1;
}

std::optional<StoredReport> ReportStore::find_row(CallContext const& context, Reader const& reader,
                                                  std::string const& report_id) const {
    auto transaction = database_.begin_read(context);
    return first_row(transaction.query(select(fmt::format("r.id = $1 AND {}", readable)), report_id,
                                       owner_of(reader)));
}

std::optional<StoredReport> ReportStore::find_row_of_run(CallContext const& context,
                                                         std::string const& run_id) const {
    auto transaction = database_.begin_read(context);
    return first_row(transaction.query(select("r.run_id = $1"), run_id));
}

std::optional<StoredReport> ReportStore::find_row_of_bundle(CallContext const& context,
                                                            std::string const& sha256) const {
    auto transaction = database_.begin_read(context);
    return first_row(
        transaction.query(select("r.sha256 = $1 ORDER BY r.created_at_us, r.id LIMIT 1"), sha256));
}

std::string ReportStore::load_json(CallContext const& context, StoredReport const& row) const {
    if (!key_.verify(signature_purpose, signed_text(row), row.signature))
        throw Error(ErrorCode::conflict, "report.unsigned",
                    "The index entry of this report was changed, or was signed by another "
                    "installation. Restore the store and its key from one backup.")
            .with_log(fmt::format("{} key {}, ours {}", row.id, row.key_id, key_.id()));
    auto json = blobs_.get(context, key_of(row));
    if (compute_report_sha256(json) != row.sha256)
        throw Error(ErrorCode::conflict, "report.damaged",
                    "The stored file of this report was changed or damaged. Restore it from a "
                    "backup, or make the report again.")
            .with_log(row.id);
    return json;
}

Report ReportStore::load(CallContext const& context, Reader const& reader,
                         std::string const& report_id) const {
    auto const row = find_row(context, reader, report_id);
    if (!row)
        throw Error(ErrorCode::not_found, "report.unknown",
                    "There is no such report, or it is not yours to read.");
    return parse_report(load_json(context, *row));
}

ReportStore::Sweep ReportStore::sweep_orphans(CallContext const& context, Micros grace_us) {
    Sweep sweep;
    auto const limit_us = context.now_us() - grace_us;
    for (std::string after;;) {
        auto const page = blobs_.list(context, folder, after, sweep_page);
        if (page.empty()) break;
        after = page.back().key.text();
        for (auto const& info : page) {
            if (info.modified_at_us >= limit_us) continue;
            auto const& name = info.key.text();
            auto const stem = name.substr(name.rfind('/') + 1);
            if (find_row_of_bundle(context, stem.substr(0, stem.find('.')))) continue;
            blobs_.remove(context, info.key);
            ++sweep.orphans;
        }
    }
    sweep.temporaries = blobs_.sweep_temporaries(context, folder, limit_us);
    return sweep;
}

}  // namespace ec::reports
