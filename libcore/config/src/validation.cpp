#include "validation.hpp"

#include "providers.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <set>
#include <string>

#include <fmt/format.h>

#include <arpa/inet.h>
#include <netinet/in.h>

namespace ec::config {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view sqlite_prefix = "sqlite:///";

[[noreturn]] void refuse(Origins const& origins, std::string_view key, std::string_view problem,
                         std::string_view remedy) {
    auto const found = origins.find(key);
    throw config_error("config.value", found == origins.end() ? "default" : found->second, key,
                       problem, remedy);
}

bool is_address(std::string const& text) {
    in_addr v4{};
    in6_addr v6{};
    return ::inet_pton(AF_INET, text.c_str(), &v4) == 1 ||
           ::inet_pton(AF_INET6, text.c_str(), &v6) == 1;
}

bool is_loopback(std::string const& address) {
    return address.starts_with("127.") || address == "::1";
}

bool is_loopback_host(std::string_view host) {
    return host == "localhost" || host.starts_with("localhost:") || host.starts_with("127.") ||
           host == "[::1]" || host.starts_with("[::1]:");
}

void check_network(Config const& config, Origins const& origins) {
    auto const& http = config.http;
    if (!is_address(http.bind))
        refuse(origins, "http.bind", fmt::format("\"{}\" is no IP address", http.bind),
               "Use 127.0.0.1 for this machine only or 0.0.0.0 for every network");
    bool const local = is_loopback(http.bind);
    if (!local && config.compliance.profile == Profile::unset)
        refuse(origins, "http.bind",
               fmt::format("{} is reachable from other machines, and no compliance.profile says "
                           "what they may see",
                           http.bind),
               "Choose compliance.profile publisher, facts_only or licensed, or bind 127.0.0.1");
    if (!local && config.compliance.profile == Profile::private_use)
        refuse(origins, "http.bind",
               fmt::format("{} is reachable from other machines, but the profile private has no "
                           "sign-in",
                           http.bind),
               "Bind 127.0.0.1 or choose another compliance.profile");
    if (config.profile() == Profile::private_use)
        for (auto const& host : http.allowed_hosts)
            if (!is_loopback_host(host))
                refuse(origins, "http.allowed_hosts",
                       fmt::format("\"{}\" is not this machine, but the profile private has no "
                                   "sign-in",
                                   host),
                       "Remove it or choose another compliance.profile");
}

void check_compliance(Config const& config, Origins const& origins) {
    auto const& compliance = config.compliance;
    bool const named = !compliance.institution.empty() && !compliance.licence_number.empty() &&
                       !compliance.author_number.empty();
    if (compliance.profile == Profile::licensed && !named)
        refuse(origins, "compliance.profile",
               "licensed prints institution, licence and author on every page, and one is missing",
               "Set compliance.institution, licence_number and author_number");
}

void check_llm(Config const& config, Origins const& origins) {
    auto const& llm = config.llm;
    bool const https = llm.base_url.starts_with("https://");
    if (!https && !llm.base_url.starts_with("http://"))
        refuse(origins, "llm.base_url", "is no http(s) address",
               "Use the provider's address, as https://api.openai.com/v1");
    if (llm.base_url.ends_with('/'))
        refuse(origins, "llm.base_url", "ends with a slash", "Leave the last slash out");
    if (!llm.api_key.empty() && llm.model.empty())
        refuse(origins, "llm.api_key", "is set, but no model is",
               "Set llm.model or EC_LLM_MODEL to the model's name");
    if (llm.idle_timeout_s > llm.timeout_s)
        refuse(origins, "llm.idle_timeout_s", "is longer than llm.timeout_s", "Use a shorter time");
}

void check_jobs(Config const& config, Origins const& origins) {
    auto const& jobs = config.jobs;
    if (jobs.heartbeat_s * 2 > jobs.lease_s)
        refuse(origins, "jobs.heartbeat_s",
               "leaves no room for one late heartbeat within jobs.lease_s",
               "Use at most half of jobs.lease_s");
}

// Known openings and words of values that were meant to be replaced.
bool looks_like_a_placeholder(std::string const& secret) {
    std::string lower;
    for (char const c : secret) lower += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    for (std::string_view const word : {"change", "example", "placeholder", "development",
                                        "password", "your-", "your_", "secret", "default"})
        if (lower.find(word) != std::string::npos) return true;
    return std::set<char>(lower.begin(), lower.end()).size() < 8;
}

void check_production(Config const& config, Origins const& origins) {
    if (config.environment != Environment::production) return;
    if (config.compliance.profile == Profile::unset)
        refuse(origins, "compliance.profile", "is not chosen, which production demands",
               "Choose private, publisher, facts_only or licensed");
    if (config.mail.transport == MailTransport::mock)
        refuse(origins, "mail.transport", "mock writes mails to the log, also their codes",
               "Use off in production");
    if (config.payment.gateway == PaymentGateway::mock)
        refuse(origins, "payment.gateway", "mock credits coins that nobody paid",
               "Use off in production");
    auto const& jwt = config.secrets.jwt_secret_key.reveal();
    if (jwt.empty() && config.profile() == Profile::private_use) return;
    if (jwt.size() < 32 || looks_like_a_placeholder(jwt))
        refuse(origins, "secrets.jwt_secret_key",
               "is missing, shorter than 32 characters or a placeholder",
               "Set JWT_SECRET_KEY_FILE to a file of random characters: openssl rand -hex 32");
}

void check_database(Config const& config, Origins const& origins) {
    auto const& url = config.database.url.reveal();
    bool const sqlite = url.starts_with(sqlite_prefix) && url.size() > sqlite_prefix.size();
    bool const postgresql = url.starts_with("postgresql://") || url.starts_with("postgres://");
    if (!sqlite && !postgresql)
        refuse(origins, "database.url", "is of no known form",
               "Use sqlite:///file, sqlite:////absolute/file or postgresql://user@host/name");
    auto const& redis = config.redis_url.reveal();
    if (!redis.empty() && !redis.starts_with("redis://") && !redis.starts_with("rediss://"))
        refuse(origins, "redis_url", "is of no known form", "Use redis://host:port");
}

}  // namespace

void resolve_paths(Config& config, Origins const& origins) {
    if (config.data_dir.empty())
        refuse(origins, "data_dir", "is empty", "Name the folder for everything that is written");
    auto const data = fs::absolute(config.data_dir).lexically_normal();
    config.data_dir = data.string();
    if (!config.log.file.empty()) config.log.file = (data / config.log.file).string();
    auto const& url = config.database.url.reveal();
    if (!url.starts_with(sqlite_prefix) || url.size() == sqlite_prefix.size()) return;
    // "sqlite:///name" lies below data_dir; "sqlite:////name" keeps its own root.
    auto const file = (data / url.substr(sqlite_prefix.size())).lexically_normal();
    config.database.url = Secret(std::string(sqlite_prefix) + file.string());
}

void validate(Config const& config, Origins const& origins) {
    check_network(config, origins);
    check_compliance(config, origins);
    check_database(config, origins);
    check_llm(config, origins);
    check_providers(config.providers, origins);
    check_jobs(config, origins);
    check_production(config, origins);
}

}  // namespace ec::config
