#pragma once

#include <ec/base/log.hpp>
#include <ec/config/secret.hpp>

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ec::config {

enum class Environment : std::uint8_t { development, production };

/// What the installation may show to whom. `unset` counts as private, as long as it is on loopback.
enum class Profile : std::uint8_t { unset, private_use, publisher, facts_only, licensed };
[[nodiscard]] std::string_view to_string(Profile profile) noexcept;

struct HttpConfig {
    std::string bind = "127.0.0.1";
    std::int64_t port = 5000;     // 0: any free one
    std::int64_t io_threads = 0;  // 0: one per core
    std::int64_t worker_threads = 8;
    std::int64_t worker_queue = 256;
    std::int64_t max_connections = 12'000;
    std::int64_t max_connections_per_address = 256;
    std::vector<std::string> allowed_hosts = {};
    std::vector<std::string> cors_origins = {};
    std::vector<std::string> trusted_proxies = {};
    std::int64_t hsts_max_age_s = 0;
    std::int64_t drain_wait_ms = 5'000;
    std::int64_t drain_limit_ms = 30'000;
};

struct DatabaseConfig {
    Secret url;  // holds a password; "sqlite:////absolute/path" or "postgresql://..."
    std::int64_t pool_size = 20;
    std::int64_t sqlite_readers = 4;
    std::int64_t wait_ms = 5'000;
    std::int64_t ping_idle_s = 30;
    std::int64_t recycle_s = 3'600;
};

struct ComplianceConfig {
    Profile profile = Profile::unset;
    std::string institution = {};  // these three: only with profile licensed
    std::string licence_number = {};
    std::string author_number = {};
};

struct LogConfig {
    log::Level level = log::Level::info;
    log::Format format = log::Format::readable;
    std::string file = {};  // empty: standard error; relative: below data_dir
};

struct LlmConfig {
    std::string base_url = "https://api.openai.com/v1";
    std::string model = {};
    Secret api_key;
    std::int64_t timeout_s = 180;
    std::int64_t idle_timeout_s = 60;
    std::int64_t max_output_tokens = 8'192;
    double temperature = 0.2;
    /// False: the offline analyst writes every report.
    [[nodiscard]] bool enabled() const noexcept { return !model.empty(); }
};

/// Sources of prices and filings by name ("yahoo", ..., "sec"). What is left out here is as the
/// program knows the source.
struct ProvidersConfig {
    using Numbers = std::map<std::string, std::int64_t, std::less<>>;
    /// Switched on here; for an unofficial source that accepts its notice.
    std::vector<std::string> enabled = {};
    std::vector<std::string> order_us = {};
    std::vector<std::string> order_hk = {};
    std::vector<std::string> order_cn = {};
    std::string sec_contact = {};  // e-mail address that the SEC's rules want; empty: not asked
    std::int64_t vault_days = 400;
    std::map<std::string, std::string, std::less<>> endpoints = {};  // "https://mirror:8443/path"
    Numbers interval_ms = {};
    Numbers daily_calls = {};
    std::map<std::string, Secret, std::less<>> keys = {};  // from the environment only
};
/// The names that ProvidersConfig goes by, the SEC's last.
[[nodiscard]] std::span<std::string_view const> provider_names() noexcept;

struct JobsConfig {
    std::int64_t workers = 2;  // 0: this process takes no jobs
    std::int64_t poll_ms = 200;
    std::int64_t lease_s = 30;
    std::int64_t heartbeat_s = 10;
    std::int64_t rescue_s = 5;
    std::int64_t grace_s = 30;
};

struct LimitsConfig {
    std::int64_t body_bytes = 1'048'576;
    std::int64_t json_depth = 64;
    std::int64_t import_bytes = 67'108'864;
    std::int64_t import_rows = 1'000'000;
    std::int64_t audit_text_bytes = 262'144;
};

enum class MailTransport : std::uint8_t { off, mock };
enum class PaymentGateway : std::uint8_t { off, mock };

struct MailConfig {
    MailTransport transport = MailTransport::off;
};

struct PaymentConfig {
    PaymentGateway gateway = PaymentGateway::off;
};

struct SecretsConfig {
    Secret jwt_secret_key;
};

/// Everything that can be chosen, read and checked once. Immutable by convention afterwards.
struct Config {
    Environment environment = Environment::development;
    std::string data_dir = "data";  // absolute after loading; all that is written lies below it
    Secret redis_url;               // may hold a password; empty: none
    HttpConfig http;
    DatabaseConfig database;
    ComplianceConfig compliance;
    LogConfig log;
    LlmConfig llm;
    ProvidersConfig providers;
    JobsConfig jobs;
    LimitsConfig limits;
    MailConfig mail;
    PaymentConfig payment;
    SecretsConfig secrets;

    /// The chosen profile, or private where none was chosen.
    [[nodiscard]] Profile profile() const noexcept;
};

using Variables = std::map<std::string, std::string, std::less<>>;

/// This process's environment.
[[nodiscard]] Variables environment_variables();

/// Reads `file` (empty: defaults only), then the overrides among `variables`: EC_DATA_DIR, EC_PORT,
/// EC_BIND, DATABASE_URL, REDIS_URL, JWT_SECRET_KEY, EC_LLM_BASE_URL, EC_LLM_MODEL, EC_LLM_API_KEY,
/// EC_<PROVIDER>_KEY ("EC_TUSHARE_KEY"), and for each secret NAME_FILE. Throws invalid_input
/// "config.*" that names file and line (or the variable), key, problem and remedy; never a secret's
/// value.
[[nodiscard]] Config load_config(std::string const& file, Variables const& variables);

}  // namespace ec::config
