#include <ec/accounts/idempotency.hpp>

#include <ec/crypto/digest.hpp>
#include <ec/db/database.hpp>

#include <algorithm>

namespace ec::accounts {
namespace {

constexpr char const* expire_sql =
    "DELETE FROM idempotency_keys WHERE owner_id = $1 AND expires_at_us <= $2";
constexpr char const* claim_sql =
    "INSERT INTO idempotency_keys (owner_id, route, idempotency_key, request_sha256, state, "
    "created_at_us, expires_at_us) VALUES ($1, $2, $3, $4, 'in_flight', $5, $6) "
    "ON CONFLICT (owner_id, route, idempotency_key) DO NOTHING";
constexpr char const* find_sql =
    "SELECT request_sha256, state, status, headers, body FROM idempotency_keys "
    "WHERE owner_id = $1 AND route = $2 AND idempotency_key = $3";
constexpr char const* finish_sql =
    "UPDATE idempotency_keys SET state = 'done', status = $4, headers = $5, body = $6 "
    "WHERE owner_id = $1 AND route = $2 AND idempotency_key = $3 AND state = 'in_flight'";
constexpr char const* forget_sql =
    "DELETE FROM idempotency_keys WHERE owner_id = $1 AND route = $2 AND idempotency_key = $3 "
    "AND state = 'in_flight'";

}  // namespace

IdempotencyStore::IdempotencyStore(db::Database& database) : database_(database) {}

std::optional<StoredAnswer> IdempotencyStore::begin(CallContext const& context,
                                                    IdempotencyKey const& key) {
    auto const digest = crypto::sha256_hex(key.body);
    return db::run_write(
        database_, context, [&](db::Transaction& transaction) -> std::optional<StoredAnswer> {
            auto const now = transaction.now_us();
            transaction.execute(expire_sql, key.owner_id, now);
            if (transaction.execute(claim_sql, key.owner_id, key.route, key.key, digest, now,
                                    now + micros_per_day) == 1)
                return std::nullopt;
            auto const rows = transaction.query(find_sql, key.owner_id, key.route, key.key);
            EC_CHECK(!rows.empty());
            auto const row = rows[0];
            if (row.text(0) != digest)
                throw invalid_field("idempotency.other_payload", "Idempotency-Key", key.key,
                                    "was used with another request",
                                    "Make a new key for a new request.");
            if (row.text(1) != "done")
                throw Error(ErrorCode::conflict, "idempotency.in_flight",
                            "The first request with this key is still being answered. Try again "
                            "in a moment.")
                    .with_retry_after_s(1);
            return StoredAnswer{row.integer(2), row.is_null(3) ? std::string() : row.text(3),
                                row.text(4)};
        });
}

void IdempotencyStore::finish(CallContext const& context, IdempotencyKey const& key,
                              StoredAnswer const& answer) {
    db::run_write(database_, context, [&](db::Transaction& transaction) {
        transaction.execute(finish_sql, key.owner_id, key.route, key.key, answer.status,
                            answer.headers, answer.body);
    });
}

void IdempotencyStore::forget(CallContext const& context, IdempotencyKey const& key) {
    db::run_write(database_, context, [&](db::Transaction& transaction) {
        transaction.execute(forget_sql, key.owner_id, key.route, key.key);
    });
}

std::string IdempotencyStore::parse_header(std::string_view value) {
    std::string_view key = value;
    if (key.size() >= 2 && key.front() == '"' && key.back() == '"')
        key = key.substr(1, key.size() - 2);
    bool const printable =
        std::ranges::all_of(key, [](char c) { return c > 0x20 && c < 0x7f && c != '"'; });
    if (key.empty() || key.size() > 255 || !printable)
        throw invalid_field("idempotency.malformed", "Idempotency-Key",
                            std::string(value.substr(0, 40)), "not a key",
                            "Send 1 to 255 printable characters, quoted or bare.");
    return std::string(key);
}

}  // namespace ec::accounts
