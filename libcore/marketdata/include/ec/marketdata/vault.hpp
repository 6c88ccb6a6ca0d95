#pragma once

#include <ec/base/call_context.hpp>
#include <ec/base/clock.hpp>
#include <ec/market/symbol.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ec::db {
class Database;
}
namespace ec::blobs {
class BlobStore;
}

namespace ec::marketdata {

/// What was asked, without its secrets: the same text, the same question. The other three are what
/// reading the answer needs, "" where they do not apply.
struct VaultRequest {
    std::string provider;
    std::string text;  // "GET https://host/path?query"; method, URL and body without any key
    std::string symbol = {};
    std::string kind = {};                  // of instrument
    std::string basis = {};                 // of prices, as asked for
    [[nodiscard]] std::string key() const;  // 64 hex digits
};

struct VaultAnswer {
    std::string id;
    int status = 200;
    std::string content_type;
    std::string body;
    std::string sha256;  // of the body
    Micros fetched_at_us = 0;
};

struct KeptAnswer {
    VaultRequest request;
    VaultAnswer answer;  // without its body
};

/// Raw answers of outside sources, compressed and named by their content, so that any day can be
/// gone through again without the network and any figure traced to the bytes it came from. Borrows
/// both stores. Thread-safe. Errors: internal "vault.damaged" when kept bytes no longer have their
/// digest; not_found "vault.unknown_answer"; those of the stores.
class Vault {
  public:
    Vault(db::Database& database, blobs::BlobStore& blobs) : database_(database), blobs_(blobs) {}

    /// Keeps one answer; its id and digest are filled in. The bytes are on the disk before the row.
    VaultAnswer keep(CallContext const& context, VaultRequest const& request, VaultAnswer answer);

    /// The newest answer to that request that was fetched by then: what a replay of that moment
    /// reads in place of the network.
    [[nodiscard]] std::optional<VaultAnswer> find(CallContext const& context,
                                                  VaultRequest const& request,
                                                  Micros not_after_us) const;

    /// What was kept about a symbol by then, oldest first, at most `limit` of the newest.
    [[nodiscard]] std::vector<KeptAnswer> answers_of(CallContext const& context,
                                                     market::Symbol const& symbol,
                                                     Micros not_after_us, std::int64_t limit) const;
    /// One answer with its body.
    [[nodiscard]] KeptAnswer get(CallContext const& context, std::string const& id) const;

    struct Sweep {
        std::int64_t answers = 0;
        std::int64_t blobs = 0;
    };
    /// Forgets answers fetched before `older_than_us`, at most `limit`, and bytes that no answer
    /// holds any more. Those stay that a series still rests on (live_series.hpp).
    Sweep sweep(CallContext const& context, Micros older_than_us, std::int64_t limit);

  private:
    [[nodiscard]] std::string load_body(CallContext const& context,
                                        std::string const& sha256) const;

    db::Database& database_;
    blobs::BlobStore& blobs_;
};

}  // namespace ec::marketdata
