#pragma once

#include <ec/base/call_context.hpp>
#include <ec/marketdata/provider.hpp>

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace ec::blobs {
class FileOperations;
}
namespace ec::db {
class Database;
}

namespace ec::marketdata {

struct ConnectionSettings {
    std::filesystem::path key_folder;  // <data_dir>/keys; made 0700 with the first key
    /// Keys by provider name that the configuration gives; they go before the files.
    std::map<std::string, std::string, std::less<>> keys;
    /// Providers that the configuration switches on; naming one there accepts its notice.
    std::set<std::string, std::less<>> enabled;
};

enum class KeyOrigin : std::uint8_t { none, file, configuration };
[[nodiscard]] std::string_view to_string(KeyOrigin origin) noexcept;

struct Connection {
    Provider provider = Provider::yahoo;
    std::int8_t enabled = 0;           // by a person or by the configuration
    std::int8_t by_configuration = 0;  // cannot be switched off but there
    KeyOrigin key = KeyOrigin::none;
    std::string key_name;     // fingerprint, "" without key
    std::string key_problem;  // reason why its file cannot be used, ""
    std::optional<Micros> notice_accepted_at_us;
    std::string accepted_by;  // user id
    std::optional<Micros> updated_at_us;
};

enum class NoticeAnswer : std::uint8_t { not_given, accepted };
enum class KeyFate : std::uint8_t { keep, remove };

/// Which providers are switched on, and their keys: files <provider>.key of mode 0600, written
/// atomically; never a row, a log line or part of an error. Borrows both; thread-safe. Errors:
/// forbidden "provider.notice_required", "provider.key_required", "provider.bad_key" (characters no
/// key has), "provider.key_exposed" (others may read the file); conflict
/// "provider.configured" (switched on by the configuration); unavailable "provider.key_file"; those
/// of the database.
class ProviderConnections {
  public:
    ProviderConnections(db::Database& database, blobs::FileOperations& files,
                        ConnectionSettings settings);

    [[nodiscard]] std::vector<Connection> list(CallContext const& context) const;
    [[nodiscard]] Connection get(CallContext const& context, Provider provider) const;

    /// Switches on. `key` takes the place of a stored one. An acceptance given once holds.
    Connection connect(CallContext const& context, Provider provider, NoticeAnswer notice,
                       std::optional<std::string> const& key);
    Connection disconnect(CallContext const& context, Provider provider, KeyFate fate);

    /// The key that calls use; "" when there is none. For the request only.
    [[nodiscard]] std::string load_key(Provider provider) const;

  private:
    [[nodiscard]] std::filesystem::path file_of(Provider provider) const;
    void describe_key(Connection& connection) const;
    void store(CallContext const& context, Connection const& connection);

    db::Database& database_;
    blobs::FileOperations& files_;
    ConnectionSettings settings_;
};

}  // namespace ec::marketdata
