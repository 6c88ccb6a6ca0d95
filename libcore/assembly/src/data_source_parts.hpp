#pragma once

#include <ec/config/config.hpp>
#include <ec/marketdata/price_router.hpp>
#include <ec/marketdata/provider_connections.hpp>
#include <ec/marketdata/provider_health.hpp>
#include <ec/marketdata/provider_transport.hpp>
#include <ec/marketdata/sec_filings.hpp>
#include <ec/marketdata/vault.hpp>
#include <ec/workflows/services.hpp>

namespace ec::blobs {
class BlobStore;
class FileOperations;
}  // namespace ec::blobs
namespace ec::marketdata {
class MarketData;
}

namespace ec::assembly {

/// The providers of prices and filings, built in dependency order. Borrows what it is given.
class DataSourceParts {
  public:
    DataSourceParts(config::Config const& config, db::Database& database, blobs::BlobStore& blobs,
                    blobs::FileOperations& files, marketdata::MarketData& market_data,
                    Metrics& metrics);

    [[nodiscard]] workflows::DataSources const& sources() const noexcept { return sources_; }

  private:
    marketdata::Vault vault_;
    marketdata::ProviderHealth health_;
    marketdata::ProviderConnections connections_;
    marketdata::LiveTransport transport_;
    marketdata::PriceRouter router_;
    marketdata::SecFilings filings_;
    workflows::DataSources sources_;
};

}  // namespace ec::assembly
