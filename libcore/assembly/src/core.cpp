#include <ec/assembly/core.hpp>

#include <ec/accounts/accounts.hpp>
#include <ec/accounts/idempotency.hpp>
#include <ec/base/error.hpp>
#include <ec/blobs/blob_store.hpp>
#include <ec/crypto/installation_key.hpp>
#include <ec/db/database.hpp>
#include <ec/db/migrations.hpp>
#include <ec/jobs/queue.hpp>
#include <ec/jobs/runner.hpp>
#include <ec/llm/chat_model.hpp>
#include <ec/marketdata/market_data.hpp>
#include <ec/reports/report_store.hpp>
#include <ec/reports/run_store.hpp>
#include <ec/workflows/analyze_symbol.hpp>
#include <ec/workflows/store_setup.hpp>

#include "data_source_parts.hpp"

#include <filesystem>

namespace ec::assembly {
namespace {

jobs::QueueSettings queue_settings(config::Config const& config) {
    jobs::QueueSettings settings;
    settings.lease_ms = config.jobs.lease_s * 1000;
    return settings;
}

std::unique_ptr<llm::ChatModel> make_model(config::LlmConfig const& config) {
    if (!config.enabled()) return nullptr;
    llm::ModelSettings settings;
    settings.base_url = config.base_url;
    settings.model = config.model;
    settings.api_key = config.api_key.reveal();
    settings.max_output_tokens = config.max_output_tokens;
    settings.temperature = config.temperature;
    settings.total_timeout_ms = config.timeout_s * 1000;
    settings.idle_timeout_ms = config.idle_timeout_s * 1000;
    return std::make_unique<llm::ChatModel>(std::move(settings));
}

}  // namespace

struct Core::Parts {
    Parts(config::Config const& given, CallContext const& context)
        : config(given),
          database(workflows::open_configured_database(config, workflows::Creation::refuse)),
          key(crypto::InstallationKey::load_or_create(std::filesystem::path(config.data_dir) /
                                                      "installation.key")),
          blobs(config.data_dir, files),
          accounts(*database),
          idempotency(*database),
          market_data(*database, {}),
          data_sources(config, *database, blobs, files, market_data, metrics),
          queue(queue_settings(config)),
          runs(*database),
          reports(*database, blobs, key),
          model(make_model(config.llm)) {
        db::require_current(*database, context);
    }

    config::Config config;
    SystemClock clock;
    Metrics metrics;
    std::unique_ptr<db::Database> database;
    crypto::InstallationKey key;
    blobs::SystemFileOperations files;
    blobs::BlobStore blobs;
    accounts::Accounts accounts;
    accounts::IdempotencyStore idempotency;
    marketdata::MarketData market_data;
    DataSourceParts data_sources;
    jobs::Queue queue;
    reports::RunStore runs;
    reports::ReportStore reports;
    std::unique_ptr<llm::ChatModel> model;
};

Core::Core(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Core::~Core() = default;

config::Config const& Core::configuration() const noexcept { return parts_->config; }
accounts::IdempotencyStore& Core::idempotency() noexcept { return parts_->idempotency; }
Metrics& Core::metrics() noexcept { return parts_->metrics; }

reports::RenderOptions Core::render_options(narrative::Language language) const {
    auto const profile = reports::parse_profile(config::to_string(parts_->config.profile()));
    EC_CHECK(profile.has_value());
    auto const& compliance = parts_->config.compliance;
    return {*profile,
            {compliance.institution, compliance.licence_number, compliance.author_number},
            reports::default_colours(language)};
}

workflows::Services Core::services() noexcept {
    auto& p = *parts_;
    return {p.clock,
            *p.database,
            p.accounts,
            p.market_data,
            p.queue,
            p.runs,
            p.reports,
            p.model.get(),
            std::string(config::to_string(p.config.profile())),
            &p.data_sources.sources()};
}

std::unique_ptr<jobs::JobRunner> Core::make_analysis_runner() {
    auto& p = *parts_;
    jobs::RunnerSettings settings;
    settings.queue = workflows::analysis_queue;
    settings.workers = p.config.jobs.workers;
    settings.poll_ms = p.config.jobs.poll_ms;
    settings.heartbeat_ms = p.config.jobs.heartbeat_s * 1000;
    settings.rescue_ms = p.config.jobs.rescue_s * 1000;
    settings.grace_ms = p.config.jobs.grace_s * 1000;
    std::map<std::string, jobs::Handler> handlers;
    handlers[std::string(workflows::analysis_job_kind)] =
        [services = services()](jobs::RunningJob& job) { workflows::run_analysis(services, job); };
    return std::make_unique<jobs::JobRunner>(*p.database, p.clock, &p.metrics, p.queue, settings,
                                             std::move(handlers));
}

std::unique_ptr<Core> open_core(config::Config const& config, CallContext const& context) {
    return std::unique_ptr<Core>(new Core(std::make_unique<Core::Parts>(config, context)));
}

}  // namespace ec::assembly
