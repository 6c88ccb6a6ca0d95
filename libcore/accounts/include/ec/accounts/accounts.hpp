#pragma once

#include <ec/accounts/permissions.hpp>
#include <ec/base/call_context.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace ec::db {
class Database;
class Transaction;
}  // namespace ec::db

namespace ec::accounts {

enum class Locality : std::uint8_t { remote, local };

struct User {
    std::string id;
    Role role = Role::user;
    Locality locality = Locality::remote;
    std::string language = "en";
};

inline constexpr char const* local_user_id = "usr_local";

/// Users of the installation. Thread-safe; state is in the database. Errors: not_found
/// "accounts.unknown_user", forbidden "accounts.not_allowed" naming the permission.
class Accounts {
  public:
    explicit Accounts(db::Database& database);

    /// The one user of a private installation, a super administrator; made when missing.
    User ensure_local_user(CallContext const& context);
    [[nodiscard]] std::optional<User> find_user(CallContext const& context,
                                                std::string const& user_id) const;
    [[nodiscard]] User get_user(CallContext const& context, std::string const& user_id) const;
    static void require(User const& user, Permission permission);

  private:
    db::Database& database_;
};

}  // namespace ec::accounts
