#include "providers.hpp"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace ec::config {
namespace {

constexpr std::array<std::string_view, 10> names{
    "yahoo",   "eastmoney_kline", "tencent_quote", "tencent_kline", "sina_quote",
    "tushare", "alpha_vantage",   "finnhub_quote", "twelve_data",   "sec"};

constexpr std::int64_t day_ms = 86'400'000;
constexpr std::int64_t most_calls = 10'000'000;

[[noreturn]] void refuse(Origins const& origins, std::string_view key, std::string_view problem,
                         std::string_view remedy) {
    auto const found = origins.find(key);
    throw config_error("config.value", found == origins.end() ? "default" : found->second, key,
                       problem, remedy);
}

// The SEC is asked for filings, not prices: a contact switches it on.
void check_names(std::vector<std::string> const& given, std::string_view key,
                 Origins const& origins) {
    auto const known = std::span(names).first(names.size() - 1);
    std::set<std::string> seen;
    for (auto const& name : given) {
        if (std::ranges::find(known, name) == known.end())
            refuse(origins, key, fmt::format("\"{}\" is no source of prices", name),
                   fmt::format("Use some of {}", fmt::join(known, ", ")));
        if (!seen.insert(name).second)
            refuse(origins, key, fmt::format("\"{}\" is named twice", name), "Name it once");
    }
}

bool is_contact(std::string const& text) {
    auto const fits = [](char c) { return c >= ' ' && c < '\x7f'; };
    return text.size() <= 200 && std::ranges::all_of(text, fits) &&
           text.find_first_of("@/") != std::string::npos;
}

}  // namespace

std::span<std::string_view const> provider_names() noexcept { return names; }

void read_providers(TomlReader& toml, ProvidersConfig& providers) {
    toml.read_texts("providers.enabled", providers.enabled);
    toml.read_texts("providers.order_us", providers.order_us);
    toml.read_texts("providers.order_hk", providers.order_hk);
    toml.read_texts("providers.order_cn", providers.order_cn);
    toml.read_text("providers.sec_contact", providers.sec_contact);
    toml.read_integer("providers.vault_days", providers.vault_days, {1, 36'500});
    for (auto const name : names) {
        std::string endpoint;
        toml.read_text(fmt::format("providers.endpoints.{}", name), endpoint);
        if (!endpoint.empty()) providers.endpoints[std::string(name)] = std::move(endpoint);
        constexpr std::int64_t absent = -1;
        auto const read = [&](std::string_view table, ProvidersConfig::Numbers& out,
                              std::int64_t highest) {
            std::int64_t value = absent;
            toml.read_integer(fmt::format("providers.{}.{}", table, name), value, {0, highest});
            if (value != absent) out[std::string(name)] = value;
        };
        read("interval_ms", providers.interval_ms, day_ms);
        read("daily_calls", providers.daily_calls, most_calls);
    }
}

std::string key_variable(std::string_view provider) {
    std::string variable = "EC_";
    for (char const c : provider) variable += c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    return variable + "_KEY";
}

void check_providers(ProvidersConfig const& providers, Origins const& origins) {
    check_names(providers.enabled, "providers.enabled", origins);
    check_names(providers.order_us, "providers.order_us", origins);
    check_names(providers.order_hk, "providers.order_hk", origins);
    check_names(providers.order_cn, "providers.order_cn", origins);
    if (!providers.sec_contact.empty() && !is_contact(providers.sec_contact))
        refuse(origins, "providers.sec_contact", "is no e-mail address or page",
               "Name an address where the SEC reaches you, as \"you@example.com\"");
    for (auto const& [name, url] : providers.endpoints) {
        auto const key = fmt::format("providers.endpoints.{}", name);
        if (!url.starts_with("https://") && !url.starts_with("http://"))
            refuse(origins, key, "is no http(s) address", "Use an address as https://host:port");
        if (url.ends_with('/')) refuse(origins, key, "ends with a slash", "Leave it out");
    }
}

}  // namespace ec::config
