#include "data_source_parts.hpp"

#include <ec/blobs/blob_store.hpp>
#include <ec/marketdata/market_data.hpp>

#include <fmt/format.h>

namespace ec::assembly {
namespace {

marketdata::ConnectionSettings connection_settings(config::Config const& config) {
    marketdata::ConnectionSettings settings;
    settings.key_folder = std::filesystem::path(config.data_dir) / "keys";
    for (auto const& [name, key] : config.providers.keys) settings.keys[name] = key.reveal();
    settings.enabled.insert(config.providers.enabled.begin(), config.providers.enabled.end());
    return settings;
}

marketdata::LiveSettings live_settings(config::ProvidersConfig const& config) {
    marketdata::LiveSettings settings;
    settings.endpoints = config.endpoints;
    return settings;
}

marketdata::CallSettings call_settings(config::ProvidersConfig const& config) {
    marketdata::CallSettings settings;
    settings.interval_ms = config.interval_ms;
    settings.daily_calls = config.daily_calls;
    return settings;
}

std::vector<marketdata::Provider> providers_of(std::vector<std::string> const& names) {
    std::vector<marketdata::Provider> providers;
    for (auto const& name : names)
        if (auto const provider = marketdata::parse_provider(name)) providers.push_back(*provider);
    return providers;
}

marketdata::RouterSettings router_settings(config::ProvidersConfig const& config) {
    marketdata::RouterSettings settings;
    settings.calls = call_settings(config);
    auto const set = [&](market::Market market, std::vector<std::string> const& names) {
        if (!names.empty()) settings.order[market] = providers_of(names);
    };
    set(market::Market::us, config.order_us);
    set(market::Market::hk, config.order_hk);
    set(market::Market::cn, config.order_cn);
    marketdata::check_settings(settings);
    return settings;
}

}  // namespace

DataSourceParts::DataSourceParts(config::Config const& config, db::Database& database,
                                 blobs::BlobStore& blobs, blobs::FileOperations& files,
                                 marketdata::MarketData& market_data, Metrics& metrics)
    : vault_(database, blobs),
      health_(database),
      connections_(database, files, connection_settings(config)),
      transport_(vault_, live_settings(config.providers)),
      router_(health_, connections_, transport_, market_data.instruments(),
              router_settings(config.providers), &metrics),
      filings_(health_, transport_, {call_settings(config.providers), config.providers.sec_contact},
               &metrics),
      sources_{health_, connections_, router_, filings_, vault_, config.providers.vault_days} {}

}  // namespace ec::assembly
