#pragma once

#include <ec/accounts/accounts.hpp>
#include <ec/blobs/blob_store.hpp>
#include <ec/crypto/installation_key.hpp>
#include <ec/jobs/queue.hpp>
#include <ec/marketdata/market_data.hpp>
#include <ec/reports/report_store.hpp>
#include <ec/reports/run_store.hpp>
#include <ec/workflows/import_folder.hpp>

#include <filesystem>

namespace ec::test {

/// What a workflow works with, on a store that is open already.
struct FolderServices {
    FolderServices(db::Database& given, std::filesystem::path const& data)
        : database(given),
          key(crypto::InstallationKey::load_or_create(data / "installation.key")),
          blobs(data.string(), files),
          accounts(given),
          market_data(given, {}),
          queue(jobs::QueueSettings{}),
          runs(given),
          reports(given, blobs, key) {}

    [[nodiscard]] workflows::Services services() {
        return {clock, database, accounts, market_data, queue, runs, reports, nullptr, "private"};
    }
    /// Small transactions, so that a test sees many ends of them.
    [[nodiscard]] static workflows::FolderOptions options() {
        workflows::FolderOptions options;
        options.request.basis = market::PriceBasis::raw;
        options.request.source = "folder";
        options.jobs = 2;
        options.batch_files = 3;
        return options;
    }

    SystemClock clock;
    db::Database& database;
    crypto::InstallationKey key;
    blobs::SystemFileOperations files;
    blobs::BlobStore blobs;
    accounts::Accounts accounts;
    marketdata::MarketData market_data;
    jobs::Queue queue;
    reports::RunStore runs;
    reports::ReportStore reports;
};

}  // namespace ec::test
