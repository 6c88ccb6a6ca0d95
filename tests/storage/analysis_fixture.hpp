#pragma once

#include "seed_fixture.hpp"

#include <ec/accounts/accounts.hpp>
#include <ec/blobs/blob_store.hpp>
#include <ec/crypto/installation_key.hpp>
#include <ec/jobs/queue.hpp>
#include <ec/jobs/runner.hpp>
#include <ec/llm/chat_model.hpp>
#include <ec/marketdata/market_data.hpp>
#include <ec/reports/report_store.hpp>
#include <ec/reports/run_store.hpp>
#include <ec/workflows/analyze_symbol.hpp>

#include <chrono>
#include <thread>

namespace ec::test::analyses {

// Everything an analysis works with, on a store that holds the samples.
struct Slice {
    explicit Slice(std::string const& engine, llm::ChatModel const* with_model = nullptr)
        : store(engine),
          key(crypto::InstallationKey::load_or_create(folder.path() / "installation.key")),
          blobs(folder.path().string(), files),
          accounts(store.test.database()),
          market_data(store.test.database(), {.seed_folder = test::SeededStore::folder()}),
          queue(jobs::QueueSettings{}),
          runs(store.test.database()),
          reports(store.test.database(), blobs, key),
          model(with_model) {}

    [[nodiscard]] CallContext context() const {
        auto context = store.test.context();
        context.actor = {test::TestDatabase::local_user};
        return context;
    }

    [[nodiscard]] workflows::Services services() {
        return {clock,    store.test.database(), accounts, market_data, queue, runs, reports, model,
                "private"};
    }

    // Runs jobs until the task is final; fails the test after twenty seconds.
    workflows::AnalysisTask finish(std::string const& id) {
        jobs::RunnerSettings settings;
        settings.queue = workflows::analysis_queue;
        settings.workers = 1;
        settings.poll_ms = 10;
        jobs::JobRunner runner(
            store.test.database(), clock, nullptr, queue, settings,
            {{std::string(workflows::analysis_job_kind),
              [this](jobs::RunningJob& job) { workflows::run_analysis(services(), job); }}});
        runner.start();
        auto const limit = std::chrono::steady_clock::now() + std::chrono::seconds(20);
        auto task = workflows::get_analysis(services(), context(), id);
        while (!workflows::is_final(task.state) && std::chrono::steady_clock::now() < limit) {
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
            task = workflows::get_analysis(services(), context(), id);
        }
        runner.stop();
        return task;
    }

    workflows::AnalysisTask analyse(std::string const& analyst) {
        workflows::AnalysisOrder order;
        order.symbol = "AAPL";
        order.as_of = Date::parse("2021-01-29", "as_of");
        order.analyst = analyst;
        order.surface = "api";
        return finish(workflows::request_analysis(services(), context(), order).id);
    }

    [[nodiscard]] std::int64_t count(char const* sql) {
        return store.test.query(sql)[0].integer(0);
    }

    SystemClock clock;
    test::SeededStore store;
    test::TemporaryFolder folder;
    crypto::InstallationKey key;
    blobs::SystemFileOperations files;
    blobs::BlobStore blobs;
    accounts::Accounts accounts;
    marketdata::MarketData market_data;
    jobs::Queue queue;
    reports::RunStore runs;
    reports::ReportStore reports;
    llm::ChatModel const* model;
};

}  // namespace ec::test::analyses
