#pragma once

#include <ec/base/call_context.hpp>
#include <ec/base/dates.hpp>
#include <ec/narrative/language.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ec::db {
class Database;
class Transaction;
}  // namespace ec::db

namespace ec::reports {

/// What makes two requests the same work. `private_to` is the owner when symbol or prompt is
/// custom, so that such a run is never shared.
struct RunKey {
    std::string symbol_id;
    Date as_of;
    std::int32_t horizon = 20;
    narrative::Language language = narrative::Language::en;
    std::string prompt_version;       // "" for rules
    std::string model_configuration;  // "rules/1", or id and version of the configuration
    std::string private_to;

    /// 64 hex digits.
    [[nodiscard]] std::string sharing_key() const;
};

struct Run {
    std::string id;
    RunKey key;  // without private_to
    bool is_current = true;
    std::string origin;  // "live", "replay"
    std::optional<std::string> job_id;
    std::optional<std::string> series_id;
    std::optional<std::int64_t> series_revision;
    std::optional<std::string> facts_sha256;
    std::optional<std::string> outcome;
    std::string outcome_reason;
    Micros created_at_us = 0;
    std::optional<Micros> finished_at_us;
};

struct AnalysisRequest {
    std::string id;
    std::string owner_id;
    std::string run_id;
    std::optional<std::string> hold_id;
    std::string surface;  // "api", "web", "cli", "python", "schedule"
    Micros created_at_us = 0;
};

struct RequestedRun {
    AnalysisRequest request;
    Run run;
};
struct RequestPage {
    std::vector<RequestedRun> rows;  // newest first
    std::string next_cursor;         // empty at the end
};

/// Runs (shared work) and requests (who asked). Thread-safe; writes belong to the caller's
/// transaction. Errors: not_found "run.unknown", conflict "run.finished", invalid_input "run.limit"
/// and "report.cursor", and the database's.
class RunStore {
  public:
    explicit RunStore(db::Database& database);

    enum class Attachment : std::uint8_t { new_run, shared_run, asked_before };
    struct Attached {
        Run run;
        AnalysisRequest request;
        Attachment attachment = Attachment::new_run;
    };
    /// Joins the current run of the key, or starts one: when there is none, or when
    /// `series_revision` is newer than the one the run recorded, or when that run failed (it stored
    /// no report). `series_revision` absent: any revision will do.
    Attached attach(db::Transaction& transaction, CallContext const& context, RunKey const& key,
                    std::optional<std::int64_t> series_revision, std::string const& origin,
                    std::string const& owner_id, std::string const& surface);
    void set_hold(db::Transaction& transaction, std::string const& request_id,
                  std::string const& hold_id);
    void set_job(db::Transaction& transaction, std::string const& run_id,
                 std::string const& job_id);
    void record_inputs(db::Transaction& transaction, std::string const& run_id,
                       std::string const& series_id, std::int64_t series_revision,
                       std::string const& facts_sha256);
    /// `outcome` is an analysis::Outcome's text, "discarded" or "cancelled"; `detail` tells the one
    /// who asked what happened, where no report does. Once only.
    void finish(db::Transaction& transaction, CallContext const& context, std::string const& run_id,
                std::string const& outcome, std::string const& reason, std::string const& detail);

    /// Removes a request: its owner no longer waits. Returns how many still do.
    std::int64_t leave(db::Transaction& transaction, std::string const& request_id);

    [[nodiscard]] Run get_run(CallContext const& context, std::string const& run_id) const;
    [[nodiscard]] std::optional<Run> find_run_of_job(CallContext const& context,
                                                     std::string const& job_id) const;
    [[nodiscard]] std::vector<AnalysisRequest> requests_of(db::Transaction& transaction,
                                                           std::string const& run_id) const;
    /// The request when it is this owner's.
    [[nodiscard]] std::optional<AnalysisRequest> find_request(CallContext const& context,
                                                              std::string const& owner_id,
                                                              std::string const& request_id) const;
    /// One owner's requests with their runs; `limit` 1..100.
    [[nodiscard]] RequestPage list_requests(CallContext const& context, std::string const& owner_id,
                                            std::int32_t limit, std::string const& cursor) const;

  private:
    db::Database& database_;
};

}  // namespace ec::reports
