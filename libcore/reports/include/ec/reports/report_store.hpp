#pragma once

#include <ec/base/call_context.hpp>
#include <ec/reports/report.hpp>
#include <ec/reports/verify.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ec::db {
class Database;
class Transaction;
}  // namespace ec::db
namespace ec::blobs {
class BlobStore;
}
namespace ec::crypto {
class InstallationKey;
}

namespace ec::reports {

/// The index row of one stored report.
struct StoredReport {
    std::string id;
    std::string run_id;
    std::string symbol_id;
    std::string symbol;
    Date as_of;
    std::int32_t horizon = 20;
    narrative::Language language = narrative::Language::en;
    analysis::Outcome outcome = analysis::Outcome::ok;
    std::string origin;  // "live", "replay"
    bool sample = false;
    std::string analyst;
    std::string prompt_version;
    std::string lean;       // "up", "mixed", "down"; empty when there is none
    std::string direction;  // "up", "neutral", "down"; empty without a call
    std::string headline;   // first sentence of the bottom line
    std::string sha256;     // of the file
    PartHashes parts;       // of its members
    std::int64_t size_bytes = 0;
    narrative::AuditSummary audit;
    Micros created_at_us = 0;
    std::string signature;  // of all of the above by the installation's key
    std::string key_id;
    std::string name_en;  // as the instrument list has them now; not signed
    std::string name_zh;
};

/// A report whose file is on the disk and whose row is not yet written.
struct WrittenReport {
    StoredReport row;  // without id, run_id, symbol_id, origin, created_at_us
};

/// Who may see what: a user sees reports granted to them, an administrator all.
enum class ReadScope : std::uint8_t { granted, all };
struct Reader {
    std::string user_id;
    ReadScope scope = ReadScope::granted;
};

struct ReportQuery {
    std::optional<std::string> symbol_id;
    std::optional<Date> as_of_from;
    std::optional<Date> as_of_to;
    std::optional<narrative::Language> language;
    std::int32_t limit = 50;  // 1..100
    std::string cursor;       // opaque; empty for the first page
};

struct ReportPage {
    std::vector<StoredReport> rows;  // newest first
    std::string next_cursor;         // empty at the end
};

/// Stored reports: the file `reports/<as-of>/<sha256>.json` first, the signed index row last, in
/// the transaction of its caller. Thread-safe; what it is made from must outlive it. Errors:
/// not_found "report.unknown" (also for a report the reader may not see), conflict
/// "report.damaged" (the file is not what the row says) and "report.unsigned" (the row is not what
/// this installation signed), invalid_input "report.cursor" and "report.outcome" (an outcome that
/// stores no report), and those of the database and the blob store.
class ReportStore {
  public:
    ReportStore(db::Database& database, blobs::BlobStore& blobs,
                crypto::InstallationKey const& key);

    /// Writes the file. Call it before the transaction: it waits for the disk.
    [[nodiscard]] WrittenReport write(CallContext const& context, Report const& report);

    struct Entry {
        std::string run_id;
        std::string symbol_id;
        std::string origin;    // "live", "replay"
        std::string owner_id;  // gets the first grant
        std::string reason;    // "requested", "daily"
    };
    /// Inserts row and grant; returns the report's id. A run has one report: conflict else.
    std::string save(db::Transaction& transaction, CallContext const& context,
                     WrittenReport const& written, Entry const& entry);
    /// True when the grant is new. `reason` as in Entry, or "shared", "admin".
    bool grant(db::Transaction& transaction, std::string const& report_id,
               std::string const& owner_id, std::string const& reason);

    [[nodiscard]] std::optional<StoredReport> find_row(CallContext const& context,
                                                       Reader const& reader,
                                                       std::string const& report_id) const;
    [[nodiscard]] std::optional<StoredReport> find_row_of_run(CallContext const& context,
                                                              std::string const& run_id) const;
    /// The row whose file has this SHA-256, for `verify`; any owner's.
    [[nodiscard]] std::optional<StoredReport> find_row_of_bundle(CallContext const& context,
                                                                 std::string const& sha256) const;
    /// The file's bytes after their SHA-256 and the row's signature were checked.
    [[nodiscard]] std::string load_json(CallContext const& context, StoredReport const& row) const;
    [[nodiscard]] Report load(CallContext const& context, Reader const& reader,
                              std::string const& report_id) const;

    [[nodiscard]] ReportPage list(CallContext const& context, Reader const& reader,
                                  ReportQuery const& query) const;
    /// One symbol's reports, newest session first.
    [[nodiscard]] ReportPage history(CallContext const& context, Reader const& reader,
                                     std::string const& symbol_id, std::int32_t limit,
                                     std::string const& cursor) const;

    /// verify_bundle, then against the signed row and the stored file: those of `report_id` when it
    /// is given, else of the row with this SHA-256, else of the row that has the same bars, facts
    /// or text and most parts in common. A bundle without any such row is from elsewhere, which is
    /// no fault: `in_store` says so.
    [[nodiscard]] Verification verify(CallContext const& context, std::string_view json,
                                      std::optional<std::string> const& report_id) const;

    struct Sweep {
        std::int64_t orphans = 0;      // files without a row, removed
        std::int64_t temporaries = 0;  // left by killed writers, removed
    };
    /// Removes files last written before `grace_us` ago (a day is plenty: a writer's row follows
    /// its file within the job's lease) that no row names.
    Sweep sweep_orphans(CallContext const& context, Micros grace_us);

  private:
    [[nodiscard]] std::optional<StoredReport> find_row_like(CallContext const& context,
                                                            std::string_view json) const;

    db::Database& database_;
    blobs::BlobStore& blobs_;
    crypto::InstallationKey const& key_;
};

}  // namespace ec::reports
