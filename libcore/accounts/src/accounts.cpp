#include <ec/accounts/accounts.hpp>

#include <ec/db/database.hpp>

#include <fmt/format.h>

namespace ec::accounts {
namespace {

constexpr char const* find_sql =
    "SELECT id, role, is_local, language FROM users WHERE id = $1 AND state = 'active'";

constexpr char const* insert_local_sql =
    "INSERT INTO users (id, role, is_local, created_at_us, updated_at_us) "
    "VALUES ($1, 'super_admin', 1, $2, $2) ON CONFLICT DO NOTHING";

std::optional<User> read_user(db::Transaction& transaction, std::string const& user_id) {
    auto const rows = transaction.query(find_sql, user_id);
    if (rows.empty()) return std::nullopt;
    auto const row = rows[0];
    User user;
    user.id = row.text(0);
    user.role = parse_role(row.text(1)).value_or(Role::user);
    user.locality = row.integer(2) == 1 ? Locality::local : Locality::remote;
    user.language = row.text(3);
    return user;
}

}  // namespace

Accounts::Accounts(db::Database& database) : database_(database) {}

User Accounts::ensure_local_user(CallContext const& context) {
    if (auto user = find_user(context, local_user_id)) return *user;
    db::run_write(database_, context, [](db::Transaction& transaction) {
        (void)transaction.execute(insert_local_sql, local_user_id, transaction.now_us());
    });
    return get_user(context, local_user_id);
}

std::optional<User> Accounts::find_user(CallContext const& context,
                                        std::string const& user_id) const {
    auto transaction = database_.begin_read(context);
    return read_user(transaction, user_id);
}

User Accounts::get_user(CallContext const& context, std::string const& user_id) const {
    if (auto user = find_user(context, user_id)) return *user;
    throw Error(ErrorCode::not_found, "accounts.unknown_user",
                "There is no such active user. Run: equitycompass init-db.");
}

void Accounts::require(User const& user, Permission permission) {
    if (allows(user.role, permission)) return;
    throw Error(ErrorCode::forbidden, "accounts.not_allowed",
                fmt::format("This account may not do that: it lacks {}.", to_string(permission)));
}

}  // namespace ec::accounts
