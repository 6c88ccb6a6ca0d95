#pragma once

#include <ec/base/call_context.hpp>
#include <ec/market/fundamentals.hpp>
#include <ec/market/symbol.hpp>

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace ec::db {
class Database;
}

namespace ec::marketdata {

struct FactsChange {
    std::int64_t added = 0;
    std::int64_t changed = 0;  // the same filing states another number than was stored
    std::int64_t unchanged = 0;

    [[nodiscard]] bool any() const noexcept { return added + changed > 0; }
};

/// What companies filed, in the database. Thread-safe. Errors: those of the database.
class FundamentalsStore {
  public:
    explicit FundamentalsStore(db::Database& database) : database_(database) {}

    /// All facts or, when it fails, none; a second run changes nothing. Adds the symbol when no
    /// list has it.
    FactsChange import(CallContext const& context, market::Symbol const& symbol,
                       std::span<market::FiledFact const> facts, std::string_view source);

    /// Facts filed by `day`, sorted.
    [[nodiscard]] std::vector<market::FiledFact> load(CallContext const& context,
                                                      market::Symbol const& symbol, Date day) const;

  private:
    db::Database& database_;
};

}  // namespace ec::marketdata
