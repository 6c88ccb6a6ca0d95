#pragma once

#include "active_jobs.hpp"

#include <ec/base/metrics.hpp>
#include <ec/db/database.hpp>
#include <ec/jobs/runner.hpp>

#include <map>
#include <memory>
#include <string>

namespace ec::jobs {

/// What every attempt of a runner uses.
struct AttemptTools {
    db::Database& database;
    Clock const& clock;
    Metrics* metrics;
    Queue const& queue;
    ActiveJobs& active;
    std::map<std::string, Handler> const& handlers;
};

/// Runs one claimed job to the end of its attempt. Never throws: what cannot be written down is
/// logged and left to rescue.
void run_attempt(AttemptTools const& tools, Claim const& claim) noexcept;

/// A context for the runner's own short statements.
[[nodiscard]] CallContext short_context(Clock const& clock, std::string const& trace_id);

}  // namespace ec::jobs
