#pragma once

#include <cstdint>
#include <string>

namespace ec {
class Clock;
class Metrics;
namespace db {
class Database;
}
namespace accounts {
class Accounts;
class IdempotencyStore;
}  // namespace accounts
namespace marketdata {
class MarketData;
class PriceRouter;
class ProviderConnections;
class ProviderHealth;
class SecFilings;
class Vault;
}  // namespace marketdata
namespace jobs {
class Queue;
}
namespace reports {
class ReportStore;
class RunStore;
}  // namespace reports
namespace llm {
class ChatModel;
}
}  // namespace ec

namespace ec::workflows {

/// Where prices and filings come from, and what is kept of their answers.
struct DataSources {
    marketdata::ProviderHealth& health;
    marketdata::ProviderConnections& connections;
    marketdata::PriceRouter& router;
    marketdata::SecFilings& filings;
    marketdata::Vault& vault;
    std::int64_t vault_days = 400;  // raw answers are forgotten after as many
};

/// The services a use case works with; owned by assembly::Core, borrowed here. Copyable,
/// thread-safe as far as its members are (all of them).
struct Services {
    Clock const& clock;
    db::Database& database;
    accounts::Accounts& accounts;
    marketdata::MarketData& market_data;
    jobs::Queue& queue;
    reports::RunStore& runs;
    reports::ReportStore& reports;
    llm::ChatModel const* model = nullptr;  // null: only the rules write
    std::string profile = "private";        // compliance profile
    DataSources const* sources = nullptr;   // null: nothing goes out
};

}  // namespace ec::workflows
