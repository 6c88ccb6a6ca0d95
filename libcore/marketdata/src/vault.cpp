#include <ec/marketdata/vault.hpp>

#include <ec/base/error.hpp>
#include <ec/base/ids.hpp>
#include <ec/blobs/blob_store.hpp>
#include <ec/crypto/digest.hpp>
#include <ec/db/database.hpp>

#include <algorithm>
#include <set>

#include <zstd.h>

namespace ec::marketdata {
namespace {

constexpr int zstd_level = 3;
constexpr std::size_t max_body_bytes = std::size_t{64} * 1024 * 1024;

constexpr char const* insert_sql =
    "INSERT INTO vault_answers (id, provider, request_key, request, symbol, kind, basis, status,"
    " content_type, sha256, fetched_at_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
constexpr char const* hold_blob_sql =
    "INSERT INTO vault_blobs (sha256, size_bytes) VALUES ($1, $2)"
    " ON CONFLICT (sha256) DO UPDATE SET size_bytes = excluded.size_bytes";
// Taken before the statement that looks for holders, which then sees those it waited for.
constexpr char const* lock_blob_sql =
    "UPDATE vault_blobs SET size_bytes = size_bytes WHERE sha256 = $1";
constexpr char const* drop_blob_sql =
    "DELETE FROM vault_blobs WHERE sha256 = $1 AND NOT EXISTS"
    " (SELECT 1 FROM vault_answers WHERE vault_answers.sha256 = vault_blobs.sha256)";
constexpr char const* find_sql =
    "SELECT id, status, content_type, sha256, fetched_at_us FROM vault_answers"
    " WHERE request_key = $1 AND fetched_at_us <= $2"
    " ORDER BY fetched_at_us DESC, id DESC LIMIT 1";
constexpr char const* of_symbol_sql =
    "SELECT id, status, content_type, sha256, fetched_at_us, provider, request, symbol, kind, basis"
    " FROM vault_answers WHERE symbol = $1 AND fetched_at_us <= $2"
    " ORDER BY fetched_at_us DESC, id DESC LIMIT $3";
constexpr char const* get_sql =
    "SELECT id, status, content_type, sha256, fetched_at_us, provider, request, symbol, kind, basis"
    " FROM vault_answers WHERE id = $1";
// What a series rests on since it was last taken whole stays: without it no later day can be
// replayed.
constexpr char const* old_sql =
    "SELECT id, sha256 FROM vault_answers WHERE fetched_at_us < $1 AND NOT EXISTS (SELECT 1 FROM "
    "series_answers s WHERE s.answer_id = vault_answers.id AND s.revision >= (SELECT "
    "COALESCE(MAX(b.revision), 0) FROM series_answers b WHERE b.series_id = s.series_id AND "
    "b.placement <> 'merged')) ORDER BY fetched_at_us LIMIT $2";
constexpr char const* delete_sql = "DELETE FROM vault_answers WHERE id = $1";

blobs::BlobKey blob_key(std::string const& sha256) {
    return blobs::BlobKey::parse("vault/" + sha256.substr(0, 2) + "/" + sha256 + ".zst");
}

Error damaged() {
    return {ErrorCode::internal, "vault.damaged",
            "A kept answer of a data source is damaged. Fetch it again."};
}

std::string compress(std::string_view body) {
    std::string out(ZSTD_compressBound(body.size()), '\0');
    auto const size = ZSTD_compress(out.data(), out.size(), body.data(), body.size(), zstd_level);
    EC_CHECK(ZSTD_isError(size) == 0);
    out.resize(size);
    return out;
}

std::string decompress(std::string_view packed, std::string const& sha256) {
    auto const size = ZSTD_getFrameContentSize(packed.data(), packed.size());
    if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN || size > max_body_bytes)
        throw damaged();
    std::string body(static_cast<std::size_t>(size), '\0');
    auto const got = ZSTD_decompress(body.data(), body.size(), packed.data(), packed.size());
    if (ZSTD_isError(got) != 0 || got != body.size() || crypto::sha256_hex(body) != sha256)
        throw damaged();
    return body;
}

// The five columns that every selection of answers begins with.
VaultAnswer answer_of(db::Row const& row) {
    VaultAnswer answer;
    answer.id = row.text(0);
    answer.status = static_cast<int>(row.integer(1));
    answer.content_type = row.text(2);
    answer.sha256 = row.text(3);
    answer.fetched_at_us = row.integer(4);
    return answer;
}

KeptAnswer kept_of(db::Row const& row) {
    return {{row.text(5), row.text(6), row.text(7), row.text(8), row.text(9)}, answer_of(row)};
}

}  // namespace

