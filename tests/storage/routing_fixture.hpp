#pragma once

#include <ec/base/metrics.hpp>
#include <ec/blobs/blob_store.hpp>
#include <ec/market/exchange_zone.hpp>
#include <ec/marketdata/instruments.hpp>
#include <ec/marketdata/price_router.hpp>
#include <ec/marketdata/provider_catalog.hpp>
#include <ec/marketdata/provider_connections.hpp>
#include <ec/marketdata/provider_transport.hpp>

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <support/stub_server.hpp>
#include <support/temporary_folder.hpp>
#include <support/test_database.hpp>

namespace ec::test {

inline Date const last_session = Date::from_ymd(2026, 11, 25);

/// Yahoo's answer for three days that end with `last`, as a US stock's.
inline std::string yahoo_json(Date last, std::string_view symbol = "AAPL",
                              std::string_view name = "Apple Inc.",
                              std::string_view currency = "USD") {
    std::string days;
    for (int back = 2; back >= 0; --back)
        days += fmt::format(
            "{}{}", days.empty() ? "" : ",",
            market::to_utc(market::ExchangeZone::new_york, {last - back, 570}) / micros_per_second);
    return fmt::format(
        R"({{"chart":{{"result":[{{"meta":{{"currency":"{}","symbol":"{}","exchangeName":"NMS",)"
        R"("longName":"{}","exchangeTimezoneName":"America/New_York"}},"timestamp":[{}],)"
        R"("indicators":{{"quote":[{{"open":[10,11,12],"high":[11,12,13],"low":[9,10,11],)"
        R"("close":[10.5,11.5,12.5],"volume":[1000,1100,1200]}}]}}}}],"error":null}}}})",
        currency, symbol, name, days);
}

inline std::string twelve_data_json(Date last) {
    return fmt::format(
        R"({{"meta":{{"symbol":"AAPL","interval":"1day","currency":"USD","exchange":"NASDAQ",)"
        R"("mic_code":"XNGS"}},"values":[{{"datetime":"{}","open":"12","high":"13","low":"11",)"
        R"("close":"12.5","volume":"1200"}}],"status":"ok"}})",
        last.iso());
}

/// A provider whose answer can be changed while it runs.
class Source {
  public:
    explicit Source(StubAnswer answer)
        : answer_(std::move(answer)), server_([this](StubRequest const&) {
              std::scoped_lock const lock(mutex_);
              return answer_;
          }) {}

    void answer(StubAnswer answer) {
        std::scoped_lock const lock(mutex_);
        answer_ = std::move(answer);
    }
    [[nodiscard]] StubServer& server() { return server_; }
    [[nodiscard]] int calls() const { return static_cast<int>(server_.requests().size()); }
    [[nodiscard]] int connections() const { return server_.connections(); }

  private:
    std::mutex mutex_;
    StubAnswer answer_;
    StubServer server_;
};

inline std::string const secret_key = "SECRETKEY0123456789abcdef";

/// Two US providers, Yahoo before Twelve Data, both switched on, without pauses between calls.
struct Routed {
    explicit Routed(std::string const& engine)
        : test(engine, TestDatabase::Content::schema_and_local_user) {
        settings.order[market::Market::us] = {marketdata::Provider::yahoo,
                                              marketdata::Provider::twelve_data};
        for (auto const& info : marketdata::provider_catalog())
            settings.calls.interval_ms[std::string(info.name)] = 0;
        settings.calls.interval_ms["sec"] = 0;
        connections.connect(context(), marketdata::Provider::yahoo,
                            marketdata::NoticeAnswer::accepted, std::nullopt);
        connections.connect(context(), marketdata::Provider::twelve_data,
                            marketdata::NoticeAnswer::not_given, secret_key);
    }

    [[nodiscard]] CallContext context() const {
        auto context = test.context();
        context.actor.user_id = TestDatabase::local_user;
        return context;
    }
    [[nodiscard]] marketdata::FetchOrder order() const {
        marketdata::FetchOrder order;
        order.from = last_session - 30;
        order.to = last_session;
        order.expected_last_session = last_session;
        return order;
    }
    [[nodiscard]] std::unique_ptr<marketdata::PriceRouter> router(
        marketdata::ProviderTransport& transport) {
        return std::make_unique<marketdata::PriceRouter>(health, connections, transport,
                                                         instruments, settings, &metrics);
    }
    marketdata::FetchedPrices fetch() { return router(live())->fetch(context(), order()); }
    marketdata::LiveTransport& live() {
        if (!live_) {
            marketdata::LiveSettings http;
            http.endpoints["yahoo"] = yahoo.server().url("/yahoo");
            http.endpoints["twelve_data"] = twelve_data.server().url("/twelve");
            http.endpoints["sec"] = sec.server().url("/sec");
            live_ = std::make_unique<marketdata::LiveTransport>(vault, std::move(http));
        }
        return *live_;
    }
    /// Time goes by for breaker, pacing and budget: their stored moments move into the past.
    void let_pass(std::int64_t seconds) {
        test.execute(
            "UPDATE provider_health SET open_until_us = open_until_us - $1,"
            " probe_until_us = probe_until_us - $1, next_call_us = next_call_us - $1",
            seconds * micros_per_second);
    }
    [[nodiscard]] marketdata::ProviderState state(std::string_view provider) {
        for (auto& state : health.list(context(), settings.calls))
            if (state.provider == provider) return state;
        throw std::runtime_error("no such provider");
    }

    TestDatabase test;
    TemporaryFolder folder;
    blobs::SystemFileOperations files;
    blobs::BlobStore blobs{folder.path().native(), files};
    marketdata::Vault vault{test.database(), blobs};
    marketdata::ProviderHealth health{test.database()};
    marketdata::ProviderConnections connections{
        test.database(), files, {folder.path() / "keys", {}, {}}};
    marketdata::Instruments instruments{test.database()};
    marketdata::RouterSettings settings;
    Metrics metrics;
    Source yahoo{StubAnswer::json(200, yahoo_json(last_session))};
    Source twelve_data{StubAnswer::json(200, twelve_data_json(last_session))};
    Source sec{StubAnswer::json(200, "{}")};

  private:
    std::unique_ptr<marketdata::LiveTransport> live_;
};

}  // namespace ec::test
