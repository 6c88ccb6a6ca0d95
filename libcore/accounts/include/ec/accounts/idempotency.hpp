#pragma once

#include <ec/base/call_context.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ec::db {
class Database;
class Transaction;
}  // namespace ec::db

namespace ec::accounts {

/// A stored answer, given again byte for byte.
struct StoredAnswer {
    std::int64_t status = 0;
    std::string headers;  // JSON text of the frontend
    std::string body;
};

/// Which request of whom; of `body` only the digest is kept.
struct IdempotencyKey {
    std::string owner_id;
    std::string route;
    std::string key;
    std::string body;
};

/// Idempotency-Key bookkeeping: scope user and route, 24 hours. begin() before the work, finish()
/// with its answer, forget() when it failed validation. Thread-safe. Errors: conflict
/// "idempotency.in_flight"; invalid_input "idempotency.other_payload", "idempotency.malformed".
class IdempotencyStore {
  public:
    explicit IdempotencyStore(db::Database& database);

    /// The stored answer, or nullopt when the work is the caller's to do.
    [[nodiscard]] std::optional<StoredAnswer> begin(CallContext const& context,
                                                    IdempotencyKey const& key);
    void finish(CallContext const& context, IdempotencyKey const& key, StoredAnswer const& answer);
    void forget(CallContext const& context, IdempotencyKey const& key);

    /// A header's value, quoted or bare: 1-255 printable characters.
    [[nodiscard]] static std::string parse_header(std::string_view value);

  private:
    db::Database& database_;
};

}  // namespace ec::accounts