std::string VaultRequest::key() const { return crypto::sha256_hex(provider + '\n' + text); }

VaultAnswer Vault::keep(CallContext const& context, VaultRequest const& request,
                        VaultAnswer answer) {
    if (answer.body.size() > max_body_bytes)
        throw Error(ErrorCode::invalid_input, "vault.too_large",
                    "The answer of the data source is larger than 64 MiB.");
    answer.id = make_id("ans", answer.fetched_at_us);
    answer.sha256 = crypto::sha256_hex(answer.body);
    auto const key = blob_key(answer.sha256);
    db::run_write(database_, context, [&](db::Transaction& transaction) {
        transaction.execute(hold_blob_sql, answer.sha256,
                            static_cast<std::int64_t>(answer.body.size()));
        // Another release of the library may pack the same bytes otherwise: what is there stays.
        if (!blobs_.exists(context, key)) blobs_.put(context, key, compress(answer.body));
        transaction.execute(insert_sql, answer.id, request.provider, request.key(), request.text,
                            request.symbol, request.kind, request.basis,
                            std::int64_t{answer.status}, answer.content_type, answer.sha256,
                            answer.fetched_at_us);
    });
    return answer;
}

std::string Vault::load_body(CallContext const& context, std::string const& sha256) const {
    auto const packed = blobs_.find(context, blob_key(sha256));
    if (!packed) throw damaged();
    return decompress(*packed, sha256);
}

std::optional<VaultAnswer> Vault::find(CallContext const& context, VaultRequest const& request,
                                       Micros not_after_us) const {
    VaultAnswer answer;
    {
        auto transaction = database_.begin_read(context);
        auto const rows = transaction.query(find_sql, request.key(), not_after_us);
        if (rows.empty()) return std::nullopt;
        answer = answer_of(rows[0]);
    }
    answer.body = load_body(context, answer.sha256);
    return answer;
}

std::vector<KeptAnswer> Vault::answers_of(CallContext const& context, market::Symbol const& symbol,
                                          Micros not_after_us, std::int64_t limit) const {
    std::vector<KeptAnswer> out;
    auto transaction = database_.begin_read(context);
    for (auto const row : transaction.query(of_symbol_sql, symbol.text(), not_after_us, limit))
        out.push_back(kept_of(row));
    std::ranges::reverse(out);
    return out;
}

KeptAnswer Vault::get(CallContext const& context, std::string const& id) const {
    KeptAnswer kept;
    {
        auto transaction = database_.begin_read(context);
        auto const rows = transaction.query(get_sql, id);
        if (rows.empty())
            throw Error(ErrorCode::not_found, "vault.unknown_answer",
                        "No such answer of a data source is kept. It may be past its retention.");
        kept = kept_of(rows[0]);
    }
    kept.answer.body = load_body(context, kept.answer.sha256);
    return kept;
}

Vault::Sweep Vault::sweep(CallContext const& context, Micros older_than_us, std::int64_t limit) {
    Sweep swept;
    std::set<std::string> digests;
    db::run_write(database_, context, [&](db::Transaction& transaction) {
        swept = {};
        digests.clear();
        for (auto const row : transaction.query(old_sql, older_than_us, limit)) {
            transaction.execute(delete_sql, row.text(0));
            digests.insert(row.text(1));
            ++swept.answers;
        }
    });
    for (auto const& digest : digests) {
        // The row is held until the blob is gone, so that nobody counts on it meanwhile.
        auto transaction = database_.begin_write(context);
        if (transaction.execute(lock_blob_sql, digest) == 0 ||
            transaction.execute(drop_blob_sql, digest) == 0)
            continue;
        swept.blobs += blobs_.remove(context, blob_key(digest)) ? 1 : 0;
        transaction.commit();
    }
    return swept;
}

}  // namespace ec::marketdata
