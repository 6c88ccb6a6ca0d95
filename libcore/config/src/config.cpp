#include <ec/config/config.hpp>

#include "providers.hpp"
#include "toml_reader.hpp"
#include "validation.hpp"
#include "variables.hpp"

namespace ec::config {
namespace {

constexpr std::pair<std::string_view, Environment> environments[] = {
    {"development", Environment::development}, {"production", Environment::production}};
constexpr std::pair<std::string_view, Profile> profiles[] = {{"unset", Profile::unset},
                                                             {"private", Profile::private_use},
                                                             {"publisher", Profile::publisher},
                                                             {"facts_only", Profile::facts_only},
                                                             {"licensed", Profile::licensed}};
constexpr std::pair<std::string_view, log::Level> levels[] = {{"debug", log::Level::debug},
                                                              {"info", log::Level::info},
                                                              {"warn", log::Level::warn},
                                                              {"error", log::Level::error}};
constexpr std::pair<std::string_view, log::Format> formats[] = {
    {"readable", log::Format::readable}, {"ecs_json", log::Format::ecs_json}};
constexpr std::pair<std::string_view, MailTransport> transports[] = {{"off", MailTransport::off},
                                                                     {"mock", MailTransport::mock}};
constexpr std::pair<std::string_view, PaymentGateway> gateways[] = {{"off", PaymentGateway::off},
                                                                    {"mock", PaymentGateway::mock}};

constexpr std::int64_t hour_ms = 3'600'000;
constexpr std::int64_t day_s = 86'400;

void read_http(TomlReader& toml, HttpConfig& http) {
    toml.read_text("http.bind", http.bind);
    toml.read_integer("http.port", http.port, {0, 65'535});
    toml.read_integer("http.io_threads", http.io_threads, {0, 256});
    toml.read_integer("http.worker_threads", http.worker_threads, {1, 256});
    toml.read_integer("http.worker_queue", http.worker_queue, {1, 100'000});
    toml.read_integer("http.max_connections", http.max_connections, {1, 1'000'000});
    toml.read_integer("http.max_connections_per_address", http.max_connections_per_address,
                      {1, 1'000'000});
    toml.read_texts("http.allowed_hosts", http.allowed_hosts);
    toml.read_texts("http.cors_origins", http.cors_origins);
    toml.read_texts("http.trusted_proxies", http.trusted_proxies);
    toml.read_integer("http.hsts_max_age_s", http.hsts_max_age_s, {0, 732 * day_s});
    toml.read_integer("http.drain_wait_ms", http.drain_wait_ms, {0, hour_ms});
    toml.read_integer("http.drain_limit_ms", http.drain_limit_ms, {0, hour_ms});
}

void read_database(TomlReader& toml, DatabaseConfig& database) {
    toml.read_secret("database.url", database.url);
    toml.read_integer("database.pool_size", database.pool_size, {2, 1'000});
    toml.read_integer("database.sqlite_readers", database.sqlite_readers, {1, 64});
    toml.read_integer("database.wait_ms", database.wait_ms, {1, hour_ms});
    toml.read_integer("database.ping_idle_s", database.ping_idle_s, {0, day_s});
    toml.read_integer("database.recycle_s", database.recycle_s, {1, 7 * day_s});
}

void read_llm(TomlReader& toml, LlmConfig& llm) {
    toml.read_text("llm.base_url", llm.base_url);
    toml.read_text("llm.model", llm.model);
    toml.read_secret("llm.api_key", llm.api_key);
    toml.read_integer("llm.timeout_s", llm.timeout_s, {1, 3'600});
    toml.read_integer("llm.idle_timeout_s", llm.idle_timeout_s, {1, 3'600});
    toml.read_integer("llm.max_output_tokens", llm.max_output_tokens, {256, 200'000});
    toml.read_number("llm.temperature", llm.temperature, 0, 2);
}

void read_jobs(TomlReader& toml, JobsConfig& jobs) {
    toml.read_integer("jobs.workers", jobs.workers, {0, 256});
    toml.read_integer("jobs.poll_ms", jobs.poll_ms, {10, 60'000});
    toml.read_integer("jobs.lease_s", jobs.lease_s, {2, 3'600});
    toml.read_integer("jobs.heartbeat_s", jobs.heartbeat_s, {1, 1'800});
    toml.read_integer("jobs.rescue_s", jobs.rescue_s, {1, 600});
    toml.read_integer("jobs.grace_s", jobs.grace_s, {0, 3'600});
}

void read_limits(TomlReader& toml, LimitsConfig& limits) {
    toml.read_integer("limits.body_bytes", limits.body_bytes, {1'024, 1'073'741'824});
    toml.read_integer("limits.json_depth", limits.json_depth, {4, 256});
    toml.read_integer("limits.import_bytes", limits.import_bytes, {1'024, 1'073'741'824});
    toml.read_integer("limits.import_rows", limits.import_rows, {1, 100'000'000});
    toml.read_integer("limits.audit_text_bytes", limits.audit_text_bytes, {1'024, 16'777'216});
}

void read_all(TomlReader& toml, Config& config) {
    toml.read_choice("environment", config.environment, environments);
    toml.read_text("data_dir", config.data_dir);
    toml.read_secret("redis_url", config.redis_url);
    read_http(toml, config.http);
    read_database(toml, config.database);
    toml.read_choice("compliance.profile", config.compliance.profile, profiles);
    toml.read_text("compliance.institution", config.compliance.institution);
    toml.read_text("compliance.licence_number", config.compliance.licence_number);
    toml.read_text("compliance.author_number", config.compliance.author_number);
    toml.read_choice("log.level", config.log.level, levels);
    toml.read_choice("log.format", config.log.format, formats);
    toml.read_text("log.file", config.log.file);
    read_llm(toml, config.llm);
    read_providers(toml, config.providers);
    read_jobs(toml, config.jobs);
    read_limits(toml, config.limits);
    toml.read_choice("mail.transport", config.mail.transport, transports);
    toml.read_choice("payment.gateway", config.payment.gateway, gateways);
    toml.read_secret("secrets.jwt_secret_key", config.secrets.jwt_secret_key);
}

}  // namespace

std::string_view to_string(Profile profile) noexcept {
    for (auto const& [word, value] : profiles)
        if (value == profile) return word;
    return "unset";
}

Profile Config::profile() const noexcept {
    return compliance.profile == Profile::unset ? Profile::private_use : compliance.profile;
}

Config load_config(std::string const& file, Variables const& variables) {
    Config config;
    config.database.url = Secret("sqlite:///equitycompass.db");
    Origins origins;
    TomlReader toml(file, origins);
    read_all(toml, config);
    toml.finish();
    apply_variables(variables, config, origins);
    resolve_paths(config, origins);
    validate(config, origins);
    return config;
}

}  // namespace ec::config
